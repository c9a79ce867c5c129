import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readConfig, setConfig } from '../../app/config/config.server';
import { closeDatabase, withTenantSql } from '../../app/db/client.server';
import { type Embedded, freePort, startEmbedded } from '../../app/db/embedded.server';
import { migrate } from '../../app/db/migrate.server';
import { storeIdOf } from '../../app/domain/shared/ids';
import { stopQueue } from '../../app/jobs/queue.server';
import { uploadedFunction } from '../../practice/shoplazza/cart-function';
import { type DemoPlatform, readFlags, usage } from './flags';
import { type Program, startProgram } from './processes';
import { type DemoSecrets, readSecrets, writeSecrets } from './secrets';
import { setUpShopify } from './set-up-shopify';
import { setUpShoplazza } from './set-up-shoplazza';
import { addOnVariants } from './stock';

/**
 * npm run demo: the whole of Tagalong on this machine. Starts PostgreSQL, the practice Shopify with a stocked store,
 * the web server and the worker; installs the app the way a merchant does; reads the history; prints where to look.
 */
const storeDomain = 'tagalong-demo.myshopify.com';
const shoplazzaDomain = 'tagalong-demo.myshoplaza.com';
const shoplazzaId = storeIdOf('shoplazza', shoplazzaDomain);
const began = Date.now();
const say = (line: string) => console.log(line);
let flags: ReturnType<typeof readFlags>;
try {
  flags = readFlags(process.argv.slice(2));
} catch (error) {
  console.error(`${(error as Error).message}\n\n${usage}`);
  process.exit(2);
}

const folder = path.resolve(flags.dataDir);
const logDir = path.join(folder, 'logs');
const lock = path.join(folder, 'demo.pid');
const programs: Program[] = [];
let database: Embedded | undefined;
let stopping: Promise<void> | undefined;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0));

try {
  await run();
} catch (error) {
  if (!stopping) console.error(`\nThe demo could not start: ${error instanceof Error ? error.message : String(error)}`);
  await end(1);
}

