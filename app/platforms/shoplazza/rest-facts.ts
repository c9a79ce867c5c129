import { z } from 'zod';
import type { Fulfillment, Refund, Transaction } from '../../domain/orders/order-parts';
import { type Amount, amount, noMoney, sum } from '../../domain/shared/money';
import { count, list, maybeCount, maybeDecimal, maybeInstant, text } from '../fields';
import { undated } from '../news';
import { id, maybeId } from './ids';
import { type Exchange, pairIn } from './money';
import { isLostRefund, repaymentState, shipmentState } from './statuses';

/** What the API tells about an order beside the order itself: refunds and shipments. */

/** A refund of either dialect: the older one names its money only in all, the newer one by line. */
export const restRefund = z.object({
  id,
  order_id: maybeId,
  note: text,
  refund_status: text,
  refund_price: maybeDecimal,
  refund_shipping: maybeDecimal,
  refund_shipping_tax: maybeDecimal,
  created_at: maybeInstant,
  updated_at: maybeInstant,
  refund_line_items: list(
    z.object({
      line_item_id: maybeId,
      refund_quantity: count,
      sub_total: maybeDecimal,
      discount: maybeDecimal,
      tax: maybeDecimal,
      total: maybeDecimal,
    }),
  ),
  payment_details: list(
    z.object({ id, payment_channel: text, refund_price: maybeDecimal, refund_status: text, finished_at: maybeInstant }),
  ),
});
export type RestRefund = z.infer<typeof restRefund>;

export const restFulfillment = z.object({
  id,
  status: text,
  created_at: maybeInstant,
  updated_at: maybeInstant,
  tracking_company: text,
  tracking_number: text,
  tracking_url: text,
  tracking_items: list(z.object({ tracking_company: text, tracking_number: text, tracking_url: text })),
  line_items: list(z.object({ id: maybeId, quantity: maybeCount, ship_quantity: maybeCount })),
});

/** What a refund needs to know of its order. */
export type RefundedOrder = {
  id: string;
  exchange: Exchange;
  taxesIncluded: boolean;
  /** `gone`: units that the order says were refunded */
  lines: { id: string | null; price: string | null; gone: number }[];
  gateway: string | null;
};

/** Refunds in the order's currency; those that came to nothing are left out. */
export function asRefunds(order: RefundedOrder, refunds: RestRefund[]): Refund[] {
  return refunds.filter((one) => !isLostRefund(one.refund_status)).map((one) => asRefund(order, one));
}

function asRefund(order: RefundedOrder, r: RestRefund): Refund {
  const pair = (text: string) => pairIn(order.exchange, text);
  const createdAt = r.created_at ?? r.updated_at ?? undated;
  const lines = r.refund_line_items.map((part, position) => {
    const tax = part.tax ?? '0';
    return {
      platformRefundLineId: `${r.id}-${part.line_item_id ?? position}`,
      platformLineId: part.line_item_id ?? '',
      quantity: part.refund_quantity,
      restockType: null,
      subtotal: worthOf(order, part),
      tax,
    };
  });
  const shipping = r.refund_shipping ?? '0';
  const shippingTax = r.refund_shipping_tax ?? '0';
  const all = r.refund_price ?? sum([...lines.map((one) => one.subtotal), shipping]).toFixed();
  const taxes = order.taxesIncluded ? amount(0) : sum([...lines.map((one) => one.tax), shippingTax]);
  // What the lines and shipping do not explain: a sum that the merchant typed, a tip, a fee.
  const rest = amount(all)
    .minus(sum([...lines.map((one) => one.subtotal), shipping]))
    .minus(taxes);
  const adjustments = [
    ...(amount(shipping).isZero()
      ? []
      : [adjustment(r.id, 'shipping_refund', pair(negative(shipping)), pair(negative(shippingTax)))]),
    ...(rest.isZero() ? [] : [adjustment(r.id, 'refund_discrepancy', pair(rest.negated().toFixed()), noMoney)]),
  ];
  return {
    platformRefundId: r.id,
    platformReturnId: null,
    createdAt,
    processedAt: r.updated_at ?? createdAt,
    note: r.note,
    restock: false,
    lines: lines.map((one) => ({ ...one, subtotal: pair(one.subtotal), tax: pair(one.tax) })),
    adjustments,
    transactions: repayments(order, r, all, createdAt),
  };
}

/** What a refunded line gives back without tax; the older dialect tells no money by line, so it is the goods' own price. */
function worthOf(order: RefundedOrder, part: RestRefund['refund_line_items'][number]): string {
  if (part.total !== null)
    return order.taxesIncluded
      ? part.total
      : amount(part.total)
          .minus(amount(part.tax ?? '0'))
          .toFixed();
  if (part.sub_total !== null)
    return amount(part.sub_total)
      .minus(amount(part.discount ?? '0'))
      .toFixed();
  const price = order.lines.find((line) => line.id === part.line_item_id)?.price ?? '0';
  return amount(price).times(part.refund_quantity).toFixed();
}

