import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Practice, startPracticeShopify } from '../../../practice/shopify/server';
import { createTestDatabase, type TestDatabase, testEnvironment } from '../../../tests/setup/test-database';
import { plainDetails } from '../../domain/addons/details';
import type { CanonicalOrder } from '../../domain/orders/order';
import { storeIdOf } from '../../domain/shared/ids';
import { installStore } from '../../tenancy/store.server';
import type { AddOnToPublish, ExportPart, PulledOrder, StoreApi } from '../platform';
import { connect } from './api.server';
import { authenticateVisit } from './authenticate.server';
import { orders } from './order';

/** The store's API against the practice Shopify over HTTP, from the first visit on. */
let db: TestDatabase;
let practice: Practice;
let api: StoreApi;
const shop = 'api-test.myshopify.com';
const storeId = storeIdOf('shopify', shop);
const lineCount = 37;

beforeAll(async () => {
  practice = await startPracticeShopify({
    dataDir: null,
    apiPort: 0,
    adminPort: 0,
    storefrontPort: 0,
    appUrl: testEnvironment.APP_URL,
    apiKey: testEnvironment.SHOPIFY_API_KEY,
    apiSecret: testEnvironment.SHOPIFY_API_SECRET,
    tomlFile: path.resolve('shopify.app.toml'),
    extensionDir: path.resolve('extensions/tagalong-widget'),
    storeDomain: shop,
  });
  db = await createTestDatabase({ SHOPIFY_API_ORIGIN: practice.apiUrl });
  practice.world.install(shop);
  await practice.world.quietly(shop, makeOrders);
  const visit = await authenticateVisit(
    new Request(`${testEnvironment.APP_URL}/app`, {
      headers: {
        authorization: `Bearer ${practice.world.sessionToken(shop)}`,
        'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130 Safari/537.36',
      },
    }),
  );
  await installStore({ platform: 'shopify', domain: visit.domain, scopes: visit.scopes });
  api = await connect(storeId);
});
afterAll(async () => {
  await db?.close();
  await practice?.stop();
});

async function execute(query: string, variables: Record<string, unknown> = {}) {
  const { data, errors } = await practice.world.execute(shop, query, variables);
  if (errors?.length) throw new Error(JSON.stringify(errors));
  return data;
}

const currency = () => practice.world.stores().find((store) => store.domain === shop)?.currency ?? 'USD';
const price = (amount: string) => ({ shopMoney: { amount, currencyCode: currency() } });

async function makeOrder(lines: number): Promise<string> {
  const { orderCreate } = await execute(
    `mutation($order: OrderCreateOrderInput!) { orderCreate(order: $order) { order { id lineItems(first: 50) { nodes { id } } } userErrors { message } } }`,
    {
      order: {
        email: 'ann@example.com',
        lineItems: Array.from({ length: lines }, (_, at) => ({
          title: `Line ${at}`,
          quantity: 2,
          priceSet: price(`${at + 1}.50`),
          properties: [{ name: '_tagalong_id', value: `p${at}` }],
        })),
        shippingLines: [{ title: 'Post', priceSet: price('5.00') }],
        transactions: [{ kind: 'SALE', status: 'SUCCESS', gateway: 'manual', amountSet: price('20.00') }],
      },
    },
  );
  if (orderCreate.userErrors.length > 0) throw new Error(orderCreate.userErrors[0].message);
  return orderCreate.order.id;
}

let manyLines = '';
let refunded = '';

/** Ten plain orders, one with more lines than a page, one with a refund. */
async function makeOrders(): Promise<void> {
  for (let at = 0; at < 10; at += 1) await makeOrder(2);
  manyLines = await makeOrder(lineCount);
  refunded = await makeOrder(3);
  const { order } = await execute(`query($id: ID!) { order(id: $id) { lineItems(first: 5) { nodes { id } } } }`, {
    id: refunded,
  });
  const { refundCreate } = await execute(
    `mutation($input: RefundInput!) { refundCreate(input: $input) { refund { id } userErrors { message } } }`,
    {
      input: {
        orderId: refunded,
        refundLineItems: order.lineItems.nodes.map((line: { id: string }) => ({
          lineItemId: line.id,
          quantity: 1,
          restockType: 'NO_RESTOCK',
        })),
        transactions: [],
      },
    },
  );
  if (refundCreate.userErrors.length > 0) throw new Error(refundCreate.userErrors[0].message);
}

