import type { StoreId } from '../domain/shared/ids';
import type { StoreApi } from '../platforms/platform';
import { findStore, saveStoreFacts } from '../tenancy/store.server';
import { listSyncJobs, startSync } from './jobs-store.server';
import { wakeEarlyEntries } from './welcome-store.server';

/**
 * What happens when a store was installed, or says that it changed: its name, currency and time zone are read,
 * deliveries that came before it was known get their turn, and a new installation gets its first backfill.
 */
export async function welcome(storeId: StoreId, api: () => Promise<StoreApi>): Promise<void> {
  const store = await findStore(storeId);
  if (!store || store.state === 'uninstalled') return;
  const { facts } = await api();
  await saveStoreFacts(storeId, await facts());
  await wakeEarlyEntries(storeId);
  const jobs = await listSyncJobs(storeId, 200);
  const since = store.installedAt.getTime();
  if (jobs.some((job) => job.kind === 'backfill' && job.createdAt.getTime() >= since)) return;
  await startSync(storeId, { kind: 'backfill', trigger: 'install' });
  // The variants that its orders sold, so that lines find their SKU.
  await startSync(storeId, { kind: 'products', trigger: 'install' });
  await startSync(storeId, { kind: 'inventory', trigger: 'install' });
}
