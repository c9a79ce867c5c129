import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { receiveSeen } from '~/addons/experiments/receive-seen.server';
import { authenticateStorefront } from '~/platforms/registry.server';

/**
 * The door for storefront calls that the platform forwards (app proxy), each signed by it. The widget reads what it needs
 * from the page itself; by this way it tells which add-ons a visitor saw, where that visitor allowed it.
 */
const headers = { 'cache-control': 'no-store' };
const unsigned = () => Response.json({ error: 'unauthorized' }, { status: 401, headers });
const nothing = () => Response.json({ error: 'not found' }, { status: 404, headers });

export function loader({ request, params }: LoaderFunctionArgs): Response {
  if (!authenticateStorefront(request)) return unsigned();
  return params['*'] === 'ping' ? Response.json({ ok: true }, { headers }) : nothing();
}

export async function action({ request, params }: ActionFunctionArgs): Promise<Response> {
  const caller = authenticateStorefront(request);
  if (!caller) return unsigned();
  return params['*'] === 'seen' ? receiveSeen(caller.storeId, request, 'proxy') : nothing();
}
