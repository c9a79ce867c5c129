import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';

const folder = path.resolve('.cache/screens');

/**
 * Keeps a picture of the whole page in .cache/screens for a person to look at; only when asked for (PICTURES=1), because a
 * picture takes as long as the test around it.
 */
export async function picture(page: Page, name: string): Promise<void> {
  if (!process.env.PICTURES) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
}
