import type { FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openBrowser } from './browser';
import { findings } from './findings';
import { picture } from './picture';
import { change } from './practice';

/** Every page of the app inside the practice admin: it loads, nobody is locked out, it fits a small phone. */
const demo = inject('demo');
const pages = [
  ['home', '', /set-up|set up|today/i],
  ['analytics', '/analytics', /add-on revenue/i],
  ['definitions', '/analytics/definitions', /attach rate/i],
  ['orders', '/orders', /orders/i],
  ['customers', '/customers', /customers/i],
  ['review', '/customers/review', /review customers/i],
  ['changes', '/analytics/changes', /what changed|difference/i],
  ['add-ons', '/add-ons', /gift wrap/i],
  ['new-add-on', '/add-ons/new', /title/i],
  ['test-box', '/add-ons/trial', /choose a product/i],
  ['order-check', '/add-ons/check', /sold add-on/i],
  ['experiments', '/add-ons/experiments', /worth to you|running/i],
  ['sync', '/sync', /backfill|history/i],
  ['settings', '/settings', /time zone/i],
] as const;

/** Opens a page of the app the way a merchant does and waits until its words are there. */
async function openApp(page: Page, at: string, words: RegExp): Promise<FrameLocator> {
  await page.goto(`${demo.practiceAdminUrl}${at}`);
  const app = page.frameLocator('iframe').first();
  await app.getByText(words).locator('visible=true').first().waitFor({ timeout: 30_000 });
  return app;
}

describe.each([
  ['desktop', 1280, 900],
  ['phone', 360, 740],
] as const)('%s', (device, width, height) => {
  let context: Awaited<ReturnType<typeof openBrowser>>;
  let page: Page;
  const problems: string[] = [];
  beforeAll(async () => {
    context = await openBrowser({ width, height });
    page = await context.newPage();
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
  });
  afterAll(() => context.end());

  test.each(pages)('%s', async (name, at, words) => {
    problems.length = 0;
    await openApp(page, at, words);
    await page.waitForTimeout(300);
    await picture(page, `${name}-${device}`);
    const frame = page.frames().find((one) => one.url().startsWith(demo.appUrl));
    const overflow = await frame?.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, 'needs sideways scrolling').toBeLessThanOrEqual(0);
    expect(await findings(page)).toEqual([]);
    expect(problems).toEqual([]);
  });

  test.each([
    ['order', '/orders', 'a[href*="/app/orders/"]', /timeline/i],
    ['customer', '/customers', 'a[href*="/app/customers/"]:not([href*="review"])', /days between orders/i],
  ])('one %s, from the list', async (name, list, link, words) => {
    const app = await openApp(page, list, /orders|customers/i);
    await app.locator(link).first().click();
    await app.getByText(words).first().waitFor();
    await picture(page, `${name}-${device}`);
    expect(await findings(page)).toEqual([]);
  });
});

/** What the platform says of an order, as our API tells it. */
async function orderInApi(id: string): Promise<string> {
  const headers = { authorization: `Bearer ${demo.apiKey}` };
  return (await fetch(`${demo.appUrl}/api/v1/orders/${id}`, { headers })).text();
}

test('what changes while a page is on its way is shown, however late the page comes to ask', async () => {
  const context = await openBrowser();
  try {
    const page = await context.newPage();
    const app = await openApp(page, '/orders', /orders/i);
    const link = app.locator('a[href*="/app/orders/"]').first();
    const id = /orders\/([^/?]+)/.exec((await link.getAttribute('href')) ?? '')?.[1] ?? '';
    let letPass = () => {};
    const late = new Promise<void>((resolve) => {
      letPass = resolve;
    });
    await page.route('**/app/pulse', (route) => late.then(() => route.continue()));
    await openApp(page, `/orders/${id}`, /timeline/i);
    const note = `By the door, ${Date.now()}`;
    await change('mutation($input: OrderInput!) { orderUpdate(input: $input) { userErrors { message } } }', {
      input: { id: `gid://shopify/Order/${id.replace('shopify_', '')}`, note },
    });
    await expect.poll(() => orderInApi(id)).toContain(note);
    expect(await app.getByText(note).count()).toBe(0);
    letPass();
    await app.getByText(note).waitFor({ timeout: 20_000 });
  } finally {
    await context.end();
  }
});

test('every HTML answer names exactly who may frame it', async () => {
  for (const [, at] of pages) {
    const address = `${demo.appUrl}/app${at}?shop=${demo.storeDomain}&host=x&embedded=1`;
    const reply = await fetch(address, {
      headers: { 'user-agent': 'Mozilla/5.0 Chrome/140', accept: 'text/html' },
      redirect: 'manual',
    });
    const policy = reply.headers.get('content-security-policy') ?? '';
    if (reply.status >= 300 && reply.status < 400) continue;
    expect(policy, at).toContain(`frame-ancestors https://${demo.storeDomain} https://admin.shopify.com`);
    expect(policy, at).not.toContain('*');
  }
});
