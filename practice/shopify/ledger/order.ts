import type { Pair } from '../../money';

/** An order as the ledger keeps it: the facts. Totals and statuses are worked out from them (orders/totals.ts). */
export type OrderDoc = {
  /** ids are the numeric text; gid://shopify/Order/{id} outside */
  id: string;
  name: string;
  number: number;
  createdAt: string;
  updatedAt: string;
  processedAt: string;
  cancelledAt: string | null;
  cancelReason: string | null;
  closedAt: string | null;
  edited: boolean;
  test: boolean;
  currency: string;
  presentmentCurrency: string;
  taxesIncluded: boolean;
  /** what orderCreate was told, for orders without transactions */
  statedFinancialStatus: string | null;
  statedFulfillmentStatus: string | null;
  email: string | null;
  phone: string | null;
  customerId: string | null;
  tags: string[];
  note: string | null;
  attributes: Attribute[];
  sourceName: string | null;
  sourceIdentifier: string | null;
  token: string;
  cartToken: string | null;
  checkoutToken: string | null;
  poNumber: string | null;
  referringSite: string | null;
  buyerAcceptsMarketing: boolean;
  /** as the customer was when the order was placed; missing in older ledgers */
  customerLocale?: string | null;
  taxExempt?: boolean;
  billingAddress: AddressDoc | null;
  shippingAddress: AddressDoc | null;
  lines: LineDoc[];
  shippingLines: ShippingLineDoc[];
  /** given for the whole order instead of line by line */
  orderTaxLines: TaxLineDoc[];
  discounts: DiscountDoc[];
  transactions: TransactionDoc[];
  refunds: RefundDoc[];
  fulfillmentOrders: FulfillmentOrderDoc[];
  fulfillments: FulfillmentDoc[];
  returns: ReturnDoc[];
  /** what committed edits and exchanges did to the lines, the oldest first */
  edits?: EditDoc[];
  terms?: TermsDoc | null;
};

/**
 * One committed edit, or what a processed return gave in exchange: how many pieces of each line came or went, and
 * what that changed in money. Kept when it happens, because later the order only shows what all of it came to.
 */
export type EditDoc = {
  id: string;
  at: string;
  /** an exchange: the return that brought it */
  returnId: string | null;
  /** the refund without money that takes lines off */
  refundId: string | null;
  lines: ({ lineId: string; delta: number } & WorthDoc)[];
  /** one more or one less of a shipping line */
  shipping: ({ shippingLineId: string; delta: number } & WorthDoc)[];
  /** what the buyer pays for sending things back */
  fee: FeeDoc | null;
};

/** What a part of an order is worth after discounts, the tax on it and its discounts; signed where it is a change. */
export type WorthDoc = { subtotal: Pair; tax: Pair; discount: Pair };

export type FeeDoc = { id: string; amount: Pair };

export type TermsDoc = {
  id: string;
  name: string;
  type: 'RECEIPT' | 'NET' | 'FIXED' | 'FULFILLMENT';
  dueInDays: number | null;
  issuedAt: string | null;
  dueAt: string | null;
  createdAt: string;
};

export type Attribute = { key: string; value: string };
export type TaxLineDoc = { title: string; rate: string; price: Pair; channelLiable: boolean };
export type AllocationDoc = { amount: Pair; discountIndex: number };

export type LineDoc = {
  id: string;
  title: string;
  variantTitle: string | null;
  sku: string | null;
  vendor: string | null;
  productId: string | null;
  variantId: string | null;
  quantity: number;
  price: Pair;
  properties: Attribute[];
  taxLines: TaxLineDoc[];
  allocations: AllocationDoc[];
  requiresShipping: boolean;
  taxable: boolean;
  isGiftCard: boolean;
  grams: number;
};

export type ShippingLineDoc = {
  id: string;
  title: string;
  code: string | null;
  source: string | null;
  price: Pair;
  taxLines: TaxLineDoc[];
  allocations: AllocationDoc[];
  removed: boolean;
};

