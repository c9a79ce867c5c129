import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { histories, wholeNews } from '../../../tests/path/permutations-histories';
import { createTestDatabase, type TestDatabase } from '../../../tests/setup/test-database';
import { withTenantSql } from '../../db/client.server';
import { saveSkus } from '../catalogue/sku-store.server';
import { type StoreId, storeIdOf } from '../shared/ids';
import type { CanonicalOrder, OrderNews } from './order';
import { saveOrders } from './save-store.server';
import { settleStore } from './settle-store.server';

let database: TestDatabase;
let storeId: StoreId;
let stores = 0;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  const domain = `ledger-${++stores}.myshopify.com`;
  storeId = storeIdOf('shopify', domain);
  await database.admin.query(`insert into store (id, platform, domain, time_zone) values ($1, 'shopify', $2, 'UTC')`, [
    storeId,
    domain,
  ]);
});

const [life] = fc.sample(
  histories([]).filter(({ final }) => final.lines.length >= 2 && final.refunds.length === 0 && !final.cancelledAt),
  { numRuns: 1, seed: 11 },
);

/** Two plain lines, paid, nothing else. */
function order(more: Partial<CanonicalOrder> = {}): CanonicalOrder {
  const base = structuredClone(life?.final) as CanonicalOrder;
  const money = (amount: string) => ({ shop: amount, presentment: amount });
  const lines = base.lines.slice(0, 2).map((line, n) => ({
    ...line,
    ...{ platformLineId: `l${n}`, platformVariantId: `v${n}`, unitPrice: money('10.00'), discountAllocations: [] },
    ...{ quantity: 2, currentQuantity: 2, tax: money('0'), isGiftCard: false, properties: [] },
  }));
  const total = money('40.00');
  const totals = { ...base.totals, total, currentTotal: null, shipping: money('0') };
  const changed = {
    platformOrderId: 'o1',
    currency: 'USD',
    presentmentCurrency: 'USD',
    updatedAt: '2026-03-08T07:00:00Z',
  };
  return {
    ...base,
    ...changed,
    lines,
    totals,
    shippingLines: [],
    transactions: [],
    fulfillments: [],
    extras: null,
    ...more,
  };
}

const save = (...news: OrderNews[]) => withTenantSql(storeId, (sql) => saveOrders(sql, storeId, 'shopify', news));
const entries = async (where = 'true') =>
  (
    await database.admin.query(
      `select entry_key, kind, total::text, known_from, known_to, cause, end_cause from order_entry
        where store_id = $1 and ${where} order by entry_key, known_from`,
      [storeId],
    )
  ).rows;

test('an entry that changed ends when its successor begins; the others are not touched', async () => {
  await save({ ...wholeNews(order()), cause: 'entry 1' });
  const before = await entries();
  expect(before.map(({ entry_key: key, total, cause }) => [key, total, cause])).toEqual([
    ['sale l0', '20', 'entry 1'],
    ['sale l1', '20', 'entry 1'],
  ]);
  const grown = order({ updatedAt: '2026-03-08T08:00:00Z' });
  for (const line of grown.lines.slice(0, 1)) Object.assign(line, { quantity: 3, currentQuantity: 3 });
  grown.totals.total = { shop: '50.00', presentment: '50.00' };
  await save({ ...wholeNews(grown), cause: 'entry 2' });
  const after = await entries();
  expect(after).toHaveLength(3);
  expect(after[0]).toMatchObject({ entry_key: 'sale l0', total: '20', end_cause: 'entry 2' });
  expect(after[1]).toMatchObject({ entry_key: 'sale l0', total: '30', known_to: null, cause: 'entry 2' });
  expect(after[1].known_from).toEqual(after[0].known_to);
  expect(after[2]).toEqual(before[1]);
  // Told again, nothing moves.
  await save({ ...wholeNews(grown), cause: 'entry 3' });
  expect(await entries()).toEqual(after);
});

