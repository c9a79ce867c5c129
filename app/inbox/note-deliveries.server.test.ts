import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../tests/setup/test-database';
import { withTenantSql } from '../db/client.server';
import { keepEntries, putEntries } from '../domain/entries/entry-store.server';
import { countSentTwice } from '../domain/entries/sent-twice.server';
import { type StoreId, storeIdOf } from '../domain/shared/ids';
import { listSyncJobs, startSync } from '../sync/jobs-store.server';
import { readWebhookHealth, startSilentSyncs } from '../sync/webhook-health-store.server';
import { installStore } from '../tenancy/store.server';
import { drainStore } from '../wiring.server';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

async function newStore(name: string): Promise<StoreId> {
  await installStore({ platform: 'shopify', domain: `${name}.myshopify.com`, scopes: '' });
  const storeId = storeIdOf('shopify', `${name}.myshopify.com`);
  await database.admin.query(`update store set installed_at = now() - interval '10 days' where id = $1`, [storeId]);
  return storeId;
}

const minutesAgo = (minutes: number) => new Date(Math.floor(Date.now() / 1000) * 1000 - minutes * 60_000).toISOString();

const order = (id: number, updatedAt: string, note = '') =>
  Buffer.from(
    JSON.stringify({
      ...{ id, name: `#${id}`, created_at: '2026-11-01T10:00:00Z', updated_at: updatedAt, note, currency: 'USD' },
      ...{ presentment_currency: 'USD', financial_status: 'paid', total_price: '0.00', current_total_price: '0.00' },
      ...{ line_items: [], refunds: [], fulfillments: [], shipping_lines: [] },
    }),
  );

/** A delivery at the door, told so many minutes after it happened. */
const deliver = (storeId: StoreId, topic: string, body: Buffer, delay = 0, dedupeKey: string = randomUUID()) =>
  keepEntries([
    {
      ...{ storeId, source: 'webhook', topic, dedupeKey, body, requestId: randomUUID() },
      triggeredAt: minutesAgo(delay),
    },
  ]);

/** A pass that brings these orders. */
async function pull(storeId: StoreId, bodies: Buffer[], kind: 'incremental' | 'backfill' = 'incremental') {
  const { jobId } = await startSync(storeId, { kind, trigger: 'schedule' });
  const entries = bodies.map((body) => {
    return { storeId, source: 'pull' as const, topic: 'order:file', dedupeKey: randomUUID(), jobId, body };
  });
  await putEntries(storeId, entries, { wake: false });
  await drainStore(storeId);
  for (const state of ['running', 'completed']) {
    await database.admin.query(`update sync_job set state = $2, finished_at = now() where id = $1`, [jobId, state]);
  }
}

const topicOf = async (storeId: StoreId, name: string) =>
  (await readWebhookHealth(storeId)).topics.find(({ topic }) => topic === name);

test('late, repeated and disordered deliveries are counted by topic', async () => {
  const storeId = await newStore('counts');
  await deliver(storeId, 'orders/create', order(1, minutesAgo(5)), 5, 'same');
  await deliver(storeId, 'orders/create', order(1, minutesAgo(5)), 5, 'same');
  await deliver(storeId, 'orders/create', order(1, minutesAgo(5)), 5, 'same');
  await deliver(storeId, 'orders/updated', order(1, minutesAgo(1), 'newest'), 1);
  await drainStore(storeId);
  // Older than the rows, and older than another of its own batch.
  await deliver(storeId, 'orders/updated', order(1, minutesAgo(3), 'older'), 3);
  await drainStore(storeId);
  await deliver(storeId, 'orders/updated', order(2, minutesAgo(0)), 0);
  await deliver(storeId, 'orders/updated', order(2, minutesAgo(2)), 2);
  await drainStore(storeId);
  await countSentTwice();
  expect(await topicOf(storeId, 'orders/create')).toMatchObject({
    ...{ received: 1, late: 1, disordered: 0, duplicated: 2, missed: 0, lost: 0 },
  });
  expect(await topicOf(storeId, 'orders/updated')).toMatchObject({ received: 4, disordered: 2, duplicated: 0 });
  expect((await topicOf(storeId, 'orders/create'))?.longestDelaySeconds).toBeGreaterThanOrEqual(300);
  expect((await readWebhookHealth(storeId)).verdict).toBe('good');
});

