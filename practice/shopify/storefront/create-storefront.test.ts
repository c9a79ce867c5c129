import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPractice } from '../../../tests/setup/practice-shopify';
import type { Practice } from '../server';
import { ask } from '../stock/ask';
import { stockStore } from '../stock/stock-store';

const domain = 'shopping.myshopify.com';
let practice: Practice;

beforeAll(async () => {
  practice = await startPractice(domain);
  await stockStore(practice.world, domain, { size: 'small', seed: 1 });
});
afterAll(() => practice.stop());

/** A browser's cookies, as far as a shop needs them. */
function shopperClient() {
  const cookies = new Map<string, string>();
  return async (route: string, body?: unknown) => {
    const response = await fetch(practice.storefrontUrl + route, {
      method: body === undefined ? 'GET' : 'POST',
      redirect: 'manual',
      headers: {
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(body === undefined || body instanceof URLSearchParams ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: body instanceof URLSearchParams ? body : JSON.stringify(body) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    return response;
  };
}

async function variantsOf(handle: string): Promise<string[]> {
  const { world } = practice;
  const reply = await ask(
    world,
    domain,
    'query Handle($handle: String!) { productByIdentifier(identifier: { handle: $handle }) { variants(first: 9) { nodes { id } } } }',
    { handle },
  );
  return reply.productByIdentifier.variants.nodes.map(({ id }: { id: string }) => id.split('/').at(-1));
}

test('pages answer: home, collection, product, search, cart, and what is not there', async () => {
  const go = shopperClient();
  for (const route of [
    '/',
    '/collections/kitchen',
    '/products/cast-iron-skillet',
    '/search?q=lamp',
    '/cart',
    '/checkout',
  ]) {
    expect((await go(route)).status, route).toBe(200);
  }
  expect((await go('/products/no-such-thing')).status).toBe(404);
  expect(await (await go('/collections/kitchen')).text()).toContain('Enamel Dutch Oven');
  expect((await go('/pictures/cast-iron-skillet.svg')).headers.get('content-type')).toBe('image/svg+xml');
});

test('a cart with a nested line becomes an order whose lines carry the private properties', async () => {
  const go = shopperClient();
  const [skillet = ''] = await variantsOf('cast-iron-skillet');
  const [mug = ''] = await variantsOf('stoneware-mug');
  const alone = await go('/cart/add.js', { items: [{ id: Number(mug), quantity: 1, parent_id: Number(skillet) }] });
  expect(alone.status).toBe(422);
  expect(await alone.json()).toMatchObject({ description: 'Parent line does not match any existing or added lines' });
  const added = await go('/cart/add.js', {
    items: [
      { id: Number(skillet), quantity: 2, properties: { _tagalong_id: 'link' } },
      { id: Number(mug), quantity: 2, parent_id: Number(skillet), properties: { _tagalong_parent: 'link' } },
    ],
  });
  const { items } = (await added.json()) as { items: { key: string; parent_relationship?: { parent_key: string } }[] };
  expect(items[1]?.parent_relationship?.parent_key).toBe(items[0]?.key);
  const cart = await (await go('/cart.js')).json();
  expect(cart).toMatchObject({ item_count: 4, currency: 'USD', total_price: 2 * 5900 + 2 * 1800 });

  const form = { lastName: 'Sample', address1: '1 Sample Street', city: 'Springfield', payment: 'card', do: 'place' };
  const placed = await go('/checkout', new URLSearchParams(form));
  expect(placed.status).toBe(303);
  const thanks = placed.headers.get('location') ?? '';
  expect(await (await go(thanks)).text()).toContain('Thank you');
  expect((await go(thanks.replace(/key=.*/, 'key=wrong'))).status).toBe(404);
  expect(await (await go('/cart.js')).json()).toMatchObject({ item_count: 0 });

  const id = /thank-you\/(\d+)/.exec(thanks)?.[1];
  const { order } = await ask(
    practice.world,
    domain,
    `query Placed($id: ID!) { order(id: $id) { displayFinancialStatus customer { id } totalPriceSet { shopMoney { amount } }
      totalOutstandingSet { shopMoney { amount } } lineItems(first: 5) { nodes { quantity customAttributes { key value } } } } }`,
    { id: `gid://shopify/Order/${id}` },
  );
  expect(order).toMatchObject({ displayFinancialStatus: 'PAID', customer: null });
  expect(order.lineItems.nodes).toEqual([
    { quantity: 2, customAttributes: [{ key: '_tagalong_id', value: 'link' }] },
    { quantity: 2, customAttributes: [{ key: '_tagalong_parent', value: 'link' }] },
  ]);
});

test('the child leaves with its parent, by change.js as by update.js', async () => {
  const go = shopperClient();
  const [skillet = ''] = await variantsOf('cast-iron-skillet');
  const [mug = ''] = await variantsOf('stoneware-mug');
  const items = [{ id: skillet }, { id: mug, parent_id: skillet }];
  await go('/cart/add.js', { items });
  expect(await (await go('/cart/change.js', { line: 1, quantity: 0 })).json()).toMatchObject({ items: [] });
  await go('/cart/add.js', { items });
  expect(await (await go('/cart/update.js', { updates: { [skillet]: 0 } })).json()).toMatchObject({ item_count: 0 });
});

test('a market changes the currency; a bad checkout says what is missing', async () => {
  const go = shopperClient();
  await go('/localization', new URLSearchParams({ market: 'jp', locale: 'de', return_to: '//evil.example' }));
  const [skillet = ''] = await variantsOf('cast-iron-skillet');
  await go('/cart/add', new URLSearchParams({ id: skillet, quantity: '1' }));
  expect(await (await go('/cart.js')).json()).toMatchObject({ currency: 'JPY' });
  expect(await (await go('/')).text()).toContain('<html lang="de">');
  const refused = await go('/checkout', new URLSearchParams({ email: 'nonsense', discount: 'NOPE', do: 'place' }));
  expect(refused.status).toBe(422);
  expect(await refused.text()).toContain('The code NOPE is not known.');
});
