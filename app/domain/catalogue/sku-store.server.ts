import type { Sql } from '../../db/client.server';
import { nameForFew } from '../../db/few-rows';
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
  const rows = orderIds
    ? await sql<{ n: number }>(linkOrdersSql, [storeId, orderIds], nameForFew('link skus', orderIds.length))
    : await sql<{ n: number }>(linkAllSql, [storeId]);
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
  'productType',
] as const;
/** Not every source names it. */
const itemId = 'coalesce(excluded.platform_item_id, t.platform_item_id)';

/** A tag may have a comma in GraphQL, never a line break. */
const tagsText = (tags: string[]) => tags.join('\n');
const told = `(t.platform_product_id, t.platform_item_id, t.sku, t.title, t.variant_title, t.vendor, t.product_type, t.tags,
               t.price, t.deleted_at)`;

/**
 * Keeps variants; what the merchant says about them (supplier, costs) is left alone.
 * @returns whether any of them is different now: prices and targets of add-ons may hang on it
 */
export async function saveSkus(sql: Sql, storeId: StoreId, skus: Sku[]): Promise<boolean> {
  if (skus.length === 0) return false;
  const distinct = [...new Map(skus.map((one) => [one.platformVariantId, one])).values()];
  const column = (name: keyof Sku) => distinct.map((one) => one[name]);
  const values = [storeId, ...columns.map(column), distinct.map((one) => tagsText(one.tags)), column('price')];
  const changed = await sql(
    `insert into sku as t (store_id, platform_variant_id, platform_product_id, platform_item_id, sku, title, variant_title,
                           vendor, product_type, tags, price)
      select $1, a, b, c, d, e, f, g, h, string_to_array(nullif(i, ''), E'\\n'), j
        from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
                    $10::text[], $11::numeric[]) u (a, b, c, d, e, f, g, h, i, j)
      on conflict (store_id, platform_variant_id) do update set
        (platform_product_id, platform_item_id, sku, title, variant_title, vendor, product_type, tags, price,
         deleted_at, updated_at) =
        (excluded.platform_product_id, ${itemId}, excluded.sku, excluded.title, excluded.variant_title, excluded.vendor,
         excluded.product_type, excluded.tags, excluded.price, null, now())
      where ${told} is distinct from (excluded.platform_product_id, ${itemId}, excluded.sku, excluded.title,
        excluded.variant_title, excluded.vendor, excluded.product_type, excluded.tags, excluded.price, null)
      returning 1`,
    values,
  );
  await linkSkus(sql, storeId);
  return changed.length > 0;
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
