import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { findBrowser } from '../../scripts/find-browser';
import { offer } from '../widget/render-block';
import { type SmallShop, startSmallShop } from '../widget/small-shop';
import { findings } from './findings';

/** The widget in a real browser, on a small shop of its own. */
let browser: Browser;
let shop: SmallShop;
let page: Page;

const offers = [
  offer('1', {
    title: 'Two years of care',
    kind: 'warranty',
    terms: 'Covers drops and spills.',
    description: 'Repairs',
  }),
  offer('2', { title: 'Five years of care', kind: 'warranty', price: '19.99' }),
  offer('3', { title: 'Gift wrap', kind: 'gift_wrap', price: '4.50', variantId: '9007199254740995' }),
];

beforeAll(async () => {
  const executablePath = await findBrowser();
  if (!executablePath) throw new Error('No Chromium: run npm test, which installs one, or set CHROMIUM_PATH.');
  browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
});
afterAll(() => browser.close());
beforeEach(async () => {
  shop = await startSmallShop();
  shop.scene = { offers };
});
afterEach(async () => {
  await page.context().close();
  await shop.stop();
});

async function open(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext(options);
  page = await context.newPage();
  page.setDefaultTimeout(10_000);
  await page.goto(`${shop.url}/products/lamp`);
  return page;
}

const tick = (title: string) => page.getByRole('checkbox', { name: title });
const buy = () => page.getByRole('button', { name: 'Add to cart' }).click();

test('nothing is ticked, and price and terms are read before the tick', async () => {
  await open();
  await page.getByRole('group', { name: 'Add to your order' }).waitFor();
  for (const box of await page.getByRole('checkbox').all()) expect(await box.isChecked()).toBe(false);
  const care = tick('Two years of care');
  expect(await page.getByText('$9.99').isVisible()).toBe(true);
  expect(await page.getByText('Covers drops and spills.').isVisible()).toBe(true);
  const name = await page.locator('label', { hasText: 'Two years of care' }).textContent();
  expect(name).toContain('$9.99');
  const about = await care.getAttribute('aria-describedby');
  expect(await page.locator(`[id="${about}"]`).textContent()).toContain('Covers drops and spills.');
});

test('with no tick the theme adds the product its own way', async () => {
  await open();
  await buy();
  await page.waitForURL('**/cart');
  expect(shop.asked).toEqual([
    { form: { 'product-id': '1001', id: '41', quantity: '1', 'properties[Engraving]': '', add: '' } },
  ]);
});

test('one request holds the product and its add-ons as nested lines, by variant and quantity of the form', async () => {
  await open();
  await tick('Two years of care').check();
  await tick('Gift wrap').check();
  await page.getByLabel('Size').selectOption('42');
  await page.getByLabel('Quantity').fill('3');
  await page.getByLabel('Engraving').fill('For Ada');
  await buy();
  await page.waitForURL('**/cart');
  expect(shop.asked).toHaveLength(1);
  const items = itemsOf(0);
  const link = items[0]?.properties?._tagalong_id ?? '';
  expect(link).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  const child = (id: string, price: string) => ({
    _tagalong_parent: link,
    _tagalong_add_on: id,
    _tagalong_ticked: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    _tagalong_price: price,
    _tagalong_v: '2',
  });
  expect(items).toEqual([
    { id: 42, quantity: 3, properties: { Engraving: 'For Ada', _tagalong_id: link, _tagalong_v: '2' } },
    { id: 801, quantity: 3, parent_id: 42, properties: child('1', '$9.99') },
    { id: '9007199254740995', quantity: 3, parent_id: 42, properties: child('3', '$4.50') },
  ]);
});

test('where lines cannot be nested, the same lines go linked by their properties alone', async () => {
  shop.mood = 'no-nesting';
  await open();
  await tick('Gift wrap').check();
  await buy();
  await page.waitForURL('**/cart');
  expect(shop.asked).toHaveLength(2);
  const [parent, child] = itemsOf(1);
  expect(child).not.toHaveProperty('parent_id');
  expect(child?.properties?._tagalong_parent).toBe(parent?.properties?._tagalong_id);
});

