import { saveOrders } from '../../app/domain/orders/save-store.server';
import { type Rebuilt, rebuildDay } from '../../app/inbox/rebuild.server';
import { orders } from '../../app/platforms/shopify/order';
import type { ConnectedStore } from './connected-store';

/** Makes the orders of every day of a store anew from its inbox; an order counts once for each day it is behind. */
export async function rebuildAllDays({ database, storeId }: ConnectedStore): Promise<Rebuilt> {
  const { rows } = await database.admin.query(
    `select distinct ((o.created_at at time zone s.time_zone)::date)::text as day
       from orders o join store s on s.id = o.store_id where o.store_id = $1 order by 1`,
    [storeId],
  );
  const all: Rebuilt = { orders: 0, different: [], untold: [] };
  for (const { day } of rows) {
    const one = await rebuildDay(storeId, day, { platform: 'shopify', orders }, saveOrders);
    all.orders += one.orders;
    all.different.push(...one.different);
    all.untold.push(...one.untold);
  }
  return all;
}
