import { exact, minorDigits, type Pair } from '../../money';
import { gid } from '../gids';
import { mergedTaxLines } from '../graphql/tax-view';
import type { OrderDoc, ShippingLineDoc } from '../ledger/order';
import { channelOf, counterOf, localeOf, sourceOf } from '../orders/sales-channel';
import { financialStatusOf, fulfillmentStatusOf } from '../orders/statuses';
import { currentShippingOf, shippingNetOf, totalsOf } from '../orders/totals';
import type { StoreRoom } from '../store-room';
import { addressPayload } from './address';
import { customerPayload } from './customer';
import { fulfillmentPayload } from './fulfillment';
import { localTime, moneySet, num, numOrNull, shopAmount } from './json';
import { allocationPayload, linePayload, taxLinePayload } from './line';
import { refundPayload } from './refund';
import { termsPayload } from './terms';

/** An order in the shape of the REST Admin API, as webhooks carry it. */
export function orderPayload(room: StoreRoom, order: OrderDoc) {
  const totals = totalsOf(order);
  const amount = (pair: Pair) => shopAmount(pair, order);
  const set = (pair: Pair) => moneySet(pair, order);
  const customer = order.customerId === null ? null : room.shelf('customer').get(order.customerId);
  const codes = order.discounts.filter((one) => one.code !== null);
  return {
    id: num(order.id),
    admin_graphql_api_id: gid('Order', order.id),
    app_id: num(channelOf(order).id),
    browser_ip: null,
    buyer_accepts_marketing: order.buyerAcceptsMarketing,
    cancel_reason: order.cancelReason?.toLowerCase() ?? null,
    cancelled_at: localTime(room, order.cancelledAt),
    cart_token: order.cartToken,
    checkout_token: order.checkoutToken,
    client_details: null,
    closed_at: localTime(room, order.closedAt),
    company: null,
    confirmation_number: order.token.slice(0, 9).toUpperCase(),
    confirmed: true,
    contact_email: order.email,
    created_at: localTime(room, order.createdAt),
    currency: order.currency,
    current_shipping_price_set: set(totals.currentShipping),
    current_subtotal_price: amount(totals.currentSubtotal),
    current_subtotal_price_set: set(totals.currentSubtotal),
    current_total_additional_fees_set: null,
    current_total_discounts: amount(totals.currentDiscounts),
    current_total_discounts_set: set(totals.currentDiscounts),
    current_total_duties_set: null,
    current_total_price: amount(totals.currentTotal),
    current_total_price_set: set(totals.currentTotal),
    current_total_tax: amount(totals.currentTax),
    current_total_tax_set: set(totals.currentTax),
    customer_locale: localeOf(order),
    device_id: null,
    discount_codes: codes.map((one) => {
      const index = order.discounts.indexOf(one);
      const worth = [...order.lines, ...order.shippingLines]
        .flatMap((line) => line.allocations)
        .filter((allocation) => allocation.discountIndex === index)
        .reduce((sum, allocation) => sum.plus(allocation.amount.shop), exact(0));
      const kind = one.targetType === 'shipping_line' ? 'shipping' : one.valueType;
      return { code: one.code, amount: worth.toFixed(minorDigits(order.currency)), type: kind };
    }),
    duties_included: false,
    email: order.email ?? '',
    estimated_taxes: false,
    financial_status: financialStatusOf(order)?.toLowerCase() ?? 'pending',
    fulfillment_status: fulfillmentText(order),
    landing_site: null,
    landing_site_ref: null,
    location_id: numOrNull(counterOf(order, room.doc().locations)),
    merchant_business_entity_id: null,
    merchant_of_record_app_id: null,
    name: order.name,
    note: order.note,
    note_attributes: order.attributes.map((one) => ({ name: one.key, value: one.value })),
    number: Math.max(1, order.number - 1000),
    order_number: order.number,
    order_status_url: `https://${room.domain}/${room.doc().shopId}/orders/${order.token}/authenticate?key=practice`,
    original_total_additional_fees_set: null,
    original_total_duties_set: null,
    payment_gateway_names: [...new Set(order.transactions.filter((x) => x.status !== 'FAILURE').map((x) => x.gateway))],
    phone: order.phone,
    po_number: order.poNumber,
    presentment_currency: order.presentmentCurrency,
    processed_at: localTime(room, order.processedAt),
    reference: null,
    referring_site: order.referringSite,
    source_identifier: order.sourceIdentifier,
    source_name: sourceOf(order),
    source_url: null,
    subtotal_price: amount(totals.subtotal),
    subtotal_price_set: set(totals.subtotal),
    tags: order.tags.join(', '),
    tax_exempt: order.taxExempt ?? false,
    tax_lines: mergedTaxLines(order).map((one) => taxLinePayload(order, one)),
    taxes_included: order.taxesIncluded,
    test: order.test,
    token: order.token,
    total_cash_rounding_payment_adjustment_set: set({ shop: '0', presentment: '0' }),
    total_cash_rounding_refund_adjustment_set: set({ shop: '0', presentment: '0' }),
    total_discounts: amount(totals.discounts),
    total_discounts_set: set(totals.discounts),
    total_line_items_price: amount(totals.lineItems),
    total_line_items_price_set: set(totals.lineItems),
    total_outstanding: amount(totals.outstanding),
    total_price: amount(totals.total),
    total_price_set: set(totals.total),
    total_shipping_price_set: set(totals.shipping),
    total_tax: amount(totals.tax),
    total_tax_set: set(totals.tax),
    total_tip_received: amount({ shop: '0', presentment: '0' }),
    total_weight: order.lines.reduce((sum, line) => sum + line.grams * line.quantity, 0),
    updated_at: localTime(room, order.updatedAt),
    user_id: null,
    billing_address: addressPayload(order.billingAddress),
    customer: customer === null ? null : customerPayload(room, customer),
    discount_applications: order.discounts.map((one) => ({
      target_type: one.targetType,
      type: one.kind === 'code' ? 'discount_code' : one.kind,
      value: one.value,
      value_type: one.valueType,
      allocation_method: one.allocationMethod,
      target_selection: one.targetSelection,
      ...(one.code === null ? { title: one.title, description: one.description } : { code: one.code }),
    })),
    fulfillments: order.fulfillments.map((one) => fulfillmentPayload(room, order, one)),
    line_items: order.lines.map((line) => linePayload(order, line)),
    payment_terms: order.terms ? termsPayload(room, order, order.terms) : null,
    refunds: order.refunds.map((one) => refundPayload(room, order, one)),
    shipping_address: addressPayload(order.shippingAddress),
    shipping_lines: order.shippingLines.map((line) => shippingLinePayload(order, line)),
    returns: order.returns.map((one) => ({
      id: num(one.id),
      admin_graphql_api_id: gid('Return', one.id),
      name: one.name,
      status: one.status.toLowerCase(),
    })),
    line_item_groups: [],
  };
}

function shippingLinePayload(order: OrderDoc, line: ShippingLineDoc) {
  return {
    id: num(line.id),
    carrier_identifier: null,
    code: line.code,
    current_discounted_price_set: moneySet(currentShippingOf(order, line), order),
    discounted_price: shopAmount(shippingNetOf(line), order),
    discounted_price_set: moneySet(shippingNetOf(line), order),
    is_removed: line.removed,
    phone: null,
    price: shopAmount(line.price, order),
    price_set: moneySet(line.price, order),
    requested_fulfillment_service_id: null,
    source: line.source ?? 'shopify',
    title: line.title,
    tax_lines: line.taxLines.map((one) => taxLinePayload(order, one)),
    discount_allocations: line.allocations.map((one) => allocationPayload(order, one)),
  };
}

function fulfillmentText(order: OrderDoc): string | null {
  const words = { UNFULFILLED: null, PARTIALLY_FULFILLED: 'partial', FULFILLED: 'fulfilled', RESTOCKED: 'restocked' };
  return words[fulfillmentStatusOf(order)];
}
