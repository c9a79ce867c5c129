import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { histories, wholeNews } from '../../../tests/path/permutations-histories';
import { createTestDatabase, type TestDatabase } from '../../../tests/setup/test-database';
import { withTenantSql } from '../../db/client.server';
import { storeIdOf } from '../shared/ids';
import type { CanonicalOrder } from './order';
import { findOrder, listOrders } from './read-store.server';
import { saveOrders } from './save-store.server';

const storeId = storeIdOf('shopify', 'lists.myshopify.com');
const other = storeIdOf('shopify', 'other.myshopify.com');
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  for (const [id, domain] of [
    [storeId, 'lists.myshopify.com'],
    [other, 'other.myshopify.com'],
  ]) {
    await database.admin.query(
      `insert into store (id, platform, domain, time_zone) values ($1, 'shopify', $2, 'Asia/Tokyo')`,
      [id, domain],
    );
  }
  await database.admin.query(
    `insert into add_on_variant (store_id, platform_variant_id, add_on_id, price, currency) values ($1, 'own', $2, 5, 'USD')`,
    [storeId, addOnId],
  );
  const all = Array.from({ length: 30 }, (_, n) => wholeNews(order(n)));
  await withTenantSql(storeId, (sql) => saveOrders(sql, storeId, 'shopify', all));
  await withTenantSql(other, (sql) =>
    saveOrders(sql, other, 'shopify', [wholeNews({ ...order(1), orderNumber: '#1099' })]),
  );
});
afterAll(() => database.close());

const addOnId = '7b0f4a52-6b1c-4c39-8d7d-0a8a52b9c001';

/** Order n: one product line of 10.00 and, on every third, an add-on of 5.00; two orders share each second. */
function order(n: number): CanonicalOrder {
  const [sample] = fc.sample(
    histories([]).filter(({ final }) => final.lines.length >= 2),
    { numRuns: 1, seed: 3 },
  );
  const base = structuredClone((sample as { final: CanonicalOrder }).final);
  const money = (text: string) => ({ shop: text, presentment: text });
  const at = new Date(Date.UTC(2026, 9, 1, 14, 59, Math.floor(n / 2))).toISOString();
  const lines = base.lines.slice(0, n % 3 === 0 ? 2 : 1).map((line, index) => ({
    ...line,
    platformLineId: `l-${n}-${index}`,
    platformVariantId: index === 1 ? 'own' : 'v-1',
    title: index === 1 ? 'Care plan' : n === 7 ? '100% wool_hat' : `Mug ${n % 4}`,
    sku: index === 1 ? null : `SKU-${n}`,
    quantity: 1,
    currentQuantity: 1,
    unitPrice: money(index === 1 ? '5.00' : '10.00'),
    discountAllocations: [],
    isGiftCard: false,
    isTip: false,
    properties: [],
  }));
  return {
    ...base,
    platformOrderId: `900719925474099${1000 + n}`,
    orderNumber: `#${1000 + n}`,
    currency: 'USD',
    presentmentCurrency: 'USD',
    createdAt: at,
    updatedAt: at,
    test: n === 29,
    email: `person${n}@example.com`,
    phone: n === 4 ? '+1 (555) 010-0199' : null,
    customer: null,
    financialStatus: n % 5 === 0 ? 'pending' : 'paid',
    fulfillmentStatus: 'unfulfilled',
    status: 'open',
    lines,
    refunds: [],
    transactions: [],
    fulfillments: [],
  };
}

async function numbers(filter: Parameters<typeof listOrders>[1]): Promise<string[]> {
  const { orders } = await listOrders(storeId, filter, { limit: 100 });
  return orders.map(({ orderNumber }) => orderNumber);
}

test('pages are stable: every order once, newest first, across orders of the same second', async () => {
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listOrders>> = await listOrders(
      storeId,
      {},
      { limit: 7, ...(after ? { after } : {}) },
    );
    seen.push(...page.orders.map(({ platformOrderId }) => platformOrderId));
    after = page.next;
    // Orders that arrive while somebody pages must not move what comes next.
    if (seen.length === 7) {
      const late = { ...order(40), createdAt: '2026-11-01T00:00:00Z' };
      await withTenantSql(storeId, (sql) => saveOrders(sql, storeId, 'shopify', [wholeNews(late)]));
    }
  } while (after);
  expect(seen).toHaveLength(30);
  expect(new Set(seen).size).toBe(30);
  await database.admin.query(`delete from orders where platform_order_id = $1`, [order(40).platformOrderId]);
});

test('search finds by number, id, e-mail, phone, SKU and words of a title', async () => {
  expect(await numbers({ search: '1012' })).toEqual(['#1012']);
  expect(await numbers({ search: '#1012' })).toEqual(['#1012']);
  expect(await numbers({ search: order(12).platformOrderId })).toEqual(['#1012']);
  expect(await numbers({ search: ' PERSON12@example.com ' })).toEqual(['#1012']);
  expect(await numbers({ search: '+1 555 010 0199' })).toEqual(['#1004']);
  expect(await numbers({ search: 'SKU-12' })).toEqual(['#1012']);
  expect(await numbers({ search: 'care PLAN' })).toHaveLength(10);
  expect(await numbers({ search: '0% wool_' })).toEqual(['#1007']);
  expect(await numbers({ search: '%' })).toEqual(['#1007']);
  expect(await numbers({ search: 'nothing like it' })).toEqual([]);
  expect(await numbers({ search: '1099' })).toEqual([]);
});

