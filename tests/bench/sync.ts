import { platformCalls } from '../../app/observability/metrics.server';
import { orders as dialect } from '../../app/platforms/shopify/order';
import { findSyncJob, startSync } from '../../app/sync/jobs-store.server';
import { runSync } from '../../app/sync/run-sync.server';
import { drainStore } from '../../app/wiring.server';
import { connectStore } from '../setup/connected-store';
import { type Bench, benchCase } from './bench';
import { ownDatabase } from './own-database';

/**
 * What a person waits for: a pass over a store of the smallest plan (a bucket of 2,000 points, 100 a second) in which a
 * thousand orders changed that nobody told of, from its start to the last row. Then a pass over the same store in
 * which nothing changed. The practice platform answers over HTTP.
 */
export const sync: Bench = {
  name: 'sync',
  about: 'a pass over a store of the smallest plan',
  async run({ quick, say }) {
    const count = quick ? 200 : 1000;
    const store = await connectStore('bench-sync.myshopify.com', { orders: count, newDatabase: ownDatabase });
    try {
      say(`a store with ${count} orders is open`);
      const first = await pass(store.storeId, store.api);
      if (first.processed !== count) throw new Error(`${first.processed} of ${count} orders came`);
      const second = await pass(store.storeId, store.api);
      if (second.unchanged !== second.processed)
        throw new Error(`${second.unchanged} of ${second.processed} were known`);
      const cases = [
        benchCase(`${count} orders that nobody told of`, [first.ms], 'ms'),
        benchCase('calls', [first.calls], 'calls'),
        benchCase('the same, unchanged', [second.ms], 'ms'),
        benchCase('calls, unchanged', [second.calls], 'calls'),
      ];
      const share = Number((first.ms / (count * 30)).toFixed(2));
      return { bench: 'sync', rounds: 1, cases, ratios: { 'time / 30 s for a thousand': share } };
    } finally {
      await store.close();
    }
  },
};

type Store = Awaited<ReturnType<typeof connectStore>>;

async function pass(storeId: Store['storeId'], api: Store['api']) {
  const before = await calls();
  const begun = performance.now();
  const { jobId } = await startSync(storeId, { kind: 'incremental', trigger: 'bench' });
  await runSync(storeId, jobId, async () => api, { platform: 'shopify', orders: dialect });
  while ((await drainStore(storeId)).more);
  const ms = performance.now() - begun;
  const job = await findSyncJob(storeId, jobId);
  if (job?.state !== 'completed') throw new Error(`the pass is ${job?.state}: ${job?.error}`);
  return { ms, calls: (await calls()) - before, processed: job.processed, unchanged: job.unchanged };
}

async function calls(): Promise<number> {
  const { values } = await platformCalls.get();
  return values.reduce((sum, { value }) => sum + value, 0);
}
