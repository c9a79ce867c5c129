import { exact, minus, nothing, type Pair, plus, shareOf, shareOut, sumOf, times } from '../../money';
import type { LineDoc, OrderDoc, RefundDoc, RefundLineDoc, ShippingLineDoc, WorthDoc } from '../ledger/order';

/**
 * Everything that the platform adds up for an order. "current" means after edits, returns and refunds;
 * the others stand as ordered (with what edits added). Checked against recordings in totals.test.ts.
 */
export function totalsOf(order: OrderDoc) {
  const lines = order.lines;
  const shippingLines = order.shippingLines.filter((line) => !line.removed);
  const lineDiscounts = sumOf(lines.map(discountOf));
  const subtotal = sumOf(lines.map(netOf));
  const shipping = sumOf(shippingLines.map(shippingNetOf));
  const shippingDiscounts = sumOf(shippingLines.map(shippingDiscountOf));
  const tax = sumOf([...lines.map(taxOf), ...shippingLines.map(taxOf), ...order.orderTaxLines.map((t) => t.price)]);
  const discounts = plus(lineDiscounts, shippingDiscounts);
  const addedTax = order.taxesIncluded ? nothing : tax;
  const total = plus(subtotal, shipping, addedTax);

  const refundLines = order.refunds.flatMap((refund) => refund.lines);
  const refundedSubtotal = sumOf(refundLines.map((line) => line.subtotal));
  const refundedLineTax = sumOf(refundLines.map((line) => line.tax));
  const refundedShipping = sumOf(order.refunds.flatMap((r) => (r.shipping === null ? [] : [r.shipping.amount])));
  const refundedShippingTax = sumOf(order.refunds.flatMap((r) => (r.shipping === null ? [] : [r.shipping.tax])));
  const discrepancy = sumOf(order.refunds.flatMap((r) => (r.discrepancy === null ? [] : [r.discrepancy.amount])));
  const currentTax = minus(tax, refundedLineTax, refundedShippingTax);
  const currentSubtotal = minus(subtotal, refundedSubtotal);
  const currentShipping = minus(shipping, refundedShipping);
  const fees = sumOf((order.edits ?? []).flatMap((edit) => edit.fee?.amount ?? []));
  const currentAddedTax = order.taxesIncluded ? nothing : currentTax;
  const currentTotal = plus(currentSubtotal, currentShipping, currentAddedTax, discrepancy, fees);
  const currentDiscounts = plus(sumOf(lines.map((line) => currentDiscountOf(order, line))), shippingDiscounts);

  const paid = (kinds: string[], status = 'SUCCESS') =>
    sumOf(order.transactions.filter((t) => kinds.includes(t.kind) && t.status === status).map((t) => t.amount));
  const received = paid(['SALE', 'CAPTURE']);
  const refunded = paid(['REFUND']);
  const netPayment = minus(received, refunded);
  const capturable = sumOf(order.transactions.map((t) => capturableOf(order, t.id)));
  const owed = minus(currentTotal, netPayment, capturable);
  return {
    lineItems: sumOf(lines.map((line) => times(line.price, line.quantity))),
    subtotal,
    shipping,
    discounts,
    tax,
    total,
    currentSubtotal,
    currentShipping,
    currentTax,
    currentTotal,
    currentDiscounts,
    received,
    refunded,
    refundedShipping,
    discrepancy,
    netPayment,
    capturable,
    outstanding: statedPaid(order) ? nothing : owed,
  };
}

export type Totals = ReturnType<typeof totalsOf>;

/** Orders made with a stated status and without transactions count as paid when the status says so. */
function statedPaid(order: OrderDoc): boolean {
  return order.transactions.length === 0 && ['PAID', 'REFUNDED'].includes(order.statedFinancialStatus ?? '');
}

/** What of an authorization is neither captured nor voided. */
export function capturableOf(order: OrderDoc, transactionId: string): Pair {
  const authorization = order.transactions.find((t) => t.id === transactionId);
  if (authorization?.kind !== 'AUTHORIZATION' || authorization.status !== 'SUCCESS') return nothing;
  const children = order.transactions.filter((t) => t.parentId === transactionId && t.status === 'SUCCESS');
  if (children.some((t) => t.kind === 'VOID')) return nothing;
  return minus(authorization.amount, sumOf(children.filter((t) => t.kind === 'CAPTURE').map((t) => t.amount)));
}

