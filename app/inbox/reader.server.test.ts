import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { restOrder } from '../../tests/crash/rest-order';
import { createTestDatabase, type TestDatabase } from '../../tests/setup/test-database';
import { putEntries } from '../domain/entries/entry-store.server';
import { digestOf } from '../domain/orders/read-whole';
import { type PlatformName, type StoreId, storeIdOf } from '../domain/shared/ids';
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
    `select id::text, source, topic, body, attempts, triggered_at as "triggeredAt", received_at as "receivedAt",
       xmin::text as row from inbox_entry e where store_id = $1 order by e.id`,
    [of],
  );
  return rows.map((entry) => {
    const read = readEntry(orders, entry);
    const seen = { id: entry.id, row: entry.row };
    if ('ending' in read || read.meaning.kind !== 'orders') return { seen, read };
    const news = read.meaning.news.map((one) =>
      one.order ? { ...one, digest: digestOf(one.order, sha256, one.toldAt ?? null) } : one,
    );
    return { seen, read: { meaning: { ...read.meaning, news } } };
  });
}

const read = async (after: string, most: number, platform: PlatformName = 'shopify') => {
  const ahead = await readInThread(storeId, platform, after, most);
  return ahead.seen.map((seen) => ({ seen, read: ahead.of(seen.id) }));
};

test.each([
  ['text', readable],
  ['text and what is none', [...readable, ...unreadable]],
])('the thread reads what this process would read: %s', async (_name, told) => {
  await keep(told);
  const [first, second] = await Promise.all([read('0', 500), read('0', 500)]);
  const all = await expected();
  expect(all).toHaveLength(told.length);
  expect(first).toEqual(all);
  expect(second).toEqual(all);
});

test('a whole order’s facts are the very lists of the order, as they are without the thread', async () => {
  const refunded = restOrder(9200, { refunds: [{ id: 71, created_at: '2026-11-20T09:00:00Z' }] });
  await keep([{ topic: 'orders/create', body: refunded }]);
  const [known] = await read('0', 1);
  if (!known?.read || 'ending' in known.read || known.read.meaning.kind !== 'orders') throw new Error('no order');
  const [news] = known.read.meaning.news;
  expect(news?.order?.refunds).toHaveLength(1);
  expect(news?.refunds).toBe(news?.order?.refunds);
});

test('only this store’s entries behind the one that is named, and no more than asked', async () => {
  await installStore({ platform: 'shopify', domain: 'other-thread.myshopify.com', scopes: '' });
  const other = storeIdOf('shopify', 'other-thread.myshopify.com');
  await keep(readable.slice(0, 10));
  await keep(readable.slice(0, 10), other);
  const all = await expected();
  expect(await read(all[2]?.seen.id ?? '', 4)).toEqual(all.slice(3, 7));
  expect(await read(all.at(-1)?.seen.id ?? '', 4)).toEqual([]);
});

test('a platform that nobody reads is refused, and a thread that ends is replaced', async () => {
  await keep(readable.slice(0, 1));
  await expect(read('0', 5, 'tiktok-shop')).rejects.toThrow('tiktok-shop');
  const cut = read('0', 5);
  await stopReading();
  await expect(cut).rejects.toThrow('ended');
  expect(await read('0', 5)).toHaveLength(1);
});
