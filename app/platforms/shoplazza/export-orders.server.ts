import type { Exporting, PulledOrder } from '../platform';
import type { StoreClient } from './client.server';
import { type Listed, withRefunds } from './fetch-orders.server';
import { walkOrders } from './walk-orders.server';

/**
 * All orders created since `from`, oldest first, page by page: Shoplazza makes no export of its own. The day of an order's
 * creation never changes, so where the walk stands is the last one of it that was kept.
 */
export async function* exportOrders(
  client: StoreClient,
  { parts, progress, from }: Exporting & { from: string | null },
): AsyncIterable<PulledOrder[]> {
  const [stood] = parts ?? [];
  if (stood?.isRead) return;
  let read = stood?.read ?? 0;
  let since = stood?.from ?? from;
  const seen = new Set<string>();
  for await (const { orders, askedAt, isSorted } of walkOrders(client, 'created_at', since)) {
    const fresh = orders.filter(({ platformOrderId }: Listed) => !seen.has(platformOrderId));
    for (const one of fresh) seen.add(one.platformOrderId);
    yield await withRefunds(client, fresh, askedAt);
    read += fresh.length;
    since = orders.at(-1)?.createdAt ?? since;
    // Where the list was not sorted, the place says nothing: it goes back to the beginning, which repeats and skips none.
    await progress([{ from: isSorted ? since : from, to: null, operation: null, read, isRead: false }]);
  }
  await progress([{ from: since, to: null, operation: null, read, isRead: true }]);
}
