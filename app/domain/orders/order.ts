import { z } from 'zod';

/**
 * The canonical order: what every platform's order becomes before it is saved. Adapters make it
 * (platforms/<x>/order.ts), the one writer (domain/orders/save) takes it. Money is decimal text,
 * ids are text, times are ISO 8601 in UTC.
 */

const decimalText = z.string().regex(/^-?\d+(\.\d+)?$/, 'must be decimal text');
const instant = z.iso.datetime({ offset: true });
/** Shop money and presentment money side by side. */
const money = z.object({ shop: decimalText, presentment: decimalText });
const taxLine = z.object({ title: z.string(), rate: z.string().nullable(), amount: money });
const allocation = z.object({ amount: money, applicationIndex: z.number().int().nullable() });
const property = z.object({ name: z.string(), value: z.string() });

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

export const orderLine = z.object({
  platformLineId: z.string(),
  platformProductId: z.string().nullable(),
  platformVariantId: z.string().nullable(),
  sku: z.string().nullable(),
  title: z.string(),
  variantTitle: z.string().nullable(),
  vendor: z.string().nullable(),
  quantity: z.number().int(),
  currentQuantity: z.number().int(),
  unitPrice: money,
  tax: money,
  isGiftCard: z.boolean(),
  isTip: z.boolean(),
  requiresShipping: z.boolean(),
  taxable: z.boolean(),
  fulfillmentStatus: z.string().nullable(),
  properties: z.array(property),
  taxLines: z.array(taxLine),
  discountAllocations: z.array(allocation),
  duties: z.array(z.object({ amount: money, taxLines: z.array(taxLine) })),
});

export const address = z.object({
  kind: z.enum(['billing', 'shipping']),
  name: z.string().nullable(),
  company: z.string().nullable(),
  address1: z.string().nullable(),
  address2: z.string().nullable(),
  city: z.string().nullable(),
  province: z.string().nullable(),
  provinceCode: z.string().nullable(),
  country: z.string().nullable(),
  countryCode: z.string().nullable(),
  zip: z.string().nullable(),
  phone: z.string().nullable(),
});

export const transaction = z.object({
  platformTransactionId: z.string(),
  platformRefundId: z.string().nullable(),
  parentTransactionId: z.string().nullable(),
  kind: z.string(),
  status: z.string(),
  gateway: z.string().nullable(),
  amount: money,
  currency: z.string(),
  presentmentCurrency: z.string(),
  test: z.boolean(),
  createdAt: instant.nullable(),
  processedAt: instant.nullable(),
});

export const refund = z.object({
  platformRefundId: z.string(),
  createdAt: instant,
  processedAt: instant.nullable(),
  note: z.string().nullable(),
  restock: z.boolean(),
  lines: z.array(
    z.object({
      platformRefundLineId: z.string(),
      platformLineId: z.string(),
      quantity: z.number().int(),
      restockType: z.string().nullable(),
      subtotal: money,
      tax: money,
    }),
  ),
  adjustments: z.array(
    z.object({
      platformAdjustmentId: z.string(),
      kind: z.string(),
      reason: z.string().nullable(),
      amount: money,
      tax: money,
    }),
  ),
  transactions: z.array(transaction),
});

export const fulfillment = z.object({
  platformFulfillmentId: z.string(),
  status: z.string(),
  rawStatus: z.string().nullable(),
  shipmentStatus: z.string().nullable(),
  createdAt: instant.nullable(),
  updatedAt: instant.nullable(),
  tracking: z.array(
    z.object({ company: z.string().nullable(), number: z.string().nullable(), url: z.string().nullable() }),
  ),
  lines: z.array(z.object({ platformLineId: z.string(), quantity: z.number().int() })),
});

export const customer = z.object({
  platformCustomerId: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  tags: z.array(z.string()),
  createdAt: instant.nullable(),
  updatedAt: instant.nullable(),
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
  edited: z.boolean(),
  status: z.enum(orderStatuses),
  financialStatus: z.enum(financialStatuses),
  fulfillmentStatus: z.enum(fulfillmentStatuses),
  rawFinancialStatus: z.string().nullable(),
  rawFulfillmentStatus: z.string().nullable(),
  returnStatus: z.string().nullable(),
  currency: z.string().length(3),
  presentmentCurrency: z.string().length(3),
  taxesIncluded: z.boolean(),
  customer: customer.nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  sourceName: z.string().nullable(),
  tags: z.array(z.string()),
  note: z.string().nullable(),
  noteAttributes: z.array(property),
  cartToken: z.string().nullable(),
  checkoutToken: z.string().nullable(),
  paymentGateways: z.array(z.string()),
  /** What the platform itself says, kept to compare with what we compute. */
  totals: z.object({ total: money, currentTotal: money, tax: money, shipping: money, tips: money, duties: money }),
  lines: z.array(orderLine),
  addresses: z.array(address),
  shippingLines: z.array(
    z.object({
      platformShippingLineId: z.string(),
      title: z.string().nullable(),
      code: z.string().nullable(),
      price: money,
      discounted: money,
      taxLines: z.array(taxLine),
      discountAllocations: z.array(allocation),
    }),
  ),
  discounts: z.array(
    z.object({
      kind: z.string(),
      code: z.string().nullable(),
      title: z.string().nullable(),
      value: decimalText.nullable(),
      valueType: z.string().nullable(),
      allocationMethod: z.string().nullable(),
      targetSelection: z.string().nullable(),
      targetType: z.string().nullable(),
    }),
  ),
  transactions: z.array(transaction),
  refunds: z.array(refund),
  fulfillments: z.array(fulfillment),
});

export type CanonicalOrder = z.infer<typeof canonicalOrder>;
export type OrderLine = z.infer<typeof orderLine>;
export type Refund = z.infer<typeof refund>;
export type Transaction = z.infer<typeof transaction>;
export type Fulfillment = z.infer<typeof fulfillment>;
export type Customer = z.infer<typeof customer>;
export type Address = z.infer<typeof address>;

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
};
