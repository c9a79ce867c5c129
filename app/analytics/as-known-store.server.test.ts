import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { histories, wholeNews } from '../../tests/path/permutations-histories';
import { createTestDatabase, type TestDatabase } from '../../tests/setup/test-database';
import { withTenantSql } from '../db/client.server';
import type { OrderNews } from '../domain/orders/order';
import { saveOrders } from '../domain/orders/save-store.server';
import { type StoreId, storeIdOf } from '../domain/shared/ids';
import { amount, moneyText, sum } from '../domain/shared/money';
import { cacheAnswers } from '../observability/metrics.server';
import { changesSince, summaryAsKnown } from './as-known-store.server';
import { figuresAsKnown } from './looking-back.server';
import { summary } from './queries-store.server';
import { restatedDays } from './restated-store.server';
import { rollUp } from './roll-up-store.server';

let database: TestDatabase;
let stores = 0;
const stretch = { from: '2026-03-07', to: '2026-03-09' };

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

async function newStore(): Promise<StoreId> {
  const domain = `as-known-${++stores}.myshopify.com`;
  const storeId = storeIdOf('shopify', domain);
  await database.admin.query(
    `insert into store (id, platform, domain, time_zone, currency) values ($1, 'shopify', $2, 'America/New_York', 'USD')`,
    [storeId, domain],
  );
  await database.admin.query(
    `insert into add_on_variant (store_id, platform_variant_id, add_on_id, price, currency) values ($1, 'own', md5('own')::uuid, 1, 'USD')`,
    [storeId],
  );
  return storeId;
}

const save = (storeId: StoreId, news: OrderNews[]) =>
  withTenantSql(storeId, (sql) => saveOrders(sql, storeId, 'shopify', news));
const clock = async () => (await database.admin.query('select clock_timestamp() as now')).rows[0].now as Date;

test('figures as known at an instant are those that were shown then, and the changes since lead to those of today', async () => {
  const lives = fc.array(
    // Deletions and test orders are settled as they are known today.
    histories(['own']).filter(({ news }) => news.every((one) => one.deletedAt === null && one.order?.test !== true)),
    { minLength: 1, maxLength: 3 },
  );
  await fc.assert(
    fc.asyncProperty(lives, async (all) => {
      const storeId = await newStore();
      const told = all.map(({ news }, index) => news.map((one) => renamed(one, `o-${index}`)));
      const shown: { at: Date; figures: Awaited<ReturnType<typeof summary>> }[] = [];
      for (let turn = 0; turn < Math.max(...told.map((news) => news.length)); turn++) {
        await save(
          storeId,
          told.flatMap((news) => news.slice(turn, turn + 1)),
        );
        await rollUp(storeId);
        shown.push({ at: await clock(), figures: await summary(storeId, stretch) });
      }
      const today = shown.at(-1)?.figures;
      for (const { at, figures } of shown) {
        expect(await summaryAsKnown(storeId, stretch, at)).toEqual(figures);
        expect(await figuresAsKnown(storeId, stretch, at)).toEqual(figures);
        expect(await figuresAsKnown(storeId, stretch, at), 'remembered').toEqual(figures);
        const changes = await changesSince(storeId, stretch, at, 1000);
        const moved = sum([figures.netSales, ...changes.map(({ net }) => net)]);
        expect(moved.toFixed()).toBe(amount(today?.netSales ?? '0').toFixed());
        const addOns = sum([figures.addOnRevenue, ...changes.map(({ addOnRevenue }) => addOnRevenue)]);
        expect(addOns.toFixed()).toBe(amount(today?.addOnRevenue ?? '0').toFixed());
      }
    }),
    { numRuns: 25 },
  );
});

test('figures that were looked back at are remembered until anything changes', async () => {
  const storeId = await newStore();
  const [history] = fc.sample(
    histories(['own']).filter(({ final }) => !final.test && final.lines.length > 1),
    { numRuns: 1, seed: 5 },
  );
  const createdAt = '2026-03-08T15:00:00Z';
  const order = { ...structuredClone(history?.final), refunds: [], createdAt, updatedAt: createdAt } as never;
  await save(
    storeId,
    ['o-1', 'o-2'].map((id) => renamed(wholeNews(order), id)),
  );
  await rollUp(storeId);
  const at = await clock();
  const hits = async () => (await cacheAnswers.get()).values.find((one) => one.labels.answer === 'hit')?.value ?? 0;
  const seen = async () => {
    const before = await hits();
    const { orders } = await figuresAsKnown(storeId, stretch, at);
    return { orders, remembered: (await hits()) > before };
  };
  expect(await seen()).toEqual({ orders: 2, remembered: false });
  expect(await seen()).toEqual({ orders: 2, remembered: true });
  // Deletions are settled as they are known today: while one waits to be counted, and after.
  const gone = { platformOrderId: 'o-1', order: null, refunds: [], transactions: [], fulfillments: [] };
  await save(storeId, [{ ...gone, deletedAt: '2026-03-09T00:00:00Z' } as never]);
  expect(await seen()).toEqual({ orders: 1, remembered: false });
  await rollUp(storeId);
  expect(await seen()).toEqual({ orders: 1, remembered: false });
  expect(await seen()).toEqual({ orders: 1, remembered: true });
  await database.admin.query(`update store set time_zone = 'Asia/Tokyo' where id = $1`, [storeId]);
  expect(await seen()).toEqual({ orders: 1, remembered: false });
});

