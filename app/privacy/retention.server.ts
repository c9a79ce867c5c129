import { listStores } from '../tenancy/store.server';
import { forgetOldExports, resumeOpenRequests } from './request-store.server';

/**
 * What time asks for, in every store: exports whose thirty days are over are dropped (they could not be fetched
 * any more before), and requests that nobody finished are taken up again.
 */
export async function keepPrivacyPromises(): Promise<void> {
  for (const store of await listStores()) {
    await forgetOldExports(store.id);
    await resumeOpenRequests(store.id);
  }
}
