import { decodeJwt } from 'jose';
import { config } from '../../config/config.server';
import { sessionTokenText } from '../session-token.server';
import { isShopDomain } from './shop-domain';

/**
 * Headers of every HTML answer: only this store and Shopify's admin may frame it, and no cache may keep it,
 * because the next visitor may belong to another store. An address that names no store may not be framed at all.
 */
export function documentHeaders(request: Request, headers: Headers): void {
  const shop = framedBy(request);
  const ancestors = shop
    ? [`https://${shop}`, 'https://admin.shopify.com', ...config().web.extraFrameAncestors].join(' ')
    : "'none'";
  headers.set('Content-Security-Policy', `frame-ancestors ${ancestors};`);
  headers.set('Cache-Control', 'no-store');
  headers.append('Vary', 'Authorization');
  if (shop) headers.set('Link', `<${config().shopify.appBridgeUrl}>; rel="preload"; as="script";`);
}

/** The shop that the address and the token agree on. It opens the frame only; the page's content needs the verified token. */
function framedBy(request: Request): string | null {
  const named = new URL(request.url).searchParams.get('shop');
  const token = sessionTokenText(request);
  const shop = token === null ? named : (shopIn(token) ?? named);
  if (named !== null && shop !== named) return null;
  return isShopDomain(shop) ? shop : null;
}

function shopIn(token: string): string | null {
  try {
    return new URL(String(decodeJwt(token).dest)).hostname;
  } catch {
    return null;
  }
}
