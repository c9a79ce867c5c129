import { type Sql, withTenantSql } from '../../db/client.server';
import type { StoreId } from '../shared/ids';

/** What the store itself writes beside an order; the platform's copy stays as it is. */
export type Annotation = { note?: string | null | undefined; tags?: string[] | undefined };
export type Annotated =
  | { outcome: 'saved'; revision: number }
  | { outcome: 'not-found' }
  | { outcome: 'changed'; revision: number };

/**
 * Saves our own note and tags of an order. What is not named stays.
 * @param options.revision the revision of the order's note that the caller saw; when somebody wrote meanwhile, nothing is saved
 * @param options.record writes it down for the audit trail, in the same transaction
 */
export function annotateOrder(
  storeId: StoreId,
  platformOrderId: string,
  { note, tags }: Annotation,
  by: string,
  options: { revision?: number | undefined; record: (sql: Sql, fields: string[]) => Promise<void> },
): Promise<Annotated> {
  return withTenantSql(storeId, async (sql) => {
    // The order's row is held, so that two writers of its note take turns.
    const [order] = await sql('select 1 as one from orders where store_id = $1 and platform_order_id = $2 for update', [
      storeId,
      platformOrderId,
    ]);
    if (!order) return { outcome: 'not-found' };
    const [known] = await sql<{ revision: number }>(
      'select revision from order_annotation where store_id = $1 and platform_order_id = $2',
      [storeId, platformOrderId],
    );
    const seen = known?.revision ?? 0;
    if (options.revision !== undefined && options.revision !== seen) return { outcome: 'changed', revision: seen };
    const [saved] = await sql<{ revision: number }>(
      `insert into order_annotation as t (store_id, platform_order_id, note, tags, updated_by)
        values ($1, $2, $3, coalesce($4::text[], '{}'), $5)
        on conflict (store_id, platform_order_id) do update set
          note = case when $6 then excluded.note else t.note end,
          tags = coalesce($4::text[], t.tags), revision = t.revision + 1, updated_by = excluded.updated_by, updated_at = now()
        returning revision`,
      [storeId, platformOrderId, note ?? null, tags ?? null, by, note !== undefined],
    );
    await options.record(sql, [...(note === undefined ? [] : ['note']), ...(tags ? ['tags'] : [])]);
    return { outcome: 'saved', revision: saved?.revision ?? 1 };
  });
}
