import { withTenantSql } from '../db/client.server';
import { pricedProducts } from '../domain/catalogue/price-store.server';
import type { StoreId } from '../domain/shared/ids';
import type { AddOnView } from './add-on';
import { asksForIds, type Prices, pricesOf } from './prices';

/** What a product may have at most; Shopify's limit since 2024-04 (shared by all its plans). */
const mostVariants = 2_048;

/** What an add-on must be sold at today, by the prices of the store's products. */
export async function pricesFor(storeId: StoreId, addOn: AddOnView): Promise<Prices> {
  if (addOn.pricing.kind === 'fixed') return pricesOf(addOn, [], mostVariants);
  const products = await withTenantSql(storeId, (sql) => pricedProducts(sql, storeId, asksForIds(addOn)));
  return pricesOf(addOn, products, mostVariants);
}
