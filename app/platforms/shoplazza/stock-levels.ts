import { z } from 'zod';
import type { StockLevel } from '../../domain/catalogue/stock';
import { flag, list, maybeCount, maybeInstant, readAs, text } from '../fields';
import { undated } from '../news';
import { objectIn } from './envelope';
import { id } from './ids';
import { restProduct } from './rest-product';

/** Stock as pulled: the places of one variant, or a product that tells one number for all places. */

/** The place that stands for all of them. */
const everywhere = 'all';

const atPlaces = z.object({
  variant_id: id,
  tracked: flag,
  levels: list(z.object({ location_id: id, location_name: text, stock: maybeCount, updated_at: maybeInstant })),
});

/**
 * The levels that a pulled body tells. What is not tracked counts nothing.
 * @param toldAt when it was asked for (ISO 8601)
 */
export function levelsIn(value: unknown, toldAt: string | undefined): StockLevel[] {
  const placed = atPlaces.safeParse(value).data;
  if (!placed) return levelsOfProduct(value);
  const levels = placed.levels.map((one) => ({
    platformItemId: placed.variant_id,
    platformLocationId: one.location_id,
    locationName: one.location_name,
    available: placed.tracked ? (one.stock ?? null) : null,
    changedAt: one.updated_at ?? toldAt ?? undated,
    isGone: false,
  }));
  // The number for all places is over once the places are told.
  const over = { platformLocationId: everywhere, locationName: null, available: null, isGone: true };
  return [...levels, { platformItemId: placed.variant_id, changedAt: toldAt ?? undated, ...over }];
}

function levelsOfProduct(value: unknown): StockLevel[] {
  const product = readAs(restProduct, objectIn(value, 'product'), 'a product');
  return product.variants.map((variant) => ({
    platformItemId: variant.id,
    platformLocationId: everywhere,
    locationName: null,
    available: product.inventory_tracking === false ? null : (variant.inventory_quantity ?? null),
    changedAt: variant.updated_at ?? product.updated_at ?? undated,
    isGone: false,
  }));
}
