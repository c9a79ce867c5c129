import { addEntries } from './entry-rows';
import { addFacts, addFigures } from './fact-rows';
import type { CanonicalOrder } from './order';
import { addParts } from './part-rows';
import { paymentMethodOf } from './payment-method';
import type { PersonHashes, Rows } from './rows';
import type { SettledOrder } from './settle-order';

/**
 * Adds the rows of one settled order. The rows of orders and lines are plain literals without spreads: a million
 * objects built from pieces cost more than the money in them.
 */
export function addRows(rows: Rows, settled: SettledOrder, hashes: PersonHashes): void {
  const { merged } = settled;
  if (merged.whole) addWhole(rows, settled, hashes);
  else if (merged.known?.version) addFigures(rows, settled);
  addFacts(rows, settled);
  addEntries(rows, settled);
}

function addWhole(rows: Rows, settled: SettledOrder, hashes: PersonHashes): void {
  const { merged, figures } = settled;
  if (!merged.whole) return;
  const { platform, order, version, hash } = merged.whole;
  const id = order.platformOrderId;
  const person = personOf(order, hashes);
  const sums = figures.order;
  const { totals } = order;
  rows.orders.push({
    platform_order_id: id,
    platform,
    order_number: order.orderNumber,
    version,
    content_hash: hash,
    extras_version: settled.extras.version,
    created_at: order.createdAt,
    processed_at: order.processedAt,
    platform_updated_at: order.updatedAt,
    cancelled_at: order.cancelledAt,
    cancel_reason: order.cancelReason,
    closed_at: order.closedAt,
    test: order.test,
    confirmed: order.confirmed,
    edited: settled.extras.edited,
    status: order.status,
    financial_status: order.financialStatus,
    fulfillment_status: order.fulfillmentStatus,
    raw_financial_status: order.rawFinancialStatus,
    raw_fulfillment_status: order.rawFulfillmentStatus,
    return_status: settled.extras.returnStatus,
    currency: order.currency,
    presentment_currency: order.presentmentCurrency,
    taxes_included: order.taxesIncluded,
    tax_exempt: order.taxExempt,
    estimated_taxes: order.estimatedTaxes,
    duties_included: order.dutiesIncluded,
    is_summary: order.isSummary,
    platform_customer_id: order.customer?.platformCustomerId ?? null,
    // known when everything else is written: see write-orders-store
    profile_id: null,
    email: person.email,
    phone: person.phone,
    customer_name: person.customer_name,
    email_hash: person.email_hash,
    phone_hash: person.phone_hash,
    accepts_marketing: order.acceptsMarketing,
    locale: order.locale,
    source_name: order.sourceName,
    source_identifier: order.sourceIdentifier,
    po_number: order.poNumber,
    app_id: order.appId,
    tags: order.tags,
    note: order.note,
    note_attributes: order.noteAttributes,
    cart_token: order.cartToken,
    checkout_token: order.checkoutToken,
    payment_gateways: order.paymentGateways,
    payment_terms: order.paymentTerms,
    payment_method_first: merged.paymentMethodFirst,
    payment_method_current: paymentMethodOf(order.paymentGateways),
    last_event_at: settled.lastEventAt,
    gross: sums.gross.shop,
    gross_presentment: sums.gross.presentment,
    discounts: sums.discounts.shop,
    discounts_presentment: sums.discounts.presentment,
    returns: sums.returns.shop,
    returns_presentment: sums.returns.presentment,
    removed: sums.removed.shop,
    removed_presentment: sums.removed.presentment,
    net: sums.net.shop,
    net_presentment: sums.net.presentment,
    refunded: sums.refunded.shop,
    refunded_presentment: sums.refunded.presentment,
    add_on_revenue: sums.addOnRevenue.shop,
    add_on_revenue_presentment: sums.addOnRevenue.presentment,
    has_add_on: sums.hasAddOn,
    deleted_at: merged.deletedAt,
    shipping: totals.shipping.shop,
    shipping_presentment: totals.shipping.presentment,
    tax: totals.tax.shop,
    tax_presentment: totals.tax.presentment,
    tips: totals.tips.shop,
    tips_presentment: totals.tips.presentment,
    duties: totals.duties.shop,
    duties_presentment: totals.duties.presentment,
    total: totals.total.shop,
    total_presentment: totals.total.presentment,
    subtotal: totals.subtotal?.shop ?? null,
    subtotal_presentment: totals.subtotal?.presentment ?? null,
    total_discounts: totals.discounts?.shop ?? null,
    total_discounts_presentment: totals.discounts?.presentment ?? null,
    current_total: totals.currentTotal?.shop ?? null,
    current_total_presentment: totals.currentTotal?.presentment ?? null,
    current_subtotal: totals.currentSubtotal?.shop ?? null,
    current_subtotal_presentment: totals.currentSubtotal?.presentment ?? null,
    current_tax: totals.currentTax?.shop ?? null,
    current_tax_presentment: totals.currentTax?.presentment ?? null,
    current_discounts: totals.currentDiscounts?.shop ?? null,
    current_discounts_presentment: totals.currentDiscounts?.presentment ?? null,
    outstanding: totals.outstanding?.shop ?? null,
    outstanding_presentment: totals.outstanding?.presentment ?? null,
    balance: sums.balance.shop,
    balance_presentment: sums.balance.presentment,
    paid: sums.paid.shop,
    paid_presentment: sums.paid.presentment,
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
      line_group_id: line.lineGroupId,
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
  addParts(rows, order);
}

/** The person an order names: its own words first, the customer's after. */
export function personOf(order: CanonicalOrder, hashes: PersonHashes) {
  const { customer } = order;
  const email = order.email ?? customer?.email ?? null;
  const phone = order.phone ?? customer?.phone ?? null;
  const named = order.addresses.find((one) => one.kind === 'billing') ?? order.addresses[0];
  const name = [customer?.firstName, customer?.lastName].filter(Boolean).join(' ') || named?.name || null;
  return { email, phone, customer_name: name, ...hashes({ email, phone }) };
}
