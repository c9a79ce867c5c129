import type { Sql } from '../../db/client.server';
import type { StoreId } from '../shared/ids';
import { entriesTable } from './ledger-table';
import { columnsToSend, isOwnCurrency } from './own-currency';
import type { Rows } from './rows';
import type { Table } from './tables';
import { arrays, columnOf } from './write-rows-store.server';

/**
 * Writing the ledger. An entry that is no longer what it was is not changed: the row that said so ends (known_to),
 * and a row that says the new thing begins at the same instant. So "as known on that day" is a filter, and "why did
 * this change" is the rows that ended or began since, each with its cause.
 */
export type EntryTimes = {
  /** the database's clock, read after the orders were locked */
  now: string;
  /** what brought the news of each order */
  causeOf: (platformOrderId: string) => string | null;
  /** orders that have a ledger already */
  known: string[];
};

/** Posts the whole ledgers of orders; entries that did not change stay untouched. */
export async function writeEntries(
  sql: Sql,
  storeId: StoreId,
  rows: Rows['entries'],
  times: EntryTimes,
): Promise<void> {
  const ownCurrency = isOwnCurrency(entriesTable, rows);
  const values = columnsToSend(entriesTable, columns, ownCurrency).map((name) => columnOf(entriesTable, rows, name));
  const statements = ownCurrency ? ofOwnCurrency : ofAnyCurrency;
  const named = (name: string) => (ownCurrency ? `${name} in its own currency` : name);
  if (times.known.length > 0) {
    const causes = times.known.map((id) => times.causeOf(id));
    await sql(statements.end, [storeId, ...values, times.now, times.known, causes], named('end entries'));
  }
  if (rows.length === 0) return;
  const causes = rows.map((row) => times.causeOf(String(row.platform_order_id)));
  const added = [storeId, ...values, causes, times.now];
  // Where no order is known there is nothing to compare with.
  if (times.known.length > 0) await sql(statements.addChanged, added, named('add changed entries'));
  else await sql(statements.add, added, named('add entries'));
}

const columns = Object.keys(entriesTable.columns);
const content = columns.filter((column) => !(entriesTable.key as readonly string[]).includes(column));
const withCause = { ...entriesTable, columns: { ...entriesTable.columns, cause: 'text' } } as const satisfies Table;
const ofAnyCurrency = statementsFor(false);
const ofOwnCurrency = statementsFor(true);

function statementsFor(ownCurrency: boolean) {
  const next = columnsToSend(entriesTable, columns, ownCurrency).length + 2;
  const sameEntry = `e.store_id = $1::uuid and e.platform_order_id = x.platform_order_id and e.entry_key = x.entry_key
    and e.known_to is null`;
  const sameContent = `(${content.map((c) => `e.${c}`).join(', ')}) is not distinct from (${content.map((c) => `x.${c}`).join(', ')})`;
  const add = `insert into order_entry (store_id, ${columns.join(', ')}, known_from, cause)
    select $1::uuid, ${columns.map((c) => `x.${c}`).join(', ')}, $${next + 1}::timestamptz, x.cause
      from ${arrays(withCause, [...columns, 'cause'], ownCurrency)}`;
  return {
    end: `update order_entry e set known_to = $${next}::timestamptz, end_cause = k.cause
      from unnest($${next + 1}::text[], $${next + 2}::text[]) as k(id, cause)
      where e.store_id = $1::uuid and e.platform_order_id = k.id and e.known_to is null
        and not exists (select from ${arrays(entriesTable, columns, ownCurrency)} where ${sameEntry} and ${sameContent})`,
    add,
    // `offset 0` keeps it a look into the key for each entry: as a join, a plan made while the table was small reads all of it.
    addChanged: `${add} where not exists (select from order_entry e where ${sameEntry} offset 0)`,
  };
}
