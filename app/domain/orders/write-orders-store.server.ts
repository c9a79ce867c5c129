import type { Sql } from '../../db/client.server';
import { linkSkus } from '../catalogue/sku-store.server';
import type { StoreId } from '../shared/ids';
import { type EntryTimes, writeEntries } from './entries-store.server';
import {
  deletionsTable,
  editsTable,
  fulfillmentsTable,
  refundAdjustmentsTable,
  refundLinesTable,
  refundsTable,
  returnLinesTable,
  returnsTable,
  transactionsTable,
} from './fact-tables';
import { lineFigureColumns, orderFigureColumns, refundFigureColumns } from './figure-columns';
import type { MergedOrder } from './merge-order';
import { addRows } from './order-rows';
import { noRows, type PersonHashes, type Rows } from './rows';
import { type SettledOrder, settleOrder } from './settle-order';
import { addressesTable, discountsTable, linesTable, ordersTable, shippingLinesTable } from './tables';
import { deleteOthers, updateRows, upsertRows } from './write-rows-store.server';

export type Writing = Omit<EntryTimes, 'known'> & {
  hashes: PersonHashes;
  /** the profile that an order belongs to, by the order's id */
  profiles: ReadonlyMap<string, string | null>;
};

/** Writes what changed of orders: rows, children, ledger and the days to count anew. One statement per table. */
export async function writeOrders(sql: Sql, storeId: StoreId, merged: MergedOrder[], writing: Writing): Promise<void> {
  if (merged.length === 0) return;
  const ownVariants = await readOwnVariants(sql, storeId);
  const settled = merged.map((one) => settleOrder(one, ownVariants));
  const rows = noRows();
  for (const one of settled) {
    addRows(rows, one, writing.hashes, writing.profiles.get(one.merged.platformOrderId) ?? null);
  }
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
  await upsertRows(sql, storeId, returnsTable, rows.returns);
  await upsertRows(sql, storeId, returnLinesTable, rows.returnLines);
  await upsertRows(sql, storeId, editsTable, rows.edits);
  await upsertRows(sql, storeId, deletionsTable, rows.deletions);
  await updateRows(sql, storeId, ordersTable, orderFigureColumns, rows.orderFigures);
  await updateRows(sql, storeId, linesTable, lineFigureColumns, rows.lineFigures);
  await updateRows(sql, storeId, refundsTable, refundFigureColumns, rows.refundFigures);
  await deleteRemoved(sql, storeId, merged, rows);
  const known = merged.flatMap((one) => (one.known?.version ? [one.platformOrderId] : []));
  await writeEntries(sql, storeId, rows.entries, { ...writing, known });
  await linkSkus(
    sql,
    storeId,
    merged.flatMap((one) => (one.whole ? [one.platformOrderId] : [])),
  );
  await markDays(sql, storeId, settled);
}

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