export function discountOf(line: LineDoc): Pair {
  return sumOf(line.allocations.map((a) => a.amount));
}

/** A line's price times quantity less every discount. */
export function netOf(line: LineDoc): Pair {
  return minus(times(line.price, line.quantity), discountOf(line));
}

export function taxOf(line: { taxLines: { price: Pair }[] }): Pair {
  return sumOf(line.taxLines.map((t) => t.price));
}

export function shippingDiscountOf(line: ShippingLineDoc): Pair {
  return sumOf(line.allocations.map((a) => a.amount));
}

export function shippingNetOf(line: ShippingLineDoc): Pair {
  return minus(line.price, shippingDiscountOf(line));
}

/** A shipping line less what refunds gave back of it; refunds name no line, so each line bears its share. */
export function currentShippingOf(order: OrderDoc, line: ShippingLineDoc): Pair {
  if (line.removed) return nothing;
  const lines = order.shippingLines.filter((one) => !one.removed);
  const refunded = sumOf(order.refunds.flatMap((refund) => refund.shipping?.amount ?? []));
  return minus(
    shippingNetOf(line),
    shareOut(refunded, lines.map(shippingNetOf), order)[lines.indexOf(line)] ?? nothing,
  );
}

/** How many of a line were taken back by refunds, returns or edits. */
export function refundedQuantityOf(order: OrderDoc, lineId: string): number {
  let quantity = 0;
  for (const refund of order.refunds) {
    for (const line of refund.lines) if (line.lineId === lineId) quantity += line.quantity;
  }
  return quantity;
}

export function currentQuantityOf(order: OrderDoc, line: LineDoc): number {
  return line.quantity - refundedQuantityOf(order, line.id);
}

/** A line's discounts less what refunds and edits took along. */
export function currentDiscountOf(order: OrderDoc, line: LineDoc): Pair {
  const gone = order.refunds.flatMap((refund) => refund.lines).filter((one) => one.lineId === line.id);
  return minus(discountOf(line), ...gone.map((one) => refundedDiscountOf(order, line, one)));
}

export function refundedDiscountOf(order: OrderDoc, line: LineDoc, refunded: RefundLineDoc): Pair {
  return refunded.discount ?? shareOf(discountOf(line), refunded.quantity, line.quantity, order);
}

/**
 * What `quantity` more of a line are worth in a refund: cut from the whole line cumulatively, less what went before,
 * so that all partial refunds together are exactly the line, also when an edit changed the line in between.
 * `same` is what the same refund has cut already.
 */
export function refundShare(order: OrderDoc, line: LineDoc, quantity: number, same: RefundLineDoc[] = []): WorthDoc {
  const gone = [...order.refunds.flatMap((refund) => refund.lines), ...same].filter((one) => one.lineId === line.id);
  const reached = gone.reduce((sum, one) => sum + one.quantity, quantity);
  const cut = (whole: Pair, part: (one: RefundLineDoc) => Pair) =>
    minus(shareOf(whole, reached, line.quantity, order), ...gone.map(part));
  return {
    subtotal: cut(netOf(line), (one) => one.subtotal),
    tax: cut(taxOf(line), (one) => one.tax),
    discount: cut(discountOf(line), (one) => refundedDiscountOf(order, line, one)),
  };
}

/** Lines with their tax, shipping with its tax: what the refund is for, before any discrepancy. */
export function worthOf(order: OrderDoc, refund: Pick<RefundDoc, 'lines' | 'shipping'>): Pair {
  const tax = order.taxesIncluded
    ? []
    : [...refund.lines.map((line) => line.tax), ...(refund.shipping === null ? [] : [refund.shipping.tax])];
  return sumOf([
    ...refund.lines.map((line) => line.subtotal),
    ...(refund.shipping === null ? [] : [refund.shipping.amount]),
    ...tax,
  ]);
}

export function isPositive(pair: Pair): boolean {
  return exact(pair.presentment).gt(0);
}
