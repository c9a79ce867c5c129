import { withTenantSql } from '../db/client.server';
import type { Tried } from '../domain/addons/offers';
import { type PricedProduct, pricedProducts } from '../domain/catalogue/price-store.server';
import type { StoreId } from '../domain/shared/ids';
import { amount } from '../domain/shared/money';
import type { AddOnView } from './add-on';
import { type Prices, pricesOf, productsToAsk } from './prices';

/** What a product may have at most; Shopify's limit since 2024-04 (shared by all its plans). */
const mostVariants = 2_048;

/**
 * What an add-on must be sold at today, by the prices of the store's products.
 * @param tried what runs about add-ons: a price that is tried is sold beside a fixed one
 */
export async function pricesFor(storeId: StoreId, addOn: AddOnView, tried: Map<string, Tried>): Promise<Prices> {
  if (addOn.pricing.kind === 'fixed') {
    return withTriedPrice(pricesOf(addOn, [], mostVariants), tried.get(addOn.id)?.price);
  }
  return pricesOf(addOn, await productsFor(storeId, addOn), mostVariants);
}

function withTriedPrice({ prices, ladder }: Prices, tried: string | undefined): Prices {
  if (tried === undefined) return { prices, ladder };
  return { prices: [...prices, tried].sort((a, b) => amount(a).comparedTo(amount(b))), ladder };
}

/** The store's priced products, as finely as this add-on's targets and conditions need them. */
export function productsFor(
  storeId: StoreId,
  addOn: Pick<AddOnView, 'targets' | 'conditions'>,
): Promise<PricedProduct[]> {
  return withTenantSql(storeId, (sql) => pricedProducts(sql, storeId, productsToAsk(addOn)));
}
