import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { plainDetails } from '../../app/domain/addons/details';
import { type Offerable, offersDocument } from '../../app/domain/addons/offers';
import type { Practice } from '../../practice/shopify/server';
import { ask } from '../../practice/shopify/stock/ask';
import { stockStore } from '../../practice/shopify/stock/stock-store';
import { startPractice } from '../setup/practice-shopify';
import { openBrowser } from './browser';
import { findings } from './findings';
import { picture } from './picture';

/** Add-ons in a real cart: the practice storefront's page and drawer, its cart over HTTP, the embed as it is shipped. */
const domain = 'carts.myshopify.com';
let practice: Practice;
let context: Awaited<ReturnType<typeof openBrowser>>;
let page: Page;
let products: { handle: string; title: string }[];

beforeAll(async () => {
  practice = await startPractice(domain);
  await stockStore(practice.world, domain, { size: 'small', seed: 1 });
  const found = await ask(
    practice.world,
    domain,
    `{ products(first: 60) { nodes { handle title variants(first: 2) { nodes { id title } } } } }`,
    {},
  );
  // Without choices, so that a test presses one button.
  products = found.products.nodes.filter((one: { variants: { nodes: unknown[] } }) => one.variants.nodes.length === 1);
});
afterAll(() => practice.stop());
beforeEach(async () => {
  context = await openBrowser();
  page = await context.newPage();
  page.setDefaultTimeout(10_000);
});
afterEach(() => context.end());

async function sell(...addOns: Partial<Offerable>[]): Promise<void> {
  const sold: Offerable[] = [];
  for (const [n, addOn] of addOns.entries()) {
    const id = `00000000-0000-4000-8000-00000000000${n + 1}`;
    const { productSet } = await ask(
      practice.world,
      domain,
      `mutation($input: ProductSetInput!) { productSet(input: $input, synchronous: true) { product { id variants(first: 1) { nodes { id } } } userErrors { message } } }`,
      {
        input: {
          title: addOn.title,
          handle: `tagalong-${id}-${Math.random().toString(36).slice(2)}`,
          status: 'UNLISTED',
          productOptions: [{ name: 'Title', values: [{ name: 'Default Title' }] }],
          variants: [{ optionValues: [{ optionName: 'Title', name: 'Default Title' }], price: '4.50' }],
        },
      },
    );
    const bare = (gid: string) => gid.slice(gid.lastIndexOf('/') + 1);
    sold.push({
      ...plainDetails,
      ...{
        id,
        kind: 'gift_wrap',
        title: 'Gift wrap',
        description: '',
        terms: 'By hand.',
        price: '4.50',
        currency: 'USD',
      },
      targets: { all: true, productIds: [], collectionIds: [] },
      state: 'active',
      publication: {
        platformProductId: bare(productSet.product.id),
        variants: [{ platformVariantId: bare(productSet.product.variants.nodes[0].id), price: '4.50' }],
      },
      ...addOn,
    });
  }
  const { currentAppInstallation } = await ask(practice.world, domain, '{ currentAppInstallation { id } }', {});
  await ask(
    practice.world,
    domain,
    `mutation($m: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $m) { userErrors { message } } }`,
    {
      m: [
        {
          ...{ ownerId: currentAppInstallation.id, namespace: 'tagalong', key: 'offers', type: 'json' },
          value: JSON.stringify(offersDocument(sold)),
        },
      ],
    },
  );
}

type Item = { title: string; quantity: number; properties: Record<string, string>; parent_relationship?: object };

async function cart(): Promise<Item[]> {
  return page.evaluate(async () => (await (await fetch('/cart.js')).json()).items);
}
const quantities = async () => (await cart()).map((item) => `${item.quantity} ${item.title}`);

/** Adds a product on its page, with or without a tick, and waits until it lies in the cart. */
async function buy(product = products[0], tick?: string): Promise<void> {
  await page.goto(`${practice.storefrontUrl}/products/${product?.handle}`);
  if (tick) await page.getByRole('checkbox', { name: tick }).check();
  const added = page.waitForResponse((reply) => reply.url().includes('/cart/add') && reply.ok());
  await page.getByRole('button', { name: /add to cart/i }).click();
  await added;
}

/** The links that can be read beside an offer; a picture's link has no words. */
const namesBeside = (offer: Locator) => offer.locator('xpath=../a[normalize-space()]').allInnerTexts();
const drawerLine = (title: string) => page.locator('#cart-drawer .line', { hasText: title });

