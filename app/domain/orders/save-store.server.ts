import { hash as digest } from 'node:crypto';
import type { Sql } from '../../db/client.server';
import type { PlatformName, StoreId } from '../shared/ids';
import { contentOf } from './content';
import { type KnownHead, readHeads, readKnown } from './known-store.server';
import { type Hash, hasChanges, type MergedOrder, mergeOrder, readWhole, type WholeOrder } from './merge-order';
import type { Customer, OrderNews } from './order';
import { addRows, customerRow } from './order-rows';
import { personHashes } from './person-hash.server';
import { noRows, type PersonHashes, type Rows } from './rows';
import type { SavedOrder } from './saved-order';
import { type SettledOrder, settleOrder } from './settle-order';
import {
  addressesTable,
  customersTable,
  deletionsTable,
  discountsTable,
  fulfillmentsTable,
  lineFigureColumns,
  linesTable,
  orderFigureColumns,
  ordersTable,
  refundAdjustmentsTable,
  refundFigureColumns,
  refundLinesTable,
  refundsTable,
  shippingLinesTable,
  transactionsTable,
} from './tables';
import { deleteOthers, updateRows, upsertRows } from './write-rows-store.server';

/**
 * The one writer of orders: from every source, for one order or a thousand, in the transaction of the caller
 * (withTenantSql). It reads what the rows know, merges in plain code (merge-order.ts), computes every figure
 * (figures.ts) and writes one statement per table. The same news in any order, any number of times, by any
 * number of workers, ends in the same rows.
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
  const heads = await readHeads(sql, storeId, ids);

  const wholes = new Map<string, WholeOrder[]>();
  const open: KnownHead[] = [];
  const withLines: string[] = [];
  for (const [id, all] of byOrder) {
    const head = heads.get(id);
    const read = all.flatMap(({ order }) => (order ? [readWhole(platform, order, sha256)] : []));
    wholes.set(id, read);
    if (!head || isKnownWholly(head, read, all)) continue;
    open.push(head);
    if (head.version && !read.some(({ version }) => version > (head.version ?? ''))) withLines.push(id);
  }
  const known = await readKnown(sql, storeId, open, withLines);
  const merged = open.map(({ id }) =>
    mergeOrder(id, known.get(id), wholes.get(id) ?? [], (byOrder.get(id) ?? []).map(factsAlone), sha256),
  );
  const changed = merged.filter(hasChanges);
  const hashes = personHashes();
  await writeOrders(sql, storeId, changed, hashes);
  await writeCustomers(
    sql,
    storeId,
    merged.flatMap(({ customers }) => customers),
    hashes,
  );
  const results = new Map(merged.map((one) => [one.platformOrderId, resultOf(one)]));
  return ids.map((platformOrderId) => ({ platformOrderId, result: results.get(platformOrderId) ?? 'unchanged' }));
}

/** Saves what the platform said of customers; only customers with an order are kept. */
export async function saveCustomers(sql: Sql, storeId: StoreId, customers: Customer[]): Promise<void> {
  if (customers.length === 0) return;
  const ids = customers.map(({ platformCustomerId }) => platformCustomerId);
  const rows = await sql<{ id: string }>(
    `select k.id from unnest($2::text[]) as k(id)
      where exists (select from orders o where o.store_id = $1 and o.platform_customer_id = k.id)`,
    [storeId, [...new Set(ids)]],
  );
  const withOrder = new Set(rows.map(({ id }) => id));
  await writeCustomers(
    sql,
    storeId,
    customers.filter(({ platformCustomerId }) => withOrder.has(platformCustomerId)),
    personHashes(),
  );
}

/**
 * Names the add-on lines again after the app's own variants changed, and settles what follows from it.
 * @param platformVariantIds only orders with these variants; without it, every order with an add-on line too
 * @returns how many orders were looked at
 */
