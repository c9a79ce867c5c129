import { z } from 'zod';
import { customer } from '../customers/customer';
import {
  address,
  discount,
  type Fulfillment,
  fulfillment,
  instant,
  money,
  orderExtras,
  orderLine,
  property,
  type Refund,
  refund,
  shippingLine,
  type Transaction,
  transaction,
} from './order-parts';

/**
 * The canonical order: what every platform's order becomes before it is saved. Adapters make it
 * (platforms/<x>/order.ts), the one writer (domain/orders/save) takes it. Money is decimal text,
 * ids are text, times are ISO 8601 in UTC. Null says that there is none; where a source may be unable to tell,
 * the comment says so, and then null is never read as "none".
 */

export const orderStatuses = ['open', 'closed', 'cancelled'] as const;
export const financialStatuses = [
  'pending',
  'authorized',
  'partially_paid',
  'paid',
  'partially_refunded',
  'refunded',
  'voided',
  'expired',
  'unknown',
] as const;
export const fulfillmentStatuses = [
  'unfulfilled',
  'scheduled',
  'on_hold',
  'in_progress',
  'partially_fulfilled',
  'fulfilled',
  'restocked',
  'unknown',
] as const;

/** What the platform itself says an order comes to, kept to compare with what we compute. */
export const platformTotals = z.object({
  total: money,
  subtotal: money.nullable(),
  discounts: money.nullable(),
  tax: money,
  shipping: money,
  tips: money,
  duties: money,
  /** After edits, returns and refunds; messages from before order editing do not tell it. */
  currentTotal: money.nullable(),
  currentSubtotal: money.nullable(),
  currentTax: money.nullable(),
  currentDiscounts: money.nullable(),
  outstanding: money.nullable(),
});

export const paymentTerms = z.object({
  name: z.string().nullable(),
  type: z.string().nullable(),
  dueInDays: z.number().int().nullable(),
  dueAt: instant.nullable(),
});

export const canonicalOrder = z.object({
  platformOrderId: z.string().min(1),
  orderNumber: z.string(),
  createdAt: instant,
  processedAt: instant.nullable(),
  updatedAt: instant,
  cancelledAt: instant.nullable(),
  cancelReason: z.string().nullable(),
  closedAt: instant.nullable(),
  test: z.boolean(),
  confirmed: z.boolean(),
  status: z.enum(orderStatuses),
  financialStatus: z.enum(financialStatuses),
  fulfillmentStatus: z.enum(fulfillmentStatuses),
  rawFinancialStatus: z.string().nullable(),
  rawFulfillmentStatus: z.string().nullable(),
  currency: z.string().length(3),
  presentmentCurrency: z.string().length(3),
  taxesIncluded: z.boolean(),
  taxExempt: z.boolean(),
  estimatedTaxes: z.boolean(),
  dutiesIncluded: z.boolean(),
  /**
   * told by a list that has no ids and no dates of an order's parts, and of refunds and payments only their sum; any
   * other telling is better, however old
   */
  isSummary: z.boolean(),
  customer: customer.nullable(),
  acceptsMarketing: z.boolean(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  locale: z.string().nullable(),
  sourceName: z.string().nullable(),
  sourceIdentifier: z.string().nullable(),
  poNumber: z.string().nullable(),
  appId: z.string().nullable(),
  tags: z.array(z.string()),
  note: z.string().nullable(),
  noteAttributes: z.array(property),
  cartToken: z.string().nullable(),
  checkoutToken: z.string().nullable(),
  paymentGateways: z.array(z.string()),
  paymentTerms: paymentTerms.nullable(),
  totals: platformTotals,
  lines: z.array(orderLine),
  addresses: z.array(address),
  shippingLines: z.array(shippingLine),
  discounts: z.array(discount),
  transactions: z.array(transaction),
  refunds: z.array(refund),
  fulfillments: z.array(fulfillment),
  /** what only some sources can tell; null when this one cannot */
  extras: orderExtras.nullable(),
});

export type CanonicalOrder = z.infer<typeof canonicalOrder>;
export type PlatformTotals = z.infer<typeof platformTotals>;

/**
 * One piece of news about one order, as one delivery or pulled record carries it. A whole order replaces
 * an older whole order; refunds, transactions and fulfilments are facts that only grow, each merged by
 * its own id, so that any order of arrival ends in the same rows.
 */
export type OrderNews = {
  platformOrderId: string;
  order: CanonicalOrder | null;
  refunds: Refund[];
  transactions: Transaction[];
  fulfillments: Fulfillment[];
  /** set when the platform says that the order is gone */
  deletedAt: string | null;
  /** the moment that it is of (ISO 8601), where the platform or our asking tells it: see version.ts */
  toldAt?: string | null;
  /** what brought it, `entry <id>`: told when somebody asks why a figure changed */
  cause?: string;
  /** what `order` and `toldAt` come to, where somebody has worked it out already */
  digest?: OrderDigest;
};

/** The hash of a whole order, and the versions of its two parts: see version.ts. */
export type OrderDigest = { hash: string; version: string; extrasVersion: string | null };