async function collect(pages: AsyncIterable<PulledOrder[]>): Promise<PulledOrder[]> {
  const all: PulledOrder[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}

function canonical(pulled: PulledOrder): CanonicalOrder {
  const meaning = orders.read('order:pulled', pulled.body);
  const order = meaning.kind === 'orders' ? meaning.news[0]?.order : null;
  if (!order) throw new Error('no order');
  return order;
}

const bare = (gid: string) => gid.replace(/^.*\//, '');
const byId = (all: PulledOrder[]) => new Map(all.map((one) => [one.platformOrderId, canonical(one)]));
const now = () => new Date(Date.now() + 60_000).toISOString();

describe('reading', () => {
  test('what the store says of itself', async () => {
    const info = practice.world.stores().find((store) => store.domain === shop);
    expect(await api.facts()).toMatchObject({
      platformStoreId: info?.id,
      name: info?.name,
      currency: info?.currency,
      timeZone: info?.timeZone,
    });
  });

  test('orders by id come whole, however many lines they have; unknown ids are left out', async () => {
    const [order, ...more] = await api.fetchOrders([bare(manyLines), '999999999']);
    expect(more).toEqual([]);
    if (!order) throw new Error('nothing came');
    expect(canonical(order).lines).toHaveLength(lineCount);
    expect(new Set(canonical(order).lines.map((line) => line.platformLineId)).size).toBe(lineCount);
    expect(canonical(order).lines.at(-1)?.properties).toEqual([{ name: '_tagalong_id', value: `p${lineCount - 1}` }]);
  });

  test('orders by the time of their change, and their number', async () => {
    expect(await api.countOrders(null)).toBe(12);
    const all = await collect(api.pullOrders({ from: null, to: now() }));
    expect(new Set(all.map((one) => one.platformOrderId)).size).toBe(12);
    const times = all.map((one) => Date.parse(one.updatedAt));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    const later = await collect(api.pullOrders({ from: now(), to: new Date(Date.now() + 120_000).toISOString() }));
    expect(later).toEqual([]);
  });

  test('a bulk export tells the same orders as reading them one by one', async () => {
    const seen: string[] = [];
    const progress = async (parts: ExportPart[]) => {
      seen.push(...parts.map((part) => part.operation ?? ''));
    };
    const exported = byId(await collect(api.exportOrders({ from: null, parts: null, progress })));
    const fetched = byId(await api.fetchOrders([...exported.keys()]));
    expect(exported.size).toBe(12);
    for (const [id, order] of fetched) expect(exported.get(id)).toEqual(order);
    expect(exported.get(bare(refunded))?.refunds[0]?.lines).toHaveLength(3);
    expect(exported.get(bare(manyLines))?.lines).toHaveLength(lineCount);
    expect(new Set(seen).size).toBe(1);
    const parts = [partOf(seen[0] ?? '')];
    expect(await collect(api.exportOrders({ from: null, parts, progress: async () => {} }))).toHaveLength(12);
  });

  test('products and collections are found by the beginning of a word, our own are not', async () => {
    await execute(
      `mutation { a: productSet(input: { title: "Red mug" }, synchronous: true) { product { id } userErrors { message } }
        b: productSet(input: { title: "Blue bowl" }, synchronous: true) { product { id } userErrors { message } } }`,
    );
    expect((await api.searchCatalogue('product', 'red')).map((one) => one.title)).toEqual(['Red mug']);
    expect((await api.searchCatalogue('product', '')).length).toBeGreaterThanOrEqual(2);
    expect(await api.searchCatalogue('collection', 'nothing like it')).toEqual([]);
  });
});

const partOf = (operation: string): ExportPart => ({ from: null, to: null, operation, read: 0, isRead: false });

describe('when the platform is unwell', () => {
  test('throttling and outages are waited out', async () => {
    const { faults } = practice.platform;
    Object.assign(faults.graphql, { throttle: 1, unavailable: 1 });
    expect((await api.facts()).currency).toBe(currency());
    expect(faults.graphql).toMatchObject({ throttle: 0, unavailable: 0 });
  });

  test.each(['html', 'cut', 'reset', 'internal'] as const)('a broken answer is asked for again: %s', async (broken) => {
    const { faults } = practice.platform;
    faults.graphql.broken.push(broken, broken);
    expect((await api.facts()).currency).toBe(currency());
    expect(faults.graphql.broken).toEqual([]);
  });

  test('a bulk operation that fails says so and may be tried again', async () => {
    practice.platform.faults.bulk.fail = 1;
    const exporting = collect(api.exportOrders({ from: null, parts: null, progress: async () => {} }));
    await expect(exporting).rejects.toMatchObject({ reasonClass: 'platform-unavailable', retry: true });
    const again = { from: null, parts: [partOf('gid://shopify/BulkOperation/1')], progress: async () => {} };
    expect(await collect(api.exportOrders(again))).toHaveLength(12);
  });
});

describe('writing', () => {
  const addOn = (changes: Partial<AddOnToPublish> = {}): AddOnToPublish => ({
    id: '3f6e0d0a-1111-4222-8333-944445555666',
    title: 'Gift wrap',
    kind: 'gift_wrap',
    description: 'In <paper>',
    terms: 'No returns.',
    price: '4.50',
    currency: currency(),
    targets: { all: true, productIds: [], collectionIds: [] },
    state: 'active',
    publication: null,
    ...plainDetails,
    fulfilment: 'with_parent',
    prices: ['4.50'],
    ...changes,
  });

  test('an add-on becomes one product, hidden and on sale, however often it is brought', async () => {
    const first = await api.publishAddOn(addOn());
    expect(await api.publishAddOn(addOn())).toEqual(first);
    expect(await api.publishAddOn(addOn({ publication: first, prices: ['5.00'] }))).toEqual({
      ...first,
      variants: [{ ...first.variants[0], price: '5.00' }],
    });
    const { product } = await execute(
      `query($id: ID!) { product(id: $id) { status title
        variants(first: 5) { nodes { id price taxable inventoryItem { requiresShipping } } } resourcePublicationsCount { count } } }`,
      { id: `gid://shopify/Product/${first.platformProductId}` },
    );
    expect(product).toMatchObject({
      status: 'UNLISTED',
      resourcePublicationsCount: { count: 1 },
    });
    expect(product.variants.nodes).toHaveLength(1);
    expect(product.variants.nodes[0]).toMatchObject({
      id: `gid://shopify/ProductVariant/${first.variants[0]?.platformVariantId}`,
      price: '5.00',
      taxable: true,
      inventoryItem: { requiresShipping: true },
    });
    expect((await api.searchCatalogue('product', 'gift')).map((one) => one.title)).toEqual([]);
  });

  test('the offers lie where the widget reads them', async () => {
    const publication = await api.publishAddOn(addOn());
    await api.publishOffers([addOn({ publication })]);
    const metafield = practice.world
      .appMetafields(shop)
      .find((one) => one.namespace === 'tagalong' && one.key === 'offers');
    expect(JSON.parse(metafield?.value ?? 'null')).toMatchObject({
      v: 2,
      offers: [{ title: 'Gift wrap', productId: publication.platformProductId, price: '4.50' }],
    });
  });

  test('a withdrawn add-on is archived, and comes back by being brought again', async () => {
    const publication = await api.publishAddOn(addOn());
    await api.withdrawAddOn(publication);
    const status = async () =>
      (
        await execute(`query($id: ID!) { product(id: $id) { status } }`, {
          id: `gid://shopify/Product/${publication.platformProductId}`,
        })
      ).product.status;
    expect(await status()).toBe('ARCHIVED');
    expect(await api.publishAddOn(addOn({ publication }))).toEqual(publication);
    expect(await status()).toBe('UNLISTED');
    await api.withdrawAddOn({ platformProductId: '999999999', variants: [] });
  });

  test('a ladder is one variant for each price; a price that stays keeps its variant, and inspecting finds them all', async () => {
    const publication = await api.publishAddOn(addOn({ prices: ['1.00', '2.50', '10.00'] }));
    expect(publication.variants.map((one) => one.price)).toEqual(['1.00', '2.50', '10.00']);
    const moved = await api.publishAddOn(addOn({ publication, prices: ['2.50', '10.00', '11.00', '12.00'] }));
    expect(moved.variants.slice(0, 2)).toEqual(publication.variants.slice(1));
    expect(moved.variants).toHaveLength(4);
    const gone = '999999999';
    expect(await api.inspectAddOns([moved.platformProductId, gone])).toEqual([
      { title: 'Gift wrap', isOffered: true, variants: moved.variants },
      null,
    ]);
    const prices = Array.from({ length: 600 }, (_, n) => (n + 1).toFixed(2));
    const long = await api.publishAddOn(addOn({ publication: moved, prices }));
    expect(long.variants.map((one) => one.price)).toEqual(prices);
    await api.publishOffers([
      addOn({ publication: long, pricing: { kind: 'percentage', percent: '10', min: null, max: null, step: null } }),
    ]);
    const ladder = practice.world
      .appMetafields(shop)
      .find((one) => one.key === 'ladder_3f6e0d0a111142228333944445555666');
    expect(JSON.parse(ladder?.value ?? 'null').rungs.slice(0, 2)).toEqual(
      long.variants.slice(0, 2).map((one) => [one.platformVariantId, Number(one.price) * 100]),
    );
    await api.withdrawAddOn(long);
    expect(await api.inspectAddOns([long.platformProductId])).toMatchObject([{ isOffered: false }]);
  });

  test('a product that the merchant deleted is made anew', async () => {
    const publication = await api.publishAddOn(addOn());
    await execute(`mutation($id: ID!) { productDelete(input: { id: $id }) { deletedProductId } }`, {
      id: `gid://shopify/Product/${publication.platformProductId}`,
    });
    const fresh = await api.publishAddOn(addOn({ publication }));
    expect(fresh.platformProductId).not.toBe(publication.platformProductId);
  });
});
