import { storeIdOf } from '../../app/domain/shared/ids';
import { startQueue, stopQueue } from '../../app/jobs/queue.server';
import { createApiKey } from '../../app/tenancy/api-keys-store.server';
import { findStore } from '../../app/tenancy/store.server';
import { control } from './control';
import { agreeOnShoplazza } from './install';
import { readSecrets, writeSecrets } from './secrets';
import { backfill, publishAddOns, until } from './stock';

/** The demo's Shoplazza store: stocked, installed through its own sign-in, with a history. */
export async function setUpShoplazza(
  folder: string,
  demo: { urls: { shoplazza: string }; storeDomain: string; say: (line: string) => void },
): Promise<void> {
  const { urls, storeDomain, say } = demo;
  const secrets = await readSecrets(folder);
  if (secrets.shoplazzaComplete) return;
  const storeId = storeIdOf('shoplazza', storeDomain);
  await startQueue();
  await control(urls.shoplazza, 'stores', {
    ...{ domain: storeDomain, name: 'Tagalong Demo (Shoplazza)', currency: 'EUR', timezone: '+0100' },
    markets: [{ currency: 'USD', rate: '1.09' }],
  });
  await control(urls.shoplazza, `stores/${storeDomain}/stock`, { seed: 11 });
  say('Installing the app into the practice Shoplazza store (OAuth) ...');
  const { url } = (await control(urls.shoplazza, `stores/${storeDomain}/app-address`, {})) as { url: string };
  await agreeOnShoplazza(url, urls.shoplazza);
  const store = await until('the app knows the Shoplazza store', 60, async () => {
    const found = await findStore(storeId);
    return found?.name ? found : undefined;
  });
  const addOnVariantIds = await publishAddOns(storeId, store.currency, say);
  say('Letting a year pass in the practice Shoplazza store ...');
  await control(urls.shoplazza, `stores/${storeDomain}/history`, { orders: 240, days: 365, seed: 11, addOnVariantIds });
  await backfill(storeId, say);
  const { key } = await createApiKey(storeId, 'demo', 'owner');
  await writeSecrets(folder, { ...(await readSecrets(folder)), shoplazzaApiKey: key, shoplazzaComplete: true });
  await stopQueue();
}
