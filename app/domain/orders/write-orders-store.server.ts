import type { Sql } from '../../db/client.server';
import { mapInPortions, overlapped } from '../../db/overlap.server';
import { linkSkus } from '../catalogue/sku-store.server';
import type { StoreId } from '../shared/ids';
import { type EntryTimes, writeEntries } from './entries-store.server';
import {
  deletionsTable,
  editsTable,
  refundAdjustmentsTable,
  refundLinesTable,
  refundsTable,
  returnLinesTable,
  returnsTable,
} from './fact-tables';
import { lineFigureColumns, orderFigureColumns, refundFigureColumns } from './figure-columns';
import type { MergedOrder } from './merge-order';
import { addRows } from './order-rows';
import { orderTables } from './order-tables';
import { type FigureRow, noRows, type PersonHashes, type Rows } from './rows';
import { type SettledOrder, settleOrder } from './settle-order';
import { addressesTable, discountsTable, linesTable, ordersTable, shippingLinesTable, type Table } from './tables';
import { deleteOthers, updateRows, upsertRows } from './write-rows-store.server';

export type Writing = Omit<EntryTimes, 'known'> & {
  hashes: PersonHashes;
  /** the profile that an order belongs to, by the order's id */
  profiles: ReadonlyMap<string, string | null>;
};

/** What becomes of each order's money, computed in portions beside what the database does meanwhile. */
export async function settleOrders(merged: MergedOrder[], ownVariants: Map<string, string>): Promise<SettledOrder[]> {
  return mapInPortions(merged, 50, (one) => settleOrder(one, ownVariants));
}

/** Writes what changed of orders: rows, children, ledger and the days to count anew. One statement per table. */
export async function writeOrders(
  sql: Sql,
  storeId: StoreId,
  settled: SettledOrder[],
  writing: Writing,
): Promise<void> {
  if (settled.length === 0) return;
  const merged = settled.map((one) => one.merged);
  const rows = noRows();
  for (const one of settled) {
    addRows(rows, one, writing.hashes, writing.profiles.get(one.merged.platformOrderId) ?? null);
  }
  const known = merged.flatMap((one) => (one.known?.version ? [one.platformOrderId] : []));
  const update = (table: Table, columns: readonly string[], of: FigureRow[]) => (turn: Sql) =>
    updateRows(turn, storeId, table, columns, of);
  await overlapped(sql, [
    ...orderTables.map(
      ({ table, rows: name }) =>
        (turn: Sql) =>
          upsertRows(turn, storeId, table, rows[name], table === ordersTable ? onlyNewer : undefined),
    ),
    (turn) => upsertRows(turn, storeId, deletionsTable, rows.deletions),
    (turn) => writeEntries(turn, storeId, rows.entries, { ...writing, known }),
    update(ordersTable, orderFigureColumns, rows.orderFigures),
    update(linesTable, lineFigureColumns, rows.lineFigures),
    update(refundsTable, refundFigureColumns, rows.refundFigures),
  ]);
  await deleteRemoved(sql, storeId, merged, rows);
  await linkSkus(
    sql,
    storeId,
    merged.flatMap((one) => (one.whole ? [one.platformOrderId] : [])),
  );
  await markDays(sql, storeId, settled);
}

const onlyNewer = `t.version collate "C" < excluded.version collate "C"`;

/** What a newer whole order, a newer telling of its extras, or a newer reading of a refund, no longer names. */
async function deleteRemoved(sql: Sql, storeId: StoreId, merged: MergedOrder[], rows: Rows): Promise<void> {
  const ownersOf = (which: (one: MergedOrder) => boolean) =>
    merged.filter((one) => one.known?.version && which(one)).map((one) => [one.platformOrderId]);
  const replaced = ownersOf(({ whole }) => whole !== null);
  await deleteOthers(sql, storeId, linesTable, 1, replaced, keysOf(linesTable, rows.lines));
  await deleteOthers(sql, storeId, addressesTable, 1, replaced, keysOf(addressesTable, rows.addresses));
  await deleteOthers(sql, storeId, shippingLinesTable, 1, replaced, keysOf(shippingLinesTable, rows.shippingLines));
  await deleteOthers(sql, storeId, discountsTable, 1, replaced, keysOf(discountsTable, rows.discounts));
  const retold = ownersOf(({ extras, known }) => extras !== null && Boolean(known?.extrasVersion));
  await deleteOthers(sql, storeId, returnsTable, 1, retold, keysOf(returnsTable, rows.returns));
  await deleteOthers(sql, storeId, returnLinesTable, 1, retold, keysOf(returnLinesTable, rows.returnLines));
  await deleteOthers(sql, storeId, editsTable, 1, retold, keysOf(editsTable, rows.edits));
  const reread = merged.flatMap(({ platformOrderId, known, refunds }) =>
    [...refunds.keys()].filter((id) => known?.refunds.has(id)).map((id) => [platformOrderId, id]),
  );
  const adjustments = keysOf(refundAdjustmentsTable, rows.refundAdjustments);
  await deleteOthers(sql, storeId, refundLinesTable, 2, reread, keysOf(refundLinesTable, rows.refundLines));
  await deleteOthers(sql, storeId, refundAdjustmentsTable, 2, reread, adjustments);
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
    'mark days',
  );
}

/** The variants that are the app's own. @returns platform variant id to add-on id */
export async function readOwnVariants(sql: Sql, storeId: StoreId): Promise<Map<string, string>> {
  const rows = await sql<{ variant: string; add_on: string }>(
    'select platform_variant_id as variant, add_on_id as add_on from add_on_variant where store_id = $1',
    [storeId],
  );
  return new Map(rows.map(({ variant, add_on }) => [variant, add_on]));
}
