import { withTenantSql } from '../db/client.server';
import type { Day } from '../domain/shared/day';
import type { StoreId } from '../domain/shared/ids';
import { moneyText } from '../domain/shared/money';
import { addOnRevenueOf, learntEntries, netOf } from './as-known-store.server';
import { conventions, type Stretch } from './queries-store.server';

/** A day whose figures changed long after it had ended. */
export type RestatedDay = {
  day: Day;
  /** orders that the late news was about */
  orders: number;
  netSales: string;
  addOnRevenue: string;
  /** when the last of it was learnt, ISO 8601 */
  at: string;
};

/**
 * Days of a stretch that were restated after `since`: news that came more than 24 hours after the day's end and moved
 * its figures. What a first history brings is no restatement; news that comes to nothing in sum is none either.
 */
export function restatedDays(storeId: StoreId, { from, to }: Stretch, since: Date): Promise<RestatedDay[]> {
  return withTenantSql(storeId, async (sql) => {
    const { currency, timeZone } = await conventions(sql, storeId);
    // Asked first: what a history brought may be millions of entries, and none of them can be late.
    const [history] = await sql<{ ended: Date | null }>(historySql, [storeId]);
    if (!history?.ended) return [];
    const after = new Date(Math.max(since.getTime(), history.ended.getTime()));
    const rows = await sql<Omit<RestatedDay, 'at'> & { at: Date }>(restatedSql, [
      ...[storeId, from, to, timeZone, currency, after.toISOString()],
    ]);
    return rows.map((row) => ({
      ...row,
      netSales: moneyText(row.netSales, currency),
      addOnRevenue: moneyText(row.addOnRevenue, currency),
      at: row.at.toISOString(),
    }));
  });
}

const historySql = `select min(finished_at) as ended from sync_job
   where store_id = $1 and kind = 'backfill' and state in ('completed', 'completed_with_errors')`;

const restatedSql = `
  with ${learntEntries},
  late as (
    select e.day, e.platform_order_id, e.at, ${netOf} as net, ${addOnRevenueOf} as add_on_revenue
      from dated e
     where e.day between $2::date and $3::date and e.at > ((e.day + 1)::timestamp at time zone $4) + interval '24 hours'
       and not (e.change = 'came' and e.known_to is not null))
  select day, count(distinct platform_order_id)::int as orders, sum(net)::text as "netSales",
         sum(add_on_revenue)::text as "addOnRevenue", max(at) as at
    from late group by day having sum(net) <> 0 or sum(add_on_revenue) <> 0 order by day desc`;