test('in the drawer quantities follow the product, and an add-on leaves with it', async () => {
  await sell({ title: 'Gift wrap' });
  await buy(products[0], 'Gift wrap');
  const title = products[0]?.title ?? '';
  await drawerLine(title).first().getByRole('spinbutton').fill('3');
  await drawerLine(title).first().getByRole('spinbutton').blur();
  await expect.poll(quantities).toEqual([`3 ${title}`, '3 Gift wrap']);
  // The drawer shows what the cart holds.
  await expect.poll(() => drawerLine('Gift wrap').first().getByRole('spinbutton').inputValue()).toBe('3');
  // Fewer of the add-on than of the product is not what was sold.
  await drawerLine('Gift wrap').first().getByRole('spinbutton').fill('1');
  await drawerLine('Gift wrap').first().getByRole('spinbutton').blur();
  await expect.poll(quantities).toEqual([`3 ${title}`, '3 Gift wrap']);
  await drawerLine(title)
    .first()
    .getByRole('button', { name: `Remove: ${title}` })
    .click();
  await expect.poll(quantities).toEqual([]);
});

test('lines that could not be nested are kept in step all the same, on the cart page too', async () => {
  await sell({ title: 'Gift wrap' });
  await buy(products[0], 'Gift wrap');
  // As a theme or a bundle leaves them: linked by their properties alone.
  const items = await cart();
  await page.evaluate(async (lines) => {
    await fetch('/cart/clear.js', { method: 'POST' });
    const wanted = lines.map((line) => ({
      id: (line as unknown as { id: number }).id,
      quantity: 1,
      properties: line.properties,
    }));
    await fetch('/cart/add.js', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ items: wanted }),
    });
  }, items);
  expect((await cart()).some((item) => item.parent_relationship)).toBe(false);
  await page.goto(`${practice.storefrontUrl}/cart`);
  const title = products[0]?.title ?? '';
  await page.locator('main').getByLabel(`Quantity: ${title}`).fill('2');
  await page.locator('main').getByRole('button', { name: 'Apply' }).click();
  await expect.poll(async () => (await quantities()).sort()).toEqual([`2 ${title}`, '2 Gift wrap'].sort());
  // The page was loaded again and shows it.
  await expect.poll(() => page.locator('main').getByLabel('Quantity: Gift wrap').inputValue()).toBe('2');
  await page.locator('main').getByLabel(`Quantity: ${title}`).fill('0');
  await page.locator('main').getByRole('button', { name: 'Apply' }).click();
  await expect.poll(quantities).toEqual([]);
});

test('once per line, once per order and a fixed number each keep their count', async () => {
  await sell(
    { title: 'Per line', quantity: { kind: 'per_line' } },
    { title: 'Per order', quantity: { kind: 'per_order' } },
    { title: 'Three of', quantity: { kind: 'fixed', count: 3 } },
  );
  await page.goto(`${practice.storefrontUrl}/products/${products[0]?.handle}`);
  for (const title of ['Per line', 'Per order', 'Three of']) await page.getByRole('checkbox', { name: title }).check();
  await page.getByLabel('Quantity').first().fill('5');
  await page.getByRole('button', { name: /add to cart/i }).click();
  const counted = async () => Object.fromEntries((await cart()).map((item) => [item.title, item.quantity]));
  await expect.poll(counted).toMatchObject({ 'Per line': 1, 'Per order': 1, 'Three of': 3 });
  // A second product with the same: the order still has one.
  await buy(products[1], 'Per order');
  await expect
    .poll(async () => (await quantities()).filter((one) => one.endsWith('Per order')))
    .toEqual(['1 Per order']);
});

test('beside a line without it an add-on is offered once more, with price and terms, and added with one press', async () => {
  await sell({ title: 'Gift wrap' });
  await buy(products[0]);
  const offer = page.locator('#cart-drawer .tagalong-cart__line');
  await offer.waitFor();
  expect(await offer.getByText('$4.50').isVisible()).toBe(true);
  // Beside the name, not the picture, which leads to the product as well.
  expect(await namesBeside(offer)).toEqual([products[0]?.title]);
  expect((await cart()).length).toBe(1);
  await offer.getByText('Terms').click();
  expect(await offer.getByText('By hand.').isVisible()).toBe(true);
  await offer.getByRole('button', { name: 'Add Gift wrap' }).click();
  const title = products[0]?.title ?? '';
  await expect.poll(quantities).toEqual([`1 ${title}`, '1 Gift wrap']);
  const [parent, child] = await cart();
  expect(child?.properties).toMatchObject({
    _tagalong_parent: parent?.properties._tagalong_id,
    _tagalong_price: '$4.50',
    _tagalong_ticked: expect.stringMatching(/Z$/),
  });
  expect(child?.parent_relationship).toBeTruthy();
  await expect.poll(() => offer.count()).toBe(0);
  await page.goto(`${practice.storefrontUrl}/cart`);
  expect(await page.locator('main .tagalong-cart__line').count()).toBe(0);
});

