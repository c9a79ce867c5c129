import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../app/db/embedded.server';
import { orders } from '../../app/platforms/shopify/order';
import { startSync } from '../../app/sync/jobs-store.server';
import { lastProof } from '../../app/sync/parity-store.server';
import { runSync } from '../../app/sync/run-sync.server';
import { readWebhookHealth } from '../../app/sync/webhook-health-store.server';
import { drainStore } from '../../app/wiring.server';
import { applyFaults } from '../../practice/shopify/faults';
import { type Running, startProcess } from '../crash/processes';
import { type ConnectedStore, connectStore } from '../setup/connected-store';
import { rebuildAllDays } from '../setup/rebuild-all-days';

/**
 * A platform that loses every seventh message, sends every seventh twice, delays all and shuffles them, through the real
 * door of a real web process: one scheduled pass later our orders are proven to be the platform's.
 */
const count = 70;
let store: ConnectedStore;
let web: Running;
beforeAll(async () => {
  const port = await freePort();
  const appUrl = `http://127.0.0.1:${port}`;
  store = await connectStore('lossy.myshopify.com', { orders: count, seed: 9, appUrl });
  const origin = store.practice.apiUrl;
  web = await startProcess('entry.web.ts', {
    ...{ DATABASE_URL: store.database.url, PORT: String(port), APP_URL: appUrl, SHOPIFY_API_ORIGIN: origin },
  });
});
afterAll(async () => {
  await web?.kill();
  await store?.close();
});

async function run(kind: 'backfill' | 'incremental' | 'reconcile', params = {}): Promise<void> {
  const { jobId } = await startSync(store.storeId, { kind, trigger: 'schedule', params });
  await runSync(store.storeId, jobId, async () => store.api, { platform: 'shopify', orders });
  while ((await drainStore(store.storeId)).more);
}

async function differences(): Promise<number> {
  await run('reconcile', { days: null });
  return (await lastProof(store.storeId))?.differences ?? Number.NaN;
}

test('messages lost, doubled, delayed and shuffled: exact after one scheduled pass', async () => {
  await run('backfill');
  expect(await differences()).toBe(0);
  const { platform } = store.practice;
  applyFaults(platform.faults, {
    webhooks: { lose: 0.15, duplicate: 0.15, delayMs: 100, disorderMs: 6000, retryScale: 0.02 },
  });
  const ids = (
    await store.database.admin.query(`select platform_order_id as id from orders where store_id = $1`, [store.storeId])
  ).rows.map(({ id }) => `gid://shopify/Order/${id}`);
  // Two changes of each order, so that late news of the first must not undo the second.
  for (const note of ['first', 'second']) {
    // Stamps are whole seconds: the second change has another than the first.
    await new Promise((resolve) => setTimeout(resolve, 1100));
    for (const id of ids) {
      await store.change(`mutation($input: OrderInput!) { orderUpdate(input: $input) { userErrors { message } } }`, {
        input: { id, note, tags: [note] },
      });
    }
  }
  const settled = () =>
    Object.entries(platform.sender.counts()).every(([state, n]) => !/waiting|sending/.test(state) || n === 0);
  await expect.poll(settled, { timeout: 60_000, interval: 200 }).toBe(true);
  while ((await drainStore(store.storeId)).more);

  // Those that were doubled were kept once and counted twice; once a second.
  const delivered = platform.sender.deliveries({ limit: 10_000 }).filter(({ state }) => state === 'delivered');
  const twice = delivered.filter(({ id }) => id.includes('+')).length;
  const counted = async () => {
    const { topics } = await readWebhookHealth(store.storeId);
    const sum = (key: 'received' | 'duplicated' | 'disordered') => topics.reduce((all, topic) => all + topic[key], 0);
    return { received: sum('received'), duplicated: sum('duplicated'), disordered: sum('disordered') };
  };
  await expect.poll(async () => (await counted()).duplicated, { timeout: 10_000 }).toBe(twice);
  const arrived = await counted();
  expect(twice).toBeGreaterThan(0);
  expect(arrived.received).toBe(delivered.length - twice);
  expect(arrived.disordered).toBeGreaterThan(0);

  const before = await differences();
  await run('incremental');
  const after = await differences();
  console.log(
    `lossy messages: ${ids.length * 2} changes, ${JSON.stringify(platform.sender.counts())}; ${before} orders were wrong, ${after} after one pass`,
  );
  expect(before).toBeGreaterThan(0);
  expect(after).toBe(0);
  const { rows } = await store.database.admin.query(
    `select count(*)::int as n, count(*) filter (where note = 'second' and tags = '{second}')::int as second
       from orders where store_id = $1`,
    [store.storeId],
  );
  expect(rows).toEqual([{ n: count, second: count }]);
  // What came through the door in any order, with what was pulled, makes the same rows from nothing.
  const rebuilt = await rebuildAllDays(store);
  expect(rebuilt).toMatchObject({ different: [], untold: [] });
  expect(rebuilt.orders).toBeGreaterThanOrEqual(count);
});
