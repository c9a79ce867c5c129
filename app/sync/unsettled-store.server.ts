import { withTenantSql } from '../db/client.server';
import type { StoreId } from '../domain/shared/ids';
import type { IdPage } from './id-page';

/** Orders older than this are taken for settled: a parcel that nobody saw arrive in a season never will be. */
const days = 90;

/**
 * Whole orders, newest first, of which a part is under way: a payment is pending, a parcel with a tracking number has not
 * arrived, a return is open, money on terms is owed. Walks the list index (store_id, created_at desc, platform_order_id)
 * from `after` on and looks at the parts by key.
 * @param after "created_at id" of the last one seen; empty to begin
 */
export async function unsettledOrders(storeId: StoreId, after: string, limit = 50): Promise<IdPage> {
  const [at, id] = after === '' ? [null, ''] : after.split(' ');
  const rows = await withTenantSql(storeId, (sql) =>
    sql<{ id: string; at: string }>(unsettledSql, [storeId, days, at, id, limit]),
  );
  const last = rows.at(-1);
  return { ids: rows.map((row) => row.id), next: last ? `${last.at} ${last.id}` : null };
}

const ofOrder = 'p.store_id = o.store_id and p.platform_order_id = o.platform_order_id';

const unsettledSql = `
  select o.platform_order_id as id, to_json(o.created_at) #>> '{}' as at from orders o
   where o.store_id = $1 and o.created_at > now() - $2 * interval '1 day'
     and o.created_at <= coalesce($3::timestamptz, 'infinity')
     and (o.created_at < coalesce($3::timestamptz, 'infinity') or o.platform_order_id > $4)
     and o.version <> '' and not o.is_summary and o.deleted_at is null
     and ((o.payment_terms is not null and o.outstanding > 0)
       or exists (select from order_transaction p where ${ofOrder} and p.status = 'pending')
       or exists (select from fulfillment p
                   where ${ofOrder} and p.status = 'success' and p.delivered_at is null and p.tracking <> '[]')
       or exists (select from order_return p where ${ofOrder} and p.state in ('requested', 'open')))
   order by o.created_at desc, o.platform_order_id limit $5`;
