import { z } from 'zod';
import type { Fulfillment, Refund, Transaction } from '../../domain/orders/order-parts';
import { amount, type MoneyPair, sumPairs } from '../../domain/shared/money';
import { count, flag, list, maybeCount, maybeFlag, maybeInstant, text } from '../fields';
import { undated } from '../news';
import { id, maybeId } from './ids';
import { currenciesOf, type Exchange, moneySet, negative, pairFrom, pairOf, plainAmount } from './money';
import { dutyRefund, shipmentName, shippingRefund } from './shared-order';
import { rawStatus, shipmentState } from './statuses';

/** What REST tells about an order beside the order itself: transactions, refunds, fulfilments. */

export const restTransaction = z.object({
  id,
  order_id: maybeId,
  parent_id: maybeId,
  kind: text,
  status: text,
  gateway: text,
  error_code: text,
  amount: plainAmount,
  amount_set: moneySet,
  currency: text,
  total_unsettled_set: moneySet,
  test: flag,
  created_at: maybeInstant,
  processed_at: maybeInstant,
});

const refundLine = z.object({
  id: maybeId,
  line_item_id: maybeId,
  line_item: z.object({ id: maybeId }).nullish(),
  quantity: count,
  restock_type: text,
  subtotal: plainAmount,
  subtotal_set: moneySet,
  total_tax: plainAmount,
  total_tax_set: moneySet,
});

const adjustment = z.object({
  id: maybeId,
  kind: text,
  reason: text,
  amount: plainAmount,
  amount_set: moneySet,
  tax_amount: plainAmount,
  tax_amount_set: moneySet,
});

export const restRefund = z.object({
  id,
  order_id: maybeId,
  created_at: maybeInstant,
  processed_at: maybeInstant,
  note: text,
  restock: maybeFlag,
  return: z.object({ id: maybeId }).nullish(),
  duties: list(z.object({ amount: plainAmount, amount_set: moneySet })),
  refund_line_items: list(refundLine),
  order_adjustments: list(adjustment),
  transactions: list(restTransaction),
});

export const restFulfillment = z.object({
  id,
  order_id: maybeId,
  name: text,
  status: text,
  service: text,
  shipment_status: text,
  created_at: maybeInstant,
  updated_at: maybeInstant,
  tracking_company: text,
  tracking_number: text,
  tracking_numbers: list(z.string()),
  tracking_url: text,
  tracking_urls: list(z.string()),
  line_items: list(z.object({ id: maybeId, quantity: maybeCount })),
});

/** A transaction; REST names one currency, the other side follows the order's rate. */
export function asTransaction(
  t: z.infer<typeof restTransaction>,
  exchange: Exchange,
  platformRefundId: string | null,
): Transaction {
  return {
    platformTransactionId: t.id,
    platformRefundId,
    parentTransactionId: t.parent_id,
    kind: t.kind?.toLowerCase() ?? 'unknown',
    status: t.status?.toLowerCase() ?? 'unknown',
    gateway: t.gateway,
    errorCode: t.error_code?.toLowerCase() ?? null,
    amount: t.amount_set ? pairOf(t.amount_set) : pairFrom(t.amount ?? '0', t.currency, exchange),
    currency: exchange.currency,
    presentmentCurrency: exchange.presentmentCurrency,
    test: t.test,
    createdAt: t.created_at,
    processedAt: t.processed_at ?? t.created_at,
  };
}

/**
 * The currencies of a transaction that comes without its order.
 * @returns null when the shop's side cannot be known: the order must be fetched
 */
export function ownExchange(t: z.infer<typeof restTransaction>): Exchange | null {
  const { shop, presentment } = currenciesOf(t.amount_set ?? t.total_unsettled_set);
  const currency = shop ?? t.currency;
  const other = presentment ?? currency;
  if (!currency || !other || (currency !== other && !t.amount_set)) return null;
  return { currency, presentmentCurrency: other, sample: { shop: '1', presentment: '1' } };
}

/** The currencies of a refund that comes without its order, from the sets inside it. */
export function exchangeIn(r: z.infer<typeof restRefund>): Exchange | null {
  const sets = [
    ...r.refund_line_items.map((one) => one.subtotal_set),
    ...r.order_adjustments.map((one) => one.amount_set),
    ...r.transactions.map((one) => one.amount_set ?? one.total_unsettled_set),
  ].filter((set) => currenciesOf(set).shop !== null);
  const best = sets.find((set) => !amount(pairOf(set).presentment).isZero()) ?? sets[0];
  const { shop, presentment } = currenciesOf(best);
  const paid = r.transactions.find((one) => one.currency)?.currency ?? null;
  if (shop === null) return paid ? { currency: paid, presentmentCurrency: paid, sample: one } : null;
  return { currency: shop, presentmentCurrency: presentment ?? shop, sample: pairOf(best) };
}

const one = { shop: '1', presentment: '1' };

