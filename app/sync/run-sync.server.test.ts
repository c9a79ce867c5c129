import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quietPorts } from '../../tests/setup/quiet-ports';
import { createTestDatabase, type TestDatabase } from '../../tests/setup/test-database';
import { Fault } from '../domain/shared/fault';
import { type StoreId, storeIdOf } from '../domain/shared/ids';
import { type DrainPorts, drain } from '../inbox/drain.server';
import { sweep } from '../jobs/sweep-store.server';
import type { ExportPart, PulledOrder, StoreApi } from '../platforms/platform';
import { orders as shopifyOrders } from '../platforms/shopify/order';
import { findStore, installStore } from '../tenancy/store.server';
import { findSyncJob, listSyncJobs, moveSyncJob, startSync } from './jobs-store.server';
import { runSync as runFrom } from './run-sync.server';
import { startDueSyncs } from './schedule-store.server';
import { welcome } from './welcome.server';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const source = { platform: 'shopify' as const, orders: shopifyOrders };
const runSync = (storeId: StoreId, jobId: string, api: () => Promise<StoreApi>) => runFrom(storeId, jobId, api, source);

async function newStore(name: string): Promise<StoreId> {
  await installStore({ platform: 'shopify', domain: `${name}.myshopify.com`, scopes: '' });
  return storeIdOf('shopify', `${name}.myshopify.com`);
}

const pulled = (id: number, updatedAt = '2026-11-01T10:00:00Z'): PulledOrder => ({
  platformOrderId: String(id),
  updatedAt,
  body: `${id}`,
  askedAt: '2026-11-02T10:00:00Z',
});

/** A platform with `count` orders whose export may break off after some pages. */
function platform(count: number, breakAfterPages = Number.POSITIVE_INFINITY) {
  const asked: { from: string | null; to: string }[] = [];
  const begun: ExportPart[] = [];
  const pages = async function* (from = 0): AsyncGenerator<PulledOrder[]> {
    for (let start = from, page = 0; start < count; start += 40, page++) {
      if (page >= breakAfterPages)
        throw new Fault({ reasonClass: 'platform-unavailable', retry: true, publicMessage: 'Gone.' });
      yield Array.from({ length: Math.min(40, count - start) }, (_, i) => pulled(1000 + start + i));
    }
  };
  const api: Partial<StoreApi> = {
    countOrders: async () => count,
    exportOrders: (options) => {
      const part = options.parts?.[0] ?? { from: null, to: null, operation: null, read: 0, isRead: false };
      begun.push({ ...part });
      return (async function* () {
        part.operation = 'bulk/1';
        await options.progress([part]);
        for await (const page of pages(part.read)) {
          yield page;
          part.read += page.length;
          await options.progress([part]);
        }
      })();
    },
    pullOrders: (window) => {
      asked.push(window);
      return pages();
    },
    keepWebhooks: async () => [],
    facts: async () => ({
      platformStoreId: '1',
      name: 'Nice Shop',
      email: null,
      currency: 'EUR',
      timeZone: 'Europe/Berlin',
      planName: null,
    }),
  };
  return { asked, begun, api: async () => api as StoreApi };
}

/** Reads a body that is an order's id, and "saves" it: the writer's own room tests the rest. */
const ports: DrainPorts = {
  platformOf: () => ({
    api: async () => ({}) as StoreApi,
    orders: {
      changeTopics: { created: 'orders/create', updated: 'orders/updated' },
      reachDays: () => null,
      read: (_topic, body) => {
        if (body.endsWith('13'))
          throw new Fault({ reasonClass: 'malformed', retry: false, publicMessage: 'No order.' });
        return {
          kind: 'orders',
          news: [
            { platformOrderId: body, order: null, refunds: [], transactions: [], fulfillments: [], deletedAt: null },
          ],
        };
      },
    },
  }),
  saveOrders: async (_sql, _id, _platform, news) =>
    news.map((one) => ({ platformOrderId: one.platformOrderId, result: 'created' as const })),
  ...quietPorts,
};

