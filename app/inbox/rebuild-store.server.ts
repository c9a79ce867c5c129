import type { Sql } from '../db/client.server';
import type { StoreId } from '../domain/shared/ids';

/** The rows of orders as the inbox alone must be able to make them, read and removed for a rebuild. */

/** Every table that the writer fills for an order. */
const tables = [
  ...['orders', 'order_line', 'order_address', 'order_shipping_line', 'order_discount', 'refund', 'refund_line'],
  ...['refund_adjustment', 'order_transaction', 'fulfillment', 'order_return', 'order_return_line', 'order_edit'],
  'order_entry',
];
/** When and how often something was written, and what brought it, is not what was written. */
const bookkeeping = ['saved_at', 'revision', 'known_from', 'cause', 'end_cause'];

/** Orders that were created or refunded on a day of the store: those behind that day's figures. */
export async function ordersBehind(sql: Sql, storeId: StoreId, day: string): Promise<string[]> {
  const on = (table: 'orders' | 'refund') => `
    select t.platform_order_id as id from ${table} t, zone
     where t.store_id = $1 and (t.created_at at time zone zone.name)::date = $2::date
       and t.created_at >= $2::date - interval '2 days' and t.created_at < $2::date + interval '3 days'`;
  const rows = await sql<{ id: string }>(
    `with zone as (select coalesce((select time_zone from store where id = $1), 'UTC') as name)
     select id from (${on('orders')} union ${on('refund')}) as behind order by id`,
    [storeId, day],
  );
  return rows.map(({ id }) => id);
}

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
    const current = table === 'order_entry' ? 'and t.known_to is null' : '';
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
    if (table === 'order_entry') await sql(endSql, [storeId, ids]);
    else await sql(`delete from ${table} where store_id = $1 and platform_order_id = any($2::text[])`, [storeId, ids]);
  }
}

const endSql = `update order_entry set known_to = clock_timestamp()
  where store_id = $1 and platform_order_id = any($2::text[]) and known_to is null`;
