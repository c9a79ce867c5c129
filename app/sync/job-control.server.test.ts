import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../tests/setup/test-database';
import { withTenantSql } from '../db/client.server';
import { Fault } from '../domain/shared/fault';
import { type StoreId, storeIdOf } from '../domain/shared/ids';
import type { PulledOrder, StoreApi } from '../platforms/platform';
import { orders as shopifyOrders } from '../platforms/shopify/order';
import { installStore } from '../tenancy/store.server';
import { drainStore } from '../wiring.server';
import { askForSync, findSyncJob, listSyncJobs, manualLimit, moveSyncJob, startSync } from './jobs-store.server';
import { runSync as runFrom } from './run-sync.server';
import { readSchedule, saveSchedule, startDueNightly, startDueSyncs } from './schedule-store.server';

/** What persons do to jobs, at every point where they may. Orders are real ones, through the real drain. */
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const source = { platform: 'shopify' as const, orders: shopifyOrders };
const runSync = (storeId: StoreId, jobId: string, api: () => Promise<StoreApi>) => runFrom(storeId, jobId, api, source);

const count = 6;
let stores = 0;

async function newStore(): Promise<StoreId> {
  const domain = `control-${++stores}.myshopify.com`;
  await installStore({ platform: 'shopify', domain, scopes: '' });
  return storeIdOf('shopify', domain);
}

function order(n: number): PulledOrder {
  const id = String(5000 + n);
  const updatedAt = `2026-11-01T10:00:0${n}.000Z`;
  const money = { shopMoney: { amount: '10.00', currencyCode: 'USD' } };
  const body = {
    id: `gid://shopify/Order/${id}`,
    name: `#${id}`,
    createdAt: updatedAt,
    updatedAt,
    currencyCode: 'USD',
    displayFinancialStatus: 'PAID',
    totalPriceSet: money,
    lineItems: {
      nodes: [{ id: `gid://shopify/LineItem/${id}1`, title: 'Mug', quantity: 1, originalUnitPriceSet: money }],
    },
  };
  return { platformOrderId: id, updatedAt, body: JSON.stringify(body), askedAt: '2026-11-02T10:00:00Z' };
}

/** Gives one order a page; `at` is called before each page, and once after the last. */
function platform(at: (page: number) => Promise<void> = async () => {}) {
  const read = async function* (): AsyncGenerator<PulledOrder[]> {
    for (let n = 0; n < count; n++) {
      await at(n);
      yield [order(n)];
    }
    await at(count);
  };
  const api = {
    keepWebhooks: async () => [],
    countOrders: async () => count,
    exportOrders: read,
    pullOrders: read,
  } as Partial<StoreApi>;
  return async () => api as StoreApi;
}

async function drained(storeId: StoreId): Promise<void> {
  while ((await drainStore(storeId)).more);
}

async function complete(storeId: StoreId, jobId: string): Promise<void> {
  await runSync(storeId, jobId, platform());
  await drained(storeId);
  expect(await findSyncJob(storeId, jobId)).toMatchObject({
    ...{ state: 'completed', total: count, processed: count, failed: 0, error: null },
  });
  const rows = (table: string) =>
    withTenantSql(storeId, (sql) => sql<{ n: number }>(`select count(*)::int as n from ${table}`));
  expect(await rows('orders')).toEqual([{ n: count }]);
  expect(await rows('inbox_entry')).toEqual([{ n: count }]);
}

