import { type Sql, withTenantSql } from '../db/client.server';
import { asFault } from '../domain/shared/fault';
import type { StoreId } from '../domain/shared/ids';
import type { EntryMeaning, PulledOrder } from '../platforms/platform';
import { type Ending, endingOf } from './ending';
import { type DrainedStore, type Entry, enterStore, reclaim } from './inbox-store.server';
import type { DrainPorts } from './ports';
import { readEntry } from './read-entry';
import { saveOrdersOf } from './save-batch.server';

/** An entry that is only a hint: its truth has to be asked from the platform. */
export type Ask = { entry: Entry; meaning: Extract<EntryMeaning, { kind: 'refetch-orders' | 'uninstalled' }> };
type Finish = (
  sql: Sql,
  storeId: StoreId,
  store: DrainedStore,
  endings: Map<Entry, Ending>,
  ports: DrainPorts,
) => Promise<void>;

/** Answers the hints of one batch: each order is fetched once, then everything ends in one transaction. */
export async function askPlatform(
  storeId: StoreId,
  store: DrainedStore,
  asks: Ask[],
  ports: DrainPorts,
  finish: Finish,
): Promise<Map<Entry, Ending>> {
  const hints = asks.flatMap(({ entry, meaning }) => (meaning.kind === 'refetch-orders' ? [{ entry, meaning }] : []));
  const farewells = asks.flatMap(({ entry, meaning }) => (meaning.kind === 'uninstalled' ? [{ entry, meaning }] : []));
  const fetched = await attempt(() =>
    fetchOrders(storeId, store, [...new Set(hints.flatMap((h) => h.meaning.platformOrderIds))], ports),
  );
  const named = farewells.filter((f) => f.meaning.storeDomain.toLowerCase() === store.domain);
  const access = named.length > 0 ? await attempt(() => stillHasAccess(storeId, store, ports)) : { value: true };

  return withTenantSql(storeId, async (sql) => {
    await enterStore(sql, storeId);
    const mine = await reclaim(
      sql,
      storeId,
      asks.map(({ entry }) => entry.id),
    );
    const endings = new Map<Entry, Ending>();
    const items = [];
    for (const { entry, meaning } of hints.filter((h) => mine.has(h.entry.id))) {
      const objectId = meaning.platformOrderIds[0] ?? null;
      if ('error' in fetched) {
        endings.set(entry, endingOf(fetched.error, entry.attempts + 1, objectId));
        continue;
      }
      const news = [];
      let ending: Ending | undefined;
      for (const order of fetched.value.filter((o) => meaning.platformOrderIds.includes(o.platformOrderId))) {
        const body = Buffer.from(order.body);
        const asked = { ...entry, topic: 'order:pulled', body, triggeredAt: new Date(order.askedAt) };
        const read = readEntry(ports.platformOf(store.platform).orders, asked);
        if ('ending' in read) ending = read.ending;
        else if (read.meaning.kind === 'orders') news.push(...read.meaning.news);
      }
      if (ending) endings.set(entry, ending);
      else if (news.length === 0) endings.set(entry, { state: 'processed', result: 'gone', objectId });
      else items.push({ entry, news });
    }
    for (const [entry, ending] of await saveOrdersOf(sql, storeId, store, items, ports)) endings.set(entry, ending);
    for (const { entry, meaning } of farewells.filter((f) => mine.has(f.entry.id))) {
      const done = (result: string): Ending => ({ state: 'processed', result, objectId: null });
      // The header that named the store is unsigned: only a store that the signed body names can leave.
      if (meaning.storeDomain.toLowerCase() !== store.domain) endings.set(entry, done('ignored'));
      else if ('error' in access) endings.set(entry, endingOf(access.error, entry.attempts + 1, null));
      else if (access.value) endings.set(entry, done('still connected'));
      else {
        await ports.onUninstalled(sql, storeId, entry.triggeredAt ?? entry.receivedAt);
        endings.set(entry, done('uninstalled'));
      }
    }
    await finish(sql, storeId, store, endings, ports);
    return endings;
  });
}

async function fetchOrders(
  storeId: StoreId,
  store: DrainedStore,
  ids: string[],
  ports: DrainPorts,
): Promise<PulledOrder[]> {
  if (ids.length === 0) return [];
  const api = await ports.platformOf(store.platform).api(storeId);
  return api.fetchOrders(ids);
}

/** An old farewell can be sent again by who captured it; a store that has really left refuses our token. */
async function stillHasAccess(storeId: StoreId, store: DrainedStore, ports: DrainPorts): Promise<boolean> {
  try {
    const api = await ports.platformOf(store.platform).api(storeId);
    await api.facts();
    return true;
  } catch (error) {
    if (['unauthorized', 'unknown-store'].includes(asFault(error).reasonClass)) return false;
    throw error;
  }
}

async function attempt<T>(work: () => Promise<T>): Promise<{ value: T } | { error: unknown }> {
  try {
    return { value: await work() };
  } catch (error) {
    return { error };
  }
}
