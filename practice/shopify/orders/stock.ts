import { gid } from '../gids';
import type { OrderDoc } from '../ledger/order';
import type { StoreRoom } from '../store-room';

/** Adds to what can be sold of a variant at the store's first location. */
export function moveStock(room: StoreRoom, variantId: string | null, change: number): void {
  const found = variantId === null ? null : room.variant(variantId);
  const location = room.doc().locations[0]?.id;
  if (found === null || location === undefined || !found.variant.tracked) return;
  found.variant.available[location] = (found.variant.available[location] ?? 0) + change;
  found.variant.updatedAt = room.stamp();
  room.shelf('product').put(found.product);
  room.tell('inventory_levels/update', () => ({
    inventory_item_id: BigInt(found.variant.inventoryItemId),
    location_id: BigInt(location),
    available: found.variant.available[location],
    updated_at: room.stamp(),
    admin_graphql_api_id: `${gid('InventoryLevel', location)}?inventory_item_id=${found.variant.inventoryItemId}`,
  }));
}

export function takeStock(room: StoreRoom, order: OrderDoc): void {
  for (const line of order.lines) moveStock(room, line.variantId, -line.quantity);
}
