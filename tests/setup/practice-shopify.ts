import path from 'node:path';
import { type Practice, startPracticeShopify } from '../../practice/shopify/server';

/** A practice Shopify in memory on free ports, with one store and no app that listens. */
export function startPractice(storeDomain: string): Promise<Practice> {
  return startPracticeShopify({
    dataDir: null,
    apiPort: 0,
    adminPort: 0,
    storefrontPort: 0,
    appUrl: 'http://127.0.0.1:9',
    apiKey: 'key',
    apiSecret: 'secret',
    tomlFile: path.resolve('shopify.app.toml'),
    extensionDir: path.resolve('extensions/tagalong-widget'),
    storeDomain,
  });
}
