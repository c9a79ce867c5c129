import type { FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openBrowser } from './browser';
import { findings } from './findings';
import { picture } from './picture';
import { change, control } from './practice';
import { buy, type Context, newShopper, partsOf } from './shopper';

/** What an add-on is sold at and what follows from its sale, seen by the shopper and by the merchant. */
const demo = inject('demo');
let merchant: Context;
let admin: Page;
let app: FrameLocator;
let product: string;

beforeAll(async () => {
  merchant = await openBrowser();
  admin = await merchant.newPage();
  admin.setDefaultTimeout(20_000);
  const { products } = await (await fetch(`${demo.storefrontUrl}/products.json?limit=20`)).json();
  product = products.find((one: { variants: unknown[] }) => one.variants.length === 1).handle;
});
afterAll(() => merchant.end());

async function open(at: string): Promise<void> {
  await admin.goto(`${demo.practiceAdminUrl}${at}`);
  app = admin.frameLocator('iframe').first();
}

/** Makes an add-on in the editor and waits until it is sold. @returns its id */
async function made(title: string, price: string, more: () => Promise<void> = async () => {}): Promise<string> {
  await open('/add-ons/new');
  await app.frameLocator('iframe[title^="Preview"]').getByText('$10.00').waitFor();
  await app.getByLabel(/^Title/).fill(title);
  await app.getByRole('textbox', { name: 'Price' }).fill(price);
  await more();
  await admin.getByRole('button', { name: 'Save', exact: true }).click();
  await app.getByText('Published', { exact: true }).first().waitFor({ timeout: 30_000 });
  return new URL(admin.url()).pathname.split('/').at(-1) ?? '';
}

const offerIn = (page: Page, title: string) => page.locator('.tagalong__offer:visible', { hasText: title });
const inShop = () => fetch(`${demo.storefrontUrl}/products/${product}`).then((page) => page.text());
/** The page of an order that was just bought: it is there a moment after the platform told of it. */
async function openOrder(id: string): Promise<void> {
  await expect
    .poll(
      async () => {
        await open(`/orders/shopify_${id}`);
        const timeline = app.getByRole('heading', { name: 'Timeline' });
        return timeline.waitFor({ timeout: 10_000 }).then(
          () => true,
          () => false,
        );
      },
      { timeout: 90_000 },
    )
    .toBe(true);
}
/** The row of the order that says what of it is this add-on. */
const lineOf = (title: string) => app.locator('.tg-table tr', { hasText: title }).first();

test('who is shown a tried price buys at that price, and the order, its figure and the add-on’s page show it', async () => {
  const title = `Wax ${Date.now()}`;
  const addOnId = await made(title, '7.00');
  await app.getByRole('link', { name: 'Try another version' }).click();
  await app.getByLabel('Name', { exact: true }).fill('Cheaper wax');
  await app.getByText('Another price', { exact: true }).click();
  await app.getByLabel('New price').fill('5.25');
  await app.getByRole('button', { name: 'Begin' }).click();
  await expect.poll(() => /\/experiments\/([0-9a-f-]{36})/.exec(admin.url())?.[1] ?? '').not.toBe('');
  const id = /\/experiments\/([0-9a-f-]{36})/.exec(admin.url())?.[1] ?? '';
  await expect.poll(inShop, { timeout: 20_000 }).toContain(id);
  const parts = partsOf(id, 0.5);
  for (const [part, price] of [
    ['control', '$7.00'],
    ['treated', '$5.25'],
  ] as const) {
    const { context, page } = await newShopper(parts[part]);
    try {
      await page.goto(`${demo.storefrontUrl}/products/${product}`);
      await expect.poll(() => offerIn(page, title).locator('.tagalong__price:visible').first().innerText()).toBe(price);
      await offerIn(page, title).getByRole('checkbox').check();
      const orderId = await buy(page);
      expect(await page.locator('.lines .line', { hasText: title }).locator('.amount').innerText()).toBe(price);
      await openOrder(orderId);
      await lineOf(title).getByText(price).first().waitFor({ timeout: 20_000 });
    } finally {
      await context.end();
    }
  }
  await open(`/add-ons/${addOnId}`);
  await app.getByText('$12.25').first().waitFor({ timeout: 30_000 });
  const tried = app.getByRole('link', { name: 'Cheaper wax' });
  await tried.waitFor();
  await app.getByText('Running', { exact: true }).waitFor();
  await tried.scrollIntoViewIfNeeded();
  await picture(admin, 'add-on-experiments');
  expect(await findings(admin)).toEqual([]);
  await tried.click();
  await app.getByRole('button', { name: 'End and keep the present version' }).click();
  await app.getByText('Ended', { exact: true }).first().waitFor();
  await open(`/add-ons/${addOnId}`);
  await app.getByRole('link', { name: 'Cheaper wax' }).waitFor();
  await app.getByText('Ended', { exact: true }).waitFor();
});