export async function relinkAddOns(sql: Sql, storeId: StoreId, platformVariantIds?: string[]): Promise<number> {
  // Waits for writers that looked the variants up before they changed.
  await lockBuckets(sql, storeId, allBuckets);
  const rows = await sql<{ id: string }>(
    `select distinct platform_order_id as id from order_line
      where store_id = $1 and platform_variant_id = any(coalesce($2::text[],
            (select array_agg(platform_variant_id) from add_on_variant where store_id = $1)))
      union select platform_order_id from order_line where store_id = $1 and is_add_on and $2::text[] is null
      order by id`,
    [storeId, platformVariantIds ?? null],
  );
  for (let at = 0; at < rows.length; at += 1000) {
    const ids = rows.slice(at, at + 1000).map(({ id }) => id);
    const heads = await readHeads(sql, storeId, ids);
    const known = await readKnown(sql, storeId, [...heads.values()], ids);
    const merged = ids.map((id) => mergeOrder(id, known.get(id), [], [], sha256));
    await writeOrders(sql, storeId, merged, personHashes());
  }
  return rows.length;
}

async function writeOrders(sql: Sql, storeId: StoreId, merged: MergedOrder[], hashes: PersonHashes): Promise<void> {
  if (merged.length === 0) return;
  const ownVariants = await readOwnVariants(sql, storeId);
  const settled = merged.map((one) => settleOrder(one, ownVariants));
  const rows = noRows();
  for (const one of settled) addRows(rows, one, hashes);
  await upsertRows(sql, storeId, ordersTable, rows.orders, `t.version collate "C" < excluded.version collate "C"`);
  await upsertRows(sql, storeId, linesTable, rows.lines);
  await upsertRows(sql, storeId, addressesTable, rows.addresses);
  await upsertRows(sql, storeId, shippingLinesTable, rows.shippingLines);
  await upsertRows(sql, storeId, discountsTable, rows.discounts);
  await upsertRows(sql, storeId, refundsTable, rows.refunds);
  await upsertRows(sql, storeId, refundLinesTable, rows.refundLines);
  await upsertRows(sql, storeId, refundAdjustmentsTable, rows.refundAdjustments);
  await upsertRows(sql, storeId, transactionsTable, rows.transactions);
  await upsertRows(sql, storeId, fulfillmentsTable, rows.fulfillments);
  await upsertRows(sql, storeId, deletionsTable, rows.deletions);
  await updateRows(sql, storeId, ordersTable, orderFigureColumns, rows.orderFigures);
  await updateRows(sql, storeId, linesTable, lineFigureColumns, rows.lineFigures);
  await updateRows(sql, storeId, refundsTable, refundFigureColumns, rows.refundFigures);
  await deleteRemoved(sql, storeId, merged, rows);
  await markDays(sql, storeId, settled);
}

/** What a newer whole order, or a newer reading of a refund, no longer names. */
async function deleteRemoved(sql: Sql, storeId: StoreId, merged: MergedOrder[], rows: Rows): Promise<void> {
  const replaced = merged.filter(({ whole, known }) => whole && known?.version).map((one) => [one.platformOrderId]);
  await deleteOthers(sql, storeId, linesTable, 1, replaced, keysOf(linesTable, rows.lines));
  await deleteOthers(sql, storeId, addressesTable, 1, replaced, keysOf(addressesTable, rows.addresses));
  await deleteOthers(sql, storeId, shippingLinesTable, 1, replaced, keysOf(shippingLinesTable, rows.shippingLines));
  await deleteOthers(sql, storeId, discountsTable, 1, replaced, keysOf(discountsTable, rows.discounts));
  const reread = merged.flatMap(({ platformOrderId, known, refunds }) =>
    [...refunds.keys()].filter((id) => known?.refunds.has(id)).map((id) => [platformOrderId, id]),
  );
  await deleteOthers(sql, storeId, refundLinesTable, 2, reread, keysOf(refundLinesTable, rows.refundLines));
  await deleteOthers(
    sql,
    storeId,
    refundAdjustmentsTable,
    2,
    reread,
    keysOf(refundAdjustmentsTable, rows.refundAdjustments),
  );
}

