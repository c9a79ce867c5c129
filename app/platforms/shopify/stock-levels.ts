import { z } from 'zod';
import type { StockLevel } from '../../domain/catalogue/stock';
import { count, flag, instant, list, maybeCount, maybeFlag, maybeInstant } from '../fields';
import { id } from './ids';

/** Stock: as a message tells one level, and as the Admin API lists those of a variant. */
export const restLevel = z
  .object({ inventory_item_id: id, location_id: id, available: maybeCount, updated_at: maybeInstant })
  .transform((level) => ({
    platformItemId: level.inventory_item_id,
    platformLocationId: level.location_id,
    locationName: null,
    available: level.available ?? null,
    changedAt: level.updated_at,
  }));

const graphqlLevel = z.object({
  updatedAt: instant,
  isActive: maybeFlag,
  location: z.object({ id, name: z.string() }),
  quantities: list(z.object({ name: z.string(), quantity: count })),
});

/** The levels of a variant's item. What is not tracked has levels that count nothing. */
export const graphqlStock = z
  .object({ inventoryItem: z.object({ id, tracked: flag, inventoryLevels: list(graphqlLevel) }) })
  .transform(({ inventoryItem: item }): StockLevel[] =>
    item.inventoryLevels.map((level) => ({
      platformItemId: item.id,
      platformLocationId: level.location.id,
      locationName: level.location.name,
      available: item.tracked ? (level.quantities.find(({ name }) => name === 'available')?.quantity ?? null) : null,
      changedAt: level.updatedAt,
      isGone: level.isActive === false,
    })),
  );