test.each([
  ['sold-out', /could not be added.*All 3 Lamp are in your cart\./],
  ['broken', /could not be added, and nothing was put in your cart\.$/],
] as const)('when the cart is %s the shopper reads it and buys without the add-ons', async (mood, words) => {
  shop.mood = mood;
  await open();
  await tick('Gift wrap').check();
  await buy();
  const without = page.getByRole('button', { name: 'Add the product without them' });
  await without.waitFor();
  expect(await page.locator('.tagalong__status').textContent()).toMatch(words);
  await without.click();
  await page.waitForURL('**/cart');
  expect(shop.asked.at(-1)).toMatchObject({ form: { id: '41', quantity: '1' } });
});

test('one plan of a kind fits a product, and the shopper is told', async () => {
  await open();
  await tick('Two years of care').check();
  await tick('Gift wrap').check();
  await tick('Five years of care').check();
  expect(await tick('Two years of care').isChecked()).toBe(false);
  expect(await tick('Gift wrap').isChecked()).toBe(true);
  expect(await page.getByText('One plan of a kind fits a product').isVisible()).toBe(true);
});

test('without JavaScript the product is bought as always, and no box pretends to work', async () => {
  await open({ javaScriptEnabled: false });
  expect(await tick('Gift wrap').isDisabled()).toBe(true);
  expect(await page.locator('noscript .tagalong__note').isVisible()).toBe(true);
  await buy();
  await page.waitForURL('**/cart');
  expect(shop.asked).toMatchObject([{ form: { id: '41' } }]);
});

test('when the script never arrives the product is bought as always', async () => {
  const context = await browser.newContext();
  page = await context.newPage();
  await page.route('**/tagalong-product.js', (route) => route.abort());
  await page.goto(`${shop.url}/products/lamp`);
  expect(await tick('Gift wrap').isDisabled()).toBe(true);
  await buy();
  await page.waitForURL('**/cart');
  expect(shop.asked).toMatchObject([{ form: { id: '41' } }]);
});

test('while the script is late nothing moves and the product can be bought; then ticks work', async () => {
  let arrive: () => void = () => undefined;
  shop.scriptGate = new Promise((done) => {
    arrive = done;
  });
  const context = await browser.newContext();
  page = await context.newPage();
  await page.goto(`${shop.url}/products/lamp`, { waitUntil: 'commit' });
  await page.getByText('Ships in two days.').waitFor();
  expect(await tick('Gift wrap').isDisabled()).toBe(true);
  const before = await page.locator('#below').boundingBox();
  arrive();
  await expect.poll(() => tick('Gift wrap').isEnabled()).toBe(true);
  expect(await page.locator('#below').boundingBox()).toEqual(before);
  await tick('Gift wrap').check();
  await buy();
  await page.waitForURL('**/cart');
  expect(itemsOf(0)).toHaveLength(2);
});

test('a theme with a drawer is told and stays on the page; its own adding is untouched without a tick', async () => {
  shop.theme = 'drawer';
  await open();
  await tick('Gift wrap').check();
  await buy();
  await page.getByText('2 lines').waitFor();
  expect(await tick('Gift wrap').isChecked()).toBe(false);
  expect(await page.locator('.tagalong__status').textContent()).toBe('Added to your cart.');
  await buy();
  await page.getByText('theme added').waitFor();
  expect(shop.asked.map((asked) => (asked.items as unknown[]).length)).toEqual([2, 1]);
  expect(page.url()).toContain('/products/lamp');
});

test('a theme whose drawer is drawn from sections gets them in the same reply', async () => {
  shop.theme = 'sections';
  await open();
  await tick('Gift wrap').check();
  await buy();
  await page.getByText('2 lines').waitFor();
  expect(await page.locator('cart-drawer').textContent()).toContain('41:0');
  expect(await page.locator('cart-drawer').getAttribute('class')).toBe('');
  expect(shop.asked).toMatchObject([{ sections: 'cart-drawer', sections_url: '/products/lamp' }]);
  expect(page.url()).toContain('/products/lamp');
});

