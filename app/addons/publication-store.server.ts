import { setTimeout as wait } from 'node:timers/promises';
import { type Sql, withTenantSql } from '../db/client.server';
import { Fault } from '../domain/shared/fault';
import type { StoreId } from '../domain/shared/ids';
import { auditIn } from '../tenancy/audit-store.server';
import type { AddOnView, PublicationState } from './add-on';

/** What is known of an add-on on the platform: its product, its variants, and how publishing it went. */

/** Gives lines that were saved before their variant was known their add-on (the writer's own function). */
export type RelinkAddOns = (sql: Sql, storeId: StoreId, platformVariantIds: string[]) => Promise<unknown>;

/**
 * Lets one publication of a store run at a time, so that an older one can never write its offers over a
 * newer one's. The lock lives as long as its transaction: it cannot outlive a killed worker.
 * @throws {Fault} `conflict`, to be retried, when another one runs for longer than `patienceMs`
 */
export async function oneAtATime<T>(storeId: StoreId, work: () => Promise<T>, patienceMs = 30_000): Promise<T> {
  const until = Date.now() + patienceMs;
  for (;;) {
    // Waiting happens outside the transaction, so that those who wait hold no connection.
    const turn = await withTenantSql(storeId, async (sql) => {
      const [lock] = await sql<{ got: boolean }>(`select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as got`, [
        `publish ${storeId}`,
      ]);
      return lock?.got ? { result: await work() } : undefined;
    });
    if (turn) return turn.result;
    if (Date.now() > until) {
      throw new Fault({
        reasonClass: 'conflict',
        retry: true,
        publicMessage: 'Another add-on is being published. This one follows.',
      });
    }
    await wait(250);
  }
}

/** Notes how far publishing got. */
export async function markPublication(
  storeId: StoreId,
  addOnId: string,
  state: PublicationState,
  error: string | null = null,
): Promise<void> {
  await withTenantSql(storeId, (sql) =>
    sql(
      `update add_on set publication_state = $3, publication_error = $4,
         published_at = case when $3 = 'published' then now() when $3 = 'unpublished' then null else published_at end
       where store_id = $1 and id = $2`,
      [storeId, addOnId, state, error],
    ),
  );
}

/**
 * Notes the product and variant that the platform sells the add-on as. Earlier variants retire but stay
 * known: orders made with them are add-on revenue for good. Saved lines with this variant are linked at once.
 */
export async function keepPublication(
  storeId: StoreId,
  addOn: AddOnView,
  publication: { platformProductId: string; platformVariantId: string },
  relink: RelinkAddOns,
): Promise<void> {
  const { platformProductId, platformVariantId } = publication;
  await withTenantSql(storeId, async (sql) => {
    await sql(`update add_on set platform_product_id = $3 where store_id = $1 and id = $2`, [
      storeId,
      addOn.id,
      platformProductId,
    ]);
    await sql(
      `update add_on_variant set retired_at = now()
       where store_id = $1 and add_on_id = $2 and platform_variant_id <> $3 and retired_at is null`,
      [storeId, addOn.id, platformVariantId],
    );
    const [known] = await sql(
      `select from add_on_variant where store_id = $1 and platform_variant_id = $2 and add_on_id = $3`,
      [storeId, platformVariantId, addOn.id],
    );
    await sql(
      `insert into add_on_variant (store_id, platform_variant_id, add_on_id, price, currency)
       values ($1, $2, $3, $4, $5)
       on conflict (store_id, platform_variant_id) do update set add_on_id = excluded.add_on_id,
         price = excluded.price, currency = excluded.currency, retired_at = null`,
      [storeId, platformVariantId, addOn.id, addOn.price, addOn.currency],
    );
    if (!known) await relink(sql, storeId, [platformVariantId]);
    await auditIn(sql, storeId, {
      actor: 'system',
      action: 'add-on.published',
      detail: { id: addOn.id, platformProductId, platformVariantId, price: addOn.price, currency: addOn.currency },
    });
  });
}

/** Notes that the platform no longer sells the add-on. Its variants stay known, for the orders that have them. */
export async function keepWithdrawal(storeId: StoreId, addOnId: string): Promise<void> {
  await withTenantSql(storeId, async (sql) => {
    await sql(
      `update add_on_variant set retired_at = now() where store_id = $1 and add_on_id = $2 and retired_at is null`,
      [storeId, addOnId],
    );
    await auditIn(sql, storeId, { actor: 'system', action: 'add-on.withdrawn', detail: { id: addOnId } });
  });
}
