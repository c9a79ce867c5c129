import { type Sql, withTenantSql } from '../db/client.server';
import type { ToldCustomer } from '../domain/customers/customer';
import type { OrderNews } from '../domain/orders/order';
import { asFault } from '../domain/shared/fault';
import type { StoreId } from '../domain/shared/ids';
import type { EntryMeaning, OrderDialect } from '../platforms/platform';
import { type Ending, endingOf } from './ending';
import { type DrainedStore, type Entry, enterStore, reclaim } from './inbox-store.server';
import type { DrainPorts } from './ports';
import { readEntry } from './read-entry';
import { type EntryCustomers, type EntryOrders, saveCustomersOf, saveOrdersOf } from './save-batch.server';

type Asking = 'refetch-orders' | 'refetch-customers' | 'uninstalled';

/** An entry that is only a hint: its truth has to be asked from the platform. */
export type Ask = { entry: Entry; meaning: Extract<EntryMeaning, { kind: Asking }> };
type Finish = (
  sql: Sql,
  storeId: StoreId,
  store: DrainedStore,
  endings: Map<Entry, Ending>,
  ports: DrainPorts,
) => Promise<void>;

export function isAsk(meaning: EntryMeaning): meaning is Ask['meaning'] {
  return ['refetch-orders', 'refetch-customers', 'uninstalled'].includes(meaning.kind);
}

/** Answers the hints of one batch: each object is fetched once, then everything ends in one transaction. */
export async function askPlatform(
  storeId: StoreId,
  store: DrainedStore,
  asks: Ask[],
  ports: DrainPorts,
  finish: Finish,
): Promise<Map<Entry, Ending>> {
  const platform = ports.platformOf(store.platform);
  const hints = asks.flatMap(asHint);
  const farewells = asks.flatMap(({ entry, meaning }) => (meaning.kind === 'uninstalled' ? [{ entry, meaning }] : []));
  const fetchedOrders = await attempt(() => fetchOrders(storeId, platform, idsOf(hints, 'order')));
  const fetchedCustomers = await attempt(() => fetchCustomers(storeId, platform, idsOf(hints, 'customer'), ports));
  const named = farewells.filter((f) => names(f.meaning.storeDomain, store));
  const access = named.length > 0 ? await attempt(() => stillHasAccess(storeId, platform)) : { value: true };

  return withTenantSql(storeId, async (sql) => {
    await enterStore(sql, storeId);
    const mine = await reclaim(
      sql,
      storeId,
      asks.map(({ entry }) => entry.id),
    );
    const endings = new Map<Entry, Ending>();
    const orders: EntryOrders[] = [];
    const customers: EntryCustomers[] = [];
    for (const hint of hints.filter((h) => mine.has(h.entry.id))) {
      const { entry } = hint;
      const answer = answerTo(hint, hint.of === 'order' ? fetchedOrders : fetchedCustomers, platform.orders);
      if ('ending' in answer) endings.set(entry, answer.ending);
      else if (answer.kind === 'orders') orders.push({ entry, news: answer.news });
      else customers.push({ entry, customers: answer.customers });
    }
    for (const [entry, ending] of await saveOrdersOf(sql, storeId, store, orders, ports)) endings.set(entry, ending);
    for (const [entry, ending] of await saveCustomersOf(sql, storeId, customers, ports)) endings.set(entry, ending);
    for (const { entry, meaning } of farewells.filter((f) => mine.has(f.entry.id))) {
      const done = (result: string): Ending => ({ state: 'processed', result, objectId: null });
      // The header that named the store is unsigned: only a store that the signed body names can leave.
      if (!names(meaning.storeDomain, store)) endings.set(entry, done('ignored'));
      else if ('error' in access) endings.set(entry, endingOf(access.error, entry.attempts + 1, null));
      else if (access.value) endings.set(entry, done('still connected'));
      else {
        await ports.onUninstalled(sql, storeId, entry.triggeredAt ?? entry.receivedAt, store);
        endings.set(entry, done('uninstalled'));
      }
    }
    await finish(sql, storeId, store, endings, ports);
    return endings;
  });
}

