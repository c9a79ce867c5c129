import { type Sql, withSystem, withTenantSql } from '../db/client.server';
import type { StoreId } from '../domain/shared/ids';
import { enqueueIn } from '../jobs/queue.server';
import type { Publication } from '../platforms/platform';
import { auditIn } from '../tenancy/audit-store.server';
import type { AddOnView, PublicationState } from './add-on';
import type { Prices } from './prices';

/** What is known of an add-on on the platform: its product, its variants, and how publishing it went. */

/** Gives lines that were saved before their variant was known their add-on (the writer's own function). */
export type RelinkAddOns = (sql: Sql, storeId: StoreId, platformVariantIds: string[]) => Promise<unknown>;

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
 * Notes the product and variants that the platform sells the add-on as. Earlier variants retire but stay
 * known: orders made with them are add-on revenue for good. Saved lines with a new variant are linked at once.
 */
export async function keepPublication(
  storeId: StoreId,
  addOn: AddOnView,
  { platformProductId, variants }: Publication,
  ladder: Prices['ladder'],
  relink: RelinkAddOns,
): Promise<void> {
  const ids = variants.map((one) => one.platformVariantId);
  await withTenantSql(storeId, async (sql) => {
    await sql(
      `update add_on set platform_product_id = $3, ladder = $4::jsonb || jsonb_build_object('at', now())
        where store_id = $1 and id = $2`,
      [storeId, addOn.id, platformProductId, ladder && JSON.stringify(ladder)],
    );
    await sql(
      `update add_on_variant set retired_at = now()
       where store_id = $1 and add_on_id = $2 and platform_variant_id <> all($3::text[]) and retired_at is null`,
      [storeId, addOn.id, ids],
    );
    const known = await sql<{ id: string }>(
      `select platform_variant_id as id from add_on_variant
        where store_id = $1 and platform_variant_id = any($2::text[]) and add_on_id = $3`,
      [storeId, ids, addOn.id],
    );
    await sql(
      `insert into add_on_variant (store_id, platform_variant_id, add_on_id, price, currency)
       select $1, id, $3::uuid, price, $5 from unnest($2::text[], $4::numeric[]) u (id, price)
       on conflict (store_id, platform_variant_id) do update set add_on_id = excluded.add_on_id,
         price = excluded.price, currency = excluded.currency, retired_at = null`,
      [storeId, ids, addOn.id, variants.map((one) => one.price), addOn.currency],
    );
    const isKnown = new Set(known.map((one) => one.id));
    const added = ids.filter((id) => !isKnown.has(id));
    if (added.length > 0) await relink(sql, storeId, added);
    await auditIn(sql, storeId, {
      actor: 'system',
      action: 'add-on.published',
      detail: {
        ...{ id: addOn.id, platformProductId, platformVariantId: ids[0], variants: ids.length },
        ...{ price: variants[0]?.price, currency: addOn.currency },
      },
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

/** Has an add-on published once more, because of what was found; the reason goes to its history. */
export async function askToPublish(storeId: StoreId, addOnId: string, because: string): Promise<void> {
  await withTenantSql(storeId, async (sql) => {
    const asked = await sql(
      `update add_on set publication_state = 'publishing' where store_id = $1 and id = $2 and state = 'active' returning id`,
      [storeId, addOnId],
    );
    if (asked.length === 0) return;
    await auditIn(sql, storeId, { actor: 'system', action: 'add-on.repaired', detail: { id: addOnId, because } });
    await enqueueIn(sql, 'publish', [{ storeId, addOnId }]);
  });
}

/** Has the add-ons of every store that sells some looked after. */
export async function askToTendAll(): Promise<void> {
  await withSystem(async (sql) => {
    const stores = await sql<{ storeId: StoreId }>(
      `select distinct a.store_id as "storeId" from add_on a join store s on s.id = a.store_id
        where a.state = 'active' and s.state = 'active'`,
    );
    if (stores.length > 0) await enqueueIn(sql, 'tendAddOns', stores);
  });
}
