import type { Sql } from '../../db/client.server';
import type { StoreId } from '../shared/ids';

/**
 * Where a day of the store begins and ends, generously for zones whose clocks change at midnight; asked first, so
 * that the list's plan knows how few orders a day has.
 */
export async function boundsOf(
  sql: Sql,
  storeId: StoreId,
  day: string,
): Promise<{ begins: Date; ends: Date; zone: string }> {
  const [bounds] = await sql<{ begins: Date; ends: Date; zone: string }>(
    `select ($2::date::timestamp at time zone zone) - interval '3 hours' as begins,
            (($2::date + 1)::timestamp at time zone zone) + interval '3 hours' as ends, zone
       from coalesce((select time_zone from store where id = $1), 'UTC') as zone`,
    [storeId, day],
  );
  if (!bounds) throw new Error('a day always has bounds');
  return bounds;
}

/** Orders created, or refunded, on a day of the store: those behind that day's figures. Parameters from `at` on. */
export function onDay(table: 'orders' | 'refund', at: number): string {
  return `select d.platform_order_id from ${table} d
           where d.store_id = $1 and d.created_at >= $${at}::timestamptz and d.created_at < $${at + 1}::timestamptz
             and (d.created_at at time zone $${at + 2})::date = $${at + 3}::date`;
}

/** The platform ids of all orders behind a day of the store, test and deleted ones too. */
export async function ordersBehind(sql: Sql, storeId: StoreId, day: string): Promise<string[]> {
  const { begins, ends, zone } = await boundsOf(sql, storeId, day);
  const rows = await sql<{ id: string }>(
    `select platform_order_id as id from (${onDay('orders', 2)} union ${onDay('refund', 2)}) as behind order by id`,
    [storeId, begins, ends, zone, day],
  );
  return rows.map(({ id }) => id);
}
