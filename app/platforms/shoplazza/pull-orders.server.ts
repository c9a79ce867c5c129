import type { OrderWindow, PulledOrder } from '../platform';
import type { StoreClient } from './client.server';
import { type Listed, withRefunds } from './fetch-orders.server';
import { walkOrders } from './walk-orders.server';

/**
 * Orders with updatedAt in [from, to], oldest change first. A page of the list carries whole orders, so those that are known
 * cost nothing more and the others need no second call but for their refunds.
 */
export async function* pullOrders(client: StoreClient, window: OrderWindow): AsyncIterable<PulledOrder[]> {
  const isInside = ({ updatedAt }: Listed) =>
    Date.parse(updatedAt) <= Date.parse(window.to) &&
    (window.from === null || Date.parse(updatedAt) >= Date.parse(window.from));
  const seen = new Set<string>();
  for await (const { orders, askedAt, isSorted } of walkOrders(client, 'updated_at', window.from)) {
    const stamp = (one: Listed) => `${one.platformOrderId}@${one.updatedAt}`;
    const fresh = orders.filter((one) => isInside(one) && !seen.has(stamp(one)));
    for (const one of fresh) seen.add(stamp(one));
    const known = fresh.length > 0 && window.isKnown ? await window.isKnown(fresh) : [];
    const wanted = fresh.filter((_, at) => !known[at]);
    if (wanted.length < fresh.length) await window.skipped?.(fresh.length - wanted.length);
    // An empty page lets the caller see that somebody asked it to stop.
    yield await withRefunds(client, wanted, askedAt);
    const first = orders[0];
    // Sorted, everything from here on changed after the window's end. It belongs to the next pass.
    if (isSorted && first && Date.parse(first.updatedAt) > Date.parse(window.to)) return;
  }
}
