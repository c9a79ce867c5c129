import type { z } from 'zod';
import type { CanonicalOrder } from '../../domain/orders/order';
import type { OrderLine } from '../../domain/orders/order-parts';
import { amount, type MoneyPair, noMoney, sumPairs } from '../../domain/shared/money';
import { addressesOf } from '../addresses';
import { currencyOf, sortedTags, undated } from '../news';
import { currenciesOf, type Exchange, pairFrom, pairOf, toldPair } from './money';
import { asFulfillment, asRefund, asTransaction } from './rest-facts';
import type { RestOrder, restAllocation, restLine, restShippingLine, restTaxLine } from './rest-shape';
import { plainAddress } from './shared-order';
import { financialStatus, fulfillmentStatus, rawFulfillmentStatus, rawStatus } from './statuses';

/** The order's currencies, with what its total is in both. */
export function exchangeOf(o: RestOrder): Exchange {
  const named = currenciesOf(o.total_price_set);
  const currency = currencyOf(named.shop, o.currency, o.presentment_currency);
  const presentmentCurrency = currencyOf(named.presentment, o.presentment_currency, currency);
  return { currency, presentmentCurrency, sample: pairOf(o.total_price_set, o.total_price) };
}

/** A REST order as the canonical one. */
export function fromRest(o: RestOrder): CanonicalOrder {
  const exchange = exchangeOf(o);
  const { currency, presentmentCurrency, sample: total } = exchange;
  const raw = rawFulfillmentStatus(o.fulfillment_status);
  const refunds = o.refunds.map((one) => asRefund(one, exchange));
  const refunded = new Map<string, number>();
  for (const part of refunds.flatMap((one) => one.lines)) {
    refunded.set(part.platformLineId, (refunded.get(part.platformLineId) ?? 0) + part.quantity);
  }
  const lines = o.line_items.map((one, position) => asLine(one, `${o.id}-${position}`, refunded));
  const shippingLines = o.shipping_lines
    .filter((one) => !one.is_removed)
    .map((one, position) => asShippingLine(one, `${o.id}-shipping-${position}`));
  const updatedAt = o.updated_at ?? o.created_at ?? undated;
  return {
    platformOrderId: o.id,
    orderNumber: o.name ?? (o.order_number ? `#${o.order_number}` : o.id),
    createdAt: o.created_at ?? o.processed_at ?? updatedAt,
    processedAt: o.processed_at,
    updatedAt,
    cancelledAt: o.cancelled_at,
    cancelReason: o.cancel_reason,
    closedAt: o.closed_at,
    test: o.test,
    confirmed: o.confirmed ?? true,
    status: o.cancelled_at ? 'cancelled' : o.closed_at ? 'closed' : 'open',
    financialStatus: financialStatus(rawStatus(o.financial_status)),
    fulfillmentStatus: fulfillmentStatus(raw),
    rawFinancialStatus: rawStatus(o.financial_status),
    rawFulfillmentStatus: raw,
    currency,
    presentmentCurrency,
    taxesIncluded: o.taxes_included,
    isSummary: false,
    taxExempt: o.tax_exempt,
    estimatedTaxes: o.estimated_taxes,
    dutiesIncluded: o.duties_included,
    customer: o.customer,
    acceptsMarketing: o.buyer_accepts_marketing,
    email: o.email ?? o.contact_email,
    phone: o.phone,
    locale: o.customer_locale,
    sourceName: o.source_name,
    sourceIdentifier: o.source_identifier,
    poNumber: o.po_number,
    appId: o.app_id,
    tags: sortedTags((o.tags ?? '').split(',')),
    note: o.note,
    noteAttributes: o.note_attributes,
    cartToken: o.cart_token,
    checkoutToken: o.checkout_token,
    paymentGateways: o.payment_gateway_names,
    paymentTerms: o.payment_terms
      ? {
          name: o.payment_terms.payment_terms_name,
          type: o.payment_terms.payment_terms_type?.toLowerCase() ?? null,
          dueInDays: o.payment_terms.due_in_days ?? null,
          dueAt: o.payment_terms.payment_schedules[0]?.due_at ?? null,
        }
      : null,
    totals: {
      total,
      subtotal: toldPair(o.subtotal_price_set, o.subtotal_price),
      discounts: toldPair(o.total_discounts_set, o.total_discounts),
      currentTotal: toldPair(o.current_total_price_set, o.current_total_price),
      currentSubtotal: toldPair(o.current_subtotal_price_set, o.current_subtotal_price),
      currentTax: toldPair(o.current_total_tax_set, o.current_total_tax),
      currentDiscounts: toldPair(o.current_total_discounts_set, o.current_total_discounts),
      outstanding: outstandingOf(o, exchange),
      tax: pairOf(o.total_tax_set, o.total_tax),
      shipping: o.total_shipping_price_set
        ? pairOf(o.total_shipping_price_set)
        : sumPairs(shippingLines.map((one) => one.discounted)),
      tips: pairOf(o.total_tip_received_set, o.total_tip_received),
      duties: pairOf(o.original_total_duties_set),
    },
    lines,
    addresses: addressesOf({
      billing: plainAddress(o.billing_address),
      shipping: plainAddress(o.shipping_address),
      default: o.customer?.defaultAddress ?? null,
    }),
    shippingLines,
    discounts: discountsOf(o),
    transactions: o.transactions.map((one) => asTransaction(one, exchange, null)),
    refunds,
    fulfillments: o.fulfillments.map(asFulfillment),
    // REST has no words for edits and returns.
    extras: null,
  };
}

