import type { CanonicalOrder } from '../../domain/orders/order';
import type { Transaction } from '../../domain/orders/order-parts';
import { amount, minorDigits, noMoney, sum } from '../../domain/shared/money';
import { addressesOf } from '../addresses';
import { currencyOf, sortedTags, undated } from '../news';
import { type Exchange, pairIn } from './money';
import { plainAddress } from './rest-customer';
import {
  asFulfillment,
  asRefunds,
  paymentId,
  type RefundedOrder,
  type RestRefund,
  unitsTold,
  untoldRefund,
} from './rest-facts';
import { linesOf, shippingLinesOf } from './rest-lines';
import type { RestOrder } from './rest-shape';
import { financialStatus, fulfillmentStatus, orderStatus, returnStatus } from './statuses';

/** An order of Shoplazza with its refunds as the canonical one. */
export function fromRest(o: RestOrder, refunds: RestRefund[]): CanonicalOrder {
  const exchange = exchangeOf(o);
  const { currency, presentmentCurrency } = exchange;
  const pair = (text: string | null) => (text === null ? noMoney : pairIn(exchange, text));
  const taxesIncluded = o.config?.product_tax_included ?? o.product_tax_included ?? false;
  const updatedAt = o.updated_at ?? o.created_at ?? undated;
  const refunded: RefundedOrder = {
    ...{ id: o.id, exchange, taxesIncluded },
    lines: o.line_items.map(({ id, price, ...line }) => ({ id, price, gone: goneOf(line) })),
    gateway: gatewaysOf(o)[0] ?? null,
  };
  const told = asRefunds(refunded, refunds);
  const allRefunds = [...told, ...untoldRefund(refunded, o.total_refund_price, told, updatedAt)];
  const status = orderStatus(o.status);
  const cancelledAt = o.cancelled_at ?? o.canceled_at ?? (status === 'cancelled' ? updatedAt : null);
  return {
    platformOrderId: o.id,
    orderNumber: o.number ?? o.id,
    createdAt: o.created_at ?? o.placed_at ?? updatedAt,
    processedAt: o.placed_at,
    updatedAt,
    cancelledAt,
    cancelReason: o.cancel_reason,
    closedAt: o.finished_at,
    test: false,
    confirmed: o.status !== 'opened',
    status: cancelledAt === null ? status : 'cancelled',
    financialStatus: financialStatus(o.financial_status),
    fulfillmentStatus: fulfillmentStatus(o.fulfillment_status),
    rawFinancialStatus: o.financial_status,
    rawFulfillmentStatus: o.fulfillment_status,
    currency,
    presentmentCurrency,
    taxesIncluded,
    taxExempt: false,
    estimatedTaxes: false,
    dutiesIncluded: false,
    isSummary: false,
    customer: o.customer,
    acceptsMarketing: o.buyer_accepts_marketing,
    email: o.customer?.email ?? null,
    phone: o.customer?.phone ?? null,
    locale: null,
    sourceName: (typeof o.source_name === 'string' ? o.source_name : o.source_name?.data) || o.sales_platform,
    sourceIdentifier: null,
    poNumber: null,
    appId: null,
    tags: sortedTags(typeof o.tags === 'string' ? o.tags.split(',') : (o.tags ?? [])),
    note: o.customer_note ?? o.note,
    noteAttributes: [],
    cartToken: null,
    checkoutToken: null,
    paymentGateways: gatewaysOf(o),
    paymentTerms: null,
    totals: {
      total: exchange.total,
      subtotal: o.sub_total === null ? null : pair(o.sub_total),
      discounts: o.total_discount === null ? null : pair(o.total_discount),
      tax: pair(o.total_tax),
      shipping: pair(sum([o.total_shipping ?? '0', o.additional_total ?? '0']).toFixed()),
      tips: pair(o.total_tip_received),
      duties: pair(o.duty_total),
      // What refunds take from it is told by the refunds; the total here is always the one that was placed.
      currentTotal: null,
      currentSubtotal: null,
      currentTax: null,
      currentDiscounts: null,
      outstanding: null,
    },
    lines: linesOf(o, exchange, unitsTold(allRefunds)),
    addresses: addressesOf({
      billing: plainAddress(o.billing_address),
      shipping: plainAddress(o.shipping_address),
      default: o.customer?.defaultAddress ?? null,
    }),
    shippingLines: shippingLinesOf(o, exchange),
    discounts: discountsOf(o),
    transactions: paymentOf(o, exchange),
    refunds: allRefunds,
    fulfillments: o.fulfillments.map(asFulfillment),
    extras: { edited: false, returnStatus: returnStatus(o.fulfillment_status), returns: [], edits: [] },
  };
}

