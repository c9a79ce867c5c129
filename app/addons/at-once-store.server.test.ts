import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shopifyOrders } from '../../tests/bench/shopify-orders';
import { restOrder } from '../../tests/crash/rest-order';
import { mostRowsRead } from '../../tests/setup/rows-read';
import { createTestDatabase, type TestDatabase } from '../../tests/setup/test-database';
import { withTenantSql } from '../db/client.server';
import { atOnceDays, paidStatuses } from '../domain/addons/fulfil-at-once';
import { saveOrders } from '../domain/orders/save-store.server';
import { storeIdOf } from '../domain/shared/ids';
import { installStore } from '../tenancy/store.server';
import { askToFulfilStore, soldAllSql, soldAmongSql } from './at-once-store.server';

const domain = 'at-once-rows.myshopify.com';
const storeId = storeIdOf('shopify', domain);
const addOnId = randomUUID();
const count = 3000;
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await installStore({ platform: 'shopify', domain, scopes: '' });
  await database.admin.query(
    `insert into add_on (store_id, id, title, kind, price, currency, at_once_since)
       values ($1, $2, 'Concierge', 'service', 9, 'USD', '2020-01-01')`,
    [storeId, addOnId],
  );
  await database.admin.query(
    `insert into add_on_variant (store_id, platform_variant_id, add_on_id, price, currency) values ($1, '77', $2, 9, 'USD')`,
    [storeId, addOnId],
  );
  for (let at = 0; at < count; at += 500) {
    const news = Array.from({ length: 500 }, (_, n) => shopifyOrders(bought(at + n))).flat();
    await withTenantSql(storeId, (sql) => saveOrders(sql, storeId, 'shopify', news));
  }
  await database.admin.query('analyze');
});
afterAll(() => database.close());

/** Every order has the add-on; one in three hundred is young. */
function bought(n: number): string {
  const created_at = new Date(Date.now() - (n % 300 === 0 ? 1 : 200) * 86_400_000).toISOString();
  const id = 5000 + n;
  const line = { title: 'Concierge', quantity: 1, current_quantity: 1, price: '9.00', variant_id: 77, id: id * 10 };
  return restOrder(id, { created_at, updated_at: created_at, line_items: [line] });
}

const rowsRead = (ids: string[] | null) =>
  withTenantSql(storeId, (sql) =>
    mostRowsRead(sql, ids ? soldAmongSql : soldAllSql, [storeId, ids, atOnceDays, paidStatuses]),
  );

test('of a long history only the young orders are looked at, or those that were saved', async () => {
  expect(await rowsRead(null)).toBeLessThan(50);
  expect(await rowsRead(['5000', '5001', '5002'])).toBeLessThan(50);
  expect(await askToFulfilStore(storeId)).toBe(count / 300);
});

test('a store without such an add-on reads its add-ons and no order', async () => {
  await database.admin.query('update add_on set at_once_since = null where store_id = $1', [storeId]);
  expect(await rowsRead(Array.from({ length: 500 }, (_, n) => String(5000 + n)))).toBeLessThan(5);
  expect(await rowsRead(null)).toBeLessThan(5);
});
