import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { histories, wholeNews } from '../../tests/path/permutations-histories';
import { mostRowsRead } from '../../tests/setup/rows-read';
import { createTestDatabase, type TestDatabase } from '../../tests/setup/test-database';
import { withTenantSql } from '../db/client.server';
import type { OrderNews } from '../domain/orders/order';
import { relinkAddOns } from '../domain/orders/relink-store.server';
import { saveOrders } from '../domain/orders/save-store.server';
import { addDays, dayOf } from '../domain/shared/day';
import { type StoreId, storeIdOf } from '../domain/shared/ids';
import { amount, sum } from '../domain/shared/money';
import { dataAsOf, summary, topAddOns } from './queries-store.server';
import { claimDaysSql, rebuild, rollUp } from './roll-up-store.server';

let database: TestDatabase;
let stores = 0;
const addOnId = '0d6f2b5e-8c53-4f6c-9a0f-1b7c1d2e3f40';

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

async function newStore(timeZone: string): Promise<StoreId> {
  const domain = `roll-up-${++stores}.myshopify.com`;
  const storeId = storeIdOf('shopify', domain);
  await database.admin.query(
    `insert into store (id, platform, domain, time_zone, currency) values ($1, 'shopify', $2, $3, 'USD')`,
    [storeId, domain, timeZone],
  );
  await database.admin.query(
    `insert into add_on_variant (store_id, platform_variant_id, add_on_id, price, currency) values ($1, 'own', $2, 1, 'USD')`,
    [storeId, addOnId],
  );
  return storeId;
}

const save = (storeId: StoreId, news: OrderNews[]) =>
  withTenantSql(storeId, (sql) => saveOrders(sql, storeId, 'shopify', news));

/** Nights on which clocks change, and one on which midnight itself is skipped or comes twice. */
const nights = fc.constantFrom(
  ['America/New_York', '2026-03-08T04:59:57Z'],
  ['America/New_York', '2026-11-01T03:59:57Z'],
  ['America/Havana', '2026-03-08T04:59:57Z'],
  ['America/Havana', '2026-11-01T03:59:58Z'],
  ['Asia/Kathmandu', '2026-07-01T18:14:57Z'],
  ['Pacific/Apia', '2026-07-01T10:59:57Z'],
) as fc.Arbitrary<[zone: string, startsAt: string]>;

test('after any edits, refunds, deletions and cancellations the days equal a naive count', async () => {
  const worlds = nights.chain(([zone, startsAt]) =>
    fc.record({
      zone: fc.constant(zone),
      lives: fc.array(histories(['own'], startsAt), { minLength: 1, maxLength: 4 }),
    }),
  );
  await fc.assert(
    fc.asyncProperty(worlds, async ({ zone, lives }) => {
      const storeId = await newStore(zone);
      const all = lives.map(({ news }, index) => news.map((one) => renamed(one, `o-${index}`)));
      const longest = Math.max(...all.map((news) => news.length));
      for (let turn = 0; turn < longest; turn++) {
        await save(
          storeId,
          all.flatMap((news) => news.slice(turn, turn + 1)),
        );
        // A roll-up now and then, so that days are counted again and again while they change.
        if (turn % 2 === 1) await rollUp(storeId);
      }
      await rollUp(storeId);
      expect(withMoney(await storedDays(storeId))).toEqual(withMoney(await naiveDays(storeId, zone)));
      expect((await dataAsOf(storeId)).waiting).toBe(false);
    }),
    { numRuns: 40 },
  );
});

/** A fresh order id; currency USD, so that the summary shows it. */
function renamed(news: OrderNews, platformOrderId: string): OrderNews {
  return { ...news, platformOrderId, order: news.order && { ...news.order, platformOrderId } };
}

type Day = { orders: number; withAddOn: number; gross: string; discounts: string; returns: string; addOns: string };

