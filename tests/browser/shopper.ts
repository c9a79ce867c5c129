import type { BrowserContext, Page, Request } from 'playwright-core';
import { inject } from 'vitest';
import { isTreated, visitorKey } from '../../app/domain/experiments/assignment';
import { openBrowser } from './browser';

/** Who comes to the practice store, and what they do there. */
export type Context = BrowserContext & { end(): Promise<void> };
export type Shopper = {
  context: Context;
  page: Page;
  /** what their browser told of what they saw */
  told: Request[];
};

/** A new visitor; with an id of the platform's, as one who allowed counting before. */
export async function newShopper(id?: string): Promise<Shopper> {
  const { storefrontUrl: url } = inject('demo');
  const context = await openBrowser();
  if (id) {
    const cookie = (name: string, value: string) => ({ name, value, url });
    await context.addCookies([cookie('_shopify_y', id), cookie('practice_consent', 'yes')]);
  }
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const told: Request[] = [];
  context.on('request', (request) => {
    if (/\/seen(\/|$)/.test(new URL(request.url()).pathname)) told.push(request);
  });
  return { context, page, told };
}

/** Buys what the product's page has ticked. @returns the order's id */
export async function buy(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Add to cart' }).click();
  await page.locator('#cart-drawer').getByText('Check out').click();
  await page.getByLabel('Last name').fill('Visitor');
  await page.getByLabel('Address').fill('1 Main Street');
  await page.getByLabel('City').fill('Springfield');
  await page.getByRole('button', { name: 'Place order' }).click();
  await page.locator('[data-order-name]').waitFor();
  return (await page.locator('[data-order-id]').getAttribute('data-order-id')) ?? '';
}

/** Two visitors, one for each part of an experiment. */
export function partsOf(id: string, control: number): { treated: string; control: string } {
  const all = Array.from({ length: 200 }, (_, n) => `visitor-${n}`);
  const find = (treated: boolean) => all.find((one) => isTreated(id, visitorKey(one), control) === treated) ?? '';
  return { treated: find(true), control: find(false) };
}
