import { decodeJwt } from 'jose';
import { sessionTokenText } from '../session-token.server';
import { shoplazzaApp } from './app.server';
import { isShopDomain } from './shop-domain';

/**
 * Headers of every HTML answer: only this store and the origins that were configured may frame it, and no cache may keep it.
 * [?] Where a store's admin lives besides its own domain is not documented: SHOPLAZZA_FRAME_ANCESTORS adds to it.
 */
export function documentHeaders(request: Request, headers: Headers): void {
  const shop = namedShop(request);
  const ancestors = shop ? [`https://${shop}`, ...shoplazzaApp().frameAncestors].join(' ') : "'none'";
  headers.set('Content-Security-Policy', `frame-ancestors ${ancestors};`);
  headers.set('Cache-Control', 'no-store');
  headers.append('Vary', 'Authorization');
}

/** The store that the address and the token agree on. It opens the frame only; the content needs the verified token. */
export function namedShop(request: Request): string | null {
  const named = new URL(request.url).searchParams.get('shop')?.toLowerCase() ?? null;
  const token = sessionTokenText(request);
  const shop = token === null ? named : (shopIn(token) ?? named);
  if (named !== null && shop !== named) return null;
  return isShopDomain(shop) ? shop : null;
}

/** True when the address or the token names a store of Shoplazza, even where they do not agree. */
export function isForShoplazza(request: Request): boolean {
  const token = sessionTokenText(request);
  const named = new URL(request.url).searchParams.get('shop')?.toLowerCase();
  return isShopDomain(named) || (token !== null && isShopDomain(shopIn(token)));
}

function shopIn(token: string): string | null {
  try {
    return String(decodeJwt(token).dest).replace(/^https:\/\//, '');
  } catch {
    return null;
  }
}
