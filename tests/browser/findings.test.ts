import { expect, test } from 'vitest';
import { openBrowser } from './browser';
import { findings } from './findings';

/** What everything else here relies on: a fault is found wherever it stands. */
test('a fault is found on the page, in its frames and in the part that is asked for, and nowhere else', async () => {
  const context = await openBrowser();
  const page = await context.newPage();
  const frame = '<html lang=en><title>In</title><main><input class=inner></main>';
  await page.setContent(`<html lang=en><title>Out</title><main><h1>Out</h1><p>Fine.</p>
    <iframe title="Inside" srcdoc="${frame}"></iframe><div id=bad><img src="data:,"></div></main>`);
  await page.frameLocator('iframe').locator('.inner').waitFor();
  expect(await findings(page)).toEqual(['image-alt: img', 'label: input']);
  expect(await findings(page, '#bad')).toEqual(['image-alt: img']);
  expect(await findings(page, 'p')).toEqual([]);
  await context.end();
});
