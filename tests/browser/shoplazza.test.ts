import type { FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openBrowser } from './browser';
import { findings } from './findings';

/** Tagalong on Shoplazza as its merchant and its shoppers see it. */
const { shoplazza, appUrl, practiceAdminUrl } = inject('demo');
let context: Awaited<ReturnType<typeof openBrowser>>;

beforeAll(async () => {
  context = await openBrowser();
});
afterAll(() => context?.end());

async function openApp(
  path: string,
  viewport?: { width: number; height: number },
): Promise<{ page: Page; app: FrameLocator }> {
  const page = await context.newPage();
  if (viewport) await page.setViewportSize(viewport);
  await page.goto(shoplazza.practiceAdminUrl);
  const app = page.frameLocator('iframe').first();
  await app.locator('ui-nav-menu a', { hasText: path }).first().click();
  return { page, app };
}

const products = async (): Promise<string[]> => {
  const page = await (await fetch(shoplazza.storefrontUrl)).text();
  return [...page.matchAll(/href="(\/products\/[\w-]+)"/g)].map((found) => found[1] ?? '');
};
const shopAddress = (path: string) => {
  const address = new URL(path, shoplazza.storefrontUrl);
  address.searchParams.set('store', shoplazza.storeDomain);
  return address.href;
};

test('from the tick to the figure', async () => {
  const { page: admin, app } = await openApp('Analytics');
  const figure = () => app.locator('[data-figure="add-on-revenue"]').first().textContent();
  await app.locator('[data-figure="add-on-revenue"]').first().waitFor();
  const shop = await context.newPage();
  const [, second = ''] = await products();
  const seconds: number[] = [];
  for (let n = 0; n < 4; n += 1) {
    const before = await figure();
    await shop.bringToFront();
    await shop.goto(shopAddress(second));
    const box = shop.locator('tagalong-add-ons input[type=checkbox]').first();
    await box.waitFor();
    expect(await box.isChecked()).toBe(false);
    await box.check();
    const ticked = Date.now();
    await shop.getByRole('button', { name: 'Add to cart' }).click();
    await shop.getByText('Added to your cart.').waitFor();
    await shop.getByText('Lines in your cart: 2').waitFor();
    await shop.goto(shopAddress('/cart'));
    await shop.getByRole('button', { name: 'Check out' }).click();
    await shop.getByRole('button', { name: 'Pay now' }).click();
    await shop.getByText('Thank you').first().waitFor();
    await admin.bringToFront();
    await expect.poll(figure, { timeout: 20_000, interval: 50 }).not.toBe(before);
    seconds.push((Date.now() - ticked) / 1000);
  }
  console.log(`shoplazza, tick to figure: ${seconds.map((one) => one.toFixed(1)).join(', ')} s`);
  expect(Math.max(...seconds)).toBeLessThan(10);
});