async function storedDays(storeId: StoreId): Promise<Record<string, Day>> {
  const { rows } = await database.admin.query(
    `select day::text, currency, orders, orders_with_add_on, gross_sales, discounts, returns, net_sales, add_on_revenue
       from store_day where store_id = $1`,
    [storeId],
  );
  return Object.fromEntries(
    rows.map((row) => {
      expect(amount(row.net_sales).toFixed()).toBe(
        sum([row.gross_sales, `-${row.discounts}`, negated(row.returns)]).toFixed(),
      );
      const day = {
        orders: row.orders,
        withAddOn: row.orders_with_add_on,
        gross: plain(row.gross_sales),
        discounts: plain(row.discounts),
        returns: plain(row.returns),
        addOns: plain(row.add_on_revenue),
      };
      return [`${row.day} ${row.currency}`, day];
    }),
  );
}

/** A refund of nothing may have a day of zeros or none: pages show the same. */
function withMoney(days: Record<string, Day>): Record<string, Day> {
  const isEmpty = (day: Day) => Object.values(day).every((value) => Number(value) === 0);
  return Object.fromEntries(Object.entries(days).filter(([, day]) => !isEmpty(day)));
}

const plain = (text: string) => amount(text).toFixed();
const negated = (text: string) => amount(text).negated();

/** The same, counted in plain code over the order and refund rows, one by one. */
async function naiveDays(storeId: StoreId, zone: string): Promise<Record<string, Day>> {
  const read = async (text: string) => (await database.admin.query(text, [storeId])).rows;
  const orders = (await read('select * from orders where store_id = $1')).filter((o) => !o.test && !o.deleted_at);
  const lines = await read('select * from order_line where store_id = $1 and is_add_on');
  const refunds = await read('select * from refund where store_id = $1');
  const days: Record<string, Day> = {};
  const dayAt = (at: Date, currency: string) => {
    const key = `${dayOf(at, zone)} ${currency}`;
    days[key] ??= { orders: 0, withAddOn: 0, gross: '0', discounts: '0', returns: '0', addOns: '0' };
    return days[key];
  };
  const add = (a: string, b: string) => amount(a).plus(amount(b)).toFixed();
  for (const order of orders) {
    const day = dayAt(order.created_at, order.currency);
    day.orders += 1;
    day.withAddOn += order.has_add_on ? 1 : 0;
    day.gross = add(day.gross, order.gross);
    day.discounts = add(day.discounts, order.discounts);
    for (const line of lines.filter((one) => one.platform_order_id === order.platform_order_id)) {
      day.addOns = add(day.addOns, add(line.add_on_revenue, line.refunded));
    }
    for (const refund of refunds.filter((one) => one.platform_order_id === order.platform_order_id)) {
      const later = dayAt(refund.created_at, order.currency);
      later.returns = add(later.returns, refund.returns);
      later.addOns = add(later.addOns, negated(refund.add_on_refunded).toFixed());
    }
  }
  return days;
}

/** One order of 100.00 with an add-on of 10.00 on it. */
function simpleOrder(id: string, at: string, withAddOn: boolean): OrderNews {
  const [sample] = fc.sample(
    histories([]).filter(({ final }) => final.lines.length >= 2),
    { numRuns: 1, seed: 5 },
  );
  const base = structuredClone((sample as NonNullable<typeof sample>).final);
  const money = (text: string) => ({ shop: text, presentment: text });
  const lines = base.lines.slice(0, withAddOn ? 2 : 1).map((line, index) => ({
    ...line,
    platformVariantId: index ? 'own' : 'v-1',
    quantity: 1,
    currentQuantity: 1,
    unitPrice: money(index ? '10.00' : '100.00'),
    discountAllocations: [],
    isGiftCard: false,
    isTip: false,
  }));
  const cleared = {
    refunds: [],
    transactions: [],
    fulfillments: [],
    test: false,
    currency: 'USD',
    presentmentCurrency: 'USD',
  };
  return wholeNews({ ...base, ...cleared, platformOrderId: id, createdAt: at, updatedAt: at, lines });
}

