import type { Sql } from '../../db/client.server';
import type { StoreId } from '../shared/ids';
import type { Sku } from './sku';

/** SKUs are the store's variants. A line names its variant; what it cost and who supplies it is copied when both are here. */

/**
 * Links lines that wait for their SKU (a variant may be told after the order that sold it).
 * @param orderIds only lines of these orders; without it, all lines of the store that wait
 * @returns how many lines were linked
 */
export async function linkSkus(sql: Sql, storeId: StoreId, orderIds?: string[]): Promise<number> {
  if (orderIds?.length === 0) return 0;
  const rows = await sql<{ n: number }>(orderIds ? linkOrdersSql : linkAllSql, [
    storeId,
    ...(orderIds ? [orderIds] : []),
  ]);
  return rows[0]?.n ?? 0;
}

const columns = [
  'platformVariantId',
  'platformProductId',
  'platformItemId',
  'sku',
  'title',
  'variantTitle',
  'vendor',
] as const;
/** Not every source names it. */
const itemId = 'coalesce(excluded.platform_item_id, t.platform_item_id)';

/** Keeps variants; what the merchant says about them (supplier, costs) is left alone. */
export async function saveSkus(sql: Sql, storeId: StoreId, skus: Sku[]): Promise<void> {
  if (skus.length === 0) return;
  const distinct = [...new Map(skus.map((one) => [one.platformVariantId, one])).values()];
  const column = (name: keyof Sku) => distinct.map((one) => one[name]);
  await sql(
    `insert into sku as t (store_id, platform_variant_id, platform_product_id, platform_item_id, sku, title, variant_title,
                           vendor)
      select $1, * from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
                                $8::text[])
      on conflict (store_id, platform_variant_id) do update set
        (platform_product_id, platform_item_id, sku, title, variant_title, vendor, deleted_at, updated_at) =
        (excluded.platform_product_id, ${itemId}, excluded.sku, excluded.title, excluded.variant_title, excluded.vendor,
         null, now())
      where (t.platform_product_id, t.platform_item_id, t.sku, t.title, t.variant_title, t.vendor, t.deleted_at)
        is distinct from (excluded.platform_product_id, ${itemId}, excluded.sku, excluded.title, excluded.variant_title,
                          excluded.vendor, null)`,
    [storeId, ...columns.map(column)],
  );
  await linkSkus(sql, storeId);
}

/** Variants of products that are gone; lines that were linked stay so. */
export async function forgetSkus(sql: Sql, storeId: StoreId, platformProductIds: string[]): Promise<void> {
  await sql(
    `update sku set deleted_at = now(), updated_at = now()
      where store_id = $1 and platform_product_id = any($2::text[]) and deleted_at is null`,
    [storeId, platformProductIds],
  );
}

const link = (which: string) => `
  with linked as (
    update order_line l set sku_link = 'linked', supplier = s.supplier, supplier_sku = s.supplier_sku,
           supply_price = s.supply_price, handling_cost = s.handling_cost
      from sku s
     where (select exists (select from sku where store_id = $1))
       and l.store_id = $1 and s.store_id = $1 and l.sku_link = 'waiting'
       and s.platform_variant_id = l.platform_variant_id ${which}
    returning 1)
  select count(*)::int as n from linked`;
const linkOrdersSql = link('and l.platform_order_id = any($2::text[])');
const linkAllSql = link('');
