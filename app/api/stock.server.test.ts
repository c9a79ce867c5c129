import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../tests/setup/test-database';
import { withTenantSql } from '../db/client.server';
import { saveSkus } from '../domain/catalogue/sku-store.server';
import { saveStock } from '../domain/catalogue/stock-store.server';
import { type StoreId, storeIdOf } from '../domain/shared/ids';
import { loader } from '../routes/api.v1.stock';
import { createApiKey } from '../tenancy/api-keys-store.server';
import { installStore } from '../tenancy/store.server';
import { stockPageShape } from './stock-shapes';

let db: TestDatabase;
let storeId: StoreId;
let key: string;
const level = (item: string, place: string, available: number | null, change = {}) => ({
  ...{ platformItemId: item, platformLocationId: place, locationName: `Place ${place}`, available },
  ...{ changedAt: '2026-11-20T10:00:00Z', toldAt: '2026-11-20T10:00:00.500Z', isGone: false, ...change },
});
const save = (...levels: ReturnType<typeof level>[]) =>
  withTenantSql(storeId, (sql) => saveStock(sql, storeId, levels));

beforeAll(async () => {
  db = await createTestDatabase();
  const domain = 'api-stock.myshopify.com';
  await installStore({ platform: 'shopify', domain, scopes: '' });
  storeId = storeIdOf('shopify', domain);
  key = (await createApiKey(storeId, 'test', 'analyst')).key;
  await save(level('11', '1', 5), level('11', '2', 0), level('12', '1', null), level('13', '1', -2));
  const sku = {
    platformProductId: 'p',
    title: 'Mug',
    variantTitle: null,
    vendor: null,
    productType: null,
    tags: [],
    price: null,
  };
  await withTenantSql(storeId, (sql) =>
    saveSkus(sql, storeId, [{ ...sku, platformVariantId: 'v11', platformItemId: '11', sku: 'MUG-1' }]),
  );
});
afterAll(() => db.close());

async function ask(query = '') {
  const headers = { authorization: `Bearer ${key}` };
  const request = new Request(`https://app.example/api/v1/stock${query}`, { headers });
  const reply = (await loader({ request, params: {}, context: {} } as never)) as Response;
  return { status: reply.status, body: await reply.json() };
}
const listed = async (query?: string) =>
  stockPageShape.parse((await ask(query)).body).data.map((one) => [one.platformItemId, one.location, one.available]);

test('levels come by item and place, page by page, with their variant where it is known', async () => {
  const first = stockPageShape.parse((await ask('?limit=3')).body);
  expect(first.data[0]).toMatchObject({
    platformItemId: '11',
    location: 'Place 1',
    sku: 'MUG-1',
    title: 'Mug',
    available: 5,
  });
  const rest = await listed(`?limit=3&after=${encodeURIComponent(first.page.next ?? '')}`);
  expect([...first.data.map((one) => one.available), ...rest.map(([, , n]) => n)]).toEqual([5, 0, null, -2]);
  expect(rest).toEqual([['13', 'Place 1', -2]]);
});

test('what runs out is found, and a variant by its SKU or id; what makes no sense is refused', async () => {
  expect(await listed('?below=1')).toEqual([
    ['11', 'Place 2', 0],
    ['13', 'Place 1', -2],
  ]);
  for (const search of ['MUG-1', 'v11']) expect(await listed(`?search=${search}`)).toHaveLength(2);
  expect(await listed('?search=nothing')).toEqual([]);
  expect((await ask('?below=few')).status).toBe(400);
  expect((await ask('?after=x')).status).toBe(400);
});

test('the later telling wins, also within one second, and an older one changes nothing', async () => {
  const later = level('11', '1', 4, { toldAt: '2026-11-20T10:00:00.900Z' });
  expect(await save(later, level('11', '1', 6, { toldAt: '2026-11-20T10:00:00.700Z' }))).toBe(1);
  expect(await save(level('11', '1', 9))).toBe(0);
  expect(await save(later)).toBe(0);
  expect((await listed('?search=MUG-1'))[0]).toEqual(['11', 'Place 1', 4]);
  await save(level('11', '1', 4, { changedAt: '2026-11-20T10:00:05Z', isGone: true, locationName: null }));
  expect(await listed('?search=MUG-1')).toEqual([['11', 'Place 2', 0]]);
  await save(level('11', '1', 1, { changedAt: '2026-11-20T10:00:06Z', locationName: null }));
  expect((await listed('?search=MUG-1'))[0]).toEqual(['11', 'Place 1', 1]);
});