test('the summary has every day of the period and counts rates over the sums', async () => {
  const storeId = await newStore('America/New_York');
  await save(storeId, [
    simpleOrder('a', '2026-03-08T04:59:59Z', true),
    simpleOrder('b', '2026-03-08T05:00:00Z', false),
    simpleOrder('c', '2026-03-09T03:59:59Z', false),
  ]);
  await rollUp(storeId);
  const found = await summary(storeId, { from: '2026-03-06', to: '2026-03-09' });
  expect(found).toMatchObject({
    currency: 'USD',
    timeZone: 'America/New_York',
    orders: 3,
    grossSales: '310.00',
    netSales: '310.00',
    addOnRevenue: '10.00',
    attachRate: '0.3333',
    averageOrderValue: '103.33',
    averageOrderValueWithAddOn: '110.00',
    averageOrderValueWithoutAddOn: '100.00',
  });
  expect(found.days.map(({ day, orders }) => [day, orders])).toEqual([
    ['2026-03-06', 0],
    ['2026-03-07', 1],
    ['2026-03-08', 2],
    ['2026-03-09', 0],
  ]);
  expect(found.days[0]).toMatchObject({ grossSales: '0.00', attachRate: '0.0000', averageOrderValue: '0.00' });
  const top = await topAddOns(storeId, { from: '2026-03-01', to: '2026-03-31' }, 5);
  expect(top).toEqual([{ addOnId, title: 'Deleted add-on', orders: 1, units: 1, revenue: '10.00' }]);
});

test('a store that moves to another time zone has all its days counted anew', async () => {
  const storeId = await newStore('UTC');
  await save(storeId, [simpleOrder('a', '2026-05-01T02:00:00Z', false)]);
  await rollUp(storeId);
  await database.admin.query(`update store set time_zone = 'America/Los_Angeles' where id = $1`, [storeId]);
  await rollUp(storeId);
  const { days } = await summary(storeId, { from: '2026-04-30', to: '2026-05-01' });
  expect(days.map(({ orders }) => orders)).toEqual([1, 0]);
});

test('variants that become the app’s own after the orders came are linked, and their days follow', async () => {
  const storeId = await newStore('UTC');
  await database.admin.query('delete from add_on_variant where store_id = $1', [storeId]);
  await save(storeId, [simpleOrder('a', '2026-05-01T02:00:00Z', true)]);
  await rollUp(storeId);
  const ask = async () => (await summary(storeId, { from: '2026-05-01', to: '2026-05-01' })).addOnRevenue;
  expect(await ask()).toBe('0.00');
  await database.admin.query(
    `insert into add_on_variant (store_id, platform_variant_id, add_on_id, price, currency) values ($1, 'own', $2, 1, 'USD')`,
    [storeId, addOnId],
  );
  expect(await withTenantSql(storeId, (sql) => relinkAddOns(sql, storeId, ['own']))).toBe(1);
  await rollUp(storeId);
  expect(await ask()).toBe('10.00');
});

test('a rebuild mends days that somebody spoiled', async () => {
  const storeId = await newStore('UTC');
  await save(storeId, [simpleOrder('a', '2026-05-01T02:00:00Z', true)]);
  await rollUp(storeId);
  const before = await storedDays(storeId);
  await database.admin.query('update store_day set gross_sales = 1, discounts = 1, net_sales = 0 where store_id = $1', [
    storeId,
  ]);
  expect(await rebuild(storeId, addDays('2026-05-01', -1), '2026-05-01')).toEqual({ days: 2 });
  expect(await storedDays(storeId)).toEqual(before);
});

test('the marks of a history are claimed in one walk, although each store had one when they were analysed', async () => {
  const storeId = await newStore('UTC');
  await database.admin.query('delete from change_mark');
  await database.admin.query(
    `with opened as (
       insert into store (id, platform, domain) select gen_random_uuid(), 'shopify', 'marks-' || n || '.myshopify.com'
         from generate_series(1, 2000) n returning id)
     insert into change_mark (store_id, day) select id, date '2026-01-01' from opened`,
  );
  await database.admin.query('vacuum analyze change_mark');
  await database.admin.query(
    `insert into change_mark (store_id, day) select $1, date '2026-01-01' + n % 300 from generate_series(1, 3000) n`,
    [storeId],
  );
  expect(await withTenantSql(storeId, (sql) => mostRowsRead(sql, claimDaysSql, [storeId]))).toBe(3000);
  expect(await withTenantSql(storeId, (sql) => sql('select 1 as one from change_mark'))).toEqual([]);
});