test('on the cart page the offer stands beside its line at 360 px, and axe finds nothing', async () => {
  await sell({ title: 'Gift wrap' }, { title: 'Engraving', kind: 'service' });
  await buy(products[0]);
  await buy(products[1]);
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`${practice.storefrontUrl}/cart`);
  await page.locator('main .tagalong-cart__line').nth(1).waitFor();
  expect(await page.locator('main .tagalong-cart__add').count()).toBe(4);
  const lines = page.locator('main .tagalong-cart__line');
  const names = [...(await namesBeside(lines.first())), ...(await namesBeside(lines.nth(1)))];
  expect(names.sort()).toEqual([products[0]?.title, products[1]?.title].sort());
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  await picture(page, 'cart-offers-phone');
  expect(await findings(page, 'main .tagalong-cart__line')).toEqual([]);
});

test('on the page of a theme that draws its lines anew but not its sum, the sum is right as well', async () => {
  await sell({ title: 'Gift wrap' });
  await buy(products[0]);
  await page.addInitScript(() => {
    customElements.define(
      'cart-items',
      class extends HTMLElement {
        onCartUpdate() {}
      },
    );
    addEventListener('DOMContentLoaded', () => document.body.append(document.createElement('cart-items')));
  });
  await page.goto(`${practice.storefrontUrl}/cart`);
  const sum = page.locator('main .cart-foot .sum');
  const before = Number((await sum.innerText()).replace(/[^\d.]/g, ''));
  await page.locator('main').getByRole('button', { name: 'Add Gift wrap' }).click();
  await expect.poll(async () => Number((await sum.innerText()).replace(/[^\d.]/g, ''))).toBe(before + 4.5);
  await page.locator('tagalong-cart [role=status]', { hasText: /added/i }).waitFor({ state: 'attached' });
});

test('the number in the header of a theme of the Dawn family follows a correction', async () => {
  await sell({ title: 'Gift wrap' });
  await buy(products[0], 'Gift wrap');
  await page.evaluate(() => {
    const bubble = Object.assign(document.createElement('div'), { id: 'cart-icon-bubble', textContent: '3' });
    document.body.append(bubble);
  });
  // As the platform answers when it is asked for one section.
  await page.route('**/cart?section_id=cart-icon-bubble', async (route) => {
    const { item_count: count } = await (await page.request.get(`${practice.storefrontUrl}/cart.js`)).json();
    await route.fulfill({ contentType: 'text/html', body: `<div class="shopify-section"><b>${count}</b></div>` });
  });
  const title = products[0]?.title ?? '';
  await drawerLine(title).first().getByRole('spinbutton').fill('2');
  await drawerLine(title).first().getByRole('spinbutton').blur();
  await expect.poll(quantities).toEqual([`2 ${title}`, '2 Gift wrap']);
  await expect.poll(() => page.locator('#cart-icon-bubble b').innerText()).toBe('4');
});

test('a shop that takes no correction is asked once, not again and again', async () => {
  await sell({ title: 'Gift wrap' });
  await buy(products[0], 'Gift wrap');
  let asked = 0;
  let loads = 0;
  page.on('load', () => loads++);
  /** The cart as a shop tells it that has five of the add-on and keeps them, whatever is asked. */
  const stubborn = async () => {
    const told = await (await page.request.get(`${practice.storefrontUrl}/cart.js`)).json();
    for (const item of told.items) if (item.title === 'Gift wrap') item.quantity = 5;
    return { ...told, item_count: 6 };
  };
  await page.route('**/cart.js', async (route) => route.fulfill({ json: await stubborn() }));
  await page.route('**/cart/update.js', async (route) => {
    asked++;
    await route.fulfill({ json: await stubborn() });
  });
  await page.goto(`${practice.storefrontUrl}/cart`);
  await expect.poll(() => asked).toBe(1);
  await page.reload();
  await page.waitForTimeout(1500);
  expect({ asked, loads }).toEqual({ asked: 1, loads: 2 });
});

test('with the script missing the cart works as it did', async () => {
  await sell({ title: 'Gift wrap' });
  await page.route('**/tagalong-cart.js', (route) => route.abort());
  await buy(products[0], 'Gift wrap');
  const title = products[0]?.title ?? '';
  await drawerLine(title).first().getByRole('spinbutton').fill('2');
  await drawerLine(title).first().getByRole('spinbutton').blur();
  await expect.poll(quantities).toEqual([`2 ${title}`, '1 Gift wrap']);
  await page.goto(`${practice.storefrontUrl}/checkout`);
  expect(await page.getByRole('button', { name: 'Place order' }).isEnabled()).toBe(true);
});