test('a change says what came, when, on which day it counts and what brought it', async () => {
  const storeId = await newStore();
  const [history] = fc.sample(
    histories(['own']).filter(({ final }) => !final.test && final.lines.length > 1),
    { numRuns: 1, seed: 5 },
  );
  const order = { ...structuredClone(history?.final), refunds: [], updatedAt: '2026-03-08T07:00:00Z' } as never;
  await save(storeId, [renamed(wholeNews(order), 'o-1')]);
  const at = await clock();
  const refund = {
    platformRefundId: 'r-9',
    platformReturnId: null,
    createdAt: '2026-03-09T03:30:00Z',
    processedAt: null,
    note: null,
    restock: false,
    lines: [],
    adjustments: [
      {
        ...{ platformAdjustmentId: 'a-9', kind: 'refund_discrepancy', reason: null },
        amount: { shop: '-3.5', presentment: '-7' },
        tax: { shop: '0', presentment: '0' },
      },
    ],
    transactions: [],
  };
  const news = { platformOrderId: 'o-1', order: null, refunds: [refund], transactions: [], fulfillments: [] };
  await save(storeId, [{ ...news, deletedAt: null, cause: 'entry 77' }]);
  const changes = await changesSince(storeId, stretch, at, 10);
  // New York had its own 8 March still.
  expect(changes).toEqual([
    expect.objectContaining({
      ...{ day: '2026-03-08', platformOrderId: 'o-1', kind: 'adjustment', change: 'came', cause: 'entry 77' },
      ...{ net: '-3.50', addOnRevenue: '0.00', title: null },
    }),
  ]);
});

test('news that is more than a day late restates its day; a first history does not', async () => {
  const storeId = await newStore();
  const [one, two] = fc.sample(
    histories(['own']).filter(({ final }) => !final.test && final.lines.length > 1),
    { numRuns: 2, seed: 7 },
  );
  const placed = (history: typeof one, id: string) => {
    const createdAt = '2026-03-08T15:00:00Z';
    const order = { ...structuredClone(history?.final), refunds: [], createdAt, updatedAt: createdAt } as never;
    return renamed(wholeNews(order), id);
  };
  const began = await clock();
  await save(storeId, [placed(one, 'o-1')]);
  expect(await restatedDays(storeId, stretch, began), 'no history was read to its end yet').toEqual([]);
  await database.admin.query(
    `insert into sync_job (store_id, id, kind, state, trigger, finished_at)
      values ($1, gen_random_uuid(), 'backfill', 'completed', 'install', clock_timestamp())`,
    [storeId],
  );
  expect(await restatedDays(storeId, stretch, began), 'it was in the history').toEqual([]);
  await save(storeId, [placed(two, 'o-2')]);
  await rollUp(storeId);
  const [day, ...more] = await restatedDays(storeId, stretch, began);
  const changes = (await changesSince(storeId, stretch, began, 100)).filter((e) => e.platformOrderId === 'o-2');
  expect(day).toMatchObject({
    ...{ day: '2026-03-08', orders: 1 },
    netSales: moneyText(sum(changes.map(({ net }) => net)).toFixed(), 'USD'),
    addOnRevenue: moneyText(sum(changes.map(({ addOnRevenue }) => addOnRevenue)).toFixed(), 'USD'),
  });
  expect(more).toEqual([]);
  expect(await restatedDays(storeId, { from: '2026-03-09', to: '2026-03-12' }, began)).toEqual([]);
  expect(await restatedDays(storeId, stretch, await clock()), 'nothing since').toEqual([]);
  // What counts on today is no restatement, however old its order.
  const today = (await clock()).toISOString();
  const fresh = { ...structuredClone(one?.final), refunds: [], createdAt: today, updatedAt: today } as never;
  await save(storeId, [renamed(wholeNews(fresh), 'o-3')]);
  const wide = { from: '2026-03-01', to: today.slice(0, 10) };
  expect((await restatedDays(storeId, wide, began)).map((e) => e.day)).toEqual(['2026-03-08']);
});

function renamed(news: OrderNews, platformOrderId: string): OrderNews {
  const order = news.order && { ...news.order, platformOrderId, currency: 'USD', presentmentCurrency: 'USD' };
  return { ...news, platformOrderId, order };
}
