import { ShopifyError } from '@shopify/shopify-api';
import { config } from '../../config/config.server';
import { ownerOf, readSession, withSessionLock } from '../../tenancy/session-store.server';
import type { Visit } from '../platform';
import { sessionTokenText } from '../session-token.server';
import { isLive } from '../token-broker.server';
import { documentHeaders } from './document-headers.server';
import { offlineSessionId } from './session-storage.server';
import { readSessionToken } from './session-token.server';
import { shopifyLibrary } from './shopify-app.server';
import { marginMs } from './token-broker.server';

/**
 * Who looks at a page: the shop comes from the verified token, never from the address. Makes sure that the store has a live token.
 * @throws {Response} what the browser must be told instead: the bounce page, a redirect, 401 with the retry header
 */
export async function authenticateVisit(request: Request): Promise<Visit> {
  const text = sessionTokenText(request);
  const token = text === null ? null : await readSessionToken(text);
  const named = new URL(request.url).searchParams.get('shop');
  if (token && named !== null && named !== token.shop) throw new Response('Another shop', { status: 403 });
  // Without a genuine token the library only answers (bounce page, retry, redirect); it must not go further.
  const scopes = token ? await admitted(request, token.shop) : await refused(request);
  return {
    domain: token?.shop ?? '',
    userId: token?.userId ?? null,
    scopes,
    bridge: { apiKey: config().shopify.apiKey, scriptUrl: config().shopify.appBridgeUrl },
  };
}

/** Lets the library answer a request (bounce page, exit from the frame, redirect) and puts our headers on the answer. */
export async function answerByLibrary(request: Request): Promise<{ scope: string | undefined }> {
  try {
    const { session } = await (await shopifyLibrary()).authenticate.admin(forLibrary(request));
    return { scope: session.scope };
  } catch (answer) {
    if (answer instanceof Response) documentHeaders(request, answer.headers);
    // What the library calls an error of its own is a request that it will not serve: a way out of the frame to a strange place.
    else if (answer instanceof ShopifyError) throw new Response('Bad request', { status: 400 });
    throw answer;
  }
}

/**
 * The request as the library sees it: without its body, which is the page's to read, and a headless browser as the
 * browser that it is (the library answers 410 to it as to a crawler, and nobody could test their pages with one).
 */
function forLibrary(request: Request): Request {
  const headers = new Headers(request.headers);
  headers.set('user-agent', (headers.get('user-agent') ?? '').replace('HeadlessChrome/', 'Chrome/'));
  return new Request(request.url, { method: request.method, headers });
}

/**
 * A token exchange revokes the token before it, so two at once could leave the dead one stored: whoever finds no
 * live token exchanges under the store's lock, and those who waited find the new one.
 */
async function admitted(request: Request, shop: string): Promise<string> {
  const owner = ownerOf('shopify', shop);
  const session = await readSession(owner, offlineSessionId(shop));
  const admit = async () => (await answerByLibrary(request)).scope ?? '';
  return isLive(session, marginMs) ? admit() : withSessionLock(owner.storeId, admit);
}

/** A call of the page tries again with a fresh token; a document goes to the bounce page, its bad token left behind. */
async function refused(request: Request): Promise<never> {
  if (!request.headers.has('authorization')) {
    const address = new URL(request.url);
    address.searchParams.delete('id_token');
    await answerByLibrary(new Request(address, { headers: request.headers, method: request.method }));
  }
  throw new Response('Unauthorized', {
    status: 401,
    headers: { 'X-Shopify-Retry-Invalid-Session-Request': '1' },
  });
}