describe('the block on a product page', () => {
  const openProduct = async () => {
    const shop = await context.newPage();
    const [first = ''] = await products();
    await shop.goto(shopAddress(first));
    await shop.locator('tagalong-add-ons input').first().waitFor();
    return shop;
  };
  const addToCart = (shop: Page) => shop.getByRole('button', { name: 'Add to cart' }).click();

  test('price and terms are read before the tick, by keyboard too, and nothing is ticked', async () => {
    const shop = await openProduct();
    const offers = shop.locator('.tagalong__offer');
    expect(await offers.count()).toBe(3);
    expect(await shop.locator('tagalong-add-ons input:checked').count()).toBe(0);
    expect(await offers.first().locator('.tagalong__price').textContent()).toMatch(/^€\d+\.\d\d$/);
    await shop.locator('tagalong-add-ons input').first().focus();
    await shop.keyboard.press('Space');
    expect(await shop.locator('tagalong-add-ons input').first().isChecked()).toBe(true);
    expect(await findings(shop)).toEqual([]);
    await shop.close();
  });

  test('without a tick the theme adds as it always does', async () => {
    const shop = await openProduct();
    const posts: string[] = [];
    shop.on('request', (request) => request.method() === 'POST' && posts.push(request.postData() ?? ''));
    await addToCart(shop);
    await shop.getByText('Lines in your cart: ').waitFor();
    expect(posts).toHaveLength(1);
    expect(posts[0]).not.toContain('_tagalong');
    await shop.close();
  });

  test('product and add-on go one after the other, linked; what is charged is the variant’s own price', async () => {
    const shop = await openProduct();
    const posts: Record<string, never>[] = [];
    shop.on('request', (request) => {
      if (request.method() === 'POST') posts.push(JSON.parse(request.postData() ?? '{}'));
    });
    await shop.locator('tagalong-add-ons input').first().check();
    // A second press while the first is on its way buys nothing twice.
    await shop.getByRole('button', { name: 'Add to cart' }).dblclick();
    await shop.getByText('Added to your cart.').waitFor();
    const [product, addOn] = posts as unknown as { properties: Record<string, string>; price?: string }[];
    expect(posts).toHaveLength(2);
    expect(addOn?.properties._tagalong_parent).toBe(product?.properties._tagalong_id);
    expect(addOn?.properties._tagalong_ticked).toMatch(/^\d{4}-/);
    expect([product?.price, addOn?.price]).toEqual([undefined, undefined]);
    await shop.close();
  });

  test('when the add-on fails, the product stays and the shopper is told which one is missing', async () => {
    const shop = await openProduct();
    await shop.route('**/api/cart', async (route) => {
      const isAddOn = (route.request().postData() ?? '').includes('_tagalong_parent');
      if (isAddOn) await route.fulfill({ status: 422, body: '{}' });
      else await route.continue();
    });
    const title = await shop.locator('.tagalong__title').first().textContent();
    await shop.locator('tagalong-add-ons input').first().check();
    await addToCart(shop);
    await shop.getByText(`Not added: ${title}`, { exact: false }).waitFor();
    // Still ticked: it can be tried again, and comes to the product that is in the cart.
    expect(await shop.locator('tagalong-add-ons input').first().isChecked()).toBe(true);
    await shop.unroute('**/api/cart');
    const posts: string[] = [];
    shop.on('request', (request) => request.method() === 'POST' && posts.push(request.postData() ?? ''));
    await addToCart(shop);
    await shop.getByText('Added to your cart.').waitFor();
    expect(posts).toHaveLength(1);
    expect(posts[0]).toContain('_tagalong_parent');
    await shop.close();
  });

  test('in the cart an add-on follows its product’s number and leaves with it', async () => {
    const fresh = await openBrowser();
    const shop = await fresh.newPage();
    const [first = ''] = await products();
    await shop.goto(shopAddress(first));
    await shop.locator('tagalong-add-ons input').first().check();
    await addToCart(shop);
    await shop.getByText('Added to your cart.').waitFor();
    await shop.goto(shopAddress('/cart'));
    const numbers = () =>
      shop.locator('input[name=quantity]').evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value));
    const change = async (to: string) => {
      await shop.locator('input[name=quantity]').first().fill(to);
      await shop.getByRole('button', { name: 'Change' }).first().click();
    };
    expect(await numbers()).toEqual(['1', '1']);
    await change('3');
    await expect.poll(numbers).toEqual(['3', '3']);
    // A cart that does not take as many keeps what it had, and the page comes to rest.
    await shop.route('**/api/cart', async (route) => {
      const line = JSON.parse(route.request().postData() ?? '{}');
      if (route.request().method() === 'POST' && line.quantity === 5) await route.fulfill({ status: 422, body: '{}' });
      else await route.continue();
    });
    await change('5');
    await expect.poll(numbers).toEqual(['5', '3']);
    let loads = 0;
    shop.on('load', () => {
      loads += 1;
    });
    await shop.waitForTimeout(2000);
    expect([loads <= 1, await numbers()]).toEqual([true, ['5', '3']]);
    await change('0');
    await shop.getByText('There is nothing in your cart.').waitFor();
    await fresh.end();
  });

  test('with its script blocked there is no block, and the product is bought as always', async () => {
    const shop = await context.newPage();
    await shop.route('**/tagalong-shoplazza.js', (route) => route.abort());
    const [first = ''] = await products();
    await shop.goto(shopAddress(first));
    await addToCart(shop);
    await shop.getByText('Lines in your cart: ').waitFor();
    expect(await shop.locator('tagalong-add-ons').isVisible()).toBe(false);
    await shop.close();
  });
});

