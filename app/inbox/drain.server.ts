import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Sql, withTenantSql } from '../db/client.server';
import { planForFew } from '../db/few-rows';
import type { PlatformName, StoreId } from '../domain/shared/ids';
import { enqueue, enqueueIn } from '../jobs/queue.server';
import { smallBatch, turns } from '../jobs/turns';
import { log } from '../observability/log.server';
import { inboxEntries } from '../observability/metrics.server';
import type { EntryMeaning } from '../platforms/platform';
import { answerStranger } from './answer-stranger.server';
import { type Ask, askPlatform, isAsk } from './ask-platform.server';
import { type Ending, endingOf, isTransient } from './ending';
import { claim, type DrainedStore, type Entry, endEntries, enterStore, inSavepoint } from './inbox-store.server';
import { noteDeliveries } from './note-deliveries.server';
import type { DrainPorts } from './ports';
import { type ReadAhead, readBefore, readingAhead } from './read-ahead.server';
import { readEntry } from './read-entry';
import {
  type EntryCustomers,
  type EntryOrders,
  type EntryStock,
  saveCustomersOf,
  saveOrdersOf,
  saveStockOf,
} from './save-batch.server';

export type { DrainPorts } from './ports';
export type DrainResult = { processed: number; failed: number; dead: number; more: boolean };

/** After this long a drain goes to the back of the queue: one store's backlog must not hold a worker. */
const turnMs = 20_000;
/** So many entries are read without listening to anybody. */
const readAtOnce = 20;

/**
 * Makes rows of everything that waits in a store's inbox: batch by batch, each with its orders and its end
 * states in one transaction. What was claimed by a process that died is simply claimed again.
 */
export function drain(storeId: StoreId, ports: DrainPorts, signal?: AbortSignal): Promise<DrainResult> {
  return turns.during(storeId, (goesOn) => drainAll(storeId, ports, goesOn, signal));
}

async function drainAll(
  storeId: StoreId,
  ports: DrainPorts,
  goesOn: () => void,
  signal: AbortSignal | undefined,
): Promise<DrainResult> {
  const total: DrainResult = { processed: 0, failed: 0, dead: 0, more: false };
  const until = Date.now() + turnMs;
  const ahead = readingAhead(storeId, ports.readAhead, () => Date.now() < until);
  try {
    for (let isFirst = true; ; isFirst = false) {
      // Nobody has read the first batch ahead, so it is a small one: the second is read meanwhile.
      const room = turns.batchFor(storeId, performance.now());
      const size = isFirst ? Math.min(room, smallBatch) : room;
      const known = await ahead.result();
      const { claimed, endings, asks, store } = await withTenantSql(storeId, (sql) =>
        drainBatch(sql, storeId, ports, size, known, (after, platform) => ahead.begin(after, room, platform)),
      );
      report(endings, total);
      // Outside of the transaction: a platform's answer may take long.
      if (store && asks.length > 0) report(await askPlatform(storeId, store, asks, ports, finish), total);
      if (claimed === 0) return total;
      goesOn();
      if (claimed === size && turns.isBesideOthers(performance.now())) await turns.letOthers(storeId);
      if (Date.now() > until || signal?.aborted) {
        await enqueue('drain', { storeId });
        return { ...total, more: true };
      }
    }
  } finally {
    await ahead.result();
  }
}

type Batch = { claimed: number; endings: Map<Entry, Ending>; asks: Ask[]; store: DrainedStore | null };

