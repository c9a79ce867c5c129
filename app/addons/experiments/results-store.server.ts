import { withTenantSql } from '../../db/client.server';
import { type Group, type Results, resultsOf } from '../../domain/experiments/results';
import type { StoreId } from '../../domain/shared/ids';

type Row = {
  treated: boolean;
  visitors: number;
  buyers: number;
  attached: number;
  revenue: number;
  revenueSquares: number;
  addOns: number;
  addOnsSquares: number;
  main: number;
  mainSquares: number;
};

/**
 * What the two groups of an experiment did, from the orders themselves: a visitor's orders are those that carry their key
 * and were placed after they first met the experiment. Test and deleted orders count nothing, refunds are off.
 * @param addOnId those who met this add-on, and orders with it; null: any
 * @param since only those who met it first after that instant
 */
export function resultsFor(
  storeId: StoreId,
  experimentId: string,
  { addOnId = null, since = null }: { addOnId?: string | null; since?: string | null } = {},
): Promise<Results> {
  return withTenantSql(storeId, async (sql) => {
    const [about] = await sql<{ currency: string; until: Date | null }>(
      `select s.currency, e.ended_at as until from experiment e join store s on s.id = e.store_id
        where e.store_id = $1 and e.id = $2`,
      [storeId, experimentId],
    );
    // Each visitor's orders are looked up by their key, a visitor at a time: whatever the planner knows of the tables, it
    // cannot compare all visitors with all orders.
    const rows = await sql<Row>(
      `with met as materialized (
         select v.visitor, bool_or(v.treated) as treated, min(v.first_at) as at
           from experiment_visitor v
          where v.store_id = $1 and v.experiment_id = $2 and ($3::uuid is null or v.add_on_id = $3)
            and v.first_at > coalesce($4::timestamptz, '-infinity')
          group by v.visitor),
       each as (
         select m.treated, b.orders > 0 as bought, coalesce(b.attached, false) as attached,
                coalesce(b.revenue, 0)::float8 as revenue, coalesce(b.add_ons, 0)::float8 as add_ons
           from met m, lateral (
             select count(*) as orders, sum(o.net) as revenue, sum(o.add_on_revenue) as add_ons,
                    bool_or(o.has_add_on and ($3::uuid is null or exists (
                      select from order_line l where l.store_id = $1 and l.platform_order_id = o.platform_order_id
                         and l.add_on_id = $3))) as attached
               from orders o
              where o.store_id = $1 and o.visitor = m.visitor and o.created_at >= m.at
                and o.created_at < coalesce($5::timestamptz, 'infinity') and o.currency = $6 and not o.test
                and o.deleted_at is null) b)
       select treated, count(*)::int as visitors, count(*) filter (where bought)::int as buyers,
              count(*) filter (where attached)::int as attached,
              sum(revenue) as revenue, sum(revenue * revenue) as "revenueSquares",
              sum(add_ons) as "addOns", sum(add_ons * add_ons) as "addOnsSquares",
              sum(revenue - add_ons) as main, sum((revenue - add_ons) * (revenue - add_ons)) as "mainSquares"
         from each group by treated`,
      [storeId, experimentId, addOnId, since, about?.until ?? null, about?.currency ?? null],
    );
    return resultsOf(groupOf(rows.find((row) => !row.treated)), groupOf(rows.find((row) => row.treated)));
  });
}

function groupOf(row: Row | undefined): Group {
  return {
    visitors: row?.visitors ?? 0,
    buyers: row?.buyers ?? 0,
    attached: row?.attached ?? 0,
    revenue: { sum: row?.revenue ?? 0, sumOfSquares: row?.revenueSquares ?? 0 },
    addOnRevenue: { sum: row?.addOns ?? 0, sumOfSquares: row?.addOnsSquares ?? 0 },
    mainRevenue: { sum: row?.main ?? 0, sumOfSquares: row?.mainSquares ?? 0 },
  };
}
