import type { LoaderFunctionArgs } from '@remix-run/node';
import { authenticateStorefront } from '~/platforms/registry.server';

/**
 * The door for storefront calls that the platform forwards (app proxy). The widget reads what it needs from the page
 * itself, so only one thing is answered yet: that the way from the storefront to us is open.
 */
export function loader({ request, params }: LoaderFunctionArgs): Response {
  const headers = { 'cache-control': 'no-store' };
  if (!authenticateStorefront(request)) return Response.json({ error: 'unauthorized' }, { status: 401, headers });
  if (params['*'] !== 'ping') return Response.json({ error: 'not found' }, { status: 404, headers });
  return Response.json({ ok: true }, { headers });
}
