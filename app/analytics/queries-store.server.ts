import { type Sql, withTenantSql } from '../db/client.server';
import { type Day, daysBetween } from '../domain/shared/day';
import type { StoreId } from '../domain/shared/ids';
import { moneyText } from '../domain/shared/money';
import { type DayRow, figuresOf } from './figures';
import type { AddOnFigures, Summary } from './summary';

/** What the pages and the API ask of analytics: roll-ups only, so that an answer costs days and not orders. */

export type Stretch = { from: Day; to: Day };

/** The figures of a stretch of days, both ends included, with each of its days. */
export async function summary(storeId: StoreId, { from, to }: Stretch): Promise<Summary> {
  return withTenantSql(storeId, async (sql) => {
    const { currency, timeZone } = await conventions(sql, storeId);
    const rows = await sql<DayRow>(
      `select day, orders, orders_with_add_on as "ordersWithAddOn", gross_sales as "grossSales", discounts, returns,
              sales_with_add_on as "salesWithAddOn", add_on_revenue as "addOnRevenue", add_on_units as "addOnUnits"
         from store_day where store_id = $1 and currency = $2 and day between $3 and $4`,
      [storeId, currency, from, to],
    );
    const byDay = new Map(rows.map((row) => [row.day, row]));
    return {
      currency,
      timeZone,
      from,
      to,
      ...figuresOf(rows, currency),
      days: daysBetween(from, to).map((day) => {
        const row = byDay.get(day);
        return { day, ...figuresOf(row ? [row] : [], currency) };
      }),
    };
  });
}

/** What each add-on earned in a stretch of days, the best first. */
export async function topAddOns(storeId: StoreId, { from, to }: Stretch, limit: number): Promise<AddOnFigures[]> {
  return withTenantSql(storeId, async (sql) => {
    const { currency } = await conventions(sql, storeId);
    const rows = await sql<AddOnFigures>(
      `select d.add_on_id as "addOnId", coalesce(a.title, 'Deleted add-on') as title, sum(d.orders)::int as orders,
              sum(d.units)::int as units, sum(d.revenue)::text as revenue
         from store_day_add_on d left join add_on a on a.store_id = d.store_id and a.id = d.add_on_id
        where d.store_id = $1 and d.currency = $2 and d.day between $3 and $4
        group by d.add_on_id, a.title order by sum(d.revenue) desc, d.add_on_id limit $5`,
      [storeId, currency, from, to, limit],
    );
    return rows.map((row) => ({ ...row, revenue: moneyText(row.revenue, currency) }));
  });
}

/** How fresh the figures are: when one last changed, and whether changes wait to be counted. */
export async function dataAsOf(storeId: StoreId): Promise<{ changedAt: Date | null; waiting: boolean }> {
  return withTenantSql(storeId, async (sql) => {
    const [row] = await sql<{ changedAt: Date | null; waiting: boolean }>(
      `select (select max(updated_at) from store_day where store_id = $1) as "changedAt",
              exists (select from change_mark where store_id = $1) as waiting`,
      [storeId],
    );
    return row ?? { changedAt: null, waiting: false };
  });
}

/** The currency and the time zone that a store's figures are in. */
export async function conventions(sql: Sql, storeId: StoreId): Promise<{ currency: string; timeZone: string }> {
  const [store] = await sql<{ currency: string; timeZone: string }>(
    'select currency, time_zone as "timeZone" from store where id = $1',
    [storeId],
  );
  return store ?? { currency: 'USD', timeZone: 'UTC' };
}
