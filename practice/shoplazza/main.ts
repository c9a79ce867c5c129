import { parseArgs } from 'node:util';
import { untilStopped } from '../until-stopped';
import { startPracticeShoplazza } from './server';

/** The process: options as flags or PRACTICE_SHOPLAZZA_* variables; says `{"ready":true,...}` when its doors are open. */
const { values: flags } = parseArgs({
  options: {
    'data-dir': { type: 'string' },
    'api-port': { type: 'string' },
    'storefront-port': { type: 'string' },
    'app-url': { type: 'string' },
    'client-id': { type: 'string' },
    'client-secret': { type: 'string' },
    'extension-dir': { type: 'string' },
  },
});
const given = (flag: keyof typeof flags, variable: string): string | undefined =>
  flags[flag] ?? process.env[`PRACTICE_SHOPLAZZA_${variable}`];

const practice = await startPracticeShoplazza({
  dataDir: given('data-dir', 'DATA_DIR') || null,
  apiPort: Number(given('api-port', 'API_PORT') ?? 0),
  storefrontPort: Number(given('storefront-port', 'STOREFRONT_PORT') ?? 0),
  appUrl: given('app-url', 'APP_URL') ?? 'http://127.0.0.1:4400',
  clientId: given('client-id', 'CLIENT_ID') ?? 'tagalong-practice',
  clientSecret: given('client-secret', 'CLIENT_SECRET') ?? 'practice-secret',
  extensionDir: given('extension-dir', 'EXTENSION_DIR') ?? 'extensions/tagalong-shoplazza',
});
const { apiUrl, storefrontUrl } = practice;
process.stdout.write(`${JSON.stringify({ ready: true, apiUrl, storefrontUrl })}\n`);
untilStopped(practice);
