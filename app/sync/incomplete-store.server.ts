import { withTenantSql } from '../db/client.server';
import type { StoreId } from '../domain/shared/ids';
import type { IdPage } from './id-page';

/** Orders of which only a part is known: no whole telling came yet, or only a file with their sums. Deleted ones stay so. */
export async function incompleteOrders(storeId: StoreId, after: string, limit = 50): Promise<IdPage> {
  const rows = await withTenantSql(storeId, (sql) =>
    sql<{ id: string }>(
      `select platform_order_id as id from orders
        where store_id = $1 and platform_order_id > $2 and (version = '' or is_summary) and deleted_at is null
        order by platform_order_id limit $3`,
      [storeId, after, limit],
    ),
  );
  return { ids: rows.map(({ id }) => id), next: rows.at(-1)?.id ?? null };
}
