import type { Sql } from '../../db/client.server';
import { arrayText } from '../shared/array-text';
import type { StoreId } from '../shared/ids';
import { entriesTable } from './ledger-table';
import type { Rows } from './rows';
import { arrays } from './write-rows-store.server';

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
  const values = columns.map((column) => arrayText(rows, column, entriesTable.columns[column]));
  if (times.known.length > 0) {
    const causes = times.known.map((id) => times.causeOf(id));
    await sql(endSql, [storeId, ...values, times.now, times.known, causes], 'end entries');
  }
  if (rows.length === 0) return;
  const causes = rows.map((row) => times.causeOf(String(row.platform_order_id)));
  // Where no order is known there is nothing to compare with.
  if (times.known.length > 0) await sql(addChangedSql, [storeId, ...values, times.now, causes], 'add changed entries');
  else await sql(addSql, [storeId, ...values, times.now, causes], 'add entries');
}

const columns = Object.keys(entriesTable.columns) as (keyof typeof entriesTable.columns)[];
const content = columns.filter((column) => !(entriesTable.key as readonly string[]).includes(column));
const incoming = arrays(entriesTable, columns);
const next = columns.length + 2;

const sameEntry = `e.store_id = $1::uuid and e.platform_order_id = x.platform_order_id and e.entry_key = x.entry_key
  and e.known_to is null`;
const sameContent = `(${content.map((c) => `e.${c}`).join(', ')}) is not distinct from (${content.map((c) => `x.${c}`).join(', ')})`;

const endSql = `update order_entry e set known_to = $${next}::timestamptz, end_cause = k.cause
  from unnest($${next + 1}::text[], $${next + 2}::text[]) as k(id, cause)
  where e.store_id = $1::uuid and e.platform_order_id = k.id and e.known_to is null
    and not exists (select from ${incoming} where ${sameEntry} and ${sameContent})`;

const insertSql = `insert into order_entry (store_id, ${columns.join(', ')}, known_from, cause)
  select $1::uuid, ${columns.map((c) => `x.${c}`).join(', ')}, $${next}::timestamptz, x.cause`;
const withCause = incoming.replace(') as x(', `, $${next + 1}::text[]) as x(`).replace(/\)$/, ', cause)');

const addSql = `${insertSql} from ${withCause}`;
const addChangedSql = `${insertSql} from ${withCause} where not exists (select from order_entry e where ${sameEntry})`;