describe('the checkout', () => {
  test.each([1280, 360])(
    '%i wide: each add-on stands there with its product; one that lost it is warned of, with the way back',
    async (width) => {
      const fresh = await openBrowser();
      const shop = await fresh.newPage();
      await shop.setViewportSize({ width, height: 800 });
      const [first = ''] = await products();
      await shop.goto(shopAddress(first));
      await shop.locator('tagalong-add-ons input').first().check();
      const product = await shop.locator('h1').textContent();
      const addOn = await shop.locator('.tagalong__title').first().textContent();
      await shop.getByRole('button', { name: 'Add to cart' }).click();
      await shop.getByText('Added to your cart.').waitFor();
      const fits = () => shop.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);
      const told = shop.locator('tagalong-checkout li');
      await shop.goto(shopAddress('/checkout'));
      await shop.getByRole('heading', { name: 'Add-ons in your order' }).waitFor();
      expect(await told.allTextContents()).toEqual([expect.stringMatching(`^${addOn}.*, for ${product}`)]);
      expect([await findings(shop), await fits()]).toEqual([[], true]);
      // Where the cart embed is not switched on, a product leaves alone.
      await shop.route('**/tagalong-shoplazza-cart.js', (route) => route.abort());
      await shop.goto(shopAddress('/cart'));
      await shop.locator('input[name=quantity]').first().fill('0');
      await shop.getByRole('button', { name: 'Change' }).first().click();
      await expect.poll(() => shop.locator('input[name=quantity]').count()).toBe(1);
      await shop.goto(shopAddress('/checkout'));
      await shop.getByRole('alert').getByText('has no product in your order any more').waitFor();
      expect([await findings(shop), await fits()]).toEqual([[], true]);
      await shop.getByRole('link', { name: 'Change your cart' }).click();
      await shop.getByRole('heading', { name: 'Cart' }).waitFor();
      await fresh.end();
    },
  );

  test('without add-ons, and where the cart cannot be read, nothing is shown', async () => {
    const fresh = await openBrowser();
    const shop = await fresh.newPage();
    const [first = ''] = await products();
    await shop.goto(shopAddress(first));
    await shop.getByRole('button', { name: 'Add to cart' }).click();
    await shop.getByText('Lines in your cart: 1').waitFor();
    for (const broken of [false, true]) {
      if (broken) await shop.route('**/api/cart', (route) => route.abort());
      const asked = shop.waitForEvent('request', (request) => request.url().endsWith('/api/cart'));
      await shop.goto(shopAddress('/checkout'));
      await asked;
      await shop.locator('tagalong-checkout').waitFor({ state: 'attached' });
      expect(await shop.locator('tagalong-checkout').innerHTML()).toBe('');
    }
    await shop.getByRole('button', { name: 'Pay now' }).click();
    await shop.getByText('Thank you').first().waitFor();
    await fresh.end();
  });
});