/** What an order says of its refunds, read whole or as one of a list. */
export type RefundsTold = { total_refund_price: string | null; line_items: readonly UnitsGone[] };
type UnitsGone = Partial<Record<'refund_quantity' | 'refund_quantity_total', number | string | null | undefined>>;

/** True when the order alone cannot tell its refunds: their days and lines stand elsewhere. */
export function hasRefunds(o: RefundsTold): boolean {
  return !amount(o.total_refund_price ?? '0').isZero() || o.line_items.some((line) => goneOf(line) > 0);
}

/** Units of a line that were refunded, by either dialect's name. */
function goneOf(line: UnitsGone): number {
  return Number(line.refund_quantity_total ?? line.refund_quantity ?? 0);
}

function exchangeOf(o: RestOrder): Exchange {
  const presentmentCurrency = currencyOf(o.currency);
  const currency = currencyOf(o.config?.market_setting?.primary_market_currency, presentmentCurrency);
  const presentment = o.total_price ?? '0';
  const shop = o.primary_market_price?.total_price ?? null;
  // A market without its total in the store's currency cannot be converted; it counts in its own.
  const isForeign = currency !== presentmentCurrency && shop !== null;
  return isForeign
    ? { currency, presentmentCurrency, total: { shop: inDigits(shop, currency), presentment } }
    : { currency: presentmentCurrency, presentmentCurrency, total: { shop: presentment, presentment } };
}

/** Converted totals come with more digits than their currency has. */
function inDigits(text: string, currency: string): string {
  return amount(text).toDecimalPlaces(minorDigits(currency)).toFixed();
}

/** What was paid, as one payment. A part of it counts from the order's day on, all of it from the day it was paid. */
function paymentOf(o: RestOrder, exchange: Exchange): Transaction[] {
  const state = financialStatus(o.financial_status);
  const isPaid = ['paid', 'partially_refunded', 'refunded'].includes(state);
  const paid = o.total_paid ?? (isPaid ? o.total_price : null) ?? '0';
  if (amount(paid).isZero()) return [];
  return [
    {
      platformTransactionId: paymentId(o.id),
      platformRefundId: null,
      parentTransactionId: null,
      kind: 'sale',
      status: 'success',
      gateway: gatewaysOf(o)[0] ?? null,
      errorCode: null,
      amount: pairIn(exchange, paid),
      currency: exchange.currency,
      presentmentCurrency: exchange.presentmentCurrency,
      test: false,
      createdAt: o.created_at ?? null,
      processedAt: (isPaid ? o.placed_at : null) ?? o.created_at ?? null,
    },
  ];
}

/** Cash on delivery is the method; the others are known by their channel. */
function gatewaysOf(o: RestOrder): string[] {
  const lines = [...o.payment_lines, o.payment_line].flatMap((one) => (one ? [one] : []));
  const names = lines.map((one) => one.payment_name ?? one.payment_channel ?? one.payment_method);
  const all =
    o.payment_method === 'cod' ? ['cod', ...names] : [...names, ...(lines.length > 0 ? [] : [o.payment_method])];
  return [...new Set(all.flatMap((one) => one ?? []))];
}

const word = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** What the JSON text says of the discounts, as far as its fields are known; the code alone where it says nothing. */
function discountsOf(o: RestOrder): CanonicalOrder['discounts'] {
  const told = o.discount_applications.flatMap((one) =>
    one !== null && typeof one === 'object' ? [one as Record<string, unknown>] : [],
  );
  const plain = { value: null, valueType: null, allocationMethod: null, targetSelection: null, targetType: null };
  if (told.length === 0) {
    return o.discount_code === null ? [] : [{ ...plain, kind: 'discount_code', code: o.discount_code, title: null }];
  }
  return told.map((one) => ({
    ...plain,
    kind: word(one.type) ?? word(one.discount_type) ?? 'unknown',
    code: word(one.code) ?? word(one.discount_code),
    title: word(one.title) ?? word(one.name) ?? word(one.discount_title),
    value: /^-?\d+(\.\d+)?$/.test(String(one.value)) ? String(one.value) : null,
    valueType: word(one.value_type),
    targetType: word(one.target_type),
  }));
}
