import { readAs } from '../fields';
import type { Pieces } from '../platform';
import type { StoreClient } from './client.server';
import { objectIn } from './envelope';
import { plain } from './plain.server';
import { type RestOrder, restOrder } from './rest-shape';

/**
 * Marks pieces of an order as fulfilled. What is open is read from the order first, so that a second call finds nothing.
 * [?] No field says whether the shopper is told; the store's own settings for notices decide.
 */
export async function fulfilLines(client: StoreClient, platformOrderId: string, lines: Pieces[]): Promise<Pieces[]> {
  const address = `/orders/${encodeURIComponent(platformOrderId)}`;
  const reply = await client.get(address);
  if (!reply) return [];
  const order = readAs(restOrder, plain(objectIn(reply, 'order')), 'an order');
  if (order.cancelled_at ?? order.canceled_at) return [];
  const open = lines.flatMap(({ platformLineId, quantity }) => {
    const pieces = Math.min(quantity, openPieces(order, platformLineId));
    return pieces > 0 ? [{ platformLineId, quantity: pieces }] : [];
  });
  if (open.length === 0) return [];
  const items = open.map(({ platformLineId, quantity }) => ({ id: platformLineId, ship_quantity: quantity }));
  await client.send('POST', `${address}/fulfillments`, { fulfillment: { line_items: items } }, { isOnce: true });
  return open;
}

const untouched: readonly (string | null)[] = [null, 'initialled', 'waiting'];

/** A line whose word says more than the fulfilments do was fulfilled by them in ways that are not told: it is left alone. */
function openPieces(order: RestOrder, lineId: string): number {
  const line = order.line_items.find((one) => one.id === lineId);
  if (!line) return 0;
  const shipped = order.fulfillments
    .filter((one) => one.status !== 'cancelled')
    .flatMap((one) => one.line_items)
    .filter((part) => part.id === lineId)
    .reduce((sum, part) => sum + (part.ship_quantity ?? part.quantity ?? 0), 0);
  if (shipped === 0 && !untouched.includes(line.fulfillment_status)) return 0;
  return line.quantity - (line.refund_quantity_total ?? line.refund_quantity ?? 0) - shipped;
}
