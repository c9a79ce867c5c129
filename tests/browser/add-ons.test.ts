import type { FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openBrowser } from './browser';

/** A merchant makes an add-on, looks where it is shown and puts it in order; the shop follows. */
const demo = inject('demo');
const title = `Care of ${Date.now()}`;
let context: Awaited<ReturnType<typeof openBrowser>>;
let admin: Page;
let app: FrameLocator;
let product: { handle: string; title: string; price: number };

beforeAll(async () => {
  context = await openBrowser();
  admin = await context.newPage();
  admin.setDefaultTimeout(15_000);
  const { products } = await (await fetch(`${demo.storefrontUrl}/products.json?limit=10`)).json();
  const [first] = products as { handle: string; title: string; variants: { price: string }[] }[];
  product = { handle: first?.handle ?? '', title: first?.title ?? '', price: Number(first?.variants[0]?.price) };
});
afterAll(() => context.end());

async function open(at: string): Promise<void> {
  await admin.goto(`${demo.practiceAdminUrl}${at}`);
  app = admin.frameLocator('iframe').first();
}

const toast = (words: string) => admin.getByText(words).first().waitFor();

test('the preview is the widget itself and follows what is typed', async () => {
  await open('/add-ons/new');
  const preview = app.frameLocator('iframe[title^="Preview"]');
  // Drawn once the page is alive: what is typed before would be lost.
  await preview.getByText('$10.00').waitFor();
  await app.getByLabel(/^Title/).fill(title);
  await app.getByText('A share of the product’s price', { exact: true }).click();
  await app.getByRole('textbox', { name: /^Share of/ }).fill('12.5');
  await app.getByLabel('Terms', { exact: true }).fill('Two years.');
  await app.getByRole('button', { name: 'Add a field' }).click();
  await app.getByLabel('Label of field 1').fill('Serial number');
  await preview.getByText('$12.50').waitFor();
  const box = preview.getByRole('checkbox', { name: title });
  expect(await box.isChecked()).toBe(false);
  await box.check();
  await preview.getByLabel('Serial number').waitFor();
  await app.getByRole('button', { name: 'Desktop' }).click();
  await preview.getByText('Two years.').waitFor();
});

test('what is wrong is said in words, beside the field and above the form', async () => {
  await app.getByRole('textbox', { name: /^Share of/ }).fill('0');
  await admin.getByRole('button', { name: 'Save', exact: true }).click();
  await app.getByText('Write the percentage as a number above 0').first().waitFor();
  await app.getByRole('textbox', { name: /^Share of/ }).fill('12.5');
  // Not in this test: a field would have to be filled in by every shopper.
  await app.getByRole('button', { name: 'Remove field 1' }).click();
  await admin.getByRole('button', { name: 'Save', exact: true }).click();
  await toast('Add-on saved');
});

test('saved, it is published at every price the products need, and the shop asks the exact one', async () => {
  await app.getByText(/Sold at \d+ prices/).waitFor({ timeout: 30_000 });
  await app.getByText('Every product gets its exact price').waitFor();
  const shop = await context.newPage();
  await shop.goto(`${demo.storefrontUrl}/products/${product.handle}`);
  const expected = `$${(Math.round(product.price * 12.5) / 100).toFixed(2)}`;
  expect(await shop.locator('.tagalong__offer', { hasText: title }).locator('.tagalong__price').textContent()).toBe(
    expected,
  );
  await shop.close();
});

test('the test box says what a product would get and why', async () => {
  await open('/add-ons/trial');
  await app.getByRole('button', { name: 'Choose a product' }).click();
  await admin.getByText(product.title).first().click();
  await admin
    .getByRole('button', { name: /^(Add|Select|Choose|Done)/ })
    .last()
    .click();
  const card = app.locator('.Polaris-Card, .Polaris-ShadowBevel', { hasText: title }).last();
  await card.getByText('Offered', { exact: true }).waitFor();
  expect(await card.getByText('The product is one of its products.').isVisible()).toBe(true);
});

test('the order of the list is the order in the shop, and goes back with one press', async () => {
  await open('/add-ons');
  const names = () => app.locator('.tg-name').allTextContents();
  await app.getByText(title).first().waitFor();
  expect((await names())[0]).toBe(title);
  await app.getByRole('button', { name: 'Change order' }).click();
  await app.getByRole('button', { name: `Move ${title} down` }).click();
  await app.getByRole('button', { name: 'Save order' }).click();
  await toast('Order saved');
  await expect.poll(async () => (await names())[1]).toBe(title);
  const inShop = async () => {
    const page = await (await fetch(`${demo.storefrontUrl}/products/${product.handle}`)).text();
    return page.indexOf(title);
  };
  const first = (await names())[0] ?? '';
  await expect
    .poll(
      async () => {
        const page = await (await fetch(`${demo.storefrontUrl}/products/${product.handle}`)).text();
        return page.indexOf(first) < page.indexOf(title);
      },
      { timeout: 15_000 },
    )
    .toBe(true);
  expect(await inShop()).toBeGreaterThan(0);
  await admin.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(async () => (await names())[0]).toBe(title);
});

test('several are changed at once, with the way back; archived, it leaves the shop', async () => {
  await open('/add-ons');
  await app.getByText(title).first().waitFor();
  await app.getByRole('checkbox', { name: 'Select add-on' }).first().check({ force: true });
  await app.getByRole('button', { name: 'Archive' }).click();
  await toast('1 add-on archived');
  const isInShop = async () =>
    (await (await fetch(`${demo.storefrontUrl}/products/${product.handle}`)).text()).includes(title);
  await expect.poll(isInShop, { timeout: 15_000 }).toBe(false);
  await admin.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(isInShop, { timeout: 15_000 }).toBe(true);
  await app.getByText(title).first().click();
  await app.getByRole('button', { name: 'Archive' }).click();
  await expect.poll(isInShop, { timeout: 15_000 }).toBe(false);
});
