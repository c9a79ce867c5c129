import type { MoneyPair } from '../shared/money';
import type { CanonicalOrder, Customer } from './order';
import type { SettledOrder } from './settle-order';
import type {
  addressesTable,
  customersTable,
  deletionsTable,
  discountsTable,
  fulfillmentsTable,
  linesTable,
  ordersTable,
  RowOf,
  refundAdjustmentsTable,
  refundLinesTable,
  refundsTable,
  shippingLinesTable,
  transactionsTable,
} from './tables';
import { customerVersion } from './version';

/** Everything that one call of the writer puts into the tables, in rows. */
export type Rows = {
  orders: RowOf<typeof ordersTable>[];
  lines: RowOf<typeof linesTable>[];
  addresses: RowOf<typeof addressesTable>[];
  shippingLines: RowOf<typeof shippingLinesTable>[];
  discounts: RowOf<typeof discountsTable>[];
  transactions: RowOf<typeof transactionsTable>[];
  refunds: RowOf<typeof refundsTable>[];
  refundLines: RowOf<typeof refundLinesTable>[];
  refundAdjustments: RowOf<typeof refundAdjustmentsTable>[];
  fulfillments: RowOf<typeof fulfillmentsTable>[];
  deletions: RowOf<typeof deletionsTable>[];
  /** orders whose whole was not replaced: only what follows from their facts is written */
  orderFigures: FigureRow[];
  lineFigures: FigureRow[];
  refundFigures: FigureRow[];
};
export type FigureRow = Record<string, string | number | boolean | null>;
/** Keyed hashes of a person's normalised e-mail address and phone number, as `\x` hex. */
export type PersonHashes = (person: { email: string | null; phone: string | null }) => {
  email_hash: string | null;
  phone_hash: string | null;
};

export function noRows(): Rows {
  return {
    orders: [],
    lines: [],
    addresses: [],
    shippingLines: [],
    discounts: [],
    transactions: [],
    refunds: [],
    refundLines: [],
    refundAdjustments: [],
    fulfillments: [],
    deletions: [],
    orderFigures: [],
    lineFigures: [],
    refundFigures: [],
  };
}

/** Adds the rows of one settled order. */
export function addRows(rows: Rows, settled: SettledOrder, hashes: PersonHashes): void {
  const { merged } = settled;
  if (merged.whole) addWhole(rows, settled, hashes);
  else if (merged.known?.version) addFigures(rows, settled);
  addFacts(rows, settled);
}