test('a change that only a pass found is missed; it is lost until its delivery comes', async () => {
  const storeId = await newStore('missed');
  await deliver(storeId, 'orders/create', order(10, minutesAgo(30)), 30);
  await drainStore(storeId);
  const changed = minutesAgo(20);
  const told = minutesAgo(25);
  await deliver(storeId, 'orders/create', order(14, told), 25);
  await drainStore(storeId);
  await pull(storeId, [
    order(10, changed, 'changed'),
    order(11, minutesAgo(15)),
    order(14, told, 'which says more than its delivery'),
    order(12, minutesAgo(1)), // its delivery may be on its way
    order(13, '2026-11-01T10:00:00Z'), // from before the store was connected
  ]);
  const health = await readWebhookHealth(storeId);
  expect(health.missed.map((one) => one.platformOrderId).sort()).toEqual(['10', '11']);
  expect(health.missed.find((one) => one.platformOrderId === '10')).toMatchObject({
    ...{ orderNumber: '#10', topic: 'orders/updated', changedAt: new Date(changed), arrivedAt: null },
  });
  expect(health.verdict, 'the first delivery was received after both changes').toBe('losing');
  await deliver(storeId, 'orders/updated', order(10, changed, 'changed'), 20);
  await drainStore(storeId);
  expect(await topicOf(storeId, 'orders/updated')).toMatchObject({ missed: 1, lost: 0, late: 1 });
  expect(await topicOf(storeId, 'orders/create')).toMatchObject({ missed: 1, lost: 1 });
});

test('a first history is no sign of lost deliveries', async () => {
  const storeId = await newStore('history');
  await pull(storeId, [order(20, minutesAgo(60)), order(21, minutesAgo(50))], 'backfill');
  expect(await readWebhookHealth(storeId)).toMatchObject({ missed: [], topics: [], verdict: 'none' });
});

test('deliveries of a store that nobody installed are counted nowhere', async () => {
  const storeId = storeIdOf('shopify', 'nobody.myshopify.com');
  await deliver(storeId, 'orders/create', order(30, minutesAgo(1)));
  await drainStore(storeId);
  const rows = await withTenantSql(storeId, (sql) => sql(`select from delivery_day`));
  expect(rows).toHaveLength(0);
});

test('a store that falls silent is asked at once, and once', async () => {
  const silentAfter = async (name: string, received: number, minutes: number) => {
    const storeId = await newStore(name);
    await pull(storeId, [], 'backfill');
    await database.admin.query(`update sync_job set created_at = now() - interval '15 minutes' where store_id = $1`, [
      storeId,
    ]);
    await database.admin.query(
      `insert into delivery_day (store_id, topic, day, received, last_at)
        values ($1, 'orders/updated', current_date - 6, $2, now() - $3 * interval '1 minute')`,
      [storeId, received, minutes],
    );
    return storeId;
  };
  // Six days and a part of a day, 10,000 messages: one a minute. 60 messages: one in about three hours.
  const silent = await silentAfter('silent', 10_000, 12);
  const lively = await silentAfter('lively', 10_000, 8);
  const slow = await silentAfter('slow', 60, 120);
  const quiet = await silentAfter('quiet', 60, 24 * 60);
  const fewEver = await silentAfter('few', 40, 24 * 60);
  await Promise.all(Array.from({ length: 4 }, () => startSilentSyncs()));
  await startSilentSyncs();
  const passes = async (storeId: StoreId) =>
    (await listSyncJobs(storeId, 10)).filter(({ trigger }) => trigger === 'silence').length;
  expect(await Promise.all([silent, lively, slow, quiet, fewEver].map(passes))).toEqual([1, 0, 0, 1, 0]);
});
