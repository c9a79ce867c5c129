import type { StoreClient } from './client.server';
import { type Listed, listed } from './fetch-orders.server';
import { type Position, positionAfter, sized } from './pages.server';

const pageSize = 250;
type Stamp = 'updated_at' | 'created_at';
/** `isSorted`: no page until now showed that the list is not sorted as asked */
export type OrderPage = { orders: Listed[]; askedAt: string; isSorted: boolean };

/**
 * Every order from a stamp on, oldest first. What a cursor counts is not documented: an order that changes while we walk moves to
 * the end of the list, and a cursor that counts places would then leave one out. So each page begins at the last stamp of
 * the one before, which is asked for again. Only through orders of one and the same stamp the cursor leads, and then once more,
 * until nothing new is found. Orders may come twice. [?] Should the list not be sorted as asked, the cursor leads through
 * all of it in the same way.
 */
export async function* walkOrders(client: StoreClient, by: Stamp, from: string | null): AsyncIterable<OrderPage> {
  let since = from;
  let position: Position = {};
  let isSorted = true;
  const seen = new Set<string>();
  let found = 0;
  let byCursor = false;
  for (;;) {
    const askedAt = new Date().toISOString();
    const page: Record<string, unknown> | null = await client.get('/orders', {
      ...sized(pageSize, position),
      sort_by: by,
      sort_direction: 'asc',
      [`${by}_min`]: since,
    });
    const orders = listed(page);
    const stamps = orders.map((one) => (by === 'updated_at' ? one.updatedAt : one.createdAt));
    isSorted &&= stamps.every((stamp, at) => at === 0 || stamp >= (stamps[at - 1] ?? ''));
    yield { orders, askedAt, isSorted };
    const before = seen.size;
    for (const { platformOrderId, updatedAt } of orders) seen.add(`${platformOrderId}@${updatedAt}`);
    found += seen.size - before;
    const next = positionAfter(page, position, orders.length, pageSize);
    const last = stamps.at(-1);
    const movesOn = isSorted && last !== undefined && (since === null || Date.parse(last) > Date.parse(since));
    if (next !== null && !movesOn) {
      position = next;
      byCursor = true;
      continue;
    }
    const isComplete = !byCursor || found === 0;
    if (isComplete && next === null) return;
    if (isComplete) {
      since = last ?? since;
      seen.clear();
    }
    position = {};
    byCursor = false;
    found = 0;
  }
}