function addWhole(rows: Rows, settled: SettledOrder, hashes: PersonHashes): void {
  const { merged, figures } = settled;
  if (!merged.whole) return;
  const { platform, order, version, hash } = merged.whole;
  const id = order.platformOrderId;
  rows.orders.push({
    platform_order_id: id,
    platform,
    order_number: order.orderNumber,
    version,
    content_hash: hash,
    created_at: order.createdAt,
    processed_at: order.processedAt,
    platform_updated_at: order.updatedAt,
    cancelled_at: order.cancelledAt,
    cancel_reason: order.cancelReason,
    closed_at: order.closedAt,
    test: order.test,
    edited: order.edited,
    status: order.status,
    financial_status: order.financialStatus,
    fulfillment_status: order.fulfillmentStatus,
    raw_financial_status: order.rawFinancialStatus,
    raw_fulfillment_status: order.rawFulfillmentStatus,
    return_status: order.returnStatus,
    currency: order.currency,
    presentment_currency: order.presentmentCurrency,
    taxes_included: order.taxesIncluded,
    platform_customer_id: order.customer?.platformCustomerId ?? null,
    ...personOf(order, hashes),
    source_name: order.sourceName,
    tags: order.tags,
    note: order.note,
    note_attributes: order.noteAttributes,
    cart_token: order.cartToken,
    checkout_token: order.checkoutToken,
    payment_gateways: order.paymentGateways,
    ...orderFigureCells(settled),
    ...pairCells('shipping', order.totals.shipping),
    ...pairCells('tax', order.totals.tax),
    ...pairCells('tips', order.totals.tips),
    ...pairCells('duties', order.totals.duties),
    ...pairCells('total', order.totals.total),
    ...pairCells('current_total', order.totals.currentTotal),
  });
  order.lines.forEach((line, position) => {
    const stored = settled.lines[position];
    const figure = figures.lines.get(line.platformLineId);
    if (!stored || !figure) return;
    rows.lines.push({
      platform_order_id: id,
      platform_line_id: line.platformLineId,
      position,
      platform_product_id: line.platformProductId,
      platform_variant_id: line.platformVariantId,
      sku: line.sku,
      title: line.title,
      variant_title: line.variantTitle,
      vendor: line.vendor,
      quantity: line.quantity,
      current_quantity: line.currentQuantity,
      ...pairCells('unit_price', line.unitPrice),
      ...pairCells('discounts', stored.discounts),
      ...pairCells('tax', line.tax),
      is_gift_card: line.isGiftCard,
      is_tip: line.isTip,
      requires_shipping: line.requiresShipping,
      taxable: line.taxable,
      fulfillment_status: line.fulfillmentStatus,
      properties: line.properties,
      tax_lines: line.taxLines,
      discount_allocations: line.discountAllocations,
      duties: line.duties,
      ...lineFigureCells(settled, line.platformLineId),
    });
  });
  for (const one of order.addresses) {
    rows.addresses.push({
      platform_order_id: id,
      kind: one.kind,
      name: one.name,
      company: one.company,
      address1: one.address1,
      address2: one.address2,
      city: one.city,
      province: one.province,
      province_code: one.provinceCode,
      country: one.country,
      country_code: one.countryCode,
      zip: one.zip,
      phone: one.phone,
    });
  }
  order.shippingLines.forEach((line, position) => {
    rows.shippingLines.push({
      platform_order_id: id,
      platform_shipping_line_id: line.platformShippingLineId,
      position,
      title: line.title,
      code: line.code,
      ...pairCells('price', line.price),
      ...pairCells('discounted', line.discounted),
      tax_lines: line.taxLines,
      discount_allocations: line.discountAllocations,
    });
  });
  order.discounts.forEach((discount, position) => {
    rows.discounts.push({
      platform_order_id: id,
      position,
      kind: discount.kind,
      code: discount.code,
      title: discount.title,
      value: discount.value,
      value_type: discount.valueType,
      allocation_method: discount.allocationMethod,
      target_selection: discount.targetSelection,
      target_type: discount.targetType,
    });
  });
}

/** Only what follows from the facts: the whole order in the rows is the newer one. */
function addFigures(rows: Rows, settled: SettledOrder): void {
  const id = settled.merged.platformOrderId;
  rows.orderFigures.push({ platform_order_id: id, ...orderFigureCells(settled) });
  for (const { platformLineId } of settled.lines) {
    rows.lineFigures.push({
      platform_order_id: id,
      platform_line_id: platformLineId,
      ...lineFigureCells(settled, platformLineId),
    });
  }
}

function addFacts(rows: Rows, settled: SettledOrder): void {
  const { merged, figures } = settled;
  const id = merged.platformOrderId;
  for (const [refundId, { value, version }] of merged.refunds) {
    rows.refunds.push({
      platform_order_id: id,
      platform_refund_id: refundId,
      created_at: value.createdAt,
      processed_at: value.processedAt,
      note: value.note,
      restock: value.restock,
      version,
      ...refundFigureCells(settled, refundId),
    });
    for (const line of value.lines) {
      rows.refundLines.push({
        platform_order_id: id,
        platform_refund_id: refundId,
        platform_refund_line_id: line.platformRefundLineId,
        platform_line_id: line.platformLineId,
        quantity: line.quantity,
        restock_type: line.restockType,
        ...pairCells('subtotal', line.subtotal),
        ...pairCells('tax', line.tax),
      });
    }
    for (const one of value.adjustments) {
      rows.refundAdjustments.push({
        platform_order_id: id,
        platform_refund_id: refundId,
        platform_adjustment_id: one.platformAdjustmentId,
        kind: one.kind,
        reason: one.reason,
        ...pairCells('amount', one.amount),
        ...pairCells('tax', one.tax),
      });
    }
  }
  for (const refundId of figures.refunds.keys()) {
    if (merged.refunds.has(refundId)) continue;
    rows.refundFigures.push({
      platform_order_id: id,
      platform_refund_id: refundId,
      ...refundFigureCells(settled, refundId),
    });
  }
  for (const { value, version } of merged.transactions.values()) {
    rows.transactions.push({
      platform_order_id: id,
      platform_transaction_id: value.platformTransactionId,
      platform_refund_id: value.platformRefundId,
      parent_transaction_id: value.parentTransactionId,
      kind: value.kind,
      status: value.status,
      gateway: value.gateway,
      ...pairCells('amount', value.amount),
      currency: value.currency,
      presentment_currency: value.presentmentCurrency,
      test: value.test,
      created_at: value.createdAt,
      processed_at: value.processedAt,
      version,
    });
  }
  for (const { value, version } of merged.fulfillments.values()) {
    rows.fulfillments.push({
      platform_order_id: id,
      platform_fulfillment_id: value.platformFulfillmentId,
      status: value.status,
      raw_status: value.rawStatus,
      shipment_status: value.shipmentStatus,
      created_at: value.createdAt,
      updated_at: value.updatedAt,
      tracking: value.tracking,
      lines: value.lines,
      version,
    });
  }
  if (merged.deletionChanged) rows.deletions.push({ platform_order_id: id, deleted_at: merged.deletedAt });
}

