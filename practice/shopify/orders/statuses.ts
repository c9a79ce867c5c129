import { exact } from '../../money';
import type { OrderDoc } from '../ledger/order';
import { currentQuantityOf, isPositive, totalsOf } from './totals';

export type FinancialStatus =
  | 'PENDING'
  | 'AUTHORIZED'
  | 'PARTIALLY_PAID'
  | 'PAID'
  | 'PARTIALLY_REFUNDED'
  | 'REFUNDED'
  | 'VOIDED'
  | 'EXPIRED';

/** As the recordings show, null until there is a transaction, unless orderCreate stated a status. */
export function financialStatusOf(order: OrderDoc): FinancialStatus | null {
  const totals = totalsOf(order);
  if (order.transactions.length === 0) return (order.statedFinancialStatus as FinancialStatus | null) ?? null;
  if (isPositive(totals.refunded)) {
    return exact(totals.refunded.presentment).gte(totals.received.presentment) ? 'REFUNDED' : 'PARTIALLY_REFUNDED';
  }
  if (isPositive(totals.received)) {
    return exact(totals.netPayment.presentment).gte(totals.currentTotal.presentment) ? 'PAID' : 'PARTIALLY_PAID';
  }
  if (isPositive(totals.capturable)) return 'AUTHORIZED';
  const succeeded = order.transactions.filter((t) => t.status === 'SUCCESS');
  if (succeeded.some((t) => t.kind === 'VOID')) return 'VOIDED';
  if (succeeded.some((t) => t.kind === 'SALE') && exact(totals.total.presentment).isZero()) return 'PAID';
  return (order.statedFinancialStatus as FinancialStatus | null) ?? 'PENDING';
}

export type FulfillmentStatus = 'UNFULFILLED' | 'PARTIALLY_FULFILLED' | 'FULFILLED' | 'RESTOCKED';

export function fulfilledQuantityOf(order: OrderDoc, lineId: string): number {
  return order.fulfillments
    .filter((f) => f.status === 'SUCCESS')
    .flatMap((f) => f.lines)
    .reduce((sum, line) => (line.lineId === lineId ? sum + line.quantity : sum), 0);
}

/** How many of a line still wait to be shipped. */
export function unfulfilledQuantityOf(order: OrderDoc, lineId: string): number {
  const line = order.lines.find((one) => one.id === lineId);
  if (line === undefined) return 0;
  const parts = order.fulfillmentOrders.flatMap((one) => one.lines.filter((part) => part.lineId === lineId));
  const open = parts.reduce((sum, part) => sum + part.quantity - part.fulfilled, 0);
  const most = Math.min(line.quantity - fulfilledQuantityOf(order, lineId), currentQuantityOf(order, line));
  return Math.max(0, parts.length === 0 ? most : Math.min(most, open));
}

/** Pieces that were given back before they were fulfilled are to be fulfilled no more. */
export function callOff(order: OrderDoc, lineId: string, quantity: number): void {
  let left = quantity;
  for (const part of order.fulfillmentOrders.flatMap((one) => one.lines)) {
    if (part.lineId !== lineId) continue;
    const taken = Math.min(left, part.quantity - part.fulfilled);
    part.quantity -= taken;
    left -= taken;
  }
}

export function fulfillmentStatusOf(order: OrderDoc): FulfillmentStatus {
  const fulfilled = order.lines.some((line) => fulfilledQuantityOf(order, line.id) > 0);
  const waiting = order.lines.some((line) => unfulfilledQuantityOf(order, line.id) > 0);
  if (fulfilled) return waiting ? 'PARTIALLY_FULFILLED' : 'FULFILLED';
  const restocked = order.refunds.flatMap((r) => r.lines).some((line) => line.restockType !== 'NO_RESTOCK');
  if (!waiting && restocked && order.lines.length > 0) return 'RESTOCKED';
  return 'UNFULFILLED';
}

export function returnStatusOf(order: OrderDoc): string {
  const statuses = order.returns.map((r) => r.status);
  if (statuses.includes('REQUESTED')) return 'RETURN_REQUESTED';
  if (statuses.includes('OPEN')) return 'IN_PROGRESS';
  if (statuses.includes('CLOSED')) return 'RETURNED';
  return 'NO_RETURN';
}

/** Whole order off the list of things to do: closed by hand, by cancelling, or paid and shipped. */
export function isFullyPaid(order: OrderDoc): boolean {
  const status = financialStatusOf(order);
  return status === 'PAID' || status === 'REFUNDED' || status === 'PARTIALLY_REFUNDED';
}