function keysOf(table: { key: readonly string[] }, rows: Record<string, unknown>[]): string[][] {
  return rows.map((row) => table.key.map((column) => String(row[column])));
}

/** Leaves word for the roll-up: the store's days on which a touched order was created or refunded. */
async function markDays(sql: Sql, storeId: StoreId, settled: SettledOrder[]): Promise<void> {
  const moments = [...new Set(settled.flatMap((one) => one.moments))];
  if (moments.length === 0) return;
  await sql(
    `insert into change_mark (store_id, day)
      select distinct $1::uuid, (m.at at time zone coalesce((select time_zone from store where id = $1), 'UTC'))::date
        from unnest($2::timestamptz[]) as m(at)`,
    [storeId, moments],
  );
}

async function writeCustomers(sql: Sql, storeId: StoreId, customers: Customer[], hashes: PersonHashes): Promise<void> {
  const newest = new Map<string, ReturnType<typeof customerRow>>();
  for (const customer of customers) {
    const row = customerRow(customer, sha256(contentOf.customer(customer)), hashes);
    const other = newest.get(customer.platformCustomerId);
    if (!other || String(row.version) > String(other.version)) newest.set(customer.platformCustomerId, row);
  }
  // In a fixed order, so that two writers with customers in common do not wait for each other.
  const rows = [...newest.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  await upsertRows(sql, storeId, customersTable, rows, `t.version collate "C" < excluded.version collate "C"`);
}

async function readOwnVariants(sql: Sql, storeId: StoreId): Promise<Map<string, string>> {
  const rows = await sql<{ variant: string; add_on: string }>(
    'select platform_variant_id as variant, add_on_id as add_on from add_on_variant where store_id = $1',
    [storeId],
  );
  return new Map(rows.map(({ variant, add_on }) => [variant, add_on]));
}

/** Nothing in the news that the rows do not have: the same whole order, and no facts beside it. */
function isKnownWholly(head: KnownHead, wholes: WholeOrder[], news: OrderNews[]): boolean {
  return (
    wholes.length > 0 &&
    wholes.every(({ hash }) => hash === head.content_hash) &&
    news.map(factsAlone).every((one) => {
      return !one.deletedAt && one.refunds.length + one.transactions.length + one.fulfillments.length === 0;
    })
  );
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

function resultOf(merged: MergedOrder): SavedOrder['result'] {
  if (merged.whole) return merged.known?.version ? 'updated' : 'created';
  if (hasChanges(merged)) return 'updated';
  return merged.stale ? 'stale' : 'unchanged';
}

const buckets = 64;
const allBuckets = Array.from({ length: buckets }, (_, i) => i);

/**
 * Writers of one order take turns, in a fixed order so that they never wait for each other in a ring. A new order
 * has no row to lock, so the lock is advisory; a few buckets per store, because a lock per order of a batch would
 * fill the server's lock table.
 */
async function lockOrders(sql: Sql, storeId: StoreId, ids: string[]): Promise<void> {
  await lockBuckets(
    sql,
    storeId,
    [...new Set(ids.map(bucketOf))].sort((a, b) => a - b),
  );
}

async function lockBuckets(sql: Sql, storeId: StoreId, which: number[]): Promise<void> {
  await sql('select pg_advisory_xact_lock(hashtext($1), bucket) from unnest($2::int[]) as bucket', [
    `orders ${storeId}`,
    which,
  ]);
}

function bucketOf(id: string): number {
  let mixed = 0;
  for (let i = 0; i < id.length; i++) mixed = (Math.imul(mixed, 31) + id.charCodeAt(i)) >>> 0;
  return mixed % buckets;
}

const sha256: Hash = (text) => digest('sha256', text, 'hex');
