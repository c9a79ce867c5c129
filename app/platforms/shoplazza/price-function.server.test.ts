import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { uploadedFunction } from '../../../practice/shoplazza/cart-function';
import type { Room } from '../../../practice/shoplazza/platform';
import type { Practice } from '../../../practice/shoplazza/server';
import { stockShelves } from '../../../practice/shoplazza/stock';
import { signIn, startPractice } from '../../../tests/contract/shoplazza-rig';
import { createTestDatabase, type TestDatabase, testEnvironment } from '../../../tests/setup/test-database';
import { readConfig, setConfig } from '../../config/config.server';
import { plainDetails } from '../../domain/addons/details';
import { fixedPricing } from '../../domain/addons/pricing';
import { storeIdOf } from '../../domain/shared/ids';
import type { AddOnToPublish, StoreApi } from '../platform';
import { connect } from './api.server';
import { scopes } from './app.server';

/** The function over carts: its rule is on the product, it is bound once, and what is refused stops no publication. */
let practice: Practice;
let database: TestDatabase;
let environment: Record<string, string>;
const shop = { room: undefined as unknown as Room, api: undefined as unknown as StoreApi };
let opened = 0;

beforeAll(async () => {
  practice = await startPractice();
  environment = { SHOPLAZZA_API_ORIGIN: practice.apiUrl, SHOPLAZZA_PRICE_FUNCTION_ID: uploadedFunction };
  database = await createTestDatabase(environment);
});
afterAll(async () => {
  await database?.close();
  await practice?.stop();
});
beforeEach(async () => {
  setConfig(readConfig({ ...testEnvironment, DATABASE_URL: database.url, ...environment }));
  const domain = `prices-${opened++}.myshoplaza.com`;
  shop.room = practice.platform.openStore({ domain });
  stockShelves(shop.room, 1);
  await signIn(practice.platform, domain);
  shop.api = await connect(storeIdOf('shoplazza', domain));
});

const care: AddOnToPublish = {
  ...plainDetails,
  ...{ id: '0190c0de-0000-7000-8000-000000000001', kind: 'warranty', title: 'Care', description: '', terms: '' },
  ...{ price: '5.00', currency: 'USD', state: 'active', publication: null, prices: ['2.00', '10.00'] },
  pricing: { kind: 'percentage', percent: '10', min: null, max: null, step: null },
  targets: { all: true, productIds: [], collectionIds: [] },
};
const rules = () => shop.room.shelf('productMetafield').all();
const bound = () => shop.room.shelf('transform').all();
async function publish(addOn: AddOnToPublish) {
  const publication = await shop.api.publishAddOn(addOn);
  await shop.api.publishOffers([{ ...addOn, publication }]);
  return publication;
}

test('an add-on that takes a share has its rule on its product, and the function is bound once, letting carts through when it fails', async () => {
  const publication = await publish(care);
  await publish({ ...care, publication });
  expect(rules()).toHaveLength(1);
  expect(rules()[0]).toMatchObject({ owner_id: publication.platformProductId, namespace: 'tagalong', key: 'price' });
  expect(JSON.parse(rules()[0]?.value ?? '')).toEqual({
    v: 1,
    pricing: { milli: 10_000, min: 0, max: 0, step: 1 },
    rungs: publication.variants.map(({ platformVariantId, price }) => [platformVariantId, Number(price) * 100]),
  });
  expect(bound()).toEqual([
    expect.objectContaining({
      ...{ function_id: uploadedFunction, block_on_failure: false },
      metafield: { namespace: 'tagalong', key: 'price' },
    }),
  ]);
});

test('new prices are in the rule; one that costs the same everywhere now has an empty rule', async () => {
  const publication = await publish(care);
  await publish({ ...care, publication, prices: ['2.00', '10.00', '20.00'] });
  expect(JSON.parse(rules()[0]?.value ?? '').rungs).toHaveLength(3);
  await publish({ ...care, publication, pricing: fixedPricing, prices: ['5.00'] });
  expect(rules().map((one) => one.value)).toEqual(['{}']);
});

test('a fixed price needs neither', async () => {
  await publish({ ...care, pricing: fixedPricing, prices: ['5.00'] });
  expect([rules(), bound()]).toEqual([[], []]);
});

test('the function of another app stays', async () => {
  shop.room.shelf('transform').put({ id: '1', function_id: '99', block_on_failure: true, metafield: null });
  await publish(care);
  expect(bound().map((one) => one.function_id)).toEqual(['99']);
});

test('without the permission add-ons are published all the same', async () => {
  const store = shop.room.store();
  const fewer = (store.scopes ?? '').replace(/\w+_cart_transform/g, '');
  shop.room.saveStore({ ...store, scopes: fewer });
  const publication = await publish(care);
  expect(publication.variants).toHaveLength(2);
  expect(bound()).toEqual([]);
  expect(
    shop.room
      .shelf('metafield')
      .all()
      .some((one) => one.key === 'offers'),
  ).toBe(true);
});

test('an installation without the function asks for nothing', async () => {
  setConfig(readConfig({ ...testEnvironment, DATABASE_URL: database.url, SHOPLAZZA_API_ORIGIN: practice.apiUrl }));
  expect(scopes()).not.toContain('cart_transform');
  await publish(care);
  expect([rules(), bound()]).toEqual([[], []]);
});
