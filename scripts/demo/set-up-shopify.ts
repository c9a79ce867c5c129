import { storeIdOf } from '../../app/domain/shared/ids';
import { startQueue, stopQueue } from '../../app/jobs/queue.server';
import { authenticateApiKey, createApiKey } from '../../app/tenancy/api-keys-store.server';
import { findStore } from '../../app/tenancy/store.server';
import { control } from './control';
import type { DemoFlags } from './flags';
import { openAppOnce } from './install';
import { readSecrets, writeSecrets } from './secrets';
import { backfill, publishAddOns, until } from './stock';

/** The demo's Shopify store: stocked, installed, with a history; a second start finds it as it was. */
export async function setUpShopify(
  folder: string,
  demo: {
    urls: { practiceApi: string; practiceAdmin: string };
    storeDomain: string;
    size: DemoFlags['storeSize'];
    say: (line: string) => void;
  },
): Promise<void> {
  const { urls, storeDomain, size, say } = demo;
  const secrets = await readSecrets(folder);
  const storeId = storeIdOf('shopify', storeDomain);
  if (secrets.complete) {
    if (!(await authenticateApiKey(`Bearer ${secrets.apiKey}`)) && (await findStore(storeId))) {
      // The store was erased and installed anew, or the key revoked: what is printed should open something.
      const { key } = await createApiKey(storeId, 'demo', 'owner');
      await writeSecrets(folder, { ...secrets, apiKey: key });
    }
    return;
  }
  await startQueue();
  await control(urls.practiceApi, `stores/${storeDomain}/stock`, { size, seed: 7 });
  say('Installing the app into the practice store (token exchange) ...');
  // The merchant's grant, which the platform takes on its own page; the rest is the app's.
  await control(urls.practiceApi, `stores/${storeDomain}/install`, {});
  await openAppOnce(`${urls.practiceAdmin}/store/tagalong-demo/launch?path=/`);
  const store = await until('the app knows the store', 60, async () => {
    const found = await findStore(storeId);
    return found?.name ? found : undefined;
  });
  const addOnVariantIds = await publishAddOns(storeId, store.currency, say);
  say('Letting 18 months pass in the practice store ...');
  await control(urls.practiceApi, `stores/${storeDomain}/history`, { size, seed: 7, addOnVariantIds });
  await backfill(storeId, say);
  const apiKey = secrets.apiKey ?? (await createApiKey(storeId, 'demo', 'owner')).key;
  await writeSecrets(folder, { ...secrets, apiKey, complete: true });
  await stopQueue();
}
