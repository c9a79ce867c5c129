import type { ActionFunctionArgs } from '@remix-run/node';
import { receiveSeen } from '~/addons/experiments/receive-seen.server';
import { storeOfSeenKey } from '~/addons/experiments/seen-key.server';

/**
 * The door for web pixels. They run in a sandbox whose origin is nobody's and whose calls nobody signs: the store is named by
 * a key of ours, and what is told may only count visitors.
 */
const open = { 'access-control-allow-origin': '*', 'cache-control': 'no-store' };

/** Plain text asks no permission first; whatever asks is told that a post is fine. */
export function loader(): Response {
  return new Response(null, { status: 204, headers: { ...open, 'access-control-allow-methods': 'POST' } });
}

export async function action({ request, params }: ActionFunctionArgs): Promise<Response> {
  const storeId = storeOfSeenKey(params.key ?? '');
  if (!storeId) return Response.json({ error: 'unauthorized' }, { status: 401, headers: open });
  const answer = await receiveSeen(storeId, request, 'pixel');
  answer.headers.set('access-control-allow-origin', '*');
  return answer;
}
