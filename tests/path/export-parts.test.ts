import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ExportPart, PulledOrder, StoreApi } from '../../app/platforms/platform';
import { orders as dialect } from '../../app/platforms/shopify/order';
import { findSyncJob, startSync } from '../../app/sync/jobs-store.server';
import { runSync } from '../../app/sync/run-sync.server';
import { drainStore } from '../../app/wiring.server';
import { noFaults } from '../../practice/shopify/faults';
import { type ConnectedStore, connectStore } from '../setup/connected-store';

/** A long history comes in parts that the platform works on at once; what was kept of one is never asked for again. */
const count = 460;
let store: ConnectedStore;
beforeAll(async () => {
  store = await connectStore('parts.myshopify.com', { orders: count, seed: 11 });
}, 120_000);
afterAll(() => store?.close());
beforeEach(() => {
  const { faults } = store.practice.platform;
  Object.assign(faults, noFaults());
  // A large plan: this is not about the rate limit.
  Object.assign(faults.graphql, { bucket: 20_000, restore: 5000 });
});

const operationsOf = () => store.practice.platform.room(store.domain)?.shelf('bulk').all() ?? [];
const idsOf = (pages: PulledOrder[][]) => pages.flat().map((one) => one.platformOrderId);

async function collect(options: { partSize?: number; parts?: ExportPart[] | null; pages?: number }) {
  const seen: ExportPart[][] = [];
  const found: PulledOrder[][] = [];
  const { partSize, parts = null, pages = Number.POSITIVE_INFINITY } = options;
  const exported = store.api.exportOrders({
    ...{ from: null, parts, ...(partSize !== undefined && { partSize }) },
    progress: async (now) => void seen.push(now),
  });
  for await (const page of exported) {
    found.push(page);
    if (found.length >= pages) break;
  }
  return { found, last: seen.at(-1) ?? [], seen };
}

test('four operations at once bring every order once', async () => {
  store.practice.platform.faults.bulk.durationMs = 1000;
  const before = operationsOf().length;
  const { found, last, seen } = await collect({ partSize: 100 });
  expect(new Set(idsOf(found)).size).toBe(count);
  expect(idsOf(found)).toHaveLength(count);
  expect(last).toHaveLength(4);
  expect(last.every((part) => part.isRead)).toBe(true);
  expect(operationsOf().length - before).toBe(4);
  // All had begun before the first of them was read.
  expect(seen.find((parts) => parts.some(({ read }) => read > 0))?.every(({ operation }) => operation !== null)).toBe(
    true,
  );
  const sizes = operationsOf()
    .slice(before)
    .map((one) => one.rootObjectCount);
  console.log(`export in parts: ${sizes.join(' + ')} = ${count} orders`);
  expect(Math.max(...sizes)).toBeLessThan((count / 4) * 1.5);
});

test('where the platform allows one at a time, the parts follow each other', async () => {
  Object.assign(store.practice.platform.faults.bulk, { durationMs: 200, atOnce: 1 });
  const { found, last } = await collect({ partSize: 200 });
  expect(new Set(idsOf(found)).size).toBe(count);
  expect(idsOf(found)).toHaveLength(count);
  expect(last).toHaveLength(3);
});

test('an export that breaks off goes on behind what was kept, and a lost operation is begun anew', async () => {
  const first = await collect({ pages: 2 });
  expect(first.last).toMatchObject([{ read: 200, isRead: false }]);
  const second = await collect({ parts: first.last });
  expect(idsOf(second.found)).toHaveLength(count - 200);
  // The page that nobody had asked to go on from comes again.
  expect(new Set([...idsOf(first.found.slice(0, 1)), ...idsOf(second.found)]).size).toBe(count);

  const lost = first.last.map((part) => ({ ...part, operation: 'gid://shopify/BulkOperation/1' }));
  expect(idsOf((await collect({ parts: lost })).found)).toHaveLength(count);

  // The operation is known, and its file was let go.
  const bulk = store.practice.platform.room(store.domain)?.shelf('bulk');
  const known = bulk?.all().find(({ id }) => first.last[0]?.operation?.endsWith(id));
  if (!bulk || !known) throw new Error('the operation is not known');
  bulk.put({ ...known, file: 'let-go' });
  expect(idsOf((await collect({ parts: first.last })).found)).toHaveLength(count);
});

test('a download that breaks goes on at the byte it broke at', async () => {
  const { cutAfter } = store.practice.platform.faults.bulk;
  cutAfter.push(5_000, 0, 70_001, 1);
  const { found } = await collect({});
  expect(cutAfter).toEqual([]);
  expect(new Set(idsOf(found)).size).toBe(count);
  cutAfter.push(5_000, 0, 0, 0, 0, 0);
  await expect(collect({})).rejects.toMatchObject({ reasonClass: 'platform-unavailable', retry: true });
});

test('a backfill killed between two pages asks for nothing again, and counts everything once', async () => {
  const { jobId } = await startSync(store.storeId, { kind: 'backfill', trigger: 'test' });
  const source = { platform: 'shopify' as const, orders: dialect };
  const stop = new AbortController();
  const pages: number[] = [];
  const watched = (): StoreApi => ({
    ...store.api,
    async *exportOrders(options) {
      for await (const page of store.api.exportOrders(options)) {
        pages.push(page.length);
        yield page;
        if (pages.length === 1) stop.abort();
      }
    },
  });
  await expect(runSync(store.storeId, jobId, async () => watched(), source, stop.signal)).rejects.toThrow();
  await runSync(store.storeId, jobId, async () => watched(), source);
  expect(pages.reduce((sum, n) => sum + n, 0)).toBe(count + 200);
  while ((await drainStore(store.storeId)).more);
  expect(await findSyncJob(store.storeId, jobId)).toMatchObject({
    ...{ state: 'completed', total: count, processed: count, created: count, failed: 0 },
  });
  // Another history knows all of them; broken in the middle, it still counts each once.
  const again = await startSync(store.storeId, { kind: 'backfill', trigger: 'test' });
  const second = new AbortController();
  const cut = (): StoreApi => ({
    ...store.api,
    async *exportOrders(options) {
      let n = 0;
      for await (const page of store.api.exportOrders(options)) {
        if (++n === 3) second.abort();
        yield page;
      }
    },
  });
  await expect(runSync(store.storeId, again.jobId, async () => cut(), source, second.signal)).rejects.toThrow();
  await runSync(store.storeId, again.jobId, async () => store.api, source);
  while ((await drainStore(store.storeId)).more);
  expect(await findSyncJob(store.storeId, again.jobId)).toMatchObject({
    ...{ state: 'completed', total: count, processed: count, unchanged: count, failed: 0 },
  });
});