describe('a backfill', () => {
  it('brings every order, counts how each ended, and is over when the last one is', async () => {
    const storeId = await newStore('whole');
    const { api, begun } = platform(100);
    const { jobId } = await startSync(storeId, { kind: 'backfill', trigger: 'test' });
    expect((await startSync(storeId, { kind: 'backfill', trigger: 'test' })).jobId).toBe(jobId);
    await runSync(storeId, jobId, api);
    expect(begun).toMatchObject([{ operation: null, read: 0 }]);
    expect(await findSyncJob(storeId, jobId)).toMatchObject({ state: 'running', total: 100, processed: 0 });
    await drain(storeId, ports);
    const done = await findSyncJob(storeId, jobId);
    expect(done).toMatchObject({
      state: 'completed_with_errors',
      processed: 100,
      created: 99,
      failed: 1,
      secondsLeft: 0,
    });
    expect(done?.ratePerSecond).toBeGreaterThan(0);
  });

  it('goes on after it was killed between two pages, and counts nothing twice', async () => {
    const storeId = await newStore('killed');
    const { jobId } = await startSync(storeId, { kind: 'backfill', trigger: 'test' });
    await expect(runSync(storeId, jobId, platform(200, 2).api)).rejects.toThrow('Gone.');
    await drain(storeId, ports);
    expect(await findSyncJob(storeId, jobId)).toMatchObject({ state: 'running', processed: 80, error: 'Gone.' });
    // Tries are counted since the last progress.
    const { rows } = await database.admin.query(`select checkpoint ->> 'tries' as tries from sync_job where id = $1`, [
      jobId,
    ]);
    expect(rows).toEqual([{ tries: '0' }]);
    const again = platform(200);
    await runSync(storeId, jobId, again.api);
    // Two pages of forty were kept.
    expect(again.begun).toMatchObject([{ operation: 'bulk/1', read: 80 }]);
    await drain(storeId, ports);
    expect(await findSyncJob(storeId, jobId)).toMatchObject({
      state: 'completed_with_errors',
      total: 200,
      processed: 200,
      created: 198,
      failed: 2,
    });
  });

  it('a second one finds everything known and says unchanged', async () => {
    const storeId = await newStore('again');
    const first = await startSync(storeId, { kind: 'backfill', trigger: 'test' });
    await runSync(storeId, first.jobId, platform(50).api);
    await drain(storeId, ports);
    const second = await startSync(storeId, { kind: 'backfill', trigger: 'test' });
    await runSync(storeId, second.jobId, platform(50).api);
    expect(await findSyncJob(storeId, second.jobId)).toMatchObject({
      state: 'completed',
      processed: 50,
      unchanged: 50,
    });
  });

  it('reads an order again that was read in the second of its change: it may have changed once more', async () => {
    const storeId = await newStore('early');
    const updatedAt = '2026-11-01T10:00:00Z';
    const known: boolean[][] = [];
    const pass = async (askedAt: string) => {
      const { jobId } = await startSync(storeId, { kind: 'incremental', trigger: 'test' });
      const pullOrders: StoreApi['pullOrders'] = async function* (window) {
        known.push((await window.isKnown?.([{ platformOrderId: '1', updatedAt }])) ?? []);
        yield [{ ...pulled(1, updatedAt), askedAt }];
      };
      await runSync(storeId, jobId, async () => ({ ...(await platform(1).api()), pullOrders }));
      await drain(storeId, ports);
    };
    await pass('2026-11-01T10:00:00.4Z');
    await pass('2026-11-01T10:30:00Z');
    await pass('2026-11-01T11:00:00Z');
    expect(known).toEqual([[false], [false], [true]]);
  });

  it('fails with words when the platform refuses, and stops when asked', async () => {
    const storeId = await newStore('dead');
    const { jobId } = await startSync(storeId, { kind: 'backfill', trigger: 'test' });
    await runSync(storeId, jobId, async () => {
      throw new Fault({ reasonClass: 'platform-refused', retry: false, publicMessage: 'Shopify refused.' });
    });
    expect(await findSyncJob(storeId, jobId)).toMatchObject({
      state: 'failed',
      error: 'Shopify refused.',
    });
    const other = await startSync(storeId, { kind: 'backfill', trigger: 'test' });
    expect(await moveSyncJob(storeId, other.jobId, 'cancel')).toEqual({ outcome: 'moved', state: 'cancelled' });
    await runSync(storeId, other.jobId, platform(10).api);
    expect(await findSyncJob(storeId, other.jobId)).toMatchObject({ state: 'cancelled', processed: 0 });
  });
});

