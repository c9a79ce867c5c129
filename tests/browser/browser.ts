import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';
import { findBrowser } from '../../scripts/find-browser';

/** A browser with an empty profile; `close` leaves nothing behind. */
export async function openBrowser(
  viewport = { width: 1280, height: 900 },
): Promise<BrowserContext & { end(): Promise<void> }> {
  const executablePath = await findBrowser();
  if (!executablePath) throw new Error('No Chromium: run npm test, which installs one, or set CHROMIUM_PATH.');
  const profile = await mkdtemp(path.join(os.tmpdir(), 'tagalong-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    viewport,
    // The platform's library answers 410 to anything that calls itself headless.
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  return Object.assign(context, {
    async end() {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  });
}
