import { control } from './control';
import { agreeOnShoplazza } from './install';
import { setUpStore } from './set-up-store';

/** The demo's Shoplazza store, installed through its own sign-in, with a year behind it. */
export function setUpShoplazza(
  folder: string,
  demo: { urls: { shoplazza: string }; storeDomain: string; say: (line: string) => void },
): Promise<void> {
  const { urls, storeDomain, say } = demo;
  const change = (what: string, body: object) => control(urls.shoplazza, `stores/${storeDomain}/${what}`, body);
  return setUpStore(folder, say, {
    ...{ platform: 'shoplazza', domain: storeDomain },
    keptAs: { apiKey: 'shoplazzaApiKey', complete: 'shoplazzaComplete' },
    stock: async () => {
      await control(urls.shoplazza, 'stores', {
        ...{ domain: storeDomain, name: 'Tagalong Demo (Shoplazza)', currency: 'EUR', timezone: '+0100' },
        markets: [{ currency: 'USD', rate: '1.09' }],
      });
      await change('stock', { seed: 11 });
    },
    install: async () => {
      say('Installing the app into the practice Shoplazza store (OAuth) ...');
      const { url } = (await change('app-address', {})) as { url: string };
      await agreeOnShoplazza(url, urls.shoplazza);
    },
    live: (addOnVariantIds) => {
      say('Letting a year pass in the practice Shoplazza store ...');
      return change('history', { orders: 240, days: 365, seed: 11, addOnVariantIds });
    },
  });
}