test('an add-on that is fulfilled at once is so a moment after it was bought, and nothing else of the order is', async () => {
  const title = `Concierge ${Date.now()}`;
  const addOnId = await made(title, '9.00', async () => {
    const choice = app.getByText('Fulfilled at once', { exact: true });
    await choice.scrollIntoViewIfNeeded();
    await choice.click();
    await picture(admin, 'fulfilled-at-once');
  });
  expect(await findings(admin)).toEqual([]);
  await open(`/add-ons/${addOnId}`);
  await expect.poll(() => app.getByLabel('Fulfilled at once').isChecked()).toBe(true);
  await expect.poll(inShop, { timeout: 20_000 }).toContain(title);
  const { context, page } = await newShopper();
  try {
    await page.goto(`${demo.storefrontUrl}/products/${product}`);
    await offerIn(page, title).getByRole('checkbox').check();
    const orderId = await buy(page);
    await openOrder(orderId);
    await app.getByText('Partially fulfilled').first().waitFor({ timeout: 30_000 });
    await app.getByText('1 item fulfilled').waitFor();
    await picture(admin, 'order-fulfilled-at-once');
  } finally {
    await context.end();
  }
});

test('an order on hold is listed by the order check with its reason, and done once it is free and tried again', async () => {
  const title = `Insurance ${Date.now()}`;
  await made(title, '4.00', () => app.getByText('Fulfilled at once', { exact: true }).click());
  await expect.poll(inShop, { timeout: 20_000 }).toContain(title);
  const { context, page } = await newShopper();
  let part = '';
  try {
    await control('faults', { webhooks: { paused: true } });
    await page.goto(`${demo.storefrontUrl}/products/${product}`);
    await offerIn(page, title).getByRole('checkbox').check();
    const id = `gid://shopify/Order/${await buy(page)}`;
    const { data } = await change(
      'query($id: ID!) { order(id: $id) { fulfillmentOrders(first: 1) { nodes { id } } } }',
      { id },
    );
    part = data.order.fulfillmentOrders.nodes[0].id;
    await change(
      'mutation($id: ID!) { fulfillmentOrderHold(id: $id, fulfillmentHold: { reason: OTHER }) { userErrors { message } } }',
      { id: part },
    );
  } finally {
    await control('faults', { webhooks: { paused: false } });
    await context.end();
  }
  await open('/add-ons/check');
  const row = app.getByRole('row', { name: new RegExp(title) });
  await row.getByText('Shopify refused: the fulfillment of this order is on hold').waitFor({ timeout: 30_000 });
  await row.getByText('0 instead of 1').waitFor();
  await picture(admin, 'order-check-on-hold');
  expect(await findings(admin)).toEqual([]);
  await change('mutation($id: ID!) { fulfillmentOrderReleaseHold(id: $id) { userErrors { message } } }', { id: part });
  await app.getByRole('button', { name: 'Try fulfillment again' }).click();
  await row.waitFor({ state: 'detached', timeout: 30_000 });
});
