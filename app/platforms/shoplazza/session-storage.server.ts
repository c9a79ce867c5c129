import { ownerOf, writeSession } from '../../tenancy/session-store.server';
import type { TokenPair } from '../token-broker.server';

/** The store's own session in our sealed table: one for each store. */
export function offlineSessionId(shop: string): string {
  return `offline_${shop}`;
}

/** Keeps what a merchant granted. */
export async function storeGrant(shop: string, { scope, ...pair }: TokenPair): Promise<void> {
  await writeSession(ownerOf('shoplazza', shop), {
    ...{ id: offlineSessionId(shop), isOnline: false, state: '', userId: null },
    ...pair,
    scope,
  });
}