/**
 * What is still owed; REST tells it in the shop's currency only. Mostly it is nothing or all of the order, whose other side
 * is told; a part of it follows the order's rate.
 */
function outstandingOf(o: RestOrder, exchange: Exchange): MoneyPair | null {
  const told = o.total_outstanding;
  if (!told) return null;
  if (amount(told).isZero()) return noMoney;
  const whole = [toldPair(o.current_total_price_set, o.current_total_price), exchange.sample].find(
    (pair) => pair !== null && amount(pair.shop).equals(told),
  );
  return whole ?? pairFrom(told, exchange.currency, exchange);
}

function asLine(l: z.infer<typeof restLine>, fallbackId: string, refunded: Map<string, number>): OrderLine {
  const taxLines = l.tax_lines.map(asTaxLine);
  const platformLineId = l.id ?? fallbackId;
  const allocated = l.discount_allocations.map(asAllocation);
  const alone = pairOf(l.total_discount_set, l.total_discount);
  return {
    platformLineId,
    platformProductId: l.product_id,
    platformVariantId: l.variant_id,
    lineGroupId: l.sales_line_item_group_id,
    sku: l.sku,
    title: l.title ?? l.name ?? '',
    variantTitle: l.variant_title,
    vendor: l.vendor,
    quantity: l.quantity,
    currentQuantity: l.current_quantity ?? Math.max(0, l.quantity - (refunded.get(platformLineId) ?? 0)),
    unitPrice: pairOf(l.price_set, l.price),
    tax: sumPairs(taxLines.map((one) => one.amount)),
    isGiftCard: l.gift_card,
    isTip: l.tip !== undefined && l.tip !== null,
    requiresShipping: l.requires_shipping ?? true,
    taxable: l.taxable ?? true,
    fulfillmentStatus: l.fulfillment_status,
    properties: l.properties,
    taxLines,
    // Messages from before discount applications name only the line's whole discount.
    discountAllocations:
      allocated.length === 0 && !amount(alone.shop).isZero() ? [{ amount: alone, applicationIndex: null }] : allocated,
    duties: l.duties.map((duty) => ({
      amount: pairOf(duty.price_set, duty.price),
      taxLines: duty.tax_lines.map(asTaxLine),
    })),
  };
}

function asShippingLine(
  s: z.infer<typeof restShippingLine>,
  fallbackId: string,
): CanonicalOrder['shippingLines'][number] {
  const price = pairOf(s.price_set, s.price);
  const discounted =
    s.discounted_price_set || s.discounted_price ? pairOf(s.discounted_price_set, s.discounted_price) : price;
  return {
    platformShippingLineId: s.id ?? fallbackId,
    title: s.title,
    code: s.code,
    carrier: s.carrier_identifier,
    source: s.source,
    price,
    discounted,
    taxLines: s.tax_lines.map(asTaxLine),
    discountAllocations: s.discount_allocations.map(asAllocation),
  };
}

function asTaxLine(t: z.infer<typeof restTaxLine>): OrderLine['taxLines'][number] {
  return { title: t.title ?? '', rate: t.rate ?? null, amount: pairOf(t.price_set, t.price) };
}

function asAllocation(a: z.infer<typeof restAllocation>): OrderLine['discountAllocations'][number] {
  return { amount: pairOf(a.amount_set, a.amount), applicationIndex: a.discount_application_index ?? null };
}

function discountsOf(o: RestOrder): CanonicalOrder['discounts'] {
  if (o.discount_applications.length === 0) {
    return o.discount_codes.map((one) => ({
      kind: 'discount_code',
      code: one.code,
      title: null,
      value: one.amount ?? null,
      valueType: one.type,
      allocationMethod: null,
      targetSelection: null,
      targetType: null,
    }));
  }
  return o.discount_applications.map((one) => ({
    kind: one.type ?? 'unknown',
    code: one.code,
    title: one.title ?? one.description,
    value: one.value ?? null,
    valueType: one.value_type,
    allocationMethod: one.allocation_method,
    targetSelection: one.target_selection,
    targetType: one.target_type,
  }));
}