describe.each([...Array(count + 1).keys()])('before record %i', (point) => {
  test.each([
    ['with', true],
    ['without', false],
  ])('paused and resumed %s what was read being saved first: nothing twice, nothing left out', async (_, drains) => {
    const storeId = await newStore();
    const { jobId } = await startSync(storeId, { kind: 'backfill', trigger: 'test' });
    await runSync(
      storeId,
      jobId,
      platform(async (page) => {
        if (page === point) await moveSyncJob(storeId, jobId, 'pause');
      }),
    );
    if (drains) await drained(storeId);
    const paused = await findSyncJob(storeId, jobId);
    // After the last record everything is read: the pause holds the job open until it is let go.
    expect(paused).toMatchObject({ state: 'paused', finishedAt: null });
    await runSync(storeId, jobId, platform());
    expect((await findSyncJob(storeId, jobId))?.processed).toBe(paused?.processed);
    expect(await moveSyncJob(storeId, jobId, 'resume')).toMatchObject({ outcome: 'moved' });
    await complete(storeId, jobId);
  });

  test('broken off, failed and tried again: nothing twice, nothing left out', async () => {
    const storeId = await newStore();
    const { jobId } = await startSync(storeId, { kind: 'incremental', trigger: 'test' });
    const refused = new Fault({ reasonClass: 'platform-refused', retry: false, publicMessage: 'No.' });
    await runSync(
      storeId,
      jobId,
      platform(async (page) => {
        if (page === point) throw refused;
      }),
    );
    expect(await findSyncJob(storeId, jobId)).toMatchObject({ state: 'failed', error: 'No.' });
    await drained(storeId);
    expect(await moveSyncJob(storeId, jobId, 'retry')).toEqual({ outcome: 'moved', state: 'pending' });
    await complete(storeId, jobId);
  });

  test('stopped: what it brought stays, and it does not go on', async () => {
    const storeId = await newStore();
    const { jobId } = await startSync(storeId, { kind: 'backfill', trigger: 'test' });
    await runSync(
      storeId,
      jobId,
      platform(async (page) => {
        if (page === point) await moveSyncJob(storeId, jobId, 'cancel');
      }),
    );
    await drained(storeId);
    const stopped = await findSyncJob(storeId, jobId);
    expect(stopped?.state).toBe('cancelled');
    expect(stopped?.processed).toBeGreaterThanOrEqual(point);
    for (const move of ['pause', 'resume', 'cancel', 'retry'] as const) {
      expect(await moveSyncJob(storeId, jobId, move)).toMatchObject({ outcome: 'not-possible', possible: [] });
    }
  });
});

test('a job that waits for its last records is stopped at once', async () => {
  const storeId = await newStore();
  const { jobId } = await startSync(storeId, { kind: 'backfill', trigger: 'test' });
  await runSync(storeId, jobId, platform());
  expect(await findSyncJob(storeId, jobId)).toMatchObject({ state: 'running', processed: 0 });
  expect(await moveSyncJob(storeId, jobId, 'cancel')).toEqual({ outcome: 'moved', state: 'cancelled' });
  await drained(storeId);
  expect(await findSyncJob(storeId, jobId)).toMatchObject({ state: 'cancelled', processed: count });
});

test('records that failed are tried again by their job, which is then complete', async () => {
  const storeId = await newStore();
  const { jobId } = await startSync(storeId, { kind: 'backfill', trigger: 'test' });
  await runSync(storeId, jobId, platform());
  const good = await database.admin.query(`select id, body from inbox_entry where store_id = $1 order by id limit 2`, [
    storeId,
  ]);
  const ids = good.rows.map(({ id }) => id);
  await database.admin.query(`update inbox_entry set body = 'no order' where id = any($1)`, [ids]);
  await drained(storeId);
  expect(await findSyncJob(storeId, jobId)).toMatchObject({ state: 'completed_with_errors', failed: 2 });
  for (const { id, body } of good.rows)
    await database.admin.query(`update inbox_entry set body = $2 where id = $1`, [id, body]);
  expect(await moveSyncJob(storeId, jobId, 'retry')).toMatchObject({ outcome: 'moved' });
  await drained(storeId);
  expect(await findSyncJob(storeId, jobId)).toMatchObject({ state: 'completed', processed: count, failed: 0 });
});

test('a job of another store is not there', async () => {
  const [one, other] = [await newStore(), await newStore()];
  const { jobId } = await startSync(one, { kind: 'backfill', trigger: 'test' });
  expect(await moveSyncJob(other, jobId, 'cancel')).toEqual({ outcome: 'not-found' });
  expect(await moveSyncJob(one, 'no-id', 'cancel')).toEqual({ outcome: 'not-found' });
  expect(await findSyncJob(one, jobId)).toMatchObject({ state: 'pending' });
});