describe('the pages inside the Shoplazza admin', () => {
  test.each([1280, 360])('%i wide: each is reached by the menu, fits, and axe finds nothing', async (width) => {
    const { page, app } = await openApp('Home', { width, height: 900 });
    for (const name of ['Home', 'Analytics', 'Orders', 'Customers', 'Add-ons', 'Sync', 'Settings']) {
      await app.locator('ui-nav-menu a', { hasText: name }).first().click();
      await app.locator('ui-nav-menu a[aria-current=page]', { hasText: name }).waitFor();
      await app.locator('main[aria-busy=false] h1').first().waitFor();
      const frame = page.frames().find((one) => one.url().startsWith(appUrl));
      if (!frame) throw new Error('the app is not in its frame');
      const wide = await frame.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(wide, `${name}: nothing is wider than the window`).toBeLessThanOrEqual(0);
      expect(await findings(page), name).toEqual([]);
    }
    await page.close();
  });

  test('the cart embed: the guide leads to the themes, and as the platform tells nothing of them, the merchant says it is on', async () => {
    const { page, app } = await openApp('Home');
    const title = app.getByRole('button', { name: /^Switch on add-ons in the cart/ });
    await title.getByText(', to do').waitFor({ state: 'attached' });
    await app.getByRole('button', { name: 'Open App embeds' }).click();
    await page.getByRole('heading', { name: 'Themes' }).waitFor();
    await page.goBack();
    await app.getByRole('button', { name: 'Mark as done' }).click();
    await app.getByText('You are all set').waitFor();
    await page.close();
  });

  test('the admin’s own save bar saves an add-on', async () => {
    const { page, app } = await openApp('Add-ons');
    await app.getByText('Gift wrap').first().click();
    const field = app.getByLabel('Badge');
    await field.waitFor();
    await field.fill('New here');
    await page.getByText('Unsaved changes').waitFor();
    // What is read aloud comes into a region that was there before it.
    await app.locator('.tgb-toasts > [role=status]:empty').waitFor({ state: 'attached' });
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await app.locator('[role=status] > .tgb-toast').first().waitFor();
    await expect.poll(() => page.getByText('Unsaved changes').isVisible()).toBe(false);
    await page.close();
  });

  test('a condition that its pages cannot judge is warned of, and prices by currency are not offered', async () => {
    const { page, app } = await openApp('Add-ons');
    await app.getByText('Gift wrap').first().click();
    await app.getByLabel('Badge').waitFor();
    expect(await app.getByText('In other currencies').count()).toBe(0);
    await app.getByRole('button', { name: /^Add an exclusion/ }).click();
    await app.getByLabel('Condition 1', { exact: true }).selectOption('country');
    await app.getByLabel('Values, separated by commas').fill('FR');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await app.getByText('The pages of Shoplazza cannot judge a condition on the country').waitFor();
    expect(await findings(page)).toEqual([]);
    await app.getByRole('button', { name: /^Remove condition 1/ }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect.poll(() => app.getByText('cannot judge a condition').count()).toBe(0);
    await page.close();
  });

  test('an order opens with its lines, and the picker of products finds some', async () => {
    const { page, app } = await openApp('Orders');
    await app.getByText('00000238').first().click();
    await app.getByRole('heading', { name: 'Order 00000238' }).waitFor();
    await app.locator('ui-nav-menu a', { hasText: 'Add-ons' }).click();
    await app.getByText('Gift wrap').first().click();
    await app.getByText('Chosen products and collections').click();
    await app
      .getByRole('button', { name: /product/i })
      .first()
      .click();
    const dialog = app.locator('dialog.tgb-picker');
    await dialog.getByRole('checkbox').first().waitFor();
    expect(await dialog.getByText('Two-year protection plan').count()).toBe(0);
    await dialog.getByRole('searchbox').press('Enter');
    expect(await dialog.isVisible()).toBe(true);
    await dialog.getByRole('checkbox').first().check();
    await dialog.getByRole('button', { name: 'Choose' }).click();
    await app.getByText('1 product chosen').waitFor();
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.close();
  });
});

test('boxes begin ticked only where the merchant of this store says so, and no proof is made up for it', async () => {
  const { page, app } = await openApp('Settings');
  const shop = await context.newPage();
  const [first = ''] = await products();
  const ticked = async () => {
    await shop.goto(shopAddress(first));
    await shop.locator('tagalong-add-ons input').first().waitFor();
    return shop.locator('tagalong-add-ons input:checked').count();
  };
  expect(await ticked()).toBe(0);
  await app.getByText('Boxes are ticked').click();
  await expect.poll(ticked, { timeout: 20_000, interval: 500 }).toBe(3);
  const posts: string[] = [];
  shop.on('request', (request) => request.method() === 'POST' && posts.push(request.postData() ?? ''));
  await shop.getByRole('button', { name: 'Add to cart' }).click();
  await shop.getByText('Added to your cart.').waitFor();
  expect(posts.length).toBeGreaterThan(1);
  expect(posts.join()).not.toContain('_tagalong_ticked');
  await page.bringToFront();
  await app.getByText('Boxes are empty').click();
  await expect.poll(ticked, { timeout: 20_000, interval: 500 }).toBe(0);
  await Promise.all([page.close(), shop.close()]);
});

test('one store on each platform: by a code they share one report, and each has its own', async () => {
  const shopify = await context.newPage();
  await shopify.goto(`${practiceAdminUrl}/settings`);
  const one = shopify.frameLocator('iframe').first();
  await one.getByRole('button', { name: 'Make a code for another store' }).click();
  const code = await one
    .getByText(/^([A-Z2-9]{5}-){3}[A-Z2-9]{5}$/)
    .first()
    .textContent();
  const { page, app } = await openApp('Settings');
  await app.getByLabel('Code of your other store').fill(code ?? '');
  await app.getByRole('button', { name: 'Join' }).click();
  await app.getByRole('link', { name: 'See all stores together' }).click();
  const rows = app.locator('table tbody tr');
  await expect.poll(() => rows.count()).toBe(2);
  expect((await rows.locator('td:first-of-type').allTextContents()).sort()).toEqual(['Shopify', 'Shoplazza']);
  const amounts = async (cell: number) =>
    (await rows.locator(`td:nth-of-type(${cell})`).allTextContents()).map((text) => ({
      currency: text.replace(/[\d.,\s-]/g, ''),
      cents: Math.round(Number(text.replace(/[^\d.-]/g, '')) * 100),
    }));
  // A store of dollars and one of euros: two totals, and no amount of the one is in the other.
  expect(await app.locator('[data-total]').count()).toBe(2);
  for (const [name, cell] of [
    ['Net sales', 2],
    ['Add-on revenue', 3],
  ] as const) {
    const own = await amounts(cell);
    for (const total of await app.locator('[data-total]').all()) {
      const text = (await total.locator(`dt:text-is("${name}") + dd`).textContent()) ?? '';
      const currency = text.replace(/[\d.,\s-]/g, '');
      const wanted = own.filter((row) => row.currency === currency).reduce((sum, row) => sum + row.cents, 0);
      expect(Math.round(Number(text.replace(/[^\d.-]/g, '')) * 100), `${name} in ${currency}`).toBe(wanted);
    }
  }
  expect(await findings(page)).toEqual([]);
  // The other store's orders are not here, only its sums.
  await app.locator('ui-nav-menu a', { hasText: 'Settings' }).click();
  await app.getByRole('button', { name: 'Leave this group' }).click();
  await app.getByText('This store shares its report with no other.').waitFor();
  await Promise.all([page.close(), shopify.close()]);
});
