import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { restOrder } from '../../tests/crash/rest-order';
import { createTestDatabase, type TestDatabase } from '../../tests/setup/test-database';
import { putEntries } from '../domain/entries/entry-store.server';
import { digestOf } from '../domain/orders/merge-order';
import { type StoreId, storeIdOf } from '../domain/shared/ids';
import { sha256 } from '../domain/shared/sha256.server';
import { orders } from '../platforms/shopify/order';
import { installStore } from '../tenancy/store.server';
import { readEntry } from './read-entry';
import { readInThread, stopReading } from './reader.server';

let database: TestDatabase;
let storeId: StoreId;
beforeAll(async () => {
  database = await createTestDatabase();
  await installStore({ platform: 'shopify', domain: 'thread.myshopify.com', scopes: '' });
  storeId = storeIdOf('shopify', 'thread.myshopify.com');
});
afterEach(async () => {
  await stopReading();
  await database.admin.query('delete from inbox_entry');
});
afterAll(() => database.close());

type Told = { topic: string; body: string | Buffer };
const readable: Told[] = [
  ...Array.from({ length: 45 }, (_, n) => ({ topic: 'orders/create', body: restOrder(9000 + n) })),
  { topic: 'orders/create', body: '{"id": "no order"' },
  { topic: 'orders/edited', body: '{"order_edit": {"order_id": 5}}' },
  { topic: 'inventory_levels/update', body: '{"inventory_item_id": 1, "location_id": 2, "available": 3}' },
  { topic: 'orders/create', body: `\uFEFF${restOrder(9100)}` },
  { topic: 'orders/create', body: restOrder(9101, { note: 'grün – ✓ 漢' }) },
  { topic: 'something/else', body: '{}' },
];
const unreadable: Told[] = [
  { topic: 'orders/create', body: Buffer.from([0xff, 0xfe]) },
  { topic: 'orders/create', body: '{"note": "\0"}' },
];
const triggeredAt = '2026-11-20T09:59:59.500Z';

async function keep(told: Told[], of = storeId): Promise<void> {
  const entries = told.map(({ topic, body }, n) => ({
    ...{ storeId: of, source: 'webhook' as const, topic, dedupeKey: `reader-${n}`, triggeredAt, requestId: `r${n}` },
    body: Buffer.from(body),
  }));
  await putEntries(of, entries, { wake: false });
}

/** What this process would read of the same entries, in the order in which they came. */
async function expected(of = storeId) {
  const { rows } = await database.admin.query(
    `select id::text, source, topic, body, attempts, job_id as "jobId", request_id as "requestId",
       triggered_at as "triggeredAt", received_at as "receivedAt", xmin::text as row
       from inbox_entry e where store_id = $1 order by e.id`,
    [of],
  );
  return rows.map(({ body, ...entry }) => {
    const read = readEntry(orders, { ...entry, body });
    if ('ending' in read || read.meaning.kind !== 'orders') return { ...entry, read };
    const news = read.meaning.news.map((one) =>
      one.order ? { ...one, digest: digestOf(one.order, sha256, one.toldAt ?? null) } : one,
    );
    return { ...entry, read: { meaning: { ...read.meaning, news } } };
  });
}

test.each([
  ['text', readable],
  ['text and what is none', [...readable, ...unreadable]],
])('the thread reads what this process would read: %s', async (_name, told) => {
  await keep(told);
  const [first, second] = await Promise.all([
    readInThread(storeId, 'shopify', '0', 500),
    readInThread(storeId, 'shopify', '0', 500),
  ]);
  const all = await expected();
  expect(all).toHaveLength(told.length);
  expect([...first.values()]).toEqual(all);
  expect([...second.keys()]).toEqual(all.map(({ id }) => id));
});

test('a whole order’s facts are the very lists of the order, as they are without the thread', async () => {
  const refunded = restOrder(9200, { refunds: [{ id: 71, created_at: '2026-11-20T09:00:00Z' }] });
  await keep([{ topic: 'orders/create', body: refunded }]);
  const [known] = [...(await readInThread(storeId, 'shopify', '0', 1)).values()];
  if (!known || 'ending' in known.read || known.read.meaning.kind !== 'orders') throw new Error('no order was read');
  const [news] = known.read.meaning.news;
  expect(news?.order?.refunds).toHaveLength(1);
  expect(news?.refunds).toBe(news?.order?.refunds);
});

test('only this store’s entries behind the one that is named, and no more than asked', async () => {
  await installStore({ platform: 'shopify', domain: 'other-thread.myshopify.com', scopes: '' });
  const other = storeIdOf('shopify', 'other-thread.myshopify.com');
  await keep(readable.slice(0, 10));
  await keep(readable.slice(0, 10), other);
  const ids = (await expected()).map(({ id }) => id);
  expect([...(await readInThread(storeId, 'shopify', ids[2] ?? '', 4)).keys()]).toEqual(ids.slice(3, 7));
  expect((await readInThread(storeId, 'shopify', ids.at(-1) ?? '', 4)).size).toBe(0);
});

test('a platform that nobody reads is refused, and a thread that ends is replaced', async () => {
  await keep(readable.slice(0, 1));
  await expect(readInThread(storeId, 'tiktok-shop', '0', 5)).rejects.toThrow('tiktok-shop');
  const cut = readInThread(storeId, 'shopify', '0', 5);
  await stopReading();
  await expect(cut).rejects.toThrow('ended');
  expect((await readInThread(storeId, 'shopify', '0', 5)).size).toBe(1);
});
