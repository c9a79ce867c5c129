import { withTenantSql } from '../db/client.server';
import { daysBetween } from '../domain/shared/day';
import type { StoreId } from '../domain/shared/ids';
import { moneyText, sum } from '../domain/shared/money';
import { conventions, type Stretch } from './queries-store.server';

/** What one add-on earned in a stretch of days, both ends included. */
export type AddOnPeriod = {
  revenue: string;
  orders: number;
  /** of all orders of the store, those with it; null without orders */
  attachRate: number | null;
  days: { day: string; revenue: string }[];
};

/** The same of several add-ons at once, from the roll-ups; by add-on id. Those that earned nothing are there too. */
export function addOnPeriods(
  storeId: StoreId,
  { from, to }: Stretch,
  ids: string[],
): Promise<Map<string, AddOnPeriod>> {
  return withTenantSql(storeId, async (sql) => {
    const { currency } = await conventions(sql, storeId);
    const [all] = await sql<{ orders: number }>(
      `select coalesce(sum(orders), 0)::int as orders from store_day where store_id = $1 and currency = $2 and day between $3 and $4`,
      [storeId, currency, from, to],
    );
    const rows = await sql<{ addOnId: string; day: string; orders: number; revenue: string }>(
      `select add_on_id as "addOnId", day::text as day, orders, revenue::text as revenue from store_day_add_on
        where store_id = $1 and currency = $2 and day between $3 and $4 and add_on_id = any($5::uuid[])`,
      [storeId, currency, from, to, ids],
    );
    const days = daysBetween(from, to);
    return new Map(
      ids.map((id) => {
        const own = rows.filter((row) => row.addOnId === id);
        const byDay = new Map(own.map((row) => [row.day, row.revenue]));
        const orders = own.reduce((count, row) => count + row.orders, 0);
        return [
          id,
          {
            revenue: moneyText(sum(own.map((row) => row.revenue)), currency),
            orders,
            attachRate: all && all.orders > 0 ? orders / all.orders : null,
            days: days.map((day) => ({ day, revenue: moneyText(byDay.get(day) ?? '0', currency) })),
          },
        ] as const;
      }),
    );
  });
}
