import { config } from '../../config/config.server';
import { ownerOf, readSession } from '../../tenancy/session-store.server';
import type { Visit } from '../platform';
import { sessionTokenText } from '../session-token.server';
import { scopes, shoplazzaApp } from './app.server';
import { documentHeaders, namedShop } from './document-headers.server';
import { offlineSessionId } from './session-storage.server';
import { readSessionToken } from './session-token.server';

/** The script that stands between our pages and the admin around them. */
export const bridgeScript = '/shoplazza-bridge.js';

/**
 * Who looks at a page: the store comes from the verified token, never from the address.
 * @throws {Response} a redirect to the page that fetches a token or to the one that leaves the frame; 401 for calls of the page
 */
export async function authenticateVisit(request: Request): Promise<Visit> {
  const text = sessionTokenText(request);
  const token = text === null ? null : await readSessionToken(text);
  const named = new URL(request.url).searchParams.get('shop')?.toLowerCase() ?? null;
  if (token && named !== null && named !== token.shop) throw new Response('Another store', { status: 403 });
  const isCall = request.headers.has('authorization');
  if (!token || text === null) throw isCall ? unauthorized() : toBounce(request);
  const granted = await grantedScopes(token.shop);
  // A call cannot leave the frame; the next page can.
  if (granted === null) throw isCall ? unauthorized() : wayOut(request, token.shop, text);
  return {
    domain: token.shop,
    userId: token.userId,
    scopes: granted,
    bridge: { apiKey: shoplazzaApp().clientId, scriptUrl: bridgeScript },
  };
}

/** What the store lets us do; null when it must be asked: it never was, it left, or we need more by now. */
export async function grantedScopes(shop: string): Promise<string | null> {
  const session = await readSession(ownerOf('shoplazza', shop), offlineSessionId(shop));
  if (!session?.accessToken && !session?.refreshToken) return null;
  const granted = new Set((session.scope ?? '').split(/[\s,]+/));
  return scopes()
    .split(' ')
    .every((scope) => granted.has(scope))
    ? (session.scope ?? '')
    : null;
}

function unauthorized(): Response {
  return new Response('Unauthorized', { status: 401 });
}

/** The document comes back with a fresh token in its address; a bad one is left behind. */
function toBounce(request: Request): Response {
  const address = new URL(request.url);
  address.searchParams.delete('id_token');
  const to = new URL(`${config().web.appUrl}/auth/shoplazza/session-token`);
  to.searchParams.set('to', `${address.pathname}${address.search}`);
  const shop = namedShop(request);
  if (shop) to.searchParams.set('shop', shop);
  return redirectTo(request, to);
}

function wayOut(request: Request, shop: string, token: string): Response {
  const to = new URL(`${config().web.appUrl}/auth/shoplazza/exit-iframe`);
  to.searchParams.set('shop', shop);
  to.searchParams.set('id_token', token);
  return redirectTo(request, to);
}

function redirectTo(request: Request, to: URL): Response {
  const headers = new Headers({ location: `${to.pathname}${to.search}` });
  documentHeaders(request, headers);
  return new Response(null, { status: 302, headers });
}
