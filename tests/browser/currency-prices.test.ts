import type { FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openBrowser } from './browser';
import { findings } from './findings';
import { picture } from './picture';

/** A merchant names a price for another currency; shoppers of that market read and pay it. */
const demo = inject('demo');
const title = `Care abroad ${Date.now()}`;
let context: Awaited<ReturnType<typeof openBrowser>>;
let admin: Page;
let app: FrameLocator;

beforeAll(async () => {
  context = await openBrowser();
  admin = await context.newPage();
  admin.setDefaultTimeout(30_000);
  admin.on('request', (request) => {
    if (request.url().includes('/__manifest')) discoveries += 1;
  });
  await admin.goto(`${demo.practiceAdminUrl}/add-ons/new`);
  app = admin.frameLocator('iframe').first();
});
afterAll(() => context.end());

/** Routes that are asked for when they are first needed: a page that looks for news meanwhile was ended by it. */
let discoveries = 0;

test('the editor offers the currencies of the store’s markets, and says which price is wrong', async () => {
  // Drawn once the page is alive: what is typed before would be lost.
  await app.frameLocator('iframe[title^="Preview"]').getByText('$10.00').waitFor();
  await app.getByLabel(/^Title/).fill(title);
  await app.getByRole('textbox', { name: /^Price/ }).fill('10');
  await app.getByText('Shoppers in other markets pay this price at your market’s rate.').waitFor();
  await app.getByRole('button', { name: 'Add a price in another currency' }).click();
  await app.getByLabel('Currency 1').waitFor();
  expect(discoveries).toBe(0);
  await app.getByLabel('Currency 1').selectOption('JPY');
  await app.getByRole('textbox', { name: /^Price in JPY/ }).fill('9.5');
  await app.getByRole('button', { name: 'Add a price in another currency' }).click();
  await app.getByLabel('Currency 2').selectOption('CAD');
  await app.getByRole('textbox', { name: /^Price in CAD/ }).fill('13.37');
  await admin.getByRole('button', { name: 'Save', exact: true }).click();
  await app.getByText('JPY has no minor unit').first().waitFor();
  await app.getByRole('button', { name: 'Remove the price in JPY' }).click();
  for (const [device, width] of [
    ['desktop', 1280],
    ['phone', 360],
  ] as const) {
    await admin.setViewportSize({ width, height: 900 });
    await app.getByRole('textbox', { name: /^Price in CAD/ }).scrollIntoViewIfNeeded();
    await picture(admin, `currency-prices-${device}`);
    expect(await findings(admin)).toEqual([]);
  }
  await admin.setViewportSize({ width: 1280, height: 900 });
});

test('saved, a shopper of that market reads it, and one at home the add-on’s own', async () => {
  await admin.getByRole('button', { name: 'Save', exact: true }).click();
  await app.getByText('Published', { exact: true }).first().waitFor();
  const { products } = await (await fetch(`${demo.storefrontUrl}/products.json?limit=1`)).json();
  const asked = async (market: string) => {
    const shop = await fetch(`${demo.storefrontUrl}/products/${products[0].handle}`, {
      headers: { cookie: `market=${market}` },
    });
    const [, offer = ''] = (await shop.text()).split(title);
    return /tagalong__price">\s*([^<]+)/.exec(offer)?.[1]?.trim();
  };
  await expect.poll(() => asked('ca'), { timeout: 30_000 }).toContain('13.37');
  expect(await asked('us')).toBe('$10.00');
  await admin.reload();
  expect(await app.getByRole('textbox', { name: /^Price in CAD/ }).inputValue()).toBe('13.37');
  await app.getByRole('button', { name: 'Archive' }).click();
  await admin.getByText('Add-on archived').first().waitFor();
});
