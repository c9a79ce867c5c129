import { expect } from 'vitest';
import { freePort } from '../../app/db/embedded.server';
import { orders } from '../../app/platforms/shopify/order';
import { findSyncJob, type SyncJobView, type SyncKind, startSync } from '../../app/sync/jobs-store.server';
import { runSync } from '../../app/sync/run-sync.server';
import { drainStore } from '../../app/wiring.server';
import { startProcess } from '../crash/processes';
import { type ConnectedStore, connectStore } from './connected-store';

/** A connected store whose messages come to a real web process of ours. */
export type StoreWithDoor = ConnectedStore & {
  /** runs a sync job here and makes rows of what it brought */
  run(kind: SyncKind): Promise<SyncJobView | null>;
  /** waits until every message of the platform was delivered, then makes rows of them */
  arrive(): Promise<void>;
};

export async function storeWithDoor(
  domain: string,
  options: { orders: number; seed?: number },
): Promise<StoreWithDoor> {
  const port = await freePort();
  const appUrl = `http://127.0.0.1:${port}`;
  const store = await connectStore(domain, { ...options, appUrl });
  const web = await startProcess('entry.web.ts', {
    ...{ DATABASE_URL: store.database.url, PORT: String(port), APP_URL: appUrl },
    SHOPIFY_API_ORIGIN: store.practice.apiUrl,
  });
  const drainAll = async () => {
    while ((await drainStore(store.storeId)).more);
  };
  return {
    ...store,
    async run(kind) {
      const { jobId } = await startSync(store.storeId, { kind, trigger: 'test' });
      await runSync(store.storeId, jobId, async () => store.api, { platform: 'shopify', orders });
      await drainAll();
      return findSyncJob(store.storeId, jobId);
    },
    async arrive() {
      const { sender } = store.practice.platform;
      const settled = () =>
        Object.entries(sender.counts()).every(([state, n]) => !/waiting|sending/.test(state) || n === 0);
      await expect.poll(settled, { timeout: 30_000, interval: 50 }).toBe(true);
      await drainAll();
    },
    async close() {
      await web.kill();
      await store.close();
    },
  };
}
