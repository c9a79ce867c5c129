import { createHmac, timingSafeEqual } from 'node:crypto';
import { config } from '../../config/config.server';
import { isShopDomain } from './shop-domain';

/** A storefront call that Shopify forwarded to us, proven by its signature. */
export type ProxyCall = { domain: string; platformCustomerId: string | null };

const longestAgeSeconds = 90;
/** What Shopify itself adds stands once; a second one is somebody's attempt to be read instead of the first. */
const once = ['shop', 'timestamp', 'signature', 'logged_in_customer_id', 'path_prefix'];

/**
 * Verifies a call through the app proxy. The shop comes from the signed parameters only.
 * @param now for tests
 * @returns null when it is not genuine or too old
 */
export function readProxyCall(request: Request, now = Date.now()): ProxyCall | null {
  const { searchParams } = new URL(request.url);
  if (once.some((name) => searchParams.getAll(name).length > 1)) return null;
  const signature = searchParams.get('signature') ?? '';
  if (!/^[0-9a-f]{64}$/.test(signature) || !signedByShopify(searchParams, Buffer.from(signature, 'hex'))) return null;
  const age = Math.abs(now / 1000 - Number(searchParams.get('timestamp') ?? Number.NaN));
  const domain = searchParams.get('shop');
  if (!(age <= longestAgeSeconds) || !isShopDomain(domain)) return null;
  return { domain, platformCustomerId: searchParams.get('logged_in_customer_id') || null };
}

function signedByShopify(parameters: URLSearchParams, given: Buffer): boolean {
  const text = [...new Set(parameters.keys())]
    .filter((name) => name !== 'signature')
    .map((name) => `${name}=${parameters.getAll(name).join(',')}`)
    .sort()
    .join('');
  const { apiSecret, previousApiSecret } = config().shopify;
  return [apiSecret, previousApiSecret]
    .filter((secret) => secret !== undefined)
    .map((secret) => timingSafeEqual(createHmac('sha256', secret).update(text).digest(), given))
    .includes(true);
}
