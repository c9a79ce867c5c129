import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../tests/setup/test-database';
import { withTenantSql } from '../db/client.server';
import { forgetSkus, saveSkus } from '../domain/catalogue/sku-store.server';
import { storeIdOf } from '../domain/shared/ids';
import type { FoundPublication, Publication } from '../platforms/platform';
import { listAuditEvents } from '../tenancy/audit-store.server';
import { installStore } from '../tenancy/store.server';
import { createAddOn, findAddOn, setAddOnState } from './add-on-store.server';
import { askToTendAll } from './publication-store.server';
import { publishAddOn } from './publish.server';
import { tendAddOns } from './tend.server';

const domain = 'tend.myshopify.com';
const storeId = storeIdOf('shopify', domain);

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.admin.query(
    'delete from add_on; delete from add_on_variant; delete from audit_event; delete from sku; delete from store; delete from pgboss.job_common',
  );
  await installStore({ platform: 'shopify', domain, scopes: '' });
});

/** A platform that remembers what it was given, and in which others may meddle. */
const sold = new Map<string, NonNullable<FoundPublication>>();
const platform = {
  publishAddOn: async (addOn: { title: string; prices: string[]; publication: Publication | null }) => {
    const id = addOn.publication?.platformProductId ?? `p${sold.size + 1}`;
    const variants = addOn.prices.map((price) => ({ platformVariantId: `${id}-${price}`, price }));
    sold.set(id, { title: addOn.title, isOffered: true, variants });
    return { platformProductId: id, variants };
  },
  setCurrencyPrices: async () => ({ atTheRate: [], mended: [] }),
  withdrawAddOn: async () => {},
  publishOffers: async () => {},
  inspectAddOns: async (ids: string[]) => ids.map((id) => sold.get(id) ?? null),
};
const connect = async () => platform;

async function made(values: object): Promise<string> {
  const saved = await createAddOn(storeId, { kind: 'warranty', state: 'active', targets: { all: true }, ...values });
  if (saved.outcome !== 'saved') throw new Error(JSON.stringify(saved));
  await publish(saved.addOn.id);
  return saved.addOn.id;
}
const publish = (id: string) => publishAddOn(storeId, id, connect, async () => {});
const share = { title: 'Care', pricing: { kind: 'percentage', percent: '10', min: '', max: '', step: '' } };

function products(...prices: [variant: string, price: string | null, tags?: string[]][]): Promise<boolean> {
  const skus = prices.map(([platformVariantId, price, tags = []]) => ({
    ...{ platformVariantId, platformProductId: `of ${platformVariantId}`, platformItemId: null, sku: null },
    ...{ title: 'Mug', variantTitle: null, vendor: null, productType: null, tags, price },
  }));
  return withTenantSql(storeId, (sql) => saveSkus(sql, storeId, skus));
}

async function prices(id: string): Promise<string[]> {
  return (await findAddOn(storeId, id))?.publication.variants.map((one) => one.price) ?? [];
}

async function waiting(): Promise<unknown[]> {
  return (await db.admin.query(`select name, data from pgboss.job_common where name <> 'rollUp' order by 1`)).rows;
}

test('a share of the price is sold at one price for each that the products need, and the ladder says how exactly', async () => {
  await products(['a', '19.99'], ['b', '50'], ['c', '50.01'], ['d', null], ['e', '0.01']);
  const id = await made(share);
  expect(await prices(id)).toEqual(['2.00', '5.00']);
  expect((await findAddOn(storeId, id))?.publication.ladder).toMatchObject({ wanted: 2, rungs: 2, worstError: 0 });
});

test('prices follow the products: what changed is noticed once, and only what no longer fits is published again', async () => {
  await products(['a', '20']);
  const [share1, fixed] = [await made(share), await made({ title: 'Wrap', price: '3' })];
  expect(await tendAddOns(storeId, connect)).toBe(0);
  expect(await products(['a', '20'])).toBe(false);
  expect(await products(['a', '30'])).toBe(true);
  expect(await tendAddOns(storeId, connect)).toBe(1);
  expect((await findAddOn(storeId, share1))?.publication.state).toBe('publishing');
  expect((await findAddOn(storeId, fixed))?.publication.state).toBe('published');
  await publish(share1);
  expect(await prices(share1)).toEqual(['3.00']);
  const [, repaired] = await listAuditEvents(storeId, 2);
  expect(repaired).toMatchObject({ action: 'add-on.repaired', detail: { id: share1, because: 'prices' } });
  expect(await tendAddOns(storeId, connect)).toBe(0);
});

test('only products that can have the add-on count, and a product that is gone counts no more', async () => {
  await products(['a', '10', ['fragile']], ['b', '20', ['Fragile', 'new']], ['c', '30'], ['d', '40', ['fragile']]);
  const fragile = { field: 'tag', is: 'any_of', values: ['fragile'] };
  const id = await made({
    ...share,
    conditions: { groups: [{ rules: [fragile] }], exclude: [{ ...fragile, values: ['new'] }] },
  });
  expect(await prices(id)).toEqual(['1.00', '4.00']);
  await withTenantSql(storeId, (sql) => forgetSkus(sql, storeId, ['of a']));
  await tendAddOns(storeId, connect);
  await publish(id);
  expect(await prices(id)).toEqual(['4.00']);
});

test('without any price to take a share of, the add-on says so, and is published once there is one', async () => {
  const saved = await createAddOn(storeId, { kind: 'warranty', state: 'active', targets: { all: true }, ...share });
  const id = saved.outcome === 'saved' ? saved.addOn.id : '';
  await expect(publish(id)).rejects.toThrow('nothing to take a share of');
  expect((await findAddOn(storeId, id))?.publication).toMatchObject({
    state: 'failed',
    error: expect.stringContaining('share'),
  });
  expect(await tendAddOns(storeId, connect)).toBe(0);
  await products(['a', '20']);
  expect(await tendAddOns(storeId, connect)).toBe(1);
});

test.each([
  ['deleted', () => sold.delete('p1')],
  ['withdrawn', () => sold.set('p1', { ...at('p1'), isOffered: false })],
  ['renamed', () => sold.set('p1', { ...at('p1'), title: 'Mine now' })],
  ['variants', () => sold.set('p1', { ...at('p1'), variants: [{ platformVariantId: 'p1-3.00', price: '1.00' }] })],
])('a product that somebody else changed is found: %s', async (because, meddle) => {
  sold.clear();
  const id = await made({ title: 'Wrap', price: '3' });
  meddle();
  expect(await tendAddOns(storeId, connect)).toBe(1);
  const [event] = await listAuditEvents(storeId, 1);
  expect(event).toMatchObject({ action: 'add-on.repaired', detail: { id, because } });
  expect(await waiting()).toContainEqual({ name: 'publish', data: { storeId, addOnId: id } });
  await publish(id);
  expect(await tendAddOns(storeId, connect)).toBe(0);
});

test('of stores without an active add-on nothing is asked', async () => {
  const id = await made({ title: 'Wrap', price: '3' });
  await askToTendAll();
  expect(await waiting()).toContainEqual({ name: 'tendAddOns', data: { storeId } });
  await setAddOnState(storeId, id, 'archived');
  await db.admin.query('delete from pgboss.job_common');
  await askToTendAll();
  expect(await waiting()).toEqual([]);
});

function at(id: string): NonNullable<FoundPublication> {
  return sold.get(id) as NonNullable<FoundPublication>;
}
