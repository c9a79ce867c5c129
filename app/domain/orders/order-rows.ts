import { addFacts, addFigures } from './fact-rows';
import type { CanonicalOrder, Customer } from './order';
import type { PersonHashes, Rows } from './rows';
import type { SettledOrder } from './settle-order';
import type { customersTable, RowOf } from './tables';
import { customerVersion } from './version';

/**
 * Adds the rows of one settled order. The rows of orders and lines are plain literals without spreads: a million
 * objects built from pieces cost more than the money in them.
 */
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
  const person = personOf(order, hashes);
  const sums = figures.order;
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
    email: person.email,
    phone: person.phone,
    customer_name: person.customer_name,
    email_hash: person.email_hash,
    phone_hash: person.phone_hash,
    source_name: order.sourceName,
    tags: order.tags,
    note: order.note,
    note_attributes: order.noteAttributes,
    cart_token: order.cartToken,
    checkout_token: order.checkoutToken,
    payment_gateways: order.paymentGateways,
    gross: sums.gross.shop,
    gross_presentment: sums.gross.presentment,
    discounts: sums.discounts.shop,
    discounts_presentment: sums.discounts.presentment,
    returns: sums.returns.shop,
    returns_presentment: sums.returns.presentment,
    net: sums.net.shop,
    net_presentment: sums.net.presentment,
    refunded: sums.refunded.shop,
    refunded_presentment: sums.refunded.presentment,
    add_on_revenue: sums.addOnRevenue.shop,
    add_on_revenue_presentment: sums.addOnRevenue.presentment,
    has_add_on: sums.hasAddOn,
    deleted_at: merged.deletedAt,
    shipping: order.totals.shipping.shop,
    shipping_presentment: order.totals.shipping.presentment,
    tax: order.totals.tax.shop,
    tax_presentment: order.totals.tax.presentment,
    tips: order.totals.tips.shop,
    tips_presentment: order.totals.tips.presentment,
    duties: order.totals.duties.shop,
    duties_presentment: order.totals.duties.presentment,
    total: order.totals.total.shop,
    total_presentment: order.totals.total.presentment,
    current_total: order.totals.currentTotal.shop,
    current_total_presentment: order.totals.currentTotal.presentment,
  });
  order.lines.forEach((line, position) => {
    const stored = settled.lines[position];
    const figure = figures.lines.get(line.platformLineId);
    if (!stored || !figure) return;
    const addOn = settled.attribution.get(line.platformLineId);
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
      unit_price: line.unitPrice.shop,
      unit_price_presentment: line.unitPrice.presentment,
      discounts: stored.discounts.shop,
      discounts_presentment: stored.discounts.presentment,
      tax: line.tax.shop,
      tax_presentment: line.tax.presentment,
      is_gift_card: line.isGiftCard,
      is_tip: line.isTip,
      requires_shipping: line.requiresShipping,
      taxable: line.taxable,
      fulfillment_status: line.fulfillmentStatus,
      properties: line.properties,
      tax_lines: line.taxLines,
      discount_allocations: line.discountAllocations,
      duties: line.duties,
      refunded_quantity: figure.refundedQuantity,
      refunded: figure.refunded.shop,
      refunded_presentment: figure.refunded.presentment,
      refunded_tax: figure.refundedTax.shop,
      refunded_tax_presentment: figure.refundedTax.presentment,
      is_add_on: addOn !== undefined,
      add_on_id: addOn?.addOnId ?? null,
      parent_platform_line_id: addOn?.parentPlatformLineId ?? null,
      add_on_revenue: figure.addOnRevenue.shop,
      add_on_revenue_presentment: figure.addOnRevenue.presentment,
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
      price: line.price.shop,
      price_presentment: line.price.presentment,
      discounted: line.discounted.shop,
      discounted_presentment: line.discounted.presentment,
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