/** The row of a customer. */
export function customerRow(customer: Customer, hash: string, hashes: PersonHashes): RowOf<typeof customersTable> {
  return {
    platform_customer_id: customer.platformCustomerId,
    email: customer.email,
    phone: customer.phone,
    first_name: customer.firstName,
    last_name: customer.lastName,
    ...hashes(customer),
    tags: customer.tags,
    created_at: customer.createdAt,
    platform_updated_at: customer.updatedAt,
    version: customerVersion(customer, hash),
  };
}

function personOf(order: CanonicalOrder, hashes: PersonHashes) {
  const { customer } = order;
  const email = order.email ?? customer?.email ?? null;
  const phone = order.phone ?? customer?.phone ?? null;
  const named = order.addresses.find((one) => one.kind === 'billing') ?? order.addresses[0];
  const name = [customer?.firstName, customer?.lastName].filter(Boolean).join(' ') || named?.name || null;
  return { email, phone, customer_name: name, ...hashes({ email, phone }) };
}

function orderFigureCells({ merged, figures: { order } }: SettledOrder) {
  return {
    ...pairCells('gross', order.gross),
    ...pairCells('discounts', order.discounts),
    ...pairCells('returns', order.returns),
    ...pairCells('net', order.net),
    ...pairCells('refunded', order.refunded),
    ...pairCells('add_on_revenue', order.addOnRevenue),
    has_add_on: order.hasAddOn,
    deleted_at: merged.deletedAt,
  };
}

function lineFigureCells({ figures, attribution }: SettledOrder, platformLineId: string) {
  const figure = figures.lines.get(platformLineId) ?? noFigures;
  const addOn = attribution.get(platformLineId);
  return {
    refunded_quantity: figure.refundedQuantity,
    ...pairCells('refunded', figure.refunded),
    ...pairCells('refunded_tax', figure.refundedTax),
    is_add_on: addOn !== undefined,
    add_on_id: addOn?.addOnId ?? null,
    parent_platform_line_id: addOn?.parentPlatformLineId ?? null,
    ...pairCells('add_on_revenue', figure.addOnRevenue),
  };
}

function refundFigureCells({ figures }: SettledOrder, platformRefundId: string) {
  const figure = figures.refunds.get(platformRefundId) ?? noFigures;
  return {
    ...pairCells('returns', figure.returns),
    ...pairCells('refunded', figure.refunded),
    ...pairCells('add_on_refunded', figure.addOnRefunded),
  };
}

const nothing: MoneyPair = { shop: '0', presentment: '0' };
const noFigures = {
  refundedQuantity: 0,
  refunded: nothing,
  refundedTax: nothing,
  addOnRevenue: nothing,
  returns: nothing,
  addOnRefunded: nothing,
};

type PairCells<Name extends string> = Record<Name | `${Name}_presentment`, string>;

/** A money column and the presentment column beside it. */
function pairCells<Name extends string>(name: Name, money: MoneyPair): PairCells<Name> {
  return { [name]: money.shop, [`${name}_presentment`]: money.presentment } as PairCells<Name>;
}
