import type { Sql } from '../../db/client.server';
import { awaitedLater, mapInPortions } from '../../db/overlap.server';
import { saveMetrics } from '../customers/metrics-store.server';
import { type OrderPerson, resolveProfiles } from '../customers/profile-store.server';
import { writeCustomers } from '../customers/save-customers-store.server';
import type { PlatformName, StoreId } from '../shared/ids';
import { sha256 } from '../shared/sha256.server';
import { readImages, writeChanges } from './change-log-store.server';
import { type KnownHead, readHeads, readKnown } from './known-store.server';
import { lockOrders } from './lock-store.server';
import { hasChanges, type MergedOrder, mergeOrder } from './merge-order';
import type { OrderNews } from './order';
import { personOf } from './order-rows';
import { personHashes } from './person-hash.server';
import { raiseVersions, type ToldAgain } from './raise-store.server';
import { readWhole, type WholeOrder } from './read-whole';
import type { PersonHashes } from './rows';
import type { SavedOrder } from './saved-order';
import { isSameContent } from './version';
import { readOwnVariants, writeOrders } from './write-orders-store.server';

/**
 * The one writer of orders: from every source, for one order or a thousand, in the transaction of the caller
 * (withTenantSql). It reads what the rows know, merges in plain code (merge-order.ts), posts the ledger
 * (post-ledger.ts), sums every figure from it (figures.ts), and writes one statement per table, the customers'
 * metrics included. The same news in any order, any number of times, by any number of workers, ends in the same rows.
 * @returns what became of each order, in the order of their first mention
 */
export async function saveOrders(
  sql: Sql,
  storeId: StoreId,
  platform: PlatformName,
  news: OrderNews[],
): Promise<SavedOrder[]> {
  const byOrder = new Map<string, OrderNews[]>();
  for (const one of news) {
    const others = byOrder.get(one.platformOrderId);
    if (others) others.push(one);
    else byOrder.set(one.platformOrderId, [one]);
  }
  const ids = [...byOrder.keys()];
  if (ids.length === 0) return [];
  await lockOrders(sql, storeId, ids);
  const reading = awaitedLater(readHeads(sql, storeId, ids));
  const wholes = new Map(
    await mapInPortions([...byOrder], 100, ([id, all]): [string, WholeOrder[]] => [
      id,
      all.flatMap(({ order, toldAt, digest }) => (order ? [readWhole(platform, order, sha256, toldAt, digest)] : [])),
    ]),
  );
  const heads = await reading;

  const open: KnownHead[] = [];
  const withLines: string[] = [];
  const toldAgain: ToldAgain[] = [];
  for (const [id, all] of byOrder) {
    const head = heads.get(id);
    const read = wholes.get(id) ?? [];
    if (!head) continue;
    if (isKnownWholly(head, read, all)) {
      toldAgain.push(...laterTelling(head, read));
      continue;
    }
    open.push(head);
    if (head.version && !read.some(({ version }) => version > (head.version ?? ''))) withLines.push(id);
  }
  await raiseVersions(sql, storeId, toldAgain);
  const known = await readKnown(sql, storeId, open, withLines);
  const merged = open.map(({ id }) =>
    mergeOrder(id, known.get(id), wholes.get(id) ?? [], (byOrder.get(id) ?? []).map(factsAlone), sha256),
  );
  const causeOf = (id: string) => causeIn(byOrder.get(id) ?? []);
  await writeMerged(sql, storeId, merged, { causeOf, now: open[0]?.now ?? '', hashes: personHashes() });
  const results = new Map(merged.map((one) => [one.platformOrderId, resultOf(one)]));
  return ids.map((platformOrderId) => ({ platformOrderId, result: results.get(platformOrderId) ?? 'unchanged' }));
}

type Writing = { causeOf: (id: string) => string | null; now: string; hashes: PersonHashes };

