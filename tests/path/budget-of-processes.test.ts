import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Running, startScript } from '../crash/processes';
import { type ConnectedStore, connectStore } from '../setup/connected-store';

/** Several processes share what a platform allows one app in one store: nobody is refused, and little is left over. */
const processes = 3;
const restore = 400;
let store: ConnectedStore;
let running: Running[] = [];
beforeAll(async () => {
  store = await connectStore('shared-budget.myshopify.com', { orders: 12 });
  Object.assign(store.practice.platform.faults.graphql, { bucket: 2000, restore });
}, 60_000);
afterAll(async () => {
  await Promise.all(running.map((one) => one.kill()));
  await store?.close();
});

test('three processes use nine tenths of one budget and are never refused', async () => {
  const environment = {
    ...{ DATABASE_URL: store.database.url, SHOPIFY_API_ORIGIN: store.practice.apiUrl, BUSY_STORE: store.storeId },
  };
  running = await Promise.all(
    Array.from({ length: processes }, () => startScript('tests/setup/busy-caller.ts', environment)),
  );
  // What a full bucket had is spent first, and each process learns what its query costs.
  await wait(5000);
  const bucket = store.practice.platform.bucket(store.domain);
  const before = { ...bucket.counts(), at: performance.now() };
  await wait(8000);
  const after = { ...bucket.counts(), at: performance.now() };
  const allowed = ((after.at - before.at) / 1000) * restore;
  const used = (after.spent - before.spent) / allowed;
  console.log(`${processes} processes: ${(used * 100).toFixed(1)} % of one budget, ${after.refused} refused in all`);
  expect(after.refused - before.refused).toBe(0);
  expect(used).toBeGreaterThan(0.9);
  expect(used).toBeLessThan(1.1);
}, 60_000);
