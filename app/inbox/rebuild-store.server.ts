import type { Sql } from '../db/client.server';
import { entriesTable } from '../domain/orders/ledger-table';
import { orderTables } from '../domain/orders/order-tables';
import type { StoreId } from '../domain/shared/ids';

/** The rows of orders as the inbox alone must be able to make them, read and removed for a rebuild. */

const tables = [...orderTables.map(({ table }) => table), entriesTable].map(({ name }) => name);
/** When and how often something was written, and what brought it, is not what was written. */
const bookkeeping = ['saved_at', 'revision', 'known_from', 'cause', 'end_cause'];

export type RawEntry = {
  topic: string;
  body: Uint8Array;
  attempts: number;
  triggeredAt: Date | null;
  receivedAt: Date;
};

/** What the inbox holds of these orders, in the order in which it came. */
export function entriesOf(sql: Sql, storeId: StoreId, ids: string[]): Promise<RawEntry[]> {
  return sql<RawEntry>(
    `select topic, body, attempts, triggered_at as "triggeredAt", received_at as "receivedAt" from inbox_entry
      where store_id = $1 and object_id = any($2::text[]) and state = 'processed' order by id`,
    [storeId, ids],
  );
}

/** By order and table, what its rows say. */
export async function printsOf(sql: Sql, storeId: StoreId, ids: string[]): Promise<Map<string, string>> {
  const prints = new Map<string, string>();
  for (const table of tables) {
    const current = table === entriesTable.name ? 'and t.known_to is null' : '';
    const rows = await sql<{ id: string; print: string }>(
      `select id, md5(string_agg(row, ',' order by row)) as print
         from (select t.platform_order_id as id, (to_jsonb(t) - $3::text[])::text as row
                 from ${table} t where t.store_id = $1 and t.platform_order_id = any($2::text[]) ${current}) as rows
        group by id`,
      [storeId, ids, bookkeeping],
    );
    for (const { id, print } of rows) prints.set(`${id} ${table}`, print);
  }
  return prints;
}

/** Removes all rows of these orders; only inside a transaction that is taken back. The ledger takes no deletion: it ends. */
export async function removeRows(sql: Sql, storeId: StoreId, ids: string[]): Promise<void> {
  for (const table of [...tables].reverse()) {
    if (table === entriesTable.name) await sql(endSql, [storeId, ids]);
    else await sql(`delete from ${table} where store_id = $1 and platform_order_id = any($2::text[])`, [storeId, ids]);
  }
}

const endSql = `update order_entry set known_to = clock_timestamp()
  where store_id = $1 and platform_order_id = any($2::text[]) and known_to is null`;