/** A farewell that names nobody may be this store's: whether it left is asked anyway. */
function names(storeDomain: string | null, store: DrainedStore): boolean {
  return storeDomain === null || storeDomain.toLowerCase() === store.domain;
}

type Hint = { entry: Entry; of: 'order' | 'customer'; ids: string[] };
type Fetched = { id: string; topic: string; body: string; askedAt: string };
type Attempt<T> = { value: T } | { error: unknown };
type AskedPlatform = ReturnType<DrainPorts['platformOf']>;

function asHint({ entry, meaning }: Ask): Hint[] {
  if (meaning.kind === 'refetch-orders') return [{ entry, of: 'order', ids: meaning.platformOrderIds }];
  if (meaning.kind === 'refetch-customers') return [{ entry, of: 'customer', ids: meaning.platformCustomerIds }];
  return [];
}

function idsOf(hints: Hint[], of: Hint['of']): string[] {
  return [...new Set(hints.flatMap((hint) => (hint.of === of ? hint.ids : [])))];
}

/** What the platform said about a hint's objects, read; or how its entry ends without them. */
function answerTo(
  { entry, ids }: Hint,
  fetched: Attempt<Fetched[]>,
  dialect: OrderDialect,
): Extract<EntryMeaning, { kind: 'orders' | 'customers' }> | { ending: Ending } {
  const objectId = ids[0] ?? null;
  if ('error' in fetched) return { ending: endingOf(fetched.error, entry.attempts + 1, objectId) };
  const news: OrderNews[] = [];
  const customers: ToldCustomer[] = [];
  for (const { topic, body, askedAt } of fetched.value.filter(({ id }) => ids.includes(id))) {
    const read = readEntry(dialect, { ...entry, topic, body: Buffer.from(body), triggeredAt: new Date(askedAt) });
    if ('ending' in read) return read;
    if (read.meaning.kind === 'orders') news.push(...read.meaning.news);
    else if (read.meaning.kind === 'customers') customers.push(...read.meaning.customers);
  }
  if (news.length > 0) return { kind: 'orders', news };
  if (customers.length > 0) return { kind: 'customers', customers };
  return { ending: { state: 'processed', result: 'gone', objectId } };
}

async function fetchOrders(storeId: StoreId, platform: AskedPlatform, ids: string[]): Promise<Fetched[]> {
  if (ids.length === 0) return [];
  const orders = await (await platform.api(storeId)).fetchOrders(ids);
  return orders.map((one) => ({ ...one, id: one.platformOrderId, topic: 'order:pulled' }));
}

/** Only those whom we keep: a shop may tag a hundred thousand people who never bought anything. */
async function fetchCustomers(
  storeId: StoreId,
  platform: AskedPlatform,
  ids: string[],
  ports: DrainPorts,
): Promise<Fetched[]> {
  if (ids.length === 0) return [];
  const buyers = await withTenantSql(storeId, (sql) => ports.whoBought(sql, storeId, ids));
  if (buyers.length === 0) return [];
  const customers = await (await platform.api(storeId)).fetchCustomers(buyers);
  return customers.map((one) => ({ ...one, id: one.platformCustomerId, topic: 'customer:pulled' }));
}

/** An old farewell can be sent again by who captured it; a store that has really left refuses our token. */
async function stillHasAccess(storeId: StoreId, platform: AskedPlatform): Promise<boolean> {
  try {
    const api = await platform.api(storeId);
    await api.facts();
    return true;
  } catch (error) {
    if (['unauthorized', 'unknown-store'].includes(asFault(error).reasonClass)) return false;
    throw error;
  }
}

async function attempt<T>(work: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await work() };
  } catch (error) {
    return { error };
  }
}
