import { financialStatuses, fulfillmentStatuses } from '../../domain/orders/order';

/** Shopify's states in our words. The raw word is kept beside ours; one that we do not know becomes `unknown`. */

type Financial = (typeof financialStatuses)[number];
type FulfillmentState = (typeof fulfillmentStatuses)[number];

/** REST writes small letters, GraphQL capitals: one spelling for both. */
export function rawStatus(value: string | null): string | null {
  return value === null ? null : value.toLowerCase();
}

/** No state at all means that nothing was paid yet. */
export function financialStatus(raw: string | null): Financial {
  if (raw === null) return 'pending';
  return financialStatuses.find((known) => known === raw) ?? 'unknown';
}

/** REST's words for two states that GraphQL names otherwise, so that both give one raw value. */
export function rawFulfillmentStatus(value: string | null): string {
  if (value === null) return 'unfulfilled';
  const raw = value.toLowerCase();
  return raw === 'partial' ? 'partially_fulfilled' : raw;
}

const otherWords: Record<string, FulfillmentState> = {
  open: 'unfulfilled',
  request_declined: 'unfulfilled',
  pending_fulfillment: 'in_progress',
};

export function fulfillmentStatus(raw: string): FulfillmentState {
  return fulfillmentStatuses.find((known) => known === raw) ?? otherWords[raw] ?? 'unknown';
}

const fulfillmentWords: Record<string, string> = {
  success: 'success',
  cancelled: 'cancelled',
  error: 'failed',
  failure: 'failed',
  pending: 'pending',
  open: 'open',
};

/** The state of one shipment. */
export function shipmentState(raw: string | null): string {
  return raw === null ? 'unknown' : (fulfillmentWords[raw] ?? 'unknown');
}
