import { config } from '../../config/config.server';

const timeoutMs = 30_000;

/**
 * The one way out to Shopify. Everything goes to https://{shop}, or, when a practice platform is configured,
 * to its origin with the shop named in `x-forwarded-host`. Never waits without end.
 */
export async function shopifyFetch(url: string | URL, init: RequestInit = {}): Promise<Response> {
  const target = new URL(url);
  const options = { ...init, signal: init.signal ?? AbortSignal.timeout(timeoutMs) };
  const { apiOrigin } = config().shopify;
  if (!apiOrigin || !target.hostname.endsWith('.myshopify.com')) return fetch(target, options);
  const headers = new Headers(init.headers);
  headers.set('x-forwarded-host', target.host);
  return fetch(`${apiOrigin}${target.pathname}${target.search}`, { ...options, headers });
}

/**
 * Opens the result file of a bulk operation. Its address comes from the platform, so it may lead to https only,
 * or to the configured practice platform; our token is never sent there.
 * @param from the first byte that is wanted
 * @throws {Error} for any other address
 */
export function downloadFetch(url: string, from = 0): Promise<Response> {
  const target = new URL(url);
  const { apiOrigin } = config().shopify;
  const trusted =
    target.protocol === 'https:' || (apiOrigin !== undefined && target.origin === new URL(apiOrigin).origin);
  if (!trusted) throw new Error(`a bulk result at an address that is not https: ${target.origin}`);
  // Uncompressed: a byte's place in the file is its place in the answer.
  const headers = { 'accept-encoding': 'identity', ...(from > 0 ? { range: `bytes=${from}-` } : {}) };
  return fetch(target, { redirect: 'error', headers });
}
