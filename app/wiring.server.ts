import { askToFulfil } from './addons/at-once-store.server';
import { rollUp } from './analytics/roll-up-store.server';
import type { Sql } from './db/client.server';
import { forgetSkus, saveSkus } from './domain/catalogue/sku-store.server';
import { saveStock } from './domain/catalogue/stock-store.server';
import { mergeCustomers } from './domain/customers/decide-store.server';
import { saveCustomers, whoBought } from './domain/customers/save-customers-store.server';
import { saveOrders } from './domain/orders/save-store.server';
import type { StoreId } from './domain/shared/ids';
import { type DrainPorts, type DrainResult, drain } from './inbox/drain.server';
import { readInThread } from './inbox/reader.server';
import { enqueueIn } from './jobs/queue.server';
import { turns } from './jobs/turns';
import { platformOf } from './platforms/registry.server';
import { dropIfErased } from './privacy/erasure-store.server';
import { receivePrivacy } from './privacy/request-store.server';
import { scrubIfTombstoned } from './privacy/scrub-entries.server';
import { receiveUninstalled } from './privacy/uninstalled.server';

/** Where the drain is wired to the other rooms, once for the worker and the command line. */
const drainPorts: DrainPorts = {
  platformOf,
  readAhead: readInThread,
  saveOrders: async (sql, storeId, platform, news) => {
    const saved = await saveOrders(sql, storeId, platform, news);
    const changed = saved.filter(({ result }) => result === 'created' || result === 'updated');
    await askToFulfil(
      sql,
      storeId,
      changed.map((one) => one.platformOrderId),
    );
    return saved;
  },
  saveCustomers,
  whoBought,
  saveSkus: async (sql, storeId, skus) => {
    if (await saveSkus(sql, storeId, skus)) await tendAddOns(sql, storeId);
  },
  saveStock,
  forgetSkus: async (sql, storeId, productIds) => {
    await forgetSkus(sql, storeId, productIds);
    await tendAddOns(sql, storeId);
  },
  mergeCustomers,
  onUninstalled: async (sql, storeId, at, { platform, domain: storeDomain }) => {
    const ending = await receiveUninstalled(sql, storeId, at);
    if (ending === 'left' && platformOf(platform).farewellErases)
      await receivePrivacy(sql, storeId, { kind: 'privacy-redact-store', storeDomain });
  },
  onPrivacy: receivePrivacy,
  onStoreChanged: (sql, storeId) => enqueueIn(sql, 'welcome', [{ storeId }]),
  scrub: scrubIfTombstoned,
  afterSave: (sql, storeId, saved) =>
    enqueueIn(sql, 'rollUp', [{ storeId }], { startAfterSeconds: rollUpDelay(storeId, saved) }),
};

/** Prices and products are what add-ons hang on: whoever changed them, the add-ons of the store are looked after. */
function tendAddOns(sql: Sql, storeId: StoreId): Promise<void> {
  return enqueueIn(sql, 'tendAddOns', [{ storeId }], { startAfterSeconds: 2 });
}

/**
 * A history of months touches nearly every day with each batch: counted anew behind every one of them, its days
 * would take the processor from all other stores. Single orders are counted at once. While a history goes on, counting
 * takes a tenth of the time at most.
 */
function rollUpDelay(storeId: StoreId, { changes, hasMore }: { changes: number; hasMore: boolean }): number {
  if (changes < 50) return 0;
  return hasMore ? Math.min(600, Math.max(30, 10 * (slowCounts.get(storeId) ?? 0))) : 2;
}

/** How many seconds the last count of a store took in this process, where that was long. */
const slowCounts = new Map<StoreId, number>();

/** Counts a store's marked days anew. */
export async function countDays(storeId: StoreId): Promise<void> {
  const began = performance.now();
  await turns.during(storeId, () => rollUp(storeId));
  const seconds = (performance.now() - began) / 1000;
  if (seconds > 1) slowCounts.set(storeId, seconds);
  else slowCounts.delete(storeId);
}

/** Makes rows of a store's waiting entries; of a store that was erased, what still arrives is dropped unread. */
export async function drainStore(storeId: StoreId, signal?: AbortSignal): Promise<DrainResult> {
  if (await dropIfErased(storeId)) return { processed: 0, failed: 0, dead: 0, more: false };
  return drain(storeId, drainPorts, signal);
}
