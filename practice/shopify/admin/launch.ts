import { createHmac } from 'node:crypto';
import type { StoreInfo, World } from '../world';

/**
 * The address at which the admin opens the app in its iframe, signed as the platform signs it. Opening the app is
 * agreeing to it: with managed installation the grant stands before the app's first page is asked for.
 */
export function launchUrl(world: World, store: StoreInfo, path: string): string {
  world.install(store.domain);
  const url = new URL(`${world.options.appUrl}/app${path === '/' ? '' : path}`);
  const params: Record<string, string> = {
    shop: store.domain,
    host: hostParam(store.handle),
    embedded: '1',
    id_token: world.sessionToken(store.domain),
    locale: 'en',
    session: createHmac('sha256', world.options.apiSecret).update(`session ${store.domain}`).digest('hex'),
    timestamp: String(Math.floor(Date.now() / 1000)),
  };
  for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value);
  url.searchParams.set('hmac', signature(url.searchParams, world.options.apiSecret));
  return url.href;
}

/** `admin.shopify.com/store/{handle}` in base64 without padding: what App Bridge knows as `host`. */
export function hostParam(handle: string): string {
  return Buffer.from(`admin.shopify.com/store/${handle}`).toString('base64').replace(/=+$/, '');
}

/** Hex HMAC-SHA256 of all parameters but `hmac`, sorted by name. */
export function signature(params: URLSearchParams, secret: string): string {
  const signed = [...params]
    .filter(([name]) => name !== 'hmac')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  return createHmac('sha256', secret).update(signed).digest('hex');
}