test('a theme of the Horizon family hears how many pieces the cart has, and the shopper stays on the page', async () => {
  shop.theme = 'components';
  await open();
  await tick('Gift wrap').check();
  await buy();
  await page.getByText('9 in the cart').waitFor();
  await page.waitForTimeout(300);
  expect(page.url()).toContain('/products/lamp');
});

test('the merchant may send shoppers to the cart page, or keep them where they are', async () => {
  shop.theme = 'drawer';
  shop.scene = { offers, settings: { after_add: 'cart' } };
  await open();
  await tick('Gift wrap').check();
  await buy();
  await page.waitForURL('**/cart');
  shop.theme = 'form';
  shop.scene = { offers, settings: { after_add: 'stay' } };
  await page.goto(`${shop.url}/products/lamp`);
  await tick('Gift wrap').check();
  await buy();
  await page.getByText('Added to your cart.').waitFor();
  expect(page.url()).toContain('/products/lamp');
});

test('two presses at once add once, also after the theme moved the block', async () => {
  await open();
  await page.evaluate(() => {
    const block = document.querySelector('tagalong-add-ons') as HTMLElement;
    for (let moves = 0; moves < 2; moves++) document.querySelector('#block')?.append(block);
  });
  await tick('Gift wrap').check();
  await page.evaluate(() => {
    const form = document.querySelector('form') as HTMLFormElement;
    form.requestSubmit();
    form.requestSubmit();
  });
  await page.waitForURL('**/cart');
  expect(shop.asked).toHaveLength(1);
});

test('a script of the page that stands before fetch later on still sees the theme and loses no tick', async () => {
  shop.theme = 'click';
  await open();
  await page.evaluate(() => {
    const before = window.fetch;
    window.fetch = (...args) => before.apply(window, args);
  });
  await tick('Gift wrap').check();
  await buy();
  await page.getByText('added 41').waitFor();
  expect(itemsOf(0)).toHaveLength(2);
});

test('a theme that fetches on a click gets the add-ons in its own request', async () => {
  shop.theme = 'click';
  await open();
  await tick('Gift wrap').check();
  await page.getByLabel('Quantity').fill('2');
  await buy();
  await page.getByText('added 41').waitFor();
  expect(shop.asked).toHaveLength(1);
  expect(itemsOf(0)).toMatchObject([
    { id: 41, quantity: 2 },
    { id: '9007199254740995', quantity: 2, parent_id: 41 },
  ]);
});

test('a tick outlives the theme redrawing the block for another variant', async () => {
  await open();
  await tick('Gift wrap').check();
  await page.evaluate(() => {
    const holder = document.querySelector('#block') as HTMLElement;
    const fresh = holder.innerHTML.replace('class="tagalong__group"', 'class="tagalong__group" disabled');
    holder.innerHTML = fresh;
  });
  expect(await tick('Gift wrap').isEnabled()).toBe(true);
  expect(await tick('Gift wrap').isChecked()).toBe(true);
  expect(await tick('Two years of care').isChecked()).toBe(false);
});

test('another variant has its own price and offers, also in a theme that draws nothing anew', async () => {
  const large = { groups: [{ rules: [{ f: 'variant', v: '|42|' }] }], exclude: [] };
  shop.scene = {
    offers: [
      offer('1', { title: 'Care', varies: true, pricing: { milli: 10_000, min: 0, max: 0, step: 1 } }),
      offer('2', { title: 'Big box', varies: true, conditions: large }),
      offer('3', { title: 'Gift wrap' }),
    ],
    product: {
      id: 1001,
      collections: [],
      variants: [
        { id: 41, price: 2000 },
        { id: 42, price: 5000 },
      ],
    },
    ladders: {
      ladder_1: {
        rungs: [
          ['v200', 200],
          ['v500', 500],
        ],
      },
    },
  };
  await open();
  await tick('Care $2.00').check();
  await tick('Gift wrap').check();
  expect(await page.getByText('Big box').count()).toBe(0);
  await page.getByLabel('Size').selectOption('42');
  await tick('Big box').waitFor();
  expect(await tick('Care $5.00').isChecked()).toBe(true);
  expect(await tick('Gift wrap').isChecked()).toBe(true);
  await buy();
  await page.waitForURL('**/cart');
  expect(itemsOf(0).map((item) => [item.id, item.properties?._tagalong_price])).toEqual([
    [42, undefined],
    ['v500', '$5.00'],
    [803, '$9.99'],
  ]);
});

