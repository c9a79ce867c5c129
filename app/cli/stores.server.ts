import { listStores, type StoreRecord } from '../tenancy/store.server';
import { type Command, needed, UsageError, type Values } from './command';
import { domainOf } from './import.server';
import { table } from './table';

export const storesCommand: Command = {
  name: 'stores',
  summary: 'lists the stores that are known',
  options: { json: { type: 'boolean', what: 'print as JSON' } },
  async run(values, out) {
    const stores = (await listStores()).map((store) => ({
      platform: store.platform,
      domain: store.domain,
      state: store.installationEpoch === 0 ? 'from a file' : store.state,
      epoch: store.installationEpoch,
      currency: store.currency,
      timeZone: store.timeZone,
      installed: store.installationEpoch === 0 ? null : store.installedAt.toISOString(),
      id: store.id as string,
    }));
    if (values.json) out.say(JSON.stringify(stores, null, 2));
    else out.say(stores.length > 0 ? table(stores) : 'No store is known yet.');
    return 0;
  },
};

/**
 * The store that --store names, by domain or id.
 * @throws {UsageError} when there is none, or more than one
 */
export async function storeNamed(values: Values): Promise<StoreRecord> {
  const name = needed(values, 'store');
  const stores = await listStores();
  const found = stores.filter((store) => store.id === name || store.domain === domainOf(name));
  const [store, another] = found;
  if (!store) {
    const known = stores.slice(0, 10).map(({ domain }) => domain);
    throw new UsageError(`There is no store "${name}". Known: ${known.join(', ') || 'none'}.`);
  }
  if (another)
    throw new UsageError(
      `"${name}" is on more than one platform; give its id: ${found.map(({ id }) => id).join(', ')}.`,
    );
  return store;
}

export const storeOption = { type: 'string', what: 'domain or id of the store', required: true } as const;