test('persons start so many in five minutes; the one under way is answered, and what runs by itself is not counted', async () => {
  const storeId = await newStore();
  for (let n = 0; n < manualLimit.jobs; n++) {
    const asked = await askForSync(storeId, { kind: 'incremental', trigger: 'manual' });
    expect(asked.outcome).toBe('started');
    if (n === 0)
      expect(await askForSync(storeId, { kind: 'incremental', trigger: 'manual' })).toEqual({
        ...asked,
        outcome: 'going',
      });
    if ('jobId' in asked) await moveSyncJob(storeId, asked.jobId, 'cancel');
  }
  const refused = await askForSync(storeId, { kind: 'incremental', trigger: 'manual' });
  expect(refused).toMatchObject({ outcome: 'too-many' });
  if (refused.outcome === 'too-many') expect(refused.waitSeconds).toBeGreaterThan(290);
  expect((await askForSync(storeId, { kind: 'incremental', trigger: 'schedule' })).outcome).toBe('started');
});

describe('the schedule', () => {
  /** A store whose first history was read so long ago. */
  async function due(minutesAgo: number): Promise<StoreId> {
    const storeId = await newStore();
    const { jobId } = await startSync(storeId, { kind: 'backfill', trigger: 'install' });
    await complete(storeId, jobId);
    await database.admin.query(
      `update sync_job set created_at = now() - $2 * interval '1 minute' where store_id = $1`,
      [storeId, minutesAgo],
    );
    await database.admin.query(`update store set installed_at = installed_at - interval '2 days' where id = $1`, [
      storeId,
    ]);
    return storeId;
  }
  const passes = async (storeId: StoreId) =>
    (await listSyncJobs(storeId, 50)).filter(({ trigger }) => trigger === 'schedule').length;

  test('a pass is started once, however many processes look', async () => {
    const storeId = await due(31);
    await Promise.all(Array.from({ length: 8 }, () => startDueSyncs()));
    expect(await passes(storeId)).toBe(1);
    await startDueSyncs();
    expect(await passes(storeId)).toBe(1);
  });

  test('a proof and a look at open orders are due once a night, by the clock of the store', async () => {
    const storeId = await due(120);
    const nightly = ['inventory', 'reconcile', 'unsettled'];
    const started = async () =>
      (await listSyncJobs(storeId, 50))
        .map(({ kind }) => kind as string)
        .filter((kind) => nightly.includes(kind))
        .sort();
    /** Gives the store a clock that shows this hour now; POSIX names count westwards. */
    const clockAt = (hour: number) => {
      const west = (((new Date().getUTCHours() - hour) % 24) + 24) % 24;
      const zone = west <= 12 ? `Etc/GMT+${west}` : `Etc/GMT-${24 - west}`;
      return database.admin.query(`update store set time_zone = $2 where id = $1`, [storeId, zone]);
    };
    await clockAt(14);
    await startDueNightly();
    expect(await started()).toEqual([]);
    await clockAt(3);
    await Promise.all(Array.from({ length: 5 }, () => startDueNightly()));
    await startDueNightly();
    expect(await started()).toEqual(nightly);
  });

  test('interval, look-back and off are the merchant’s', async () => {
    const storeId = await due(45);
    expect(await saveSchedule(storeId, { everyMinutes: 60 })).toEqual({
      ...{ enabled: true, everyMinutes: 30, overlapMinutes: 1440 },
    });
    await startDueSyncs();
    expect(await passes(storeId)).toBe(0);
    const { nextAt } = await readSchedule(storeId);
    expect(Math.round(((nextAt?.getTime() ?? 0) - Date.now()) / 60_000)).toBe(15);
    await saveSchedule(storeId, { everyMinutes: 30, enabled: false, overlapMinutes: 60 });
    await startDueSyncs();
    expect(await passes(storeId)).toBe(0);
    expect(await readSchedule(storeId)).toMatchObject({ enabled: false, nextAt: null, last: null });
    await saveSchedule(storeId, { enabled: true });
    await startDueSyncs();
    expect(await passes(storeId)).toBe(1);
    expect(await readSchedule(storeId)).toMatchObject({ overlapMinutes: 60, last: { state: 'pending' } });
    await expect(saveSchedule(storeId, { everyMinutes: 1 })).rejects.toThrow(/store_sync_every/);
  });
});