test('offers come and go with the quantity, and a tick leaves with its offer', async () => {
  const many = { groups: [{ rules: [{ f: 'quantity', min: 3 }] }], exclude: [] };
  shop.scene = { offers: [offer('1', { title: 'Pallet', conditions: many, steps: [1, 3] })] };
  await open();
  const block = page.locator('tagalong-add-ons');
  expect(await block.isVisible()).toBe(false);
  await page.getByLabel('Quantity').fill('3');
  await tick('Pallet').check();
  await page.getByLabel('Quantity').fill('2');
  await expect.poll(() => block.isVisible()).toBe(false);
  await page.getByLabel('Quantity').fill('4');
  expect(await tick('Pallet').isChecked()).toBe(false);
});

test('fields appear with the tick; what is needed is asked for before anything is added', async () => {
  const inputs = [
    { label: 'Message', kind: 'text' as const, required: true, maxLength: 10, choices: [] },
    { label: 'Paper', kind: 'choice' as const, required: false, maxLength: 60, choices: ['Red', 'Blue'] },
  ];
  shop.scene = { offers: [offer('1', { title: 'Card', quantity: 'order', inputs })] };
  await open();
  expect(await page.getByLabel('Message').isVisible()).toBe(false);
  await tick('Card').check();
  await page.getByLabel('Quantity').fill('4');
  await buy();
  expect(await page.locator('.tagalong__status').textContent()).toBe('Please fill in: Message');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-tagalong-input'))).toBe('Message');
  expect(shop.asked).toEqual([]);
  await page.getByLabel('Message').fill('For Ada, with love');
  await page.getByLabel('Paper').selectOption('Blue');
  await buy();
  await page.waitForURL('**/cart');
  expect(itemsOf(0)[1]).toMatchObject({ quantity: 1, properties: { Message: 'For Ada, w', Paper: 'Blue' } });
});

test('the keyboard alone ticks and buys', async () => {
  await open();
  await page.getByLabel('Engraving').focus();
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Add to cart');
  for (let presses = 0; presses < 3; presses++) await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  expect(await tick('Gift wrap').isChecked()).toBe(true);
  await page.getByLabel('Quantity').focus();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/cart');
  expect(itemsOf(0)).toHaveLength(2);
});

test.each(['ltr', 'rtl'] as const)('at 360 px, %s, nothing overflows and axe finds nothing', async (direction) => {
  shop.direction = direction;
  shop.scene = { offers: [...offers, offer('4', { title: 'W'.repeat(80), terms: 'x'.repeat(400) })] };
  await open({ viewport: { width: 360, height: 740 }, reducedMotion: 'reduce' });
  await expect.poll(() => tick('Gift wrap').isEnabled()).toBe(true);
  await tick('Gift wrap').check();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(360);
  const box = await tick('Gift wrap').boundingBox();
  const label = await page.locator('label', { hasText: 'Gift wrap' }).boundingBox();
  expect((box?.x ?? 0) < (label?.x ?? 0)).toBe(direction === 'ltr');
  expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(24);
  expect(await findings(page, 'tagalong-add-ons')).toEqual([]);
});

type Item = { id: unknown; quantity: number; properties?: Record<string, string> };

function itemsOf(request: number): Item[] {
  return (shop.asked[request]?.items ?? []) as Item[];
}
