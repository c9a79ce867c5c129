import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { attempt, installPackage } from './attempt';

const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** The Chromium to test with, if there is one: CHROMIUM_PATH, an installed one, or Playwright's own download. */
export async function findBrowser(): Promise<string | undefined> {
  const named = process.env.CHROMIUM_PATH;
  if (named && existsSync(named)) return named;
  const installed = usual.find((file) => existsSync(file));
  if (installed) return installed;
  const { chromium } = await import('playwright-core');
  const own = chromium.executablePath();
  return own && existsSync(own) ? own : undefined;
}

/**
 * Finds a Chromium or installs one: Playwright's download first, Debian's package when we are root and that fails.
 * @throws {Error} saying what to install by hand
 */
export async function ensureBrowser(say: (line: string) => void): Promise<string> {
  const there = await findBrowser();
  if (there) return there;
  say("No Chromium found; trying Playwright's download ...");
  const cli = path.join(path.dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')), 'cli.js');
  if (attempt(process.execPath, [cli, 'install', 'chromium'], 180_000)) {
    const downloaded = await findBrowser();
    if (downloaded) return downloaded;
  }
  if (process.getuid?.() === 0) {
    say("That did not work; installing Debian's chromium ...");
    installPackage('chromium');
    const packaged = await findBrowser();
    if (packaged) return packaged;
  }
  throw new Error('No Chromium to test pages with. Install chromium or Google Chrome, or set CHROMIUM_PATH to one.');
}
