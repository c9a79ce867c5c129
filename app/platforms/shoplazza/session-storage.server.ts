import { storeIdOf } from '../../domain/shared/ids';
import { type SessionOwner, writeSession } from '../../tenancy/session-store.server';
import type { TokenPair } from '../token-broker.server';

/** The store's own session in our sealed table: one for each store. */
export function offlineSessionId(shop: string): string {
  return `offline_${shop}`;
}

/** The tenant that a store's domain stands for. */
export function ownerOf(shop: string): SessionOwner {
  return { platform: 'shoplazza', storeId: storeIdOf('shoplazza', shop) };
}

/** Keeps what a merchant granted. */
export async function storeGrant(shop: string, { scope, ...pair }: TokenPair): Promise<void> {
  await writeSession(ownerOf(shop), {
    ...{ id: offlineSessionId(shop), isOnline: false, state: '', userId: null },
    ...pair,
    scope,
  });
}