async function run(): Promise<void> {
  await claimFolder();
  const secrets = await readSecrets(folder);
  const port = secrets.databasePort ?? (await freePort());
  database = await startEmbedded(path.join(folder, 'postgres'), { port });
  await writeSecrets(folder, { ...secrets, databasePort: port });
  const urls = {
    app: `http://127.0.0.1:${flags.port}`,
    practiceApi: `http://127.0.0.1:${flags.port + 1}`,
    practiceAdmin: `http://127.0.0.1:${flags.port + 2}`,
    storefront: `http://127.0.0.1:${flags.port + 3}`,
    shoplazza: `http://127.0.0.1:${flags.port + 4}`,
    shoplazzaStorefront: `http://127.0.0.1:${flags.port + 5}`,
  };
  const environment = {
    NODE_ENV: 'production',
    DATABASE_URL: database.url,
    HOST: '127.0.0.1',
    PORT: String(flags.port),
    APP_URL: urls.app,
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'info',
    ENCRYPTION_KEYS: `demo:${secrets.encryptionKey}`,
    PERSON_HASH_KEY: secrets.personHashKey,
    SHOPIFY_API_KEY: secrets.shopifyApiKey,
    SHOPIFY_API_SECRET: secrets.shopifyApiSecret,
    SHOPIFY_API_ORIGIN: urls.practiceApi,
    SHOPIFY_APP_BRIDGE_URL: `${urls.practiceAdmin}/app-bridge.js`,
    EXTRA_FRAME_ANCESTORS: urls.practiceAdmin,
    ...(flags.platforms.includes('shoplazza')
      ? {
          SHOPLAZZA_CLIENT_ID: secrets.shoplazzaClientId,
          SHOPLAZZA_CLIENT_SECRET: secrets.shoplazzaClientSecret,
          SHOPLAZZA_API_ORIGIN: urls.shoplazza,
          SHOPLAZZA_FRAME_ANCESTORS: urls.shoplazza,
          SHOPLAZZA_PRICE_FUNCTION_ID: uploadedFunction,
        }
      : {}),
    // So that a webhook on this machine can be tried.
    ALERT_WEBHOOKS_ANYWHERE: '1',
  };
  setConfig(readConfig(environment));
  // The practice platforms need no database of ours, so they start while the tables are brought up to date.
  const practices = flags.platforms.map((name) => startPractice(name, environment, secrets));
  await migrate(database.url);
  await Promise.all([
    ...practices,
    start('web', 'app/entry.web.ts', environment),
    start('worker', 'app/entry.worker.ts', environment),
  ]);

  if (flags.platforms.includes('shopify'))
    await setUpShopify(folder, { urls, storeDomain, size: flags.storeSize, say });
  if (flags.platforms.includes('shoplazza')) await setUpShoplazza(folder, { urls, storeDomain: shoplazzaDomain, say });
  const { apiKey, shoplazzaApiKey } = await readSecrets(folder);
  const practiceAdminUrl = `${urls.practiceAdmin}/store/tagalong-demo/apps/tagalong`;
  const shoplazzaAdminUrl = `${urls.shoplazza}/admin/smart_apps/base/${secrets.shoplazzaClientId}?store=${shoplazzaDomain}`;
  const storeId = storeIdOf('shopify', storeDomain);
  const shopifyCard = {
    practiceAdminUrl,
    storefrontUrl: urls.storefront,
    practiceApiUrl: urls.practiceApi,
    storeDomain,
    apiKey,
    webhookSecret: secrets.shopifyApiSecret,
  };
  const shoplazzaCard = {
    practiceAdminUrl: shoplazzaAdminUrl,
    storefrontUrl: `${urls.shoplazzaStorefront}/?store=${shoplazzaDomain}`,
    practiceApiUrl: urls.shoplazza,
    storeDomain: shoplazzaDomain,
    apiKey: shoplazzaApiKey,
    webhookSecret: secrets.shoplazzaClientSecret,
  };
  const isThere = (name: DemoPlatform) => flags.platforms.includes(name);
  const card = {
    appUrl: urls.app,
    ...(isThere('shopify') ? shopifyCard : shoplazzaCard),
    databaseUrl: database.url,
    ...(isThere('shopify')
      ? { addOnVariantIds: await addOnVariants(storeId), productVariantIds: await productVariants(urls.storefront) }
      : {}),
    ...(isThere('shoplazza') ? { shoplazza: shoplazzaCard } : {}),
  };
  for (const place of new Set([folder, path.resolve('.tagalong')])) {
    await mkdir(place, { recursive: true });
    await writeFile(path.join(place, 'demo.json'), `${JSON.stringify(card, null, 2)}\n`, { mode: 0o600 });
    // What the command line takes as its settings when it is given none.
    const lines = Object.entries(environment).map(([name, value]) => `${name}=${value}\n`);
    await writeFile(path.join(place, 'demo.env'), lines.join(''), { mode: 0o600 });
  }
  const stores = [...(isThere('shopify') ? [storeId] : []), ...(isThere('shoplazza') ? [shoplazzaId] : [])];
  let orders = 0;
  for (const id of stores) {
    const [count] = await withTenantSql(id, (sql) => sql<{ n: number }>(`select count(*)::int as n from orders`));
    orders += count?.n ?? 0;
  }
  await closeDatabase();
  const shopifyWords = `  Practice admin, the app inside   ${practiceAdminUrl}
  Practice storefront              ${urls.storefront}
  Practice platform's API          ${urls.practiceApi}
`;
  const shoplazzaWords = `  Shoplazza admin, the app inside  ${shoplazzaAdminUrl}
  Shoplazza storefront             ${shoplazzaCard.storefrontUrl}
`;
  say(`
Tagalong is ready (${((Date.now() - began) / 1000).toFixed(1)} s, ${orders} orders).

${isThere('shopify') ? shopifyWords : ''}${isThere('shoplazza') ? shoplazzaWords : ''}  REST API                         ${urls.app}/api/v1/openapi.json

Buy something with an add-on in the storefront and watch Analytics in the admin.
Keys and ids are in ${path.relative(process.cwd(), path.join(folder, 'demo.json'))}, logs in ${path.relative(process.cwd(), logDir)}. Ctrl-C stops everything.`);
  if (!flags.headless && process.stdout.isTTY) openInBrowser(isThere('shopify') ? practiceAdminUrl : shoplazzaAdminUrl);
}

