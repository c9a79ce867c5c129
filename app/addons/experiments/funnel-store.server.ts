import { withTenantSql } from '../../db/client.server';
import { type Funnel, toldSteps } from '../../domain/experiments/funnel';
import type { StoreId } from '../../domain/shared/ids';

/**
 * The funnel of one add-on in a stretch of days, both ends included: visitors of each day and step, and the orders with the
 * add-on, which come from the orders alone and also count those who allowed no counting.
 */
export function funnelOf(
  storeId: StoreId,
  addOnId: string,
  { from, to }: { from: string; to: string },
): Promise<Funnel> {
  return withTenantSql(storeId, async (sql) => {
    const rows = await sql<{ step: number; visitors: number }>(
      `select step, count(*)::int as visitors from funnel_mark
        where store_id = $1 and add_on_id = $2 and day between $3::date and $4::date group by step`,
      [storeId, addOnId, from, to],
    );
    const [bought] = await sql<{ orders: number }>(
      `select coalesce(sum(orders), 0)::int as orders from store_day_add_on
        where store_id = $1 and add_on_id = $2 and day between $3::date and $4::date`,
      [storeId, addOnId, from, to],
    );
    const [exposed, viewed, ticked, added] = toldSteps.map(
      (_, at) => rows.find(({ step }) => step === at + 1)?.visitors ?? 0,
    ) as [number, number, number, number];
    return { exposed, viewed, ticked, added, purchased: bought?.orders ?? 0 };
  });
}