/** Customers first, then all that hangs on an order, then whose it is: so each order is written once, with its profile. */
async function writeMerged(sql: Sql, storeId: StoreId, merged: MergedOrder[], writing: Writing): Promise<void> {
  const changed = merged.filter(hasChanges);
  const customers = await writeCustomers(
    sql,
    storeId,
    merged.flatMap((one) => one.customers),
    writing.hashes,
  );
  if (changed.length === 0 && customers.length === 0) return;
  const before = await readImages(
    sql,
    storeId,
    changed.flatMap((one) => (one.known?.version ? [one.platformOrderId] : [])),
  );
  const persons = changed.flatMap((one) => personIn(one, writing.hashes));
  const touched = changed.map((one) => one.known?.profileId);
  const profiles = async () => {
    const resolved = await resolveProfiles(sql, storeId, { persons, customers });
    touched.push(...resolved.moved, ...resolved.profiles.values());
    return resolved.profiles;
  };
  if (changed.length === 0) await profiles();
  await writeOrders(sql, storeId, changed, await readOwnVariants(sql, storeId), { ...writing, profiles });
  await writeChanges(sql, storeId, before, writing.causeOf);
  await saveMetrics(
    sql,
    storeId,
    touched.filter((id) => typeof id === 'string'),
  );
}

/** Whose order it is, where the whole order is news. */
function personIn({ platformOrderId, whole, known }: MergedOrder, hashes: PersonHashes): OrderPerson[] {
  if (!whole) return [];
  const { email_hash: emailHash, phone_hash: phoneHash } = personOf(whole.order, hashes);
  return [
    {
      platformOrderId,
      platformCustomerId: whole.order.customer?.platformCustomerId ?? null,
      emailHash,
      phoneHash,
      keepsProfile: known?.redacted ? known.profileId : undefined,
    },
  ];
}

/** Nothing in the news that the rows do not have: the same whole order with the same extras, and no facts beside it. */
function isKnownWholly(head: KnownHead, wholes: WholeOrder[], news: OrderNews[]): boolean {
  return (
    wholes.length > 0 &&
    wholes.every(({ hash, extras }) => {
      return (
        hash === head.content_hash && (extras === null || isSameTelling(extras.version, head.extras_version ?? ''))
      );
    }) &&
    news.map(factsAlone).every((one) => {
      return !one.deletedAt && one.refunds.length + one.transactions.length + one.fulfillments.length === 0;
    })
  );
}

function isSameTelling(version: string, known: string): boolean {
  return version <= known || isSameContent(version, known);
}

/** What the rows hold was told once more, and later: an older telling must not win against it. */
function laterTelling({ id, version, extras_version: extras }: KnownHead, wholes: WholeOrder[]): ToldAgain[] {
  const newest = greatest([version, ...wholes.map((one) => one.version)]);
  const newestExtras = greatest([extras, ...wholes.map((one) => one.extras?.version ?? null)]);
  return newest === version && newestExtras === extras ? [] : [{ id, version: newest, extrasVersion: newestExtras }];
}

function greatest(versions: (string | null)[]): string | null {
  return versions.reduce((one, other) => ((other ?? '') > (one ?? '') ? other : one), null);
}

/** The facts that came beside a whole order; those inside it are read with it. */
function factsAlone(news: OrderNews): OrderNews {
  const { order } = news;
  return {
    ...news,
    // A platform may say that an order is gone without saying since when.
    deletedAt: news.deletedAt && Number.isNaN(Date.parse(news.deletedAt)) ? new Date().toISOString() : news.deletedAt,
    refunds: news.refunds === order?.refunds ? [] : news.refunds,
    transactions: news.transactions === order?.transactions ? [] : news.transactions,
    fulfillments: news.fulfillments === order?.fulfillments ? [] : news.fulfillments,
  };
}

function causeIn(news: OrderNews[]): string | null {
  const causes = [...new Set(news.flatMap(({ cause }) => (cause === undefined ? [] : [cause])))];
  return causes.length === 0 ? null : causes.slice(-5).join(', ');
}

function resultOf(merged: MergedOrder): SavedOrder['result'] {
  if (merged.whole) return merged.known?.version ? 'updated' : 'created';
  if (hasChanges(merged)) return 'updated';
  return merged.stale ? 'stale' : 'unchanged';
}
