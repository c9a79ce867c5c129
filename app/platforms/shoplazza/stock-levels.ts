import type { StockLevel } from '../../domain/catalogue/stock';
import { undated } from '../news';
import type { RestProduct } from './rest-product';

/** Products tell the stock of each variant as one number for all places. */
export const everywhere = 'all';

/** The levels of a product's variants. What is not tracked counts nothing. */
export function levelsOf(product: RestProduct): StockLevel[] {
  return product.variants.map((variant) => ({
    platformItemId: variant.id,
    platformLocationId: everywhere,
    locationName: null,
    available: product.inventory_tracking === false ? null : (variant.inventory_quantity ?? null),
    changedAt: variant.updated_at ?? product.updated_at ?? undated,
    isGone: false,
  }));
}