export type DiscountDoc = {
  kind: 'code' | 'manual' | 'automatic';
  code: string | null;
  title: string | null;
  description: string | null;
  valueType: 'fixed_amount' | 'percentage';
  value: string;
  allocationMethod: 'across' | 'each' | 'one';
  targetSelection: 'all' | 'entitled' | 'explicit';
  targetType: 'line_item' | 'shipping_line';
};

export type TransactionDoc = {
  id: string;
  kind: 'SALE' | 'AUTHORIZATION' | 'CAPTURE' | 'VOID' | 'REFUND' | 'CHANGE' | 'EMV_AUTHORIZATION' | 'SUGGESTED_REFUND';
  status: 'SUCCESS' | 'PENDING' | 'FAILURE' | 'ERROR' | 'AWAITING_RESPONSE' | 'UNKNOWN';
  gateway: string;
  amount: Pair;
  parentId: string | null;
  refundId: string | null;
  test: boolean;
  /** why it failed, as the platform names it */
  errorCode?: string | null;
  createdAt: string;
  processedAt: string;
};

export type RefundDoc = {
  id: string;
  createdAt: string;
  processedAt: string;
  note: string | null;
  returnId: string | null;
  lines: RefundLineDoc[];
  shipping: { id: string; amount: Pair; tax: Pair } | null;
  discrepancy: { id: string; amount: Pair; reason: string } | null;
};

export type RefundLineDoc = {
  id: string;
  lineId: string;
  quantity: number;
  restockType: 'NO_RESTOCK' | 'RETURN' | 'CANCEL' | 'LEGACY_RESTOCK';
  locationId: string | null;
  subtotal: Pair;
  tax: Pair;
  /** the share of the line's discounts; missing in ledgers from before it was kept */
  discount?: Pair;
};

export type FulfillmentOrderDoc = {
  id: string;
  locationId: string;
  cancelled: boolean;
  /** somebody has put it on hold: nothing of it may be fulfilled */
  hold?: { id: string; reason: string; reasonNotes: string | null } | null;
  lines: { id: string; lineId: string; quantity: number; fulfilled: number }[];
};

export type FulfillmentDoc = {
  id: string;
  name: string;
  createdAt: string;
  updatedAt: string;
  status: 'SUCCESS' | 'CANCELLED';
  locationId: string | null;
  shipmentStatus: string | null;
  /** whether the shopper was sent an e-mail about it */
  notified?: boolean;
  /** how far the parcel is, step by step */
  events?: FulfillmentEventDoc[];
  fulfillmentOrderId: string | null;
  tracking: { company: string | null; number: string | null; url: string | null }[];
  lines: { id: string; lineId: string; quantity: number }[];
};

export type FulfillmentEventDoc = {
  id: string;
  status: string;
  message: string | null;
  happenedAt: string;
  createdAt: string;
  estimatedDeliveryAt: string | null;
  place: {
    address1: string | null;
    city: string | null;
    province: string | null;
    country: string | null;
    zip: string | null;
  };
};

export type ReturnDoc = {
  id: string;
  name: string;
  createdAt: string;
  closedAt: string | null;
  approvedAt: string | null;
  status: 'REQUESTED' | 'OPEN' | 'CLOSED' | 'CANCELED' | 'DECLINED';
  lines: {
    id: string;
    fulfillmentLineId: string;
    lineId: string;
    quantity: number;
    refunded: number;
    processed: number;
    reason: string;
    note: string;
    customerNote?: string | null;
  }[];
  decline?: { reason: string; note: string | null } | null;
  fee?: FeeDoc | null;
  exchanges?: { id: string; variantId: string; quantity: number; processed: number; lineIds: string[] }[];
};

export type AddressDoc = {
  firstName: string | null;
  lastName: string | null;
  company: string | null;
  address1: string | null;
  address2: string | null;
  city: string | null;
  provinceCode: string | null;
  countryCode: string | null;
  zip: string | null;
  phone: string | null;
};
