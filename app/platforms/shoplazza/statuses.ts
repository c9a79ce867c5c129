import type { financialStatuses, fulfillmentStatuses, orderStatuses } from '../../domain/orders/order';

/** Shoplazza's states in our words. The raw word is kept beside ours; one that we do not know becomes `unknown`. */

type Status = (typeof orderStatuses)[number];
type Financial = (typeof financialStatuses)[number];
type FulfillmentState = (typeof fulfillmentStatuses)[number];

const statusWords: Record<string, Status> = {
  opened: 'open',
  placed: 'open',
  finished: 'closed',
  cancelled: 'cancelled',
};

/** @returns open for a word that we do not know: an order is not gone because of a new word */
export function orderStatus(raw: string | null): Status {
  return statusWords[raw ?? 'opened'] ?? 'open';
}

/** Money that is on its way back has not left: such an order is still paid. */
const financialWords: Record<string, Financial> = {
  waiting: 'pending',
  paying: 'pending',
  authorized: 'authorized',
  partially_paid: 'partially_paid',
  paid: 'paid',
  refunding: 'paid',
  refund_failed: 'paid',
  refunded: 'refunded',
  partially_refunded: 'partially_refunded',
  cancelled: 'voided',
  failed: 'voided',
};

export function financialStatus(raw: string | null): Financial {
  return financialWords[raw ?? 'waiting'] ?? 'unknown';
}

const fulfillmentWords: Record<string, FulfillmentState> = {
  initialled: 'unfulfilled',
  waiting: 'unfulfilled',
  // Nothing is shipped any more: there is no other word for it here.
  cancelled: 'unfulfilled',
  partially_shipped: 'partially_fulfilled',
  partially_finished: 'partially_fulfilled',
  shipped: 'fulfilled',
  finished: 'fulfilled',
  returning: 'fulfilled',
  returned: 'fulfilled',
  partially_returned: 'fulfilled',
};

export function fulfillmentStatus(raw: string | null): FulfillmentState {
  return fulfillmentWords[raw ?? 'initialled'] ?? 'unknown';
}

const returnWords: Record<string, string> = {
  returning: 'in_progress',
  partially_returned: 'in_progress',
  returned: 'returned',
};

/** Returns stand in the fulfilment's word here. */
export function returnStatus(raw: string | null): string {
  return returnWords[raw ?? ''] ?? 'no_return';
}

const shipmentWords: Record<string, string> = {
  initialled: 'open',
  waiting: 'open',
  shipped: 'success',
  finished: 'success',
  partially_shipped: 'success',
  cancelled: 'cancelled',
};

/** The state of one shipment. */
export function shipmentState(raw: string | null): string {
  return shipmentWords[raw ?? ''] ?? 'unknown';
}

const lostRefunds = new Set(['failed', 'refund_failed', 'cancelled', 'rejected', 'closed']);

/** A refund that came to nothing gives nobody anything back. */
export function isLostRefund(raw: string | null): boolean {
  return raw !== null && lostRefunds.has(raw);
}

const waitingRefunds = new Set(['waiting', 'refunding', 'pending', 'processing']);

/** The state of the money of a refund: none told means that it left. */
export function repaymentState(raw: string | null): string {
  if (isLostRefund(raw)) return 'failure';
  return raw !== null && waitingRefunds.has(raw) ? 'pending' : 'success';
}
