import { z } from 'zod';

/** The parts of a canonical order (order.ts), each as plain as the platforms allow. */

export const decimalText = z.string().regex(/^-?\d+(\.\d+)?$/, 'must be decimal text');
export const instant = z.iso.datetime({ offset: true });
/** Shop money and presentment money side by side. */
export const money = z.object({ shop: decimalText, presentment: decimalText });
export const taxLine = z.object({ title: z.string(), rate: z.string().nullable(), amount: money });
export const allocation = z.object({ amount: money, applicationIndex: z.number().int().nullable() });
export const property = z.object({ name: z.string(), value: z.string() });

export const orderLine = z.object({
  platformLineId: z.string(),
  platformProductId: z.string().nullable(),
  platformVariantId: z.string().nullable(),
  /** lines that the shopper sees as one group (bundles, nested lines) */
  lineGroupId: z.string().nullable(),
  sku: z.string().nullable(),
  title: z.string(),
  variantTitle: z.string().nullable(),
  vendor: z.string().nullable(),
  /** as ordered, with what edits added; what was removed or refunded later is still in it */
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

/** `default` is the customer's own at the time of the order. */
export const addressKinds = ['billing', 'shipping', 'default'] as const;

export const address = z.object({
  kind: z.enum(addressKinds),
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

export const shippingLine = z.object({
  platformShippingLineId: z.string(),
  title: z.string().nullable(),
  code: z.string().nullable(),
  carrier: z.string().nullable(),
  source: z.string().nullable(),
  price: money,
  discounted: money,
  taxLines: z.array(taxLine),
  discountAllocations: z.array(allocation),
});

export const discount = z.object({
  kind: z.string(),
  code: z.string().nullable(),
  title: z.string().nullable(),
  value: decimalText.nullable(),
  valueType: z.string().nullable(),
  allocationMethod: z.string().nullable(),
  targetSelection: z.string().nullable(),
  targetType: z.string().nullable(),
});

export const transaction = z.object({
  platformTransactionId: z.string(),
  platformRefundId: z.string().nullable(),
  parentTransactionId: z.string().nullable(),
  kind: z.string(),
  status: z.string(),
  gateway: z.string().nullable(),
  errorCode: z.string().nullable(),
  amount: money,
  currency: z.string(),
  presentmentCurrency: z.string(),
  test: z.boolean(),
  createdAt: instant.nullable(),
  processedAt: instant.nullable(),
});

export const refund = z.object({
  platformRefundId: z.string(),
  /** the return that it pays for; told by some sources only */
  platformReturnId: z.string().nullable(),
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
  name: z.string().nullable(),
  status: z.string(),
  rawStatus: z.string().nullable(),
  shipmentStatus: z.string().nullable(),
  service: z.string().nullable(),
  createdAt: instant.nullable(),
  updatedAt: instant.nullable(),
  deliveredAt: instant.nullable(),
  tracking: z.array(
    z.object({ company: z.string().nullable(), number: z.string().nullable(), url: z.string().nullable() }),
  ),
  lines: z.array(z.object({ platformLineId: z.string(), quantity: z.number().int() })),
});

export const returnStates = ['requested', 'open', 'closed', 'cancelled', 'declined', 'unknown'] as const;

export const orderReturn = z.object({
  platformReturnId: z.string(),
  name: z.string().nullable(),
  state: z.enum(returnStates),
  rawState: z.string().nullable(),
  createdAt: instant.nullable(),
  approvedAt: instant.nullable(),
  closedAt: instant.nullable(),
  declineReason: z.string().nullable(),
  /** fees that the customer pays for the return */
  fees: money,
  lines: z.array(
    z.object({
      platformReturnLineId: z.string(),
      platformLineId: z.string().nullable(),
      quantity: z.number().int(),
      processedQuantity: z.number().int(),
      refundedQuantity: z.number().int(),
      reason: z.string().nullable(),
      note: z.string().nullable(),
    }),
  ),
  /** what the customer gets instead; once processed, each is a line of the order */
  exchangeLines: z.array(
    z.object({
      platformExchangeLineId: z.string(),
      platformLineIds: z.array(z.string()),
      quantity: z.number().int(),
      processedQuantity: z.number().int(),
    }),
  ),
});

/** One committed edit: by how many units each line grew or shrank. */
export const orderEdit = z.object({
  platformEditId: z.string(),
  at: instant,
  lines: z.array(z.object({ platformLineId: z.string(), delta: z.number().int() })),
});

export const orderExtras = z.object({
  edited: z.boolean(),
  returnStatus: z.string().nullable(),
  returns: z.array(orderReturn),
  edits: z.array(orderEdit),
});

export type OrderLine = z.infer<typeof orderLine>;
export type Address = z.infer<typeof address>;
export type ShippingLine = z.infer<typeof shippingLine>;
export type Refund = z.infer<typeof refund>;
export type Transaction = z.infer<typeof transaction>;
export type Fulfillment = z.infer<typeof fulfillment>;
export type OrderReturn = z.infer<typeof orderReturn>;
export type OrderEdit = z.infer<typeof orderEdit>;
export type OrderExtras = z.infer<typeof orderExtras>;
