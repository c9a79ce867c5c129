import { afterAll, beforeAll, expect, it } from 'vitest';
import { putEntries } from '../../app/domain/entries/entry-store.server';
import { storeIdOf } from '../../app/domain/shared/ids';
import { installStore } from '../../app/tenancy/store.server';
import { createTestDatabase, type TestDatabase } from '../setup/test-database';
import { type Running, startProcess } from './processes';
import { restOrder } from './rest-order';

let database: TestDatabase;
const running: Running[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  for (const one of running) await one.kill();
  await database.close();
});

const one = async (sql: string) => (await database.admin.query(sql)).rows[0];

async function until(what: string, done: () => Promise<boolean>, withinMs: number, everyMs = 5): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await done())) {
    if (Date.now() > deadline) throw new Error(`${what} did not happen within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

it('a worker killed in the middle of a drain loses nothing, and its store is drained again within 90 s', async () => {
  const domain = 'killed.myshopify.com';
  const storeId = storeIdOf('shopify', domain);
  await installStore({ platform: 'shopify', domain, scopes: '' });
  const count = 6_000;
  for (let start = 0; start < count; start += 1000) {
    const entries = Array.from({ length: 1000 }, (_, i) => ({
      storeId,
      source: 'webhook' as const,
      topic: 'orders/create',
      dedupeKey: `delivery-${start + i}`,
      body: Buffer.from(restOrder(100_000 + start + i)),
    }));
    await putEntries(storeId, entries, { wake: start + 1000 >= count });
  }

  const first = await startProcess('entry.worker.ts', { DATABASE_URL: database.url });
  running.push(first);
  await until(
    'the first batch',
    async () => (await one(`select count(*)::int as n from inbox_entry where state = 'processed'`)).n > 0,
    60_000,
  );
  await first.kill('SIGKILL');
  const killedAt = Date.now();
  const before = await one(`select count(*) filter (where state = 'processed')::int as done,
    count(*)::int as all from inbox_entry`);
  const orders = await one(`select count(*)::int as n from orders`);
  // Orders and end states are one transaction: never one without the other.
  expect(orders.n).toBe(before.done);
  expect(before.done).toBeLessThan(count);

  running.push(await startProcess('entry.worker.ts', { DATABASE_URL: database.url }));
  await until(
    'the rest',
    async () => (await one(`select count(*)::int as n from inbox_entry where state <> 'processed'`)).n === 0,
    100_000,
    50,
  );
  const seconds = (Date.now() - killedAt) / 1000;
  const after = await one(`select count(*)::int as orders, count(distinct platform_order_id)::int as ids,
    (select count(*)::int from order_line) as lines, (select count(*)::int from inbox_entry) as entries,
    (select sum(total) = 10.00 * count(*) from orders) as exact from orders`);
  process.stdout.write(
    `worker killed after ${before.done} of ${count} orders; all saved ${seconds.toFixed(1)} s after the kill\n`,
  );
  expect(after).toEqual({ orders: count, ids: count, lines: count, entries: count, exact: true });
  expect(seconds).toBeLessThan(90);
  // Figures too: the marks of the dead worker's batches are claimed.
  await until(
    'the figures',
    async () => (await one(`select coalesce(sum(orders), 0)::int as n from store_day`)).n === count,
    60_000,
    50,
  );
}, 240_000);
