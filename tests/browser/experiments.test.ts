import type { FrameLocator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { openBrowser } from './browser';
import { findings } from './findings';
import { picture } from './picture';
import { buy, type Context, newShopper, partsOf, type Shopper } from './shopper';

/** What visitors see is counted where they allow it, and tried on a part of them; orders tell what came of it. */
const demo = inject('demo');
const title = `Polish ${Date.now()}`;
let merchant: Context;
let admin: Page;
let app: FrameLocator;
let product: string;
let addOnId: string;
let visit: Context | undefined;

beforeAll(async () => {
  merchant = await openBrowser();
  admin = await merchant.newPage();
  admin.setDefaultTimeout(20_000);
  const { products } = await (await fetch(`${demo.storefrontUrl}/products.json?limit=20`)).json();
  product = products.find((one: { variants: unknown[] }) => one.variants.length === 1).handle;
  await open('/add-ons/new');
  await app.frameLocator('iframe[title^="Preview"]').getByText('$10.00').waitFor();
  await app.getByLabel(/^Title/).fill(title);
  await app.getByRole('textbox', { name: 'Price' }).fill('7.00');
  await admin.getByRole('button', { name: 'Save', exact: true }).click();
  await app.getByText('Published', { exact: true }).first().waitFor({ timeout: 30_000 });
  addOnId = new URL(admin.url()).pathname.split('/').at(-1) ?? '';
});
afterEach(async () => {
  await visit?.end();
  visit = undefined;
});
afterAll(() => merchant.end());

async function open(at: string): Promise<void> {
  await admin.goto(`${demo.practiceAdminUrl}${at}`);
  app = admin.frameLocator('iframe').first();
}

async function visitor(id?: string): Promise<Shopper> {
  const shopper = await newShopper(id);
  visit = shopper.context;
  return shopper;
}
const goTo = (page: Page) => page.goto(`${demo.storefrontUrl}/products/${product}`);
const offerIn = (page: Page, words = title) => page.locator('.tagalong__offer:visible', { hasText: words });

test('a save is taken back with one press', async () => {
  const price = app.getByRole('textbox', { name: 'Price' });
  await price.fill('8.50');
  await admin.getByRole('button', { name: 'Save', exact: true }).click();
  await admin.getByText('Add-on saved').last().waitFor();
  await admin.getByRole('button', { name: 'Undo' }).last().click();
  await expect.poll(() => price.inputValue()).toBe('7.00');
  await expect
    .poll(async () => (await fetch(`${demo.storefrontUrl}/products/${product}`)).text(), { timeout: 20_000 })
    .toContain('$7.00');
});

test('before a visitor allows it nothing is told; then each step is, by the shop and by the pixel, and counted once', async () => {
  const { page, told } = await visitor();
  await goTo(page);
  await offerIn(page).getByRole('checkbox').check();
  await page.waitForTimeout(1500);
  expect(told).toEqual([]);
  await page.getByRole('button', { name: 'Allow' }).click();
  await expect.poll(() => told.length, { timeout: 15_000 }).toBeGreaterThanOrEqual(2);
  const ways = told.map((request) => (request.url().startsWith(demo.storefrontUrl) ? 'shop' : 'pixel'));
  expect(new Set(ways)).toEqual(new Set(['shop', 'pixel']));
  for (const request of told) {
    const body = JSON.parse(request.postData() ?? '{}');
    expect(Object.keys(body).sort()).toEqual(['consent', 'seen', 'v', 'visitor']);
    expect(body.visitor).toMatch(/^[0-9a-f]{16}$/);
    expect((await request.response())?.status()).toBe(204);
  }
  await buy(page);
  await open(`/add-ons/${addOnId}`);
  const funnel = app.locator('.tg-funnel');
  const counted = async () =>
    (await funnel.locator('li').allTextContents()).map((text) => Number(/(\d+)(?: ·|$)/.exec(text)?.[1]));
  await expect.poll(counted, { timeout: 30_000 }).toEqual([1, 1, 1, 1, 1]);
  await picture(admin, 'funnel-desktop');
});

test('with the pixel and all counting blocked the shop sells as ever', async () => {
  const { page } = await visitor('blocked visitor');
  await page.route(/\/seen(\/|$)|\/pixels\/|privacy\.js/, (route) => route.abort());
  await goTo(page);
  await offerIn(page).getByRole('checkbox').check();
  await buy(page);
});

test('on a slow network the shop sells, and what is ticked late is added', async () => {
  const { page } = await visitor('slow visitor');
  const session = await page.context().newCDPSession(page);
  await session.send('Network.emulateNetworkConditions', {
    ...{ offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 25_000 },
  });
  page.setDefaultTimeout(30_000);
  await page.goto(`${demo.storefrontUrl}/products/${product}`, { waitUntil: 'commit' });
  // Title and price stand there before the script does; the box waits for it.
  await offerIn(page).waitFor();
  await offerIn(page).getByRole('checkbox').check();
  await buy(page);
  expect(await page.locator('.lines').textContent()).toContain(title);
});

async function experimentId(): Promise<string> {
  await expect.poll(() => /\/experiments\/([0-9a-f-]{36})/.exec(admin.url())?.[1] ?? '').not.toBe('');
  return /\/experiments\/([0-9a-f-]{36})/.exec(admin.url())?.[1] ?? '';
}

test('other words are tried on half of the visitors, each keeps their version, and the order counts for it', async () => {
  await open(`/add-ons/${addOnId}`);
  await app.getByRole('link', { name: 'Try another version' }).click();
  await app.getByRole('button', { name: 'Begin' }).waitFor();
  await app.getByRole('button', { name: 'Begin' }).click();
  await app.getByText('Enter a name, so that you find the result again.').first().waitFor();
  await app.getByLabel('Name', { exact: true }).fill('Shine');
  await app.getByLabel('New title').fill(`Shine ${title}`);
  await app.getByRole('button', { name: 'Begin' }).click();
  await app.getByText(`The new version says`).waitFor();
  const id = await experimentId();
  const parts = partsOf(id, 0.5);
  await expect
    .poll(async () => (await fetch(`${demo.storefrontUrl}/products/${product}`)).text(), { timeout: 20_000 })
    .toContain(id);
  for (const [part, words] of [
    ['control', title],
    ['treated', `Shine ${title}`],
  ] as const) {
    const { page } = await visitor(parts[part]);
    for (let look = 0; look < 2; look++) {
      await goTo(page);
      const shown = await page
        .locator('.tagalong__offer:visible .tagalong__title', { hasText: title })
        .allTextContents();
      expect(shown.map((text) => text.trim())).toEqual([words]);
    }
    await page.waitForTimeout(500);
    if (part === 'treated') {
      await offerIn(page).getByRole('checkbox').check();
      await buy(page);
    }
    await visit?.end();
  }
  // One who was never asked sees it as it is.
  const { page } = await visitor();
  await goTo(page);
  expect(await offerIn(page, `Shine ${title}`).count()).toBe(0);
  expect(await offerIn(page).count()).toBe(1);
  await open(`/add-ons/experiments/${id}`);
  await app.getByText('1 visitor with the present version, 1 with the new version.').waitFor();
  await app.getByText('0% with the present version, 100% with the new version').first().waitFor({ timeout: 30_000 });
  await picture(admin, 'experiment-desktop');
  expect(await findings(admin)).toEqual([]);
  await app.getByRole('button', { name: 'End and keep the present version' }).click();
  await app.getByText('Ended', { exact: true }).first().waitFor();
});

test('who is held out is shown no add-ons, nothing moves, and the others are', async () => {
  await open('/add-ons/experiments');
  await app.getByLabel('Visitors without add-ons').fill('50');
  await app.getByRole('button', { name: 'Begin holdout' }).click();
  await app.getByRole('link', { name: 'Holdout' }).click();
  const id = await experimentId();
  const parts = partsOf(id, 0.5);
  await expect
    .poll(async () => (await fetch(`${demo.storefrontUrl}/products/${product}`)).text(), { timeout: 20_000 })
    .toContain(id);
  try {
    const held = await visitor(parts.control);
    await held.page.addInitScript(() => {
      (window as unknown as { moved: number }).moved = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          // The practice theme's own footer asks for consent; only the product counts here.
          const { value, sources } = entry as unknown as { value: number; sources: { node?: Element }[] };
          if (sources.some(({ node }) => node?.parentElement?.closest('main')))
            (window as unknown as { moved: number }).moved += value;
        }
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await goTo(held.page);
    await expect.poll(() => held.told.length).toBeGreaterThan(0);
    expect(await held.page.locator('.tagalong__offer').count()).toBe(0);
    expect(await held.page.evaluate(() => (window as unknown as { moved: number }).moved)).toBe(0);
    await visit?.end();
    const other = await visitor(parts.treated);
    await goTo(other.page);
    await offerIn(other.page).waitFor();
  } finally {
    await app.getByRole('button', { name: 'End the holdout' }).click();
    await app.getByText('Ended', { exact: true }).first().waitFor();
  }
});
