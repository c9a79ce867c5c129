import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAddOn, findAddOn, updateAddOn } from '../../app/addons/add-on-store.server';
import { publishAddOn } from '../../app/addons/publish.server';
import { tendAddOns } from '../../app/addons/tend.server';
import { relinkAddOns } from '../../app/domain/orders/relink-store.server';
import { listAuditEvents } from '../../app/tenancy/audit-store.server';
import { type StoreWithDoor, storeWithDoor } from '../setup/store-with-door';

/** A price that the merchant named for a currency: what the shop of that market shows and charges, and what it earns. */
let store: StoreWithDoor;
let addOnId = '';
let product = { handle: '', variantId: '' };
const values = { title: 'Care', kind: 'warranty', state: 'active', price: '5.00', targets: { all: true } };
const [ownYen, ownDollars] = [
  { currency: 'JPY', price: '990' },
  { currency: 'CAD', price: '6.49' },
];

beforeAll(async () => {
  store = await storeWithDoor('currencies.myshopify.com', { orders: 1, seed: 4 });
  await store.run('products');
  const { products } = (await store.change(
    '{ products(first: 1) { nodes { handle variants(first: 1) { nodes { id } } } } }',
    {},
  )) as unknown as { products: { nodes: { handle: string; variants: { nodes: { id: string }[] } }[] } };
  const [first] = products.nodes;
  product = { handle: first?.handle ?? '', variantId: first?.variants.nodes[0]?.id.split('/').at(-1) ?? '' };
}, 90_000);
afterAll(() => store?.close());

