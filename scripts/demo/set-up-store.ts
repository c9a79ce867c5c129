import { type PlatformName, storeIdOf } from '../../app/domain/shared/ids';
import { startQueue, stopQueue } from '../../app/jobs/queue.server';
import { authenticateApiKey, createApiKey } from '../../app/tenancy/api-keys-store.server';
import { findStore } from '../../app/tenancy/store.server';
import { readSecrets, writeSecrets } from './secrets';
import { backfill, publishAddOns, until } from './stock';

/** A demo store on one platform: what is done there, in this order. */
export type DemoStore = {
  platform: PlatformName;
  domain: string;
  /** where its REST API key is kept, and that it is complete */
  keptAs: { apiKey: 'apiKey' | 'shoplazzaApiKey'; complete: 'complete' | 'shoplazzaComplete' };
  stock(): Promise<unknown>;
  /** the merchant adds the app */
  install(): Promise<unknown>;
  /** the past, with add-ons sold */
  live(addOnVariantIds: string[]): Promise<unknown>;
};

/** Makes a demo store, stocked, installed and with a history; a second start finds it as it was. */
export async function setUpStore(folder: string, say: (line: string) => void, demo: DemoStore): Promise<void> {
  const { platform, domain, keptAs } = demo;
  const secrets = await readSecrets(folder);
  const storeId = storeIdOf(platform, domain);
  const keep = async (apiKey: string) =>
    writeSecrets(folder, { ...(await readSecrets(folder)), [keptAs.apiKey]: apiKey, [keptAs.complete]: true });
  const apiKey = secrets[keptAs.apiKey];
  if (secrets[keptAs.complete]) {
    if (!(await authenticateApiKey(`Bearer ${apiKey}`)) && (await findStore(storeId))) {
      // The store was erased and installed anew, or the key revoked: what is printed should open something.
      await keep((await createApiKey(storeId, 'demo', 'owner')).key);
    }
    return;
  }
  await startQueue();
  await demo.stock();
  await demo.install();
  const store = await until(`the app knows ${domain}`, 60, async () => {
    const found = await findStore(storeId);
    return found?.name ? found : undefined;
  });
  await demo.live(await publishAddOns(storeId, store.currency, say));
  await backfill(storeId, say);
  await keep(apiKey ?? (await createApiKey(storeId, 'demo', 'owner')).key);
  await stopQueue();
}