export function asRefund(r: z.infer<typeof restRefund>, exchange: Exchange): Refund {
  const shipping = r.order_adjustments.filter((part) => part.kind === 'shipping_refund');
  const others = r.order_adjustments.filter((part) => part.kind !== 'shipping_refund');
  // Shipping refunds are negative already; they are summed to one adjustment that GraphQL can tell too.
  const parts = shipping.map((part) => ({
    amount: absolute(pairOf(part.amount_set, part.amount)),
    tax: absolute(pairOf(part.tax_amount_set, part.tax_amount)),
  }));
  const lines = r.refund_line_items.map((part, position) => ({
    platformRefundLineId: part.id ?? `${r.id}-${position}`,
    platformLineId: part.line_item_id ?? part.line_item?.id ?? '',
    quantity: part.quantity,
    restockType: part.restock_type?.toLowerCase() ?? null,
    subtotal: pairOf(part.subtotal_set, part.subtotal),
    tax: pairOf(part.total_tax_set, part.total_tax),
  }));
  const adjustments = [
    ...shippingRefund(r.id, parts),
    ...dutyRefund(
      r.id,
      r.duties.map((part) => absolute(pairOf(part.amount_set, part.amount))),
    ),
    ...others.map((part, position) => ({
      platformAdjustmentId: part.id ?? `${r.id}-adjustment-${position}`,
      kind: part.kind ?? 'refund_discrepancy',
      reason: part.reason?.toLowerCase().replaceAll(' ', '_') ?? null,
      amount: pairOf(part.amount_set, part.amount),
      tax: pairOf(part.tax_amount_set, part.tax_amount),
    })),
  ];
  return {
    platformRefundId: r.id,
    platformReturnId: r.return?.id ?? null,
    createdAt: r.created_at ?? r.processed_at ?? undated,
    processedAt: r.processed_at,
    note: r.note,
    restock: lines.some((line) => line.restockType !== null && line.restockType !== 'no_restock'),
    lines,
    adjustments,
    transactions: r.transactions.map((part) => {
      const paid = asTransaction(part, exchange, r.id);
      return part.amount_set ? paid : { ...paid, amount: exactly(paid.amount, lines, adjustments) ?? paid.amount };
    }),
  };
}

/**
 * Whether a refund's payments in shop currency are a guess, because only what the shopper got back is told and no sum of
 * the refund's parts is the same. The order must be fetched then: a copy that is a cent off is no copy.
 */
export function isGuessed(r: z.infer<typeof restRefund>, exchange: Exchange): boolean {
  if (exchange.currency === exchange.presentmentCurrency) return false;
  const { lines, adjustments, transactions } = asRefund(r, exchange);
  return r.transactions.some((part, at) => {
    const paid = transactions[at];
    return !part.amount_set && paid !== undefined && exactly(paid.amount, lines, adjustments) === null;
  });
}

/**
 * What was paid back, from the parts of the refund when they sum to it: they carry both currencies, the payment one, and
 * a converted amount may be a cent off. Null when they do not sum to it.
 */
function exactly(paid: MoneyPair, lines: Refund['lines'], adjustments: Refund['adjustments']): MoneyPair | null {
  const given = adjustments.flatMap((part) => [negative(part.amount), negative(part.tax)]);
  const goods = lines.map((line) => line.subtotal);
  const withTax = sumPairs([...goods, ...lines.map((line) => line.tax), ...given]);
  const withoutTax = sumPairs([...goods, ...given]);
  return [withTax, withoutTax].find((sum) => amount(sum.presentment).equals(amount(paid.presentment))) ?? null;
}

function absolute(pair: { shop: string; presentment: string }) {
  return { shop: amount(pair.shop).abs().toFixed(), presentment: amount(pair.presentment).abs().toFixed() };
}

export function asFulfillment(f: z.infer<typeof restFulfillment>): Fulfillment {
  const numbers = f.tracking_numbers.length > 0 ? f.tracking_numbers : f.tracking_number ? [f.tracking_number] : [];
  const urls = f.tracking_urls.length > 0 ? f.tracking_urls : f.tracking_url ? [f.tracking_url] : [];
  return {
    platformFulfillmentId: f.id,
    name: shipmentName(f.name),
    status: shipmentState(rawStatus(f.status)),
    rawStatus: rawStatus(f.status),
    shipmentStatus: rawStatus(f.shipment_status),
    service: f.service,
    createdAt: f.created_at,
    updatedAt: f.updated_at,
    // REST tells that it was delivered, and when that was told.
    deliveredAt: rawStatus(f.shipment_status) === 'delivered' ? f.updated_at : null,
    tracking: Array.from({ length: Math.max(numbers.length, urls.length) }, (_, at) => ({
      company: f.tracking_company,
      number: numbers[at] ?? null,
      url: urls[at] ?? null,
    })),
    lines: f.line_items.flatMap((line) => (line.id ? [{ platformLineId: line.id, quantity: line.quantity ?? 0 }] : [])),
  };
}
