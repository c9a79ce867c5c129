import type { Customer } from '../customers/customer';
import type { CanonicalOrder } from './order';
import type { Fulfillment, Refund, Transaction } from './order-parts';

/**
 * Which news is newer. A version is text that compares byte by byte (SQL: collate "C"): the platform's own
 * stamp first, then how far the object has come (stamps are whole seconds, and much can happen in one), then
 * the reading, then the content's hash. Two different contents never share a version, so the same news in any
 * order of arrival ends with the same winner.
 */

/** Raise it when the same raw object is read into something better, so that a new reading of it wins. */
const reading = '02';

export function orderVersion(order: CanonicalOrder, hash: string): string {
  // A summary sorts before every telling of the order itself.
  const rank = order.isSummary ? '!' : '';
  return [rank + stamp(order.updatedAt), progress(orderSteps(order)), reading, hash].join('|');
}

/** What only some sources tell has a version of its own: a whole order without it must not undo it. */
export function extrasVersion(order: CanonicalOrder, hash: string): string {
  const { returns = [], edits = [] } = order.extras ?? {};
  const steps = edits.length + returns.reduce((n, one) => n + 1 + one.lines.length + (one.closedAt ? 1 : 0), 0);
  return [stamp(order.updatedAt), progress(steps), reading, hash].join('|');
}

export function refundVersion(refund: Refund, hash: string): string {
  const steps =
    refund.lines.length + refund.adjustments.length + refund.transactions.reduce((n, t) => n + 1 + settled(t), 0);
  return [stamp(refund.processedAt ?? refund.createdAt), progress(steps), reading, hash].join('|');
}

/** A transaction carries no change stamp: one that has come to its end beats one that waits. */
export function transactionVersion(transaction: Transaction, hash: string): string {
  const at = transaction.processedAt ?? transaction.createdAt;
  return [progress(settled(transaction)), at ? stamp(at) : '', reading, hash].join('|');
}

export function fulfillmentVersion(fulfillment: Fulfillment, hash: string): string {
  const at = fulfillment.updatedAt ?? fulfillment.createdAt;
  const steps = fulfillment.tracking.length + fulfillment.lines.length + (fulfillment.deliveredAt ? 1 : 0);
  return [at ? stamp(at) : '', progress(steps), reading, hash].join('|');
}

export function customerVersion(customer: Customer, hash: string): string {
  const at = customer.updatedAt ?? customer.createdAt;
  return [at ? stamp(at) : '', reading, hash].join('|');
}

/** UTC with a fixed width. */
function stamp(instant: string): string {
  return new Date(instant).toISOString();
}

function progress(steps: number): string {
  return String(Math.max(0, steps)).padStart(8, '0');
}

/** Every event of an order's life moves at least one of these forward. */
function orderSteps(order: CanonicalOrder): number {
  const removed = order.lines.reduce((units, line) => units + Math.max(0, line.quantity - line.currentQuantity), 0);
  return (
    order.refunds.length +
    order.fulfillments.length +
    order.lines.length +
    removed +
    (order.cancelledAt ? 1 : 0) +
    (order.closedAt ? 1 : 0) +
    financialSteps.indexOf(order.financialStatus) +
    fulfillmentSteps.indexOf(order.fulfillmentStatus)
  );
}

const financialSteps = [
  'unknown',
  'pending',
  'authorized',
  'partially_paid',
  'paid',
  'expired',
  'voided',
  'partially_refunded',
  'refunded',
];
const fulfillmentSteps = [
  'unknown',
  'unfulfilled',
  'scheduled',
  'on_hold',
  'in_progress',
  'partially_fulfilled',
  'fulfilled',
  'restocked',
];

/** 0 waits, 1 came to nothing, 2 money moved. */
function settled(transaction: Transaction): number {
  if (transaction.status === 'success') return 2;
  return transaction.status === 'failure' || transaction.status === 'error' ? 1 : 0;
}
