import { type Sql, withTenantSql } from '../db/client.server';
import type { StoreId } from '../domain/shared/ids';

/** Notes, in the transaction that counts days, that the store's figures are others now. */
export async function newRevision(sql: Sql, storeId: StoreId): Promise<void> {
  await sql(
    `insert into checkpoint (store_id, resource, last_id, updated_at) values ($1, 'figures', clock_timestamp()::text, now())
      on conflict (store_id, resource) do update set last_id = excluded.last_id, updated_at = now()`,
    [storeId],
    'new revision',
  );
}

/**
 * A name for the state of a store's orders and figures, which changes with every change of them; null while changes wait
 * to be counted, when there is no name yet. Currency and time zone are part of it.
 */
export async function revisionOf(storeId: StoreId): Promise<string | null> {
  return withTenantSql(storeId, async (sql) => {
    const [row] = await sql<{ revision: string | null; waiting: boolean }>(
      `select concat_ws(' ', c.last_id, s.currency, s.time_zone) as revision,
              exists (select from change_mark where store_id = $1) as waiting
         from store s join checkpoint c on c.store_id = s.id and c.resource = 'figures' where s.id = $1`,
      [storeId],
    );
    return row && !row.waiting ? row.revision : null;
  });
}
