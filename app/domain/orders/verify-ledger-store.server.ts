import { withTenantSql } from '../../db/client.server';
import type { StoreId } from '../shared/ids';

/** Each figure of an order, and what the entries known now must sum to for it. */
const sums = {
  gross: 'sum(coalesce(e.gross, 0))',
  discounts: '-sum(coalesce(e.discounts, 0))',
  returns: '-sum(coalesce(e.returns, 0))',
  balance: 'sum(e.total)',
  paid: 'sum(e.paid)',
} as const;
const names = Object.keys(sums) as (keyof typeof sums)[];

/**
 * Sums the ledger of every order of a store and compares with the figures in its row.
 * @returns how many orders there are, and the platform ids of the first 1,000 that differ
 */
export async function verifyLedger(storeId: StoreId): Promise<{ orders: number; wrong: string[] }> {
  return withTenantSql(storeId, async (sql) => {
    const [row] = await sql<{ orders: number; wrong: string[] }>(
      `with summed as (
         select e.platform_order_id, ${names.map((name) => `${sums[name]} as ${name}`).join(', ')}
           from order_entry e where e.store_id = $1 and e.known_to is null group by 1),
       different as (
         select o.platform_order_id as id
           from orders o left join summed s using (platform_order_id)
          where o.store_id = $1 and (${names.map((name) => `o.${name} <> coalesce(s.${name}, 0)`).join(' or ')}))
       select (select count(*) from orders where store_id = $1)::int as orders,
              array(select id from different order by id limit 1000) as wrong`,
      [storeId],
    );
    return row ?? { orders: 0, wrong: [] };
  });
}