function startPractice(name: DemoPlatform, environment: Record<string, string>, secrets: DemoSecrets): Promise<void> {
  const port = (offset: number) => String(flags.port + offset);
  const appUrl = environment.APP_URL ?? '';
  const given =
    name === 'shopify'
      ? {
          'data-dir': path.join(folder, 'practice'),
          'api-port': port(1),
          'admin-port': port(2),
          'storefront-port': port(3),
          'app-url': appUrl,
          'api-key': secrets.shopifyApiKey,
          'api-secret': secrets.shopifyApiSecret,
          'toml-file': path.resolve('shopify.app.toml'),
          'extension-dir': path.resolve('extensions/tagalong-widget'),
          'store-domain': storeDomain,
        }
      : {
          'data-dir': path.join(folder, 'practice'),
          'api-port': port(4),
          'storefront-port': port(5),
          'app-url': appUrl,
          'client-id': secrets.shoplazzaClientId,
          'client-secret': secrets.shoplazzaClientSecret,
          'extension-dir': path.resolve('extensions/tagalong-shoplazza'),
        };
  const args = Object.entries(given).flatMap(([flag, value]) => [`--${flag}`, value]);
  // The first one is called as it always was: its log is looked for by that name.
  const called = name === 'shopify' ? 'practice' : 'practice-shoplazza';
  return start(called, `practice/${name}/main.ts`, environment, args);
}

async function start(name: string, file: string, env: Record<string, string>, args: string[] = []): Promise<void> {
  const onExit = (ended: string, code: number | null) => {
    if (stopping) return;
    console.error(`\n${ended} ended by itself (code ${code}); its log is ${path.join(logDir, `${ended}.log`)}.`);
    void end(1);
  };
  programs.push(await startProgram({ name, file, args, env, logDir, onExit }));
}

/** One demo per data folder; `--fresh` empties it. */
async function claimFolder(): Promise<void> {
  if (existsSync(lock)) {
    const pid = Number(await readFile(lock, 'utf8'));
    if (pid !== process.pid && alive(pid)) {
      throw new Error(`process ${pid} runs the demo on ${folder} already. Stop it, or choose another --data-dir.`);
    }
  }
  if (flags.fresh) await forgetEverything();
  await mkdir(logDir, { recursive: true });
  await writeFile(lock, String(process.pid));
}

/** Only what the demo made: the folder may be somebody's. */
async function forgetEverything(): Promise<void> {
  for (const part of ['postgres', 'practice', 'logs', 'demo-secrets.json', 'demo.json', 'demo.env', 'demo.pid']) {
    await rm(path.join(folder, part), { recursive: true, force: true });
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Variants a shopper can buy, from the storefront itself. */
async function productVariants(storefrontUrl: string): Promise<string[]> {
  const reply = await fetch(`${storefrontUrl}/products.json?limit=250`);
  const { products } = (await reply.json()) as { products: { variants: { id: number | string }[] }[] };
  return products.flatMap((product) => product.variants.map((variant) => String(variant.id)));
}

function openInBrowser(address: string): void {
  const opener = { darwin: 'open', win32: 'explorer' }[process.platform as string] ?? 'xdg-open';
  spawn(opener, [address], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}

/** Stops in the order that loses nothing: doors, worker, practice platform, database. */
function end(code: number): Promise<void> {
  stopping ??= (async () => {
    if (programs.length > 0) say('\nStopping ...');
    await stopQueue().catch(() => {});
    await closeDatabase().catch(() => {});
    for (const name of ['web', 'worker', 'practice', 'practice-shoplazza'])
      await programs.find((p) => p.name === name)?.stop();
    await database?.stop();
    await rm(lock, { force: true });
    process.exit(code);
  })();
  return stopping;
}
