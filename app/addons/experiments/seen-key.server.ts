import { createHmac, timingSafeEqual } from 'node:crypto';
import { config } from '../../config/config.server';
import { asStoreId, type StoreId } from '../../domain/shared/ids';

/**
 * The key that a store's web pixel carries, because pixels speak to us without the platform's signature. Every visitor
 * can read it: it names the store and keeps others from being named by guessing, nothing more.
 */
export function seenKey(storeId: StoreId): string {
  return `${storeId}.${macOf(storeId)}`;
}

/** The store of a key; null when we did not make it. */
export function storeOfSeenKey(key: string): StoreId | null {
  const [id = '', mac = ''] = key.split('.');
  if (!/^[0-9a-f-]{36}$/.test(id) || !/^[0-9a-f]{32}$/.test(mac)) return null;
  return timingSafeEqual(Buffer.from(macOf(id)), Buffer.from(mac)) ? asStoreId(id) : null;
}

function macOf(storeId: string): string {
  const { personHashKey } = config().secrets;
  return createHmac('sha256', personHashKey).update(`storefront key of ${storeId}`).digest('hex').slice(0, 32);
}
