import type { LineDoc, OrderDoc, RefundDoc, ShippingLineDoc } from '../ledger/order';
import { exact, minus, nothing, type Pair, plus, shareOf, sumOf, times } from '../money';

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
  const currentTotal = plus(currentSubtotal, currentShipping, order.taxesIncluded ? nothing : currentTax, discrepancy);
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

function currentDiscountOf(order: OrderDoc, line: LineDoc): Pair {
  return shareOf(discountOf(line), currentQuantityOf(order, line), line.quantity, order);
}

/**
 * What `quantity` more of a line are worth in a refund: shares are cut from the whole line cumulatively,
 * so that all partial refunds together are exactly the line.
 */
export function refundShare(order: OrderDoc, line: LineDoc, quantity: number): { subtotal: Pair; tax: Pair } {
  const before = refundedQuantityOf(order, line.id);
  const cut = (whole: Pair) =>
    minus(shareOf(whole, before + quantity, line.quantity, order), shareOf(whole, before, line.quantity, order));
  return { subtotal: cut(netOf(line)), tax: cut(taxOf(line)) };
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
