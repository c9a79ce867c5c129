import type { Sql } from '../../db/client.server';
import type { StoreId } from '../shared/ids';
import { type EntryTimes, writeEntries } from './entries-store.server';
import {
  editsTable,
  refundAdjustmentsTable,
  refundLinesTable,
  refundsTable,
  returnLinesTable,
  returnsTable,
} from './fact-tables';
import { lineFigureColumns, refundFigureColumns } from './figure-columns';
import { isNew, type MergedOrder } from './merge-order';
import { orderTables } from './order-tables';
import type { Rows } from './rows';
import { addressesTable, discountsTable, linesTable, ordersTable, shippingLinesTable } from './tables';
import { deleteOthers, insertRows, updateRows, upsertRows } from './write-rows-store.server';

const partTables = orderTables.filter(({ table }) => table !== ordersTable);

/**
 * The statements that write all that hangs on these orders, their ledger included, one after another.
 * @param rows filled by the time when the first is run
 */
export function partSteps(
  storeId: StoreId,
  merged: MergedOrder[],
  rows: Rows,
  times: Omit<EntryTimes, 'known'>,
): ((sql: Sql) => Promise<unknown>)[] {
  // The orders are locked: of those that the rows do not know, nobody else writes anything meanwhile.
  const write = merged.every(isNew) ? insertRows : upsertRows;
  const known = merged.flatMap((one) => (one.known?.version ? [one.platformOrderId] : []));
  return [
    ...partTables.map(
      ({ table, rows: name }) =>
        (sql: Sql) =>
          write(sql, storeId, table, rows[name]),
    ),
    (sql) => writeEntries(sql, storeId, rows.entries, { ...times, known }),
    (sql) => updateRows(sql, storeId, linesTable, lineFigureColumns, rows.lineFigures),
    (sql) => updateRows(sql, storeId, refundsTable, refundFigureColumns, rows.refundFigures),
    (sql) => deleteRemoved(sql, storeId, merged, rows),
  ];
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
