import type { StoreClient } from './client.server';
import { cursorAfter, type Listed, listed } from './fetch-orders.server';

const pageSize = 250;
type Stamp = 'updated_at' | 'created_at';
export type OrderPage = { orders: Listed[]; askedAt: string };

/**
 * Every order from a stamp on, oldest first. What a cursor counts is not documented: an order that changes while we walk moves to
 * the end of the list, and a cursor that counts places would then leave one out. So each page begins at the last stamp of
 * the one before, which is asked for again, and the cursor only leads through orders of one and the same stamp. Orders may
 * come twice. [?] Should the list not be sorted as asked, the cursor leads through all of it.
 */
export async function* walkOrders(client: StoreClient, by: Stamp, from: string | null): AsyncIterable<OrderPage> {
  let since = from;
  let cursor: string | null = null;
  let isSorted = true;
  for (;;) {
    const askedAt = new Date().toISOString();
    const page: Record<string, unknown> | null = await client.get('/orders', {
      page_size: pageSize,
      sort_by: by,
      sort_direction: 'asc',
      [`${by}_min`]: since,
      cursor,
    });
    const orders = listed(page);
    yield { orders, askedAt };
    const next = cursorAfter(page, cursor);
    if (next === null) return;
    const stamps = orders.map((one) => (by === 'updated_at' ? one.updatedAt : one.createdAt));
    isSorted &&= stamps.every((stamp, at) => at === 0 || stamp >= (stamps[at - 1] ?? ''));
    const last = stamps.at(-1);
    const movedOn = last !== undefined && (since === null || Date.parse(last) > Date.parse(since));
    if (isSorted && movedOn) {
      since = last;
      cursor = null;
    } else cursor = next;
  }
}
