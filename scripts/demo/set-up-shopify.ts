import { control } from './control';
import type { DemoFlags } from './flags';
import { openAppOnce } from './install';
import { setUpStore } from './set-up-store';

/** The demo's Shopify store, installed by token exchange, with 18 months behind it. */
export function setUpShopify(
  folder: string,
  demo: {
    urls: { practiceApi: string; practiceAdmin: string };
    storeDomain: string;
    size: DemoFlags['storeSize'];
    say: (line: string) => void;
  },
): Promise<void> {
  const { urls, storeDomain, size, say } = demo;
  const change = (what: string, body: object) => control(urls.practiceApi, `stores/${storeDomain}/${what}`, body);
  return setUpStore(folder, say, {
    ...{ platform: 'shopify', domain: storeDomain, keptAs: { apiKey: 'apiKey', complete: 'complete' } },
    stock: () => change('stock', { size, seed: 7 }),
    install: async () => {
      say('Installing the app into the practice store (token exchange) ...');
      // The merchant's grant, which the platform takes on its own page; the rest is the app's.
      await change('install', {});
      await openAppOnce(`${urls.practiceAdmin}/store/tagalong-demo/launch?path=/`);
    },
    live: (addOnVariantIds) => {
      say('Letting 18 months pass in the practice store ...');
      return change('history', { size, seed: 7, addOnVariantIds });
    },
  });
}
