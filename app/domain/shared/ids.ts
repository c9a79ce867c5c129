import { v5 } from 'uuid';

/** Ids of platforms are text: some exceed 2^53, some have dashes. A store's own id is computed, so no door needs a look-up. */

declare const storeIdBrand: unique symbol;
export type StoreId = string & { readonly [storeIdBrand]: true };

export const platforms = ['shopify', 'shoplazza', 'shopee', 'tiktok-shop'] as const;
export type PlatformName = (typeof platforms)[number];

const namespace = '6f7a3f0e-52a1-4a39-9d8e-6f0c1b2b7a11';

/** The tenant's id: a name-based UUID of (platform, permanent domain or store key of the platform). */
export function storeIdOf(platform: PlatformName, domain: string): StoreId {
  return v5(`${platform}\n${domain.toLowerCase()}`, namespace) as StoreId;
}

/** Takes an id that came from our own database or token. */
export function asStoreId(text: string): StoreId {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)) throw new RangeError('not a store id');
  return text as StoreId;
}

/** What our API calls an order: `shopify_5512`. */
export function orderIdOf(platform: PlatformName, platformOrderId: string): string {
  return `${platform}_${platformOrderId}`;
}

/** The platform's id inside one of ours; undefined when it is none. */
export function platformOrderIdIn(orderId: string): string | undefined {
  const cut = orderId.indexOf('_');
  return cut > 0 ? orderId.slice(cut + 1) : undefined;
}
