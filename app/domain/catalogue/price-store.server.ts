import type { Sql } from '../../db/client.server';
import type { StoreId } from '../shared/ids';

/** What the store asks for its products, as far as the price of an add-on beside them depends on it. */
export type PricedProduct = {
  /** missing where products were not asked for one by one */
  platformProductId: string | null;
  platformVariantId: string | null;
  price: string;
  productType: string | null;
  vendor: string | null;
  tags: string[];
};

/**
 * The store's priced variants, without the app's own products.
 * @param oneByOne false: variants that differ in nothing but their ids are told once, so that a store of a million
 *   variants answers with its few thousand prices
 * @param productIds only these; null: all
 */
export function pricedProducts(
  sql: Sql,
  storeId: StoreId,
  { oneByOne, productIds }: { oneByOne: boolean; productIds: string[] | null },
): Promise<PricedProduct[]> {
  const ids = oneByOne
    ? 'platform_product_id as "platformProductId", platform_variant_id as "platformVariantId"'
    : 'distinct null as "platformProductId", null as "platformVariantId"';
  return sql<PricedProduct>(
    `select ${ids}, price::text as price, product_type as "productType", vendor, coalesce(tags, '{}') as tags
       from sku
      where store_id = $1 and deleted_at is null and price > 0
        and ($2::text[] is null or platform_product_id = any($2))
        and not exists (select from add_on a where a.store_id = $1 and a.platform_product_id = sku.platform_product_id)`,
    [storeId, productIds],
  );
}