async function drainBatch(
  sql: Sql,
  storeId: StoreId,
  ports: DrainPorts,
  size: number,
  known: ReadAhead,
  readOn: (after: string, platform: PlatformName) => void,
): Promise<Batch> {
  const store = await enterStore(sql, storeId);
  const entries = await claim(sql, storeId, size, store ? known.seen : []);
  await planForFew(sql, entries.length);
  const endings = new Map<Entry, Ending>();
  const asks: Ask[] = [];
  if (!store) {
    for (const entry of entries) endings.set(entry, await answerStranger(sql, storeId, entry, ports));
  } else {
    const orders: EntryOrders[] = [];
    const customers: EntryCustomers[] = [];
    const stock: EntryStock[] = [];
    const { orders: dialect } = ports.platformOf(store.platform);
    const last = entries.at(-1);
    if (last && entries.length === size) readOn(last.id, store.platform);
    for (const [n, entry] of entries.entries()) {
      // Others of this process are heard between.
      if (n % readAtOnce === readAtOnce - 1) await nextTurn();
      const read = readBefore(known, entry) ?? readEntry(dialect, entry);
      if ('ending' in read) endings.set(entry, read.ending);
      else if (read.meaning.kind === 'orders') orders.push({ entry, news: read.meaning.news });
      else if (read.meaning.kind === 'customers') customers.push({ entry, customers: read.meaning.customers });
      else if (read.meaning.kind === 'stock') stock.push({ entry, levels: read.meaning.levels });
      else if (isAsk(read.meaning)) asks.push({ entry, meaning: read.meaning });
      else endings.set(entry, await carryOut(sql, storeId, store, entry, read.meaning, ports));
    }
    for (const [entry, ending] of await saveOrdersOf(sql, storeId, store, orders, ports)) endings.set(entry, ending);
    for (const [entry, ending] of await saveCustomersOf(sql, storeId, customers, ports)) endings.set(entry, ending);
    for (const [entry, ending] of await saveStockOf(sql, storeId, stock, ports)) endings.set(entry, ending);
  }
  await finish(sql, storeId, store, endings, ports, entries.length === size);
  return { claimed: entries.length, endings, asks, store };
}

/** What every batch ends with, in its transaction: end states, the next try, and the figures' turn. */
async function finish(
  sql: Sql,
  storeId: StoreId,
  store: DrainedStore | null,
  endings: Map<Entry, Ending>,
  ports: DrainPorts,
  hasMore = false,
): Promise<void> {
  await endEntries(sql, storeId, endings);
  if (store) await noteDeliveries(sql, storeId, endings, ports.platformOf(store.platform).orders.changeTopics);
  const held = [...endings].map(([entry, ending]) => {
    return { id: entry.id, body: entry.body, reason: ending.state === 'processed' ? null : ending.reason };
  });
  await ports.scrub(sql, storeId, held);
  const all = [...endings.values()];
  const waits = all.flatMap((ending) => (ending.state === 'failed' ? [ending.retryInSeconds] : []));
  if (waits.length > 0) await enqueueIn(sql, 'drain', [{ storeId }], { startAfterSeconds: Math.min(...waits) });
  const changed = (e: Ending) => e.state === 'processed' && (e.result === 'created' || e.result === 'updated');
  const changes = all.filter(changed).length;
  if (changes > 0) await ports.afterSave(sql, storeId, { changes, hasMore });
}

type SmallMeaning = Exclude<EntryMeaning, Ask['meaning'] | { kind: 'orders' | 'customers' | 'stock' }>;

async function carryOut(
  sql: Sql,
  storeId: StoreId,
  store: DrainedStore,
  entry: Entry,
  meaning: SmallMeaning,
  ports: DrainPorts,
): Promise<Ending> {
  const done = (result: string): Ending => ({ state: 'processed', result, objectId: null });
  try {
    return await inSavepoint(sql, async () => {
      switch (meaning.kind) {
        case 'store-changed':
          await ports.onStoreChanged(sql, storeId);
          return done('store');
        case 'products':
          await ports.saveSkus(sql, storeId, meaning.skus);
          if (meaning.isGone) await ports.forgetSkus(sql, storeId, meaning.platformProductIds);
          return done('product');
        case 'customers-merged':
          await ports.mergeCustomers(sql, storeId, meaning.goneId, meaning.keptId);
          return done('customer');
        case 'privacy-data-request':
        case 'privacy-redact-customer':
        case 'privacy-redact-store':
          // The signature covers the body, not the header that named the store.
          if (meaning.storeDomain.toLowerCase() !== store.domain) return foreign;
          await ports.onPrivacy(sql, storeId, meaning);
          return done('privacy');
        default:
          return done('ignored');
      }
    });
  } catch (error) {
    if (isTransient(error)) throw error;
    return endingOf(error, entry.attempts + 1, null);
  }
}

/** A genuine body under another store's name: a replay. */
const foreign: Ending = {
  state: 'dead',
  reasonClass: 'invalid',
  reason: 'The signed body names another store than the delivery. Nothing was done.',
  objectId: null,
};

function report(endings: Map<Entry, Ending>, total: DrainResult): void {
  for (const [entry, ending] of endings) {
    total[ending.state]++;
    inboxEntries.inc({ ending: ending.state });
    const ids = { entryId: entry.id, topic: entry.topic, requestId: entry.requestId };
    if (ending.state === 'processed') log.debug({ ...ids, result: ending.result }, 'processed an entry');
    else log.warn({ ...ids, state: ending.state, reasonClass: ending.reasonClass }, 'an entry was not processed');
  }
}
