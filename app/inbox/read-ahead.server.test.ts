import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { quietPorts } from '../../tests/setup/quiet-ports';
import { createTestDatabase, type TestDatabase } from '../../tests/setup/test-database';
import { withTenantSql } from '../db/client.server';
import { putEntries } from '../domain/entries/entry-store.server';
import { type StoreId, storeIdOf } from '../domain/shared/ids';
import { largeBatch, smallBatch } from '../jobs/turns';
import type { OrderDialect, StoreApi } from '../platforms/platform';
import { installStore } from '../tenancy/store.server';
import { drain } from './drain.server';
import { waitingAfter } from './inbox-store.server';
import type { DrainPorts } from './ports';
import { readAheadOf } from './read-ahead.server';
import { readWaiting } from './read-results.server';

/** Reads bodies that are an order's id, notes what it read, and lets a test do something while a batch is saved. */
let database: TestDatabase;
let storeId: StoreId;
const count = smallBatch + largeBatch + 10;
const read: string[] = [];
const saved: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  await installStore({ platform: 'shopify', domain: 'ahead.myshopify.com', scopes: '' });
  storeId = storeIdOf('shopify', 'ahead.myshopify.com');
});
afterAll(() => database.close());

const nothing = { order: null, refunds: [], transactions: [], fulfillments: [], deletedAt: null };
function ports(whileSaving: (batch: number) => Promise<unknown>): DrainPorts {
  let batch = 0;
  const orders: OrderDialect = {
    changeTopics: { created: 'orders/create', updated: 'orders/updated' },
    reachDays: () => null,
    read: (_topic, body) => {
      read.push(body);
      return { kind: 'orders', news: [{ platformOrderId: body, ...nothing }] };
    },
  };
  return {
    ...quietPorts,
    platformOf: () => ({ api: async () => ({}) as StoreApi, orders }),
    readAhead: async (id, _platform, after, most) => {
      const waiting = await withTenantSql(id, (sql) => waitingAfter(sql, id, { after, most, as: 'bytes' }));
      const results = waiting.map((entry) => readWaiting(orders, entry));
      return readAheadOf([{ seen: waiting, results: () => results }]);
    },
    saveOrders: async (_sql, _id, _platform, news) => {
      batch += 1;
      await whileSaving(batch);
      saved.push(...news.map((one) => one.platformOrderId));
      return news.map((one) => ({ platformOrderId: one.platformOrderId, result: 'created' as const }));
    },
  };
}

async function fill(name: string): Promise<string[]> {
  read.length = 0;
  saved.length = 0;
  const bodies = Array.from({ length: count }, (_, n) => `${name} ${n}`);
  const entries = bodies.map((body) => ({
    ...{ storeId, source: 'webhook' as const, topic: 'orders/create', dedupeKey: body, body: Buffer.from(body) },
  }));
  await putEntries(storeId, entries, { wake: false });
  return bodies;
}

test('a backlog’s next batch is read while the one before is saved, and each entry once', async () => {
  const bodies = await fill('plain');
  let readByThen = 0;
  await drain(
    storeId,
    ports(async (batch) => {
      if (batch > 1) return;
      await wait(500);
      readByThen = read.length;
    }),
  );
  expect(readByThen).toBe(smallBatch + largeBatch);
  expect(read).toHaveLength(count);
  expect(saved).toEqual(bodies);
});

test('what changed since it was read is read again, and what was taken away is not saved', async () => {
  const bodies = await fill('changed');
  const [changed, gone] = [bodies[smallBatch + 3] ?? '', bodies[smallBatch + 4] ?? ''];
  await drain(
    storeId,
    ports(async (batch) => {
      if (batch > 1) return;
      await wait(500);
      const change = 'update inbox_entry set body = $2 where dedupe_key = $1';
      await database.admin.query(change, [changed, Buffer.from('erased')]);
      await database.admin.query('delete from inbox_entry where dedupe_key = $1', [gone]);
    }),
  );
  expect(read).toContain(changed);
  expect(saved).toContain('erased');
  expect(saved).not.toContain(changed);
  expect(saved).not.toContain(gone);
  expect(saved).toHaveLength(count - 1);
});
