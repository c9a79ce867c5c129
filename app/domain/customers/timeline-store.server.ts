import type { Sql } from '../../db/client.server';
import type { StoreId } from '../shared/ids';
import { moneyText } from '../shared/money';
import type { Activity } from './view';

/** What a customer did and what happened to their orders, newest first, read from the orders themselves. */
export async function readTimeline(sql: Sql, storeId: StoreId, profileId: string): Promise<Activity[]> {
  const rows = await sql<Omit<Activity, 'at'> & { at: Date }>(timelineSql, [storeId, profileId]);
  return rows.map((row) => ({
    ...row,
    at: row.at.toISOString(),
    amount: row.amount === null ? null : moneyText(row.amount, row.currency),
  }));
}

/** The newest orders whose story is told; older ones are in the list of orders. */
const ordersMax = 100;
const eventsMax = 200;

const of = (table: string) =>
  `from mine o join ${table} t on t.store_id = $1 and t.platform_order_id = o.platform_order_id`;

/** In which order things of one instant happened. */
const happens = `'placed', 'paid', 'fulfilled', 'delivered', 'return_requested', 'returned', 'refunded', 'cancelled'`;

const timelineSql = `
  with mine as (
    select platform_order_id, order_number, currency, created_at, cancelled_at, total from orders
     where store_id = $1 and profile_id = $2 order by created_at desc limit ${ordersMax}),
  happened as (
    select created_at as at, 'placed' as kind, platform_order_id, order_number, total::text as amount, currency from mine
    union all
    select cancelled_at, 'cancelled', platform_order_id, order_number, null, currency from mine where cancelled_at is not null
    union all
    select coalesce(t.processed_at, t.created_at), 'paid', o.platform_order_id, o.order_number, t.amount::text, o.currency
      ${of('order_transaction')} and t.kind in ('sale', 'capture') and t.status = 'success'
    union all
    select t.created_at, 'refunded', o.platform_order_id, o.order_number, t.refunded::text, o.currency
      ${of('refund')} and t.refunded <> 0
    union all
    select t.created_at, 'fulfilled', o.platform_order_id, o.order_number, null, o.currency
      ${of('fulfillment')} and t.status = 'success'
    union all
    select t.delivered_at, 'delivered', o.platform_order_id, o.order_number, null, o.currency
      ${of('fulfillment')} and t.delivered_at is not null
    union all
    select t.created_at, 'return_requested', o.platform_order_id, o.order_number, null, o.currency ${of('order_return')}
    union all
    select t.closed_at, 'returned', o.platform_order_id, o.order_number, null, o.currency
      ${of('order_return')} and t.closed_at is not null and t.state = 'closed')
  select at, kind, platform_order_id as "platformOrderId", order_number as "orderNumber", amount, currency
    from happened where at is not null
   order by at desc, platform_order_id desc, array_position(array[${happens}], kind) desc limit ${eventsMax}`;