test('filters narrow, and all of them must hold', async () => {
  expect(await numbers({ financialStatus: 'pending' })).toHaveLength(6);
  expect(await numbers({ hasAddOn: true })).toHaveLength(10);
  expect(await numbers({ hasAddOn: false, financialStatus: 'pending' })).toEqual(['#1025', '#1020', '#1010', '#1005']);
  expect(await numbers({ addOnId })).toHaveLength(10);
  expect(await numbers({ test: true })).toEqual(['#1029']);
  expect(await numbers({ test: false })).toHaveLength(29);
  expect(await numbers({ platformOrderId: order(3).platformOrderId })).toEqual(['#1003']);
  expect(await numbers({ createdFrom: '2026-10-01T14:59:13Z' })).toEqual(['#1028', '#1029', '#1026', '#1027']);
  expect(await numbers({ createdTo: '2026-10-01T14:59:01Z' })).toEqual(['#1000', '#1001']);
  // 14:59 in UTC is a minute before midnight in Tokyo; test orders are behind no figure.
  expect(await numbers({ day: '2026-10-01' })).toHaveLength(29);
  expect(await numbers({ day: '2026-10-02' })).toEqual([]);
});

test('an order reads as it was written, to the last digit', async () => {
  const found = await findOrder(storeId, `shopify_${order(3).platformOrderId}`);
  expect(found).toMatchObject({
    id: 'shopify_9007199254740991003',
    platformOrderId: '9007199254740991003',
    customer: null,
    totals: { gross: '15.00', discounts: '0.00', returns: '0.00', net: '15.00', refunded: '0.00' },
    addOnRevenue: '5.00',
    lines: [
      { isAddOn: false, addOnId: null, unitPrice: '10.00', net: '10.00', sku: 'SKU-3' },
      { isAddOn: true, addOnId, unitPrice: '5.00', addOnRevenue: '5.00', parentPlatformLineId: 'l-3-0' },
    ],
  });
  expect(await findOrder(storeId, order(3).platformOrderId)).toEqual(found);
  expect(await findOrder(storeId, 'shopify_1')).toBeNull();
  expect(await findOrder(other, order(3).platformOrderId)).toBeNull();
});

test('a cursor that is not ours is refused', async () => {
  await expect(listOrders(storeId, {}, { after: 'bm9wZQ', limit: 5 })).rejects.toMatchObject({
    reasonClass: 'invalid',
  });
});

test('a word that very many orders have finds the same, page by page, new and old ones', async () => {
  const many = storeIdOf('shopify', 'many.myshopify.com');
  await database.admin.query(
    `insert into store (id, platform, domain, time_zone) values ($1, 'shopify', 'many.myshopify.com', 'UTC')`,
    [many],
  );
  // 4,200 orders of which a third has the word; the first 400 have it all, so that the last pages are old.
  const word = (n: number) => n < 400 || n % 3 === 0;
  for (let from = 0; from < 4200; from += 700) {
    const batch = Array.from({ length: 700 }, (_, i) => {
      const n = from + i;
      const one = order(0);
      const lines = one.lines
        .slice(0, 1)
        .map((line) => ({ ...line, title: word(n) ? 'Wide lamp' : 'Desk', sku: null }));
      const at = new Date(Date.UTC(2026, 0, 1) + n * 60_000).toISOString();
      return wholeNews({
        ...one,
        ...{
          platformOrderId: `${7_000_000 + n}`,
          orderNumber: `#${n}`,
          email: null,
          createdAt: at,
          updatedAt: at,
          lines,
        },
        status: n % 2 ? ('open' as const) : ('cancelled' as const),
      });
    });
    await withTenantSql(many, (sql) => saveOrders(sql, many, 'shopify', batch));
  }
  const read = async (filter: Parameters<typeof listOrders>[1]) => {
    const found: string[] = [];
    for (let after: string | null | undefined; after !== null; ) {
      const page: Awaited<ReturnType<typeof listOrders>> = await listOrders(many, filter, {
        limit: 200,
        ...(after ? { after } : {}),
      });
      found.push(...page.orders.map(({ orderNumber }) => orderNumber));
      after = page.next;
    }
    return found;
  };
  const expected = (also: (n: number) => boolean) =>
    Array.from({ length: 4200 }, (_, i) => 4199 - i)
      .filter((n) => word(n) && also(n))
      .map((n) => `#${n}`);
  const findsAll = async () => {
    expect(await read({ search: 'wide' })).toEqual(expected(() => true));
    expect(await read({ search: 'LAMP', status: 'cancelled' })).toEqual(expected((n) => n % 2 === 0));
    expect(await read({ search: 'lamp', createdTo: '2026-01-01T05:00:00Z' })).toEqual(expected((n) => n < 300));
  };
  await findsAll();
  // With more than twenty thousand such lines the newest orders are asked one by one.
  const added = await database.admin.query(
    `insert into order_line select (jsonb_populate_record(l, jsonb_build_object('platform_line_id', l.platform_line_id || '-' || n))).*
       from order_line l, generate_series(1, 13) n where l.store_id = $1 and l.title = 'Wide lamp'`,
    [many],
  );
  expect(added.rowCount).toBeGreaterThan(20_000);
  await findsAll();
});
