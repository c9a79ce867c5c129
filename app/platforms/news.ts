import { type CanonicalOrder, canonicalOrder, type OrderNews } from '../domain/orders/order';
import { malformed } from './fields';

/** How an adapter hands on what it read. */

/** A whole order as news: its refunds, transactions and fulfilments are facts too, each merged by its own id. */
export function newsOf(order: CanonicalOrder): OrderNews {
  const checked = canonicalOrder.safeParse(order);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    throw malformed(`The order does not add up: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  return {
    platformOrderId: order.platformOrderId,
    order,
    refunds: order.refunds,
    transactions: order.transactions,
    fulfillments: order.fulfillments,
    deletedAt: null,
  };
}

/** News that is not a whole order. */
export function factsOf(platformOrderId: string, facts: Partial<OrderNews>): OrderNews {
  return { platformOrderId, order: null, refunds: [], transactions: [], fulfillments: [], deletedAt: null, ...facts };
}

/** The time of what names no time at all: the beginning, where no report looks. */
export const undated = '1970-01-01T00:00:00.000Z';

/** Tags in one order, whatever the source's. */
export function sortedTags(tags: string[]): string[] {
  return [...new Set(tags.map((tag) => tag.trim()).filter(Boolean))].sort();
}

/** A currency code, or the fallback when the text is none. */
export function currencyOf(...candidates: (string | null | undefined)[]): string {
  const found = candidates.find((candidate) => candidate && /^[A-Z]{3}$/.test(candidate));
  if (!found) throw malformed('The order names no currency.');
  return found;
}
