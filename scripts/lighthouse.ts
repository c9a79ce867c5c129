import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../app/db/embedded.server';
import { findBrowser } from './find-browser';

/**
 * npm run lighthouse
 * What the widget costs a product page: Lighthouse's performance score as a phone gets it, with the widget in the theme and
 * without, five times each and by turns. Lighthouse is fetched for the run (npx) and is no part of the program.
 */
const rounds = 5;
const lighthouse = 'lighthouse@13.5.0';
const mostLost = 1;
const run = promisify(execFile);

type Look = { score: number; bytes: number; requests: number; shift: number };

async function main(): Promise<void> {
  const chrome = await findBrowser();
  if (!chrome) throw new Error('No Chromium: npm test installs one, or set CHROMIUM_PATH.');
  const folder = await mkdtemp(path.join(os.tmpdir(), 'tagalong-lighthouse-'));
  const demo = await startDemo(folder);
  try {
    const { products } = await (await fetch(`${demo.storefrontUrl}/products.json?limit=1`)).json();
    const url = `${demo.storefrontUrl}/products/${products[0].handle}`;
    const looks: Record<'without' | 'with', Look[]> = { without: [], with: [] };
    for (let round = 1; round <= rounds; round++) {
      for (const name of ['without', 'with'] as const) {
        await place(demo.editorUrl, name === 'with');
        const shown = (await (await fetch(url)).text()).includes('tagalong__offer');
        if (shown !== (name === 'with')) throw new Error(`the widget is ${shown ? '' : 'not '}in the page`);
        const look = await lookAt(url, chrome);
        looks[name].push(look);
        console.log(`round ${round}, ${name}: score ${look.score}, ${look.bytes} bytes, ${look.requests} requests`);
      }
    }
    const score = (name: 'without' | 'with') => median(looks[name].map((one) => one.score));
    const bytes = median(looks.with.map((one) => one.bytes)) - median(looks.without.map((one) => one.bytes));
    const lost = score('without') - score('with');
    console.log(
      `\nmedian score without ${score('without')}, with ${score('with')}: ${lost} lost (at most ${mostLost})`,
    );
    console.log(`the widget: ${bytes} bytes on the wire, layout shift ${median(looks.with.map((one) => one.shift))}`);
    if (lost > mostLost) process.exitCode = 1;
  } finally {
    await demo.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function lookAt(url: string, chrome: string): Promise<Look> {
  const flags = '--headless=new --no-sandbox --disable-gpu --disable-background-networking';
  const asked = ['--only-categories=performance', '--output=json', '--quiet', `--chrome-flags=${flags}`];
  const { stdout } = await run('npx', ['--yes', lighthouse, url, ...asked], {
    env: { ...process.env, CHROME_PATH: chrome },
    maxBuffer: 64 * 1024 * 1024,
  });
  const { categories, audits } = JSON.parse(stdout);
  return {
    score: Math.round(categories.performance.score * 100),
    bytes: audits['total-byte-weight'].numericValue,
    requests: audits['network-requests'].details.items.length,
    shift: audits['cumulative-layout-shift'].numericValue,
  };
}

/** Puts both parts of the widget into the practice theme, or takes them out. */
async function place(editorUrl: string, placed: boolean): Promise<void> {
  for (const block of ['add-ons', 'cart']) {
    const body = new URLSearchParams({ block, do: placed ? 'place' : 'remove' });
    const reply = await fetch(editorUrl, { method: 'POST', body, redirect: 'manual' });
    if (reply.status !== 303) throw new Error(`the theme editor answered ${reply.status}`);
  }
}

async function startDemo(folder: string) {
  const args = ['scripts/demo.ts', '--headless', '--store-size', 'small', '--data-dir', folder];
  const child = spawn('tsx', [...args, '--port', String(await freePort())], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk) => String(chunk).includes('Tagalong is ready') && resolve());
    child.once('close', (code) => reject(new Error(`the demo ended with code ${code}`)));
  });
  const card = JSON.parse(await readFile(path.join(folder, 'demo.json'), 'utf8'));
  return {
    storefrontUrl: card.storefrontUrl as string,
    editorUrl: (card.practiceAdminUrl as string).replace(/\/apps\/.*$/, '/themes/current/editor'),
    stop: () =>
      new Promise<void>((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGINT');
      }),
  };
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
