import type { OrderDoc, TermsDoc } from '../ledger/order';
import { isPositive, totalsOf } from './totals';

/** When it is due, whether it is overdue, and when it was paid: worked out from the order and the clock. */
export function scheduleOf(order: OrderDoc, terms: TermsDoc, now: Date) {
  if (terms.type === 'RECEIPT' || terms.type === 'FULFILLMENT') return null;
  const owed = totalsOf(order).outstanding;
  const paid = !isPositive(owed);
  const last = order.transactions.findLast((one) => one.status === 'SUCCESS');
  return {
    owed,
    due: !paid && terms.dueAt !== null && Date.parse(terms.dueAt) <= now.getTime(),
    completedAt: paid ? (last?.processedAt ?? order.updatedAt) : null,
  };
}