describe('the schedule', () => {
  it('asks again from before where the last one ended, and never moves the cursor past a failure', async () => {
    const storeId = await newStore('cursor');
    const first = platform(30);
    const backfill = await startSync(storeId, { kind: 'backfill', trigger: 'test' });
    await runSync(storeId, backfill.jobId, first.api);
    await drain(storeId, ports);
    const cursor = async () =>
      (await database.admin.query(`select read_to from checkpoint where store_id = $1`, [storeId])).rows[0]
        .read_to as Date;
    const readTo = await cursor();

    await database.admin.query(
      `update sync_job set created_at = created_at - interval '31 minutes' where store_id = $1`,
      [storeId],
    );
    await database.admin.query(`update store set installed_at = installed_at - interval '1 hour' where id = $1`, [
      storeId,
    ]);
    expect(await startDueSyncs()).toBeGreaterThan(0);
    const job = (await listSyncJobs(storeId, 5)).find((one) => one.kind === 'incremental');
    const failing = platform(80, 1);
    await expect(runSync(storeId, job?.id ?? '', failing.api)).rejects.toThrow();
    expect(await cursor()).toEqual(readTo);
    const from = new Date(failing.asked[0]?.from ?? 0).getTime();
    // A day, unless the merchant says otherwise.
    expect(readTo.getTime() - from).toBe(24 * 60 * 60_000);
    const fine = platform(80);
    await runSync(storeId, job?.id ?? '', fine.api);
    expect(fine.asked[0]?.to).toBe(failing.asked[0]?.to);
    expect((await cursor()).getTime()).toBeGreaterThan(readTo.getTime());
  });
});

describe('a reprocess', () => {
  it('hands every kept entry to the drain again', async () => {
    const storeId = await newStore('replay');
    const backfill = await startSync(storeId, { kind: 'backfill', trigger: 'test' });
    await runSync(storeId, backfill.jobId, platform(20).api);
    await drain(storeId, ports);
    const { jobId } = await startSync(storeId, { kind: 'reprocess', trigger: 'test' });
    await runSync(storeId, jobId, platform(0).api);
    await drain(storeId, ports);
    expect(await findSyncJob(storeId, jobId)).toMatchObject({ total: 20, processed: 20, failed: 1 });
  });
});

describe('welcome and sweep', () => {
  it('learns the facts and starts one backfill, and one reading of the products and the stock, for an installation', async () => {
    const storeId = await newStore('hello');
    await welcome(storeId, platform(1).api);
    await welcome(storeId, platform(1).api);
    expect(await findStore(storeId)).toMatchObject({ name: 'Nice Shop', currency: 'EUR', timeZone: 'Europe/Berlin' });
    expect((await listSyncJobs(storeId, 5)).map(({ kind }) => kind).sort()).toEqual([
      'backfill',
      'inventory',
      'products',
    ]);
  });

  it('finds stores whose wake-up was lost', async () => {
    const storeId = await newStore('lost');
    const { jobId } = await startSync(storeId, { kind: 'backfill', trigger: 'test' });
    await runSync(storeId, jobId, platform(5).api);
    await database.admin.query(`delete from pgboss.job`);
    await database.admin.query(`insert into change_mark (store_id, day) values ($1, '2026-11-01')`, [storeId]);
    await sweep();
    const { rows } = await database.admin.query(
      `select name from pgboss.job where group_id = $1 and name in ('drain', 'rollUp') order by name`,
      [storeId],
    );
    expect(rows.map((row) => row.name)).toEqual(['drain', 'rollUp']);
  });
});
