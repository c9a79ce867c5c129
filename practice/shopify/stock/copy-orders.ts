import type { OrderDoc } from '../ledger/order';
import type { StoreRoom } from '../store-room';

/**
 * Fills a store with copies of the orders that it has, at their times and with ids of their own, until there are
 * `count`. For stores that are too large to be lived through order by order; nobody is told.
 */
export function copyOrders(room: StoreRoom, count: number): void {
  const shelf = room.shelf('order');
  const models = shelf.all();
  if (models.length === 0) throw new Error('there is no order to copy');
  const texts = models.map((model) => ({ text: JSON.stringify(model), own: ownIds(model), number: model.number }));
  const last = Math.max(...models.map(({ number }) => number));
  for (let made = models.length; made < count; made++) {
    const { text, own } = texts[made % texts.length] as (typeof texts)[number];
    const ids = new Map([...own].map((id) => [id, room.nextId()]));
    const order = JSON.parse(text.replace(/"(\d{6,})"/g, (all, id) => (ids.has(id) ? `"${ids.get(id)}"` : all)));
    const number = last + 1 + made - models.length;
    shelf.put({ ...order, number, name: `#${number}` } satisfies OrderDoc);
  }
}

/** Ids of the order and its parts: whatever is called `id` in it, and none of what it points to. */
export function ownIds(value: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(value)) for (const one of value) ownIds(one, found);
  else if (typeof value === 'object' && value !== null) {
    const { id } = value as { id?: unknown };
    if (typeof id === 'string') found.add(id);
    for (const part of Object.values(value)) ownIds(part, found);
  }
  return found;
}
