import { shoplazzaApp } from './app.server';
import { isShopDomain } from './shop-domain';

const timeoutMs = 30_000;

/**
 * The one way out to Shoplazza. Everything goes to https://{store}, or, when a practice platform is configured, to its
 * origin with the store named in `x-forwarded-host`. Never waits without end, never follows to another host.
 * @throws {Error} for a host that is no store: the name comes from tokens and parameters, and our secrets go there
 */
export async function shoplazzaFetch(url: string | URL, init: RequestInit = {}): Promise<Response> {
  const target = new URL(url);
  if (!isShopDomain(target.host)) throw new Error('not a store of Shoplazza');
  const options: RequestInit = { ...init, redirect: 'error', signal: init.signal ?? AbortSignal.timeout(timeoutMs) };
  const { apiOrigin } = shoplazzaApp();
  if (!apiOrigin) return fetch(target, options);
  const headers = new Headers(init.headers);
  headers.set('x-forwarded-host', target.host);
  return fetch(`${apiOrigin}${target.pathname}${target.search}`, { ...options, headers });
}
