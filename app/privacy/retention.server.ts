import { listStores } from '../tenancy/store.server';
import { forgetOldExports } from './request-store.server';

/** Drops, in every store, the exports whose thirty days are over. They could not be fetched any more before. */
export async function forgetOldExportsEverywhere(): Promise<void> {
  for (const store of await listStores()) await forgetOldExports(store.id);
}