test('an entry that does not balance is refused by the database, and none is ever deleted', async () => {
  await save(wholeNews(order()));
  await expect(
    database.admin.query(`update order_entry set gross = gross + 1 where store_id = $1`, [storeId]),
  ).rejects.toThrow(/order_entry_balanced/);
  await expect(withTenantSql(storeId, (sql) => sql('delete from order_entry'))).rejects.toThrow(/permission denied/);
});

test('what changed is written down field by field, with its cause and without personal data', async () => {
  await save({ ...wholeNews(order({ financialStatus: 'pending', email: 'secret@example.com' })), cause: 'entry 1' });
  const paid = order({ financialStatus: 'paid', email: 'hidden@example.com', updatedAt: '2026-03-08T09:00:00Z' });
  await save({ ...wholeNews({ ...paid, lines: paid.lines.slice(0, 1) }), cause: 'entry 2' });
  const { rows } = await database.admin.query('select subject, action, detail from audit_event where store_id = $1', [
    storeId,
  ]);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ subject: 'order o1', action: 'order.changed', detail: { cause: 'entry 2' } });
  expect(rows[0].detail.changes).toContainEqual({
    ...{ table: 'orders', key: '', field: 'financial_status', before: 'pending', after: 'paid' },
  });
  expect(rows[0].detail.changes).toContainEqual({ table: 'order_line', key: 'l1', change: 'removed' });
  expect(rows[0].detail.changes).toContainEqual({
    ...{ table: 'orders', key: '', field: 'email', before: '(personal)', after: '(personal)' },
  });
  expect(JSON.stringify(rows)).not.toMatch(/secret|hidden/);
});

test('a line waits for its SKU, whichever comes first', async () => {
  await save(wholeNews(order()));
  const links = async () =>
    (
      await database.admin.query(
        'select platform_variant_id as v, sku_link from order_line where store_id = $1 order by 1',
        [storeId],
      )
    ).rows.map((row) => `${row.v} ${row.sku_link}`);
  expect(await links()).toEqual(['v0 waiting', 'v1 waiting']);
  const sku = {
    platformProductId: 'p',
    platformItemId: null,
    sku: 'A',
    title: 'Thing',
    variantTitle: null,
    vendor: null,
    productType: null,
    tags: [],
    price: null,
  };
  await withTenantSql(storeId, (sql) => saveSkus(sql, storeId, [{ ...sku, platformVariantId: 'v1' }]));
  expect(await links()).toEqual(['v0 waiting', 'v1 linked']);
  await withTenantSql(storeId, (sql) => saveSkus(sql, storeId, [{ ...sku, platformVariantId: 'v0' }]));
  await save(wholeNews(order({ updatedAt: '2026-03-09T08:00:00Z', note: 'again' })));
  expect(await links()).toEqual(['v0 linked', 'v1 linked']);
});

test('orders of an older release are settled from their own rows: the same ledger, figures and profiles', async () => {
  await save(
    wholeNews(order()),
    wholeNews({ ...structuredClone(life?.final as CanonicalOrder), platformOrderId: 'o2' }),
  );
  const shown = async () => {
    const rows = async (sql: string) => (await database.admin.query(sql, [storeId])).rows;
    return {
      entries: (await entries('known_to is null')).map(({ known_from: _, cause: __, ...entry }) => entry),
      orders: await rows(
        'select platform_order_id, balance::text, net::text, profile_id from orders where store_id = $1 order by 1',
      ),
      profiles: await rows('select profile_id, orders, net::text from customer_profile where store_id = $1 order by 1'),
    };
  };
  const before = await shown();
  await database.admin.query('delete from order_entry where store_id = $1', [storeId]);
  await database.admin.query('delete from customer_profile where store_id = $1', [storeId]);
  await database.admin.query('delete from customer_identity where store_id = $1', [storeId]);
  await database.admin.query('update orders set balance = 0, profile_id = null where store_id = $1', [storeId]);
  await database.admin.query('update store set reading = 1 where id = $1', [storeId]);
  expect(await settleStore(storeId)).toBe(2);
  expect(await shown()).toEqual(before);
  const { rows } = await database.admin.query('select reading from store where id = $1', [storeId]);
  expect(rows[0].reading).toBe(2);
});
