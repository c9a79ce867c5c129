import { randomBytes, timingSafeEqual } from 'node:crypto';
import { config } from '../../config/config.server';
import { asFault } from '../../domain/shared/fault';
import { log } from '../../observability/log.server';
import { escapeHtml } from '../html';
import { scopes, shoplazzaApp } from './app.server';
import { bridgeScript, grantedScopes } from './authenticate.server';
import { documentHeaders } from './document-headers.server';
import { isSignedQuery } from './query-signature.server';
import { storeGrant } from './session-storage.server';
import { readSessionToken } from './session-token.server';
import { isShopDomain } from './shop-domain';
import { askForToken } from './token-broker.server';

/**
 * The doors of signing in on Shoplazza. A store's name counts only when Shoplazza signed it, in the address or in a session
 * token; everybody else is refused and leaves nothing behind.
 */

/** What a merchant granted: the store is to be installed. */
export type Granted = { domain: string; scopes: string; response: Response };

const cookieName = 'tagalong_shoplazza_state';
const stateSeconds = 600;
/** [?] Whether addresses carry their time is not documented; one that does may not be older. */
const longestAgeSeconds = 600;

/** The app's address: into the app where the store let us in, else to the page where it does. */
export async function openApp(request: Request): Promise<Response> {
  const shop = await provenShop(request);
  if (shop === null)
    return refused('This address was not signed by Shoplazza. Open Tagalong from the apps of your store.');
  if ((await grantedScopes(shop)) !== null) return answer(request, 302, { location: `/app?shop=${shop}` });
  // Inside of the admin's frame nobody can agree: the page around it has to go there.
  if (request.headers.get('sec-fetch-dest') === 'iframe') return leaveFrame(request, shop);
  const state = randomBytes(16).toString('hex');
  const to = new URL(`https://${shop}/admin/oauth/authorize`);
  to.search = new URLSearchParams({
    client_id: shoplazzaApp().clientId,
    scope: scopes(),
    redirect_uri: callbackUrl(),
    response_type: 'code',
    state,
  }).toString();
  return answer(request, 302, { location: to.toString(), 'set-cookie': stateCookie(`${state}.${shop}`, stateSeconds) });
}

/** The page that takes the whole window to the app's address, for which the token in its own address speaks. */
export async function exitFrame(request: Request): Promise<Response> {
  const shop = await provenShop(request);
  return shop === null
    ? refused('This address is out of date. Open Tagalong from the apps of your store.')
    : leaveFrame(request, shop);
}

/** The page that asks the admin for a fresh token and goes where the visitor wanted to go. */
export function bouncePage(request: Request): Response {
  const { clientId } = shoplazzaApp();
  const script = `<script src="${bridgeScript}" data-api-key="${escapeHtml(clientId)}" data-bounce></script>`;
  return answer(request, 200, html, page('Opening Tagalong', `${script}<p>One moment …</p>`));
}

/**
 * The way back from the page where the merchant agreed.
 * @returns what was granted, or the refusal
 */
export async function finishGrant(request: Request): Promise<Granted | Response> {
  const { searchParams } = new URL(request.url);
  const shop = searchParams.get('shop')?.toLowerCase() ?? null;
  const [code, state] = [searchParams.get('code'), searchParams.get('state')];
  if (!isSignedQuery(searchParams) || !isShopDomain(shop) || isOld(searchParams))
    return refused('This answer was not signed by Shoplazza. Open Tagalong from the apps of your store.');
  if (!state || !sameText(cookieIn(request), `${state}.${shop}`))
    return refused('This answer belongs to another visit. Open Tagalong from the apps of your store.');
  if (!code) return refused('Shoplazza sent no code. Open Tagalong from the apps of your store once more.');
  try {
    const pair = await askForToken(shop, { grant_type: 'authorization_code', code, redirect_uri: callbackUrl() });
    if (pair === null)
      return refused('Shoplazza did not accept its own code. Open Tagalong from the apps of your store once more.');
    // The endpoint does not say what was granted; who agrees, agrees to all.
    const granted = { ...pair, scope: pair.scope ?? scopes() };
    await storeGrant(shop, granted);
    const headers = { location: adminAddress(shop), 'set-cookie': stateCookie('', 0) };
    return { domain: shop, scopes: granted.scope, response: answer(request, 302, headers) };
  } catch (error) {
    const fault = asFault(error);
    log.warn({ err: error }, 'a grant could not be exchanged');
    return fault.retry
      ? refused('Shoplazza did not answer. Open Tagalong from the apps of your store once more.', 503)
      : refused('Shoplazza does not know this app. Its operator has to look at the client id and secret.');
  }
}

/** The store that a signed address or a genuine session token names. */
async function provenShop(request: Request): Promise<string | null> {
  const { searchParams } = new URL(request.url);
  const named = searchParams.get('shop')?.toLowerCase() ?? null;
  const token = searchParams.get('id_token');
  if (token !== null) {
    const read = await readSessionToken(token);
    return read && (named === null || named === read.shop) ? read.shop : null;
  }
  return isSignedQuery(searchParams) && isShopDomain(named) && !isOld(searchParams) ? named : null;
}

function isOld(query: URLSearchParams): boolean {
  const told = query.get('timestamp');
  return told !== null && !(Math.abs(Date.now() / 1000 - Number(told)) <= longestAgeSeconds);
}

function leaveFrame(request: Request, shop: string): Response {
  const { search } = new URL(request.url);
  const to = `${config().web.appUrl}/auth/shoplazza${search}`;
  const { clientId } = shoplazzaApp();
  const script = `<script src="${bridgeScript}" data-api-key="${escapeHtml(clientId)}" data-leave-to="${escapeHtml(to)}"></script>`;
  const link = `<p>Tagalong needs your permission for ${escapeHtml(shop)}. <a href="${escapeHtml(to)}" target="_top">Go on</a></p>`;
  return answer(request, 200, html, page('Permission needed', script + link));
}

function adminAddress(shop: string): string {
  const { apiOrigin, adminPath } = shoplazzaApp();
  // A practice platform has all stores at one origin and is told which.
  return apiOrigin ? `${apiOrigin}${adminPath}?store=${shop}` : `https://${shop}${adminPath}`;
}

function callbackUrl(): string {
  return `${config().web.appUrl}/auth/shoplazza/callback`;
}

function stateCookie(value: string, seconds: number): string {
  const secure = config().web.appUrl.startsWith('https:') ? '; Secure' : '';
  return `${cookieName}=${value}; Path=/auth/shoplazza; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`;
}

function cookieIn(request: Request): string {
  const pairs = (request.headers.get('cookie') ?? '').split(/;\s*/);
  return pairs.find((pair) => pair.startsWith(`${cookieName}=`))?.slice(cookieName.length + 1) ?? '';
}

function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

const html = { 'content-type': 'text/html; charset=utf-8' };

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><body>${body}</body></html>`;
}

function answer(
  request: Request,
  status: number,
  fields: Record<string, string>,
  body: string | null = null,
): Response {
  const headers = new Headers(fields);
  documentHeaders(request, headers);
  return new Response(body, { status, headers });
}

function refused(words: string, status = 403): Response {
  const headers = { ...html, 'cache-control': 'no-store', 'content-security-policy': "frame-ancestors 'none';" };
  return new Response(page('Not opened', `<p>${words}</p>`), { status, headers });
}