function repayments(order: RefundedOrder, r: RestRefund, all: string, createdAt: string): Transaction[] {
  const told = r.payment_details.map((one) => ({
    id: one.id,
    amount: one.refund_price ?? '0',
    gateway: one.payment_channel,
    status: one.refund_status ?? r.refund_status,
    at: one.finished_at,
  }));
  const alone = { id: `${r.id}-money`, amount: all, gateway: order.gateway, status: r.refund_status, at: r.updated_at };
  return (told.length > 0 ? told : [alone]).map((one) => ({
    platformTransactionId: one.id,
    platformRefundId: r.id,
    parentTransactionId: paymentId(order.id),
    kind: 'refund',
    status: repaymentState(one.status),
    gateway: one.gateway,
    errorCode: null,
    amount: pairIn(order.exchange, one.amount),
    currency: order.exchange.currency,
    presentmentCurrency: order.exchange.presentmentCurrency,
    test: false,
    createdAt,
    processedAt: one.at ?? createdAt,
  }));
}

/** The order tells what was paid in all and not by how many payments: one payment, with a name of ours. */
export function paymentId(orderId: string): string {
  return `${orderId}-paid`;
}

/**
 * What the order says was refunded and no refund tells: the order's total is cumulative, and refunds may be behind it or, for
 * apps without the permission, not shown. One refund with a name of ours stands for the rest. It gives nothing back once the
 * refunds explain all, and replaces what it said before; how it was paid nobody told.
 */
export function untoldRefund(order: RefundedOrder, total: string | null, told: Refund[], at: string): Refund[] {
  if (total === null || amount(total).isZero()) return [];
  const rest = amount(total).minus(sum(told.map((one) => givenBack(order, one))));
  const id = `${order.id}-untold`;
  const gives = rest.greaterThan(0);
  const units = unitsTold(told);
  const lines = order.lines.flatMap((line) => {
    const quantity = line.gone - (units.get(line.id ?? '') ?? 0);
    return gives && line.id !== null && quantity > 0
      ? [{ ...noMoneyByLine, line_item_id: line.id, refund_quantity: quantity }]
      : [];
  });
  const refund = asRefund(order, {
    ...{ id, order_id: order.id, note: null, refund_status: null, created_at: at, updated_at: at },
    ...{ refund_price: gives ? rest.toFixed() : '0', refund_shipping: null, refund_shipping_tax: null },
    ...{ refund_line_items: lines, payment_details: [] },
  });
  return [{ ...refund, transactions: [] }];
}

const noMoneyByLine = { sub_total: null, discount: null, tax: null, total: null };

/** How many units of each line refunds tell. */
export function unitsTold(refunds: Refund[]): Map<string, number> {
  const units = new Map<string, number>();
  for (const { platformLineId, quantity } of refunds.flatMap((one) => one.lines))
    units.set(platformLineId, (units.get(platformLineId) ?? 0) + quantity);
  return units;
}

/** What a refund came to, in the order's currency. */
function givenBack(order: RefundedOrder, refund: Refund): Amount {
  const taxes = order.taxesIncluded ? [] : refund.lines.map((line) => line.tax.presentment);
  const others = refund.adjustments.flatMap((one) => [one.amount, ...(order.taxesIncluded ? [] : [one.tax])]);
  return sum([...refund.lines.map((line) => line.subtotal.presentment), ...taxes]).minus(
    sum(others.map((one) => one.presentment)),
  );
}

function adjustment(refundId: string, kind: string, money: Pair, tax: Pair): Refund['adjustments'][number] {
  return { platformAdjustmentId: `${refundId}-${kind}`, kind, reason: null, amount: money, tax };
}
type Pair = { shop: string; presentment: string };

function negative(text: string): string {
  return amount(text).negated().toFixed();
}

export function asFulfillment(f: z.infer<typeof restFulfillment>): Fulfillment {
  const alone = {
    tracking_company: f.tracking_company,
    tracking_number: f.tracking_number,
    tracking_url: f.tracking_url,
  };
  const labels = f.tracking_items.length > 0 ? f.tracking_items : f.tracking_number ? [alone] : [];
  return {
    platformFulfillmentId: f.id,
    name: null,
    status: shipmentState(f.status),
    rawStatus: f.status,
    shipmentStatus: f.status === 'finished' ? 'delivered' : null,
    service: null,
    createdAt: f.created_at,
    updatedAt: f.updated_at,
    deliveredAt: f.status === 'finished' ? f.updated_at : null,
    tracking: labels.map((one) => ({
      company: one.tracking_company,
      number: one.tracking_number,
      url: one.tracking_url,
    })),
    lines: f.line_items.flatMap((line) =>
      line.id ? [{ platformLineId: line.id, quantity: line.ship_quantity ?? line.quantity ?? 0 }] : [],
    ),
  };
}
