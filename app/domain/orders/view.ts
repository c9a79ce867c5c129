import type { Stage } from './stage';
import type { Tracking } from './tracking';

/**
 * An order as the API and the pages show it. Other systems build on these names: keep them. Money is
 * decimal text in shop currency with what the shopper saw under `presentment`; ids are text; times are
 * ISO 8601 in UTC.
 */
export type OrderView = {
  /** `<platform>_<platformOrderId>` */
  id: string;
  platform: string;
  platformOrderId: string;
  orderNumber: string;
  status: string;
  financialStatus: string;
  fulfillmentStatus: string;
  test: boolean;
  currency: string;
  presentmentCurrency: string;
  createdAt: string;
  processedAt: string | null;
  updatedAt: string;
  cancelledAt: string | null;
  /** the platform said that the order is gone */
  deletedAt: string | null;
  /** the first word is sticky: once cash on delivery, always */
  paymentMethod: { first: string; current: string };
  customer: CustomerView | null;
  /** whose order it is (a customer of /customers); null when nothing says who bought */
  customerId: string | null;
  /** counts the changes of the order */
  revision: number;
  /** what the store itself wrote beside the order; 0: nothing yet */
  annotation: { note: string | null; tags: string[]; revision: number };
  totals: OrderTotals;
  addOnRevenue: string;
  presentment: { totals: OrderTotals; addOnRevenue: string };
  lines: LineView[];
};

/** What an order comes to; each figure is defined in docs/metrics.md. */
export type OrderTotals = {
  gross: string;
  discounts: string;
  returns: string;
  net: string;
  shipping: string;
  tax: string;
  tips: string;
  duties: string;
  total: string;
  refunded: string;
  /** units that an edit or a cancellation took away without a refund */
  removed: string;
  /** what the order comes to now, after edits, returns and refunds */
  balance: string;
  paid: string;
};

export type CustomerView = {
  platformCustomerId: string | null;
  name: string | null;
  email: string | null;
  phone: string | null;
  /** the person was erased at their own or the platform's request */
  redacted: boolean;
};

export type LineView = {
  platformLineId: string;
  platformProductId: string | null;
  platformVariantId: string | null;
  sku: string | null;
  /** linked to the catalogue, waiting for its variant, or without one */
  skuLink: 'linked' | 'waiting' | 'none';
  title: string;
  variantTitle: string | null;
  vendor: string | null;
  fulfillmentStatus: string | null;
  quantity: number;
  currentQuantity: number;
  unitPrice: string;
  discounts: string;
  net: string;
  isGiftCard: boolean;
  isAddOn: boolean;
  addOnId: string | null;
  addOnRevenue: string;
  parentPlatformLineId: string | null;
  tax: string;
  properties: { name: string; value: string }[];
  presentment: { unitPrice: string; discounts: string; net: string; addOnRevenue: string };
};

/** An order with everything that its own page shows. */
export type OrderDetailView = OrderView & { detail: OrderDetail };

export type OrderDetail = {
  stage: Stage;
  tracking: Tracking[];
  cancelReason: string | null;
  closedAt: string | null;
  rawFinancialStatus: string | null;
  rawFulfillmentStatus: string | null;
  returnStatus: string | null;
  currentTotal: string;
  outstanding: string;
  paymentTerms: { name: string | null; type: string | null; dueInDays: number | null; dueAt: string | null } | null;
  edited: boolean;
  sourceName: string | null;
  tags: string[];
  note: string | null;
  paymentGateways: string[];
  addresses: AddressView[];
  shippingLines: { title: string | null; code: string | null; price: string; discounted: string }[];
  discounts: {
    kind: string;
    code: string | null;
    title: string | null;
    value: string | null;
    valueType: string | null;
  }[];
  transactions: TransactionView[];
  refunds: RefundView[];
  fulfillments: FulfillmentView[];
  returns: ReturnView[];
  edits: { platformEditId: string; at: string; lines: { platformLineId: string; delta: number }[] }[];
};

export type AddressView = {
  kind: 'billing' | 'shipping' | 'default';
  name: string | null;
  company: string | null;
  address1: string | null;
  address2: string | null;
  city: string | null;
  province: string | null;
  country: string | null;
  countryCode: string | null;
  zip: string | null;
  phone: string | null;
};

export type TransactionView = {
  platformTransactionId: string;
  platformRefundId: string | null;
  kind: string;
  status: string;
  gateway: string | null;
  errorCode: string | null;
  amount: string;
  at: string | null;
};

export type RefundView = {
  platformRefundId: string;
  createdAt: string;
  note: string | null;
  /** refunded line subtotals less discrepancies, before tax */
  returns: string;
  /** what went back to the customer */
  refunded: string;
  addOnRefunded: string;
  lines: { platformLineId: string; quantity: number; subtotal: string; tax: string; restockType: string | null }[];
};

export type FulfillmentView = {
  platformFulfillmentId: string;
  status: string;
  shipmentStatus: string | null;
  service: string | null;
  createdAt: string | null;
  deliveredAt: string | null;
  tracking: { company: string | null; number: string | null; url: string | null }[];
  lines: { platformLineId: string; quantity: number }[];
};

export type ReturnView = {
  platformReturnId: string;
  name: string | null;
  state: string;
  createdAt: string | null;
  closedAt: string | null;
  declineReason: string | null;
  lines: {
    platformReturnLineId: string;
    platformLineId: string | null;
    quantity: number;
    processedQuantity: number;
    reason: string | null;
    note: string | null;
  }[];
  exchangeLines: { platformExchangeLineId: string; platformLineIds: string[]; quantity: number }[];
};

/** What a list of orders is narrowed to; every part is optional and all of them must hold. */
export type OrderFilter = {
  /** order number, e-mail address or phone of the customer, or words of a title or SKU */
  search?: string | undefined;
  /** false: the search does not find persons, because who asks may not know who bought */
  searchesPersons?: boolean | undefined;
  platformOrderId?: string | undefined;
  /** orders of one customer (profile id) */
  customerId?: string | undefined;
  /** the sticky payment method */
  paymentMethod?: string | undefined;
  status?: string | undefined;
  financialStatus?: string | undefined;
  fulfillmentStatus?: string | undefined;
  hasAddOn?: boolean | undefined;
  addOnId?: string | undefined;
  /** true: only test orders; false: without them; missing: both */
  test?: boolean | undefined;
  /** instants, ISO 8601; `from` included, `to` not */
  createdFrom?: string | undefined;
  createdTo?: string | undefined;
  updatedFrom?: string | undefined;
  /** the store's day that the order was created or refunded on: the orders behind a figure of that day */
  day?: string | undefined;
};

export type OrderPage = { orders: OrderView[]; next: string | null };
