import type { BrowserContext, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openBrowser } from './browser';

/** The set-up guide looks at the theme: what is taken out of it is open again, and done once it is back. */
const demo = inject('demo');
const editorUrl = demo.practiceAdminUrl.replace(/\/apps\/.*$/, '/themes/current/editor');
let context: BrowserContext & { end(): Promise<void> };
let editor: Page | undefined;

beforeAll(async () => {
  context = await openBrowser();
});
afterAll(async () => {
  for (const part of ['Add-ons', 'Add-ons in the cart']) await edit('Put in', part);
  await context.end();
});

/**
 * Puts a part into the theme or takes it out, and waits until the editor says so: leaving earlier would cut the
 * change off. One page for all of it: opening and closing one each time has no time limit of its own in the browser.
 */
async function edit(action: 'Put in' | 'Take out', part: string): Promise<void> {
  editor ??= await context.newPage();
  await editor.goto(editorUrl);
  const button = editor.getByRole('button', { name: `${action} ${part}`, exact: true });
  const opposite = action === 'Put in' ? 'Take out' : 'Put in';
  const other = editor.getByRole('button', { name: `${opposite} ${part}`, exact: true });
  await button.or(other).waitFor();
  if (await button.isVisible()) await button.click();
  await other.waitFor();
}

async function openHome(): Promise<FrameLocator> {
  const page = await context.newPage();
  await page.goto(demo.practiceAdminUrl);
  const app = page.frameLocator('iframe').first();
  await app.getByText('Today', { exact: false }).first().waitFor({ timeout: 30_000 });
  return app;
}

test.each([
  ['Add-ons', 'Place the block on your product pages', 'Place the block', /addAppBlockId=[^&]+\/add-ons/],
  ['Add-ons in the cart', 'Switch on add-ons in the cart', 'Open App embeds', /activateAppId=[^&]+\/cart/],
])(
  '%s: open when it is not in the theme, led to by its link, done without a reload once it is',
  async (part, step, label, link) => {
    await edit('Take out', part);
    const app = await openHome();
    const title = app.getByRole('button', { name: new RegExp(`^${step}`) });
    await title.getByText(', to do').waitFor({ state: 'attached', timeout: 15_000 });
    if ((await title.getAttribute('aria-expanded')) !== 'true') await title.click();
    await app.getByText(/^Not (on )?in your published theme yet/).waitFor();
    const [opened] = await Promise.all([
      context.waitForEvent('page'),
      app.getByRole('button', { name: label, exact: true }).click(),
    ]);
    await opened.waitForURL(link);
    await opened.getByRole('button', { name: `Put in ${part}`, exact: true }).click();
    await opened.getByRole('button', { name: `Take out ${part}`, exact: true }).waitFor();
    await app.locator('body').page().bringToFront();
    const allSet = app.getByText('You are all set');
    await title.getByText(', done').or(allSet).first().waitFor({ state: 'attached', timeout: 15_000 });
    expect(await app.getByText(/in your published theme yet/).count()).toBe(0);
  },
);