const publish = () => publishAddOn(store.storeId, addOnId, async () => store.api, relinkAddOns);
/** A shopper of a market, with a cart of their own. */
function shopper(market: string) {
  const cookies = new Map([['market', market]]);
  return async (path: string, body?: Record<string, unknown>) => {
    const reply = await fetch(`${store.practice.storefrontUrl}${path}`, {
      ...{ method: body ? 'POST' : 'GET', redirect: 'manual' },
      headers: {
        ...{ 'content-type': 'application/json' },
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    for (const set of reply.headers.getSetCookie()) {
      const [name = '', value = ''] = (set.split(';')[0] ?? '').split('=');
      cookies.set(name, value);
    }
    return reply;
  };
}
async function asked(market: string): Promise<string | undefined> {
  const page = await (await shopper(market)(`/products/${product.handle}`)).text();
  const [, offer] = page.split(`data-tagalong-offer="${addOnId}"`);
  return /tagalong__price">\s*([^<]*[\d])/.exec(offer ?? '')?.[1]?.trim();
}

test('the currencies are those of the store’s markets', async () => {
  const currencies = await store.api.currenciesOfStore();
  expect(currencies.map((one) => one.currency)).toEqual(expect.arrayContaining(['CAD', 'JPY']));
  expect(currencies.find((one) => one.currency === 'CAD')?.markets).toEqual(['Canada']);
});

test('where a price was named it is asked, at home the add-on’s own', async () => {
  const saved = await createAddOn(store.storeId, { ...values, currencyPrices: [ownYen, ownDollars] });
  addOnId = saved.outcome === 'saved' ? saved.addOn.id : '';
  await publish();
  expect(await asked('us')).toBe('$5.00');
  expect(await asked('ca')).toContain('6.49');
  expect(await asked('jp')).toContain('990');
});

test('it is what is charged, kept to the digit, and counted in the store’s currency', async () => {
  const shop = shopper('jp');
  const variant = (await findAddOn(store.storeId, addOnId))?.publication.variants[0]?.platformVariantId;
  const parent = { id: product.variantId, quantity: 1, properties: { _tagalong_id: 'x' } };
  const child = { id: variant, quantity: 1, parent_id: product.variantId, properties: { _tagalong_parent: 'x' } };
  await shop('/cart/add.js', { items: [parent, child] });
  const cart = (await (await shop('/cart.js')).json()) as { items: { presentment_price: number }[] };
  expect(cart.items.map((one) => one.presentment_price)).toContain(990);
  const placed = await shop('/checkout', {
    lastName: 'Sato',
    address1: '1-1',
    city: 'Tokyo',
    email: 'sato@example.com',
  });
  expect(placed.headers.get('location')).toContain('/thank-you/');
  await store.arrive();
  const { rows } = await store.database.admin.query(
    `select l.unit_price::text as price, l.unit_price_presentment::text as presentment, o.presentment_currency as currency,
            o.add_on_revenue::text as revenue
       from order_line l join orders o using (store_id, platform_order_id)
      where l.store_id = $1 and l.platform_variant_id = $2`,
    [store.storeId, variant],
  );
  // 990 yen at the market's rate of 151.62.
  expect(rows).toEqual([expect.objectContaining({ currency: 'JPY' })]);
  expect(Number(rows[0].presentment)).toBe(990);
  expect([Number(rows[0].price), Number(rows[0].revenue)]).toEqual([6.53, 6.53]);
});

test('a price that somebody changed in a market’s price list is found at the next look, and put right', async () => {
  const { priceLists } = (await store.change('{ priceLists(first: 10) { nodes { id currency } } }', {})) as unknown as {
    priceLists: { nodes: { id: string; currency: string }[] };
  };
  const variant = (await findAddOn(store.storeId, addOnId))?.publication.variants[0]?.platformVariantId;
  const meddle = () =>
    store.change(
      `mutation($id: ID!, $prices: [PriceListPriceInput!]!) {
        priceListFixedPricesUpdate(priceListId: $id, pricesToAdd: $prices, variantIdsToDelete: []) { userErrors { message } }
      }`,
      {
        id: priceLists.nodes.find((one) => one.currency === 'CAD')?.id,
        prices: [
          { variantId: `gid://shopify/ProductVariant/${variant}`, price: { amount: '1.00', currencyCode: 'CAD' } },
        ],
      },
    );
  await meddle();
  expect(await asked('ca')).toContain('1.00');
  expect(await tendAddOns(store.storeId, async () => store.api)).toBe(1);
  expect(await asked('ca')).toContain('6.49');
  const [event] = await listAuditEvents(store.storeId, 1);
  expect(event).toMatchObject({
    action: 'add-on.repaired',
    detail: { id: addOnId, because: 'currency prices', currencies: ['CAD'] },
  });
  expect(await tendAddOns(store.storeId, async () => store.api)).toBe(0);
});

test('a new price replaces the old one, and one that was removed gives way to the rate; nothing is written twice', async () => {
  const raised = { ...ownDollars, price: '7.25' };
  await updateAddOn(store.storeId, addOnId, { ...values, currencyPrices: [raised] });
  await publish();
  expect([await asked('ca'), await asked('jp')]).toEqual([
    expect.stringContaining('7.25'),
    expect.stringContaining('758'),
  ]);
  const fixed = async () => {
    const { priceLists } = (await store.change(
      '{ priceLists(first: 10) { nodes { fixedPricesCount } } }',
      {},
    )) as unknown as {
      priceLists: { nodes: { fixedPricesCount: number }[] };
    };
    return priceLists.nodes.reduce((sum, one) => sum + one.fixedPricesCount, 0);
  };
  expect(await fixed()).toBe(1);
  await publish();
  expect(await fixed()).toBe(1);
  const share = { kind: 'percentage', percent: '10', min: '', max: '', step: '' };
  await updateAddOn(store.storeId, addOnId, { ...values, pricing: share, currencyPrices: [raised] });
  await publish();
  expect(await fixed()).toBe(0);
});

test('a price with digits that its currency does not have is refused in words', async () => {
  const odd = [{ currency: 'JPY', price: '9.90' }];
  expect(await createAddOn(store.storeId, { ...values, currencyPrices: odd })).toMatchObject({
    outcome: 'invalid',
    errors: { currencyPrices: expect.stringContaining('JPY has no minor unit') },
  });
  for (const wrong of [
    [ownYen, ownYen],
    [{ currency: 'USD', price: '5' }],
    [{ currency: 'yen', price: '5' }],
    [{ currency: 'CAD', price: '0' }],
  ])
    expect((await createAddOn(store.storeId, { ...values, currencyPrices: wrong })).outcome).toBe('invalid');
});
