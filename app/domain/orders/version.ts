import type { Customer } from '../customers/customer';
import type { CanonicalOrder } from './order';
import type { Fulfillment, Refund, Transaction } from './order-parts';

/**
 * Which news is newer. A version is text that compares byte by byte (SQL: collate "C"): the platform's own stamp
 * first. Stamps are whole seconds, and much can happen in one: so next comes whether the telling is so late that
 * the second was over, then how far the object has come, then how long after the stamp it was told. The reading
 * and the content's hash end it: two different contents never share a version, so the same news in any order of
 * arrival ends with the same winner.
 */

/** Raise it when the same raw object is read into something better, so that a new reading of it wins. */
const reading = '02';

/** @param toldAt the moment that the telling is of, where it is known: ISO 8601 */
export function orderVersion(order: CanonicalOrder, hash: string, toldAt: string | null = null): string {
  // A summary sorts before every telling of the order itself.
  const rank = order.isSummary ? '!' : '';
  const { final, lateness } = told(order.updatedAt, toldAt);
  return [rank + stamp(order.updatedAt), final, progress(orderSteps(order)), lateness, reading, hash].join('|');
}

/** What only some sources tell has a version of its own: a whole order without it must not undo it. */
export function extrasVersion(order: CanonicalOrder, hash: string, toldAt: string | null = null): string {
  const { returns = [], edits = [] } = order.extras ?? {};
  const steps = edits.length + returns.reduce((n, one) => n + 1 + one.lines.length + (one.closedAt ? 1 : 0), 0);
  const { final, lateness } = told(order.updatedAt, toldAt);
  return [stamp(order.updatedAt), final, progress(steps), lateness, reading, hash].join('|');
}

/** True when two versions are of the same content. */
export function isSameContent(one: string, other: string): boolean {
  return hashOf(one) === hashOf(other);
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

export function customerVersion(customer: Customer, hash: string, toldAt: string | null = null): string {
  const at = customer.updatedAt ?? customer.createdAt;
  const { final, lateness } = told(at, toldAt);
  return [at ? stamp(at) : '', final, lateness, reading, hash].join('|');
}

/** UTC with a fixed width. */
function stamp(instant: string): string {
  return new Date(instant).toISOString();
}

/** After so long no clock's error and no replica's delay hides a change of the stamp's second: milliseconds. */
const surelyOver = 10_000;

/** True when the second of the stamp was over when this was told: nothing newer can carry the same stamp. */
export function isFinal(updatedAt: string, toldAt: string): boolean {
  return Date.parse(toldAt) - Date.parse(updatedAt) >= surelyOver;
}

/** A telling of which nobody knows the moment comes before those that know theirs. */
function told(updatedAt: string | null, toldAt: string | null): { final: '0' | '1'; lateness: string } {
  if (updatedAt === null || toldAt === null) return { final: '0', lateness: progress(0) };
  const late = Math.min(Math.max(Date.parse(toldAt) - Date.parse(updatedAt), 0), surelyOver);
  return { final: isFinal(updatedAt, toldAt) ? '1' : '0', lateness: progress(late) };
}

function hashOf(version: string): string {
  return version.slice(version.lastIndexOf('|') + 1);
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
