import { parseArgs } from 'node:util';
import { untilStopped } from '../until-stopped';
import { publishedSchema } from './graphql/schema';
import { startPracticeShopify } from './server';

/** The process: options as flags or PRACTICE_* variables; says `{"ready":true,...}` when its doors are open. */
const { values: flags } = parseArgs({
  options: {
    'data-dir': { type: 'string' },
    'api-port': { type: 'string' },
    'admin-port': { type: 'string' },
    'storefront-port': { type: 'string' },
    'app-url': { type: 'string' },
    'api-key': { type: 'string' },
    'api-secret': { type: 'string' },
    'toml-file': { type: 'string' },
    'extension-dir': { type: 'string' },
    'store-domain': { type: 'string' },
  },
});
const given = (flag: keyof typeof flags, variable: string): string | undefined =>
  flags[flag] ?? process.env[`PRACTICE_${variable}`];

const storeDomain = given('store-domain', 'STORE_DOMAIN');
const practice = await startPracticeShopify({
  dataDir: given('data-dir', 'DATA_DIR') || null,
  apiPort: Number(given('api-port', 'API_PORT') ?? 0),
  adminPort: Number(given('admin-port', 'ADMIN_PORT') ?? 0),
  storefrontPort: Number(given('storefront-port', 'STOREFRONT_PORT') ?? 0),
  appUrl: given('app-url', 'APP_URL') ?? 'http://127.0.0.1:4400',
  apiKey: given('api-key', 'API_KEY') ?? 'tagalong-practice',
  apiSecret: given('api-secret', 'API_SECRET') ?? 'practice-secret',
  tomlFile: given('toml-file', 'TOML_FILE') ?? 'shopify.app.toml',
  extensionDir: given('extension-dir', 'EXTENSION_DIR') ?? 'extensions/tagalong-widget',
  ...(storeDomain === undefined ? {} : { storeDomain }),
});
const { apiUrl, adminUrl, storefrontUrl } = practice;
process.stdout.write(`${JSON.stringify({ ready: true, apiUrl, adminUrl, storefrontUrl })}\n`);
// the schema is large: read it now, while nobody waits for it
setTimeout(publishedSchema, 50);
untilStopped(practice);
