import { exact, nothing, type Pair, plus, shareOut, sumOf, times } from '../../money';
import type {
  EditDoc,
  FeeDoc,
  LineDoc,
  OrderDoc,
  RefundDoc,
  RefundLineDoc,
  ShippingLineDoc,
  WorthDoc,
} from '../ledger/order';
import { refundedDiscountOf } from './totals';
import { isWorthless, less, pictureOf, type Worth, worthless } from './worth';

/** What was agreed with the buyer, step by step: the order, its edits, what was paid back, what a return brought. */
export type Agreement = { id: string; at: string; sales: Sale[] } & (
  | { reason: 'ORDER' }
  | { reason: 'ORDER_EDIT' }
  | { reason: 'REFUND'; refundId: string }
  | { reason: 'RETURN'; returnId: string }
);

/** One line of an agreement; `quantity` is null where pieces make no sense. */
export type Sale = WorthDoc & {
  action: 'ORDER' | 'UPDATE' | 'RETURN';
  quantity: number | null;
  /** the part of the tax that was given for the whole order and not for the line */
  orderTax: Pair;
  of:
    | { kind: 'line'; line: LineDoc }
    | { kind: 'shipping'; line: ShippingLineDoc | null }
    | { kind: 'fee'; fee: FeeDoc }
    | { kind: 'adjustment' };
};

/**
 * All agreements of an order, the oldest first. Edits were kept when they happened and refunds say what they took;
 * what was ordered is what stands now without either. So all sales together are always what the order is worth now.
 */
export function agreementsOf(order: OrderDoc): Agreement[] {
  const edits = (order.edits ?? []).map(withMoney);
  const removals = new Set(edits.map((edit) => edit.refundId));
  const refunds = order.refunds.filter((refund) => !removals.has(refund.id));
  return [
    { id: order.id, at: order.createdAt, reason: 'ORDER' as const, sales: orderedSales(order, edits, refunds) },
    ...edits.map((edit) => editAgreement(order, edit)),
    ...refunds.map((refund) => ({
      id: refund.id,
      at: refund.createdAt,
      reason: 'REFUND' as const,
      refundId: refund.id,
      sales: refundSales(order, refund),
    })),
  ].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** What a sale comes to: after discounts, with its tax. */
export function amountOf(order: OrderDoc, sale: WorthDoc): Pair {
  return order.taxesIncluded ? sale.subtotal : plus(sale.subtotal, sale.tax);
}

/** What the order came to when it was placed. */
export function orderedTotalOf(order: OrderDoc): Pair {
  const ordered = agreementsOf(order).find((one) => one.reason === 'ORDER');
  return sumOf((ordered?.sales ?? []).map((sale) => amountOf(order, sale)));
}

function orderedSales(order: OrderDoc, edits: EditDoc[], refunds: RefundDoc[]): Sale[] {
  const now = pictureOf(order);
  const lines = order.lines.flatMap((line) => {
    const edited = edits.flatMap((edit) => edit.lines).filter((one) => one.lineId === line.id);
    const refunded = refunds.flatMap((refund) => refund.lines).filter((one) => one.lineId === line.id);
    const later = [...edited.map(changed), ...refunded.map((one) => takenBack(order, line, one))];
    const worth = less(now.lines.get(line.id) ?? worthless, later);
    return isWorthless(worth) ? [] : [{ line, worth }];
  });
  const shipping = order.shippingLines.flatMap((line) => {
    const edited = edits.flatMap((edit) => edit.shipping).filter((one) => one.shippingLineId === line.id);
    const worth = less(now.shipping.get(line.id) ?? worthless, edited.map(changed));
    return isWorthless(worth) ? [] : [saleOf('ORDER', null, worth, { kind: 'shipping', line })];
  });
  const orderTaxes = shareOfOrderTax(
    order,
    lines.map(({ worth }) => worth.subtotal),
  );
  return [
    ...lines.map(({ line, worth }, index) => {
      const orderTax = orderTaxes[index] ?? nothing;
      const sale = saleOf('ORDER', worth.quantity, worth, { kind: 'line', line });
      return { ...sale, tax: plus(worth.tax, orderTax), orderTax };
    }),
    ...shipping,
  ];
}

/** Ledgers from before money was kept with edits knew pieces alone. */
function withMoney(edit: EditDoc): EditDoc {
  const lines = edit.lines.map((line) => ({ ...worthless, ...line }));
  return { ...edit, lines, shipping: edit.shipping ?? [], fee: edit.fee ?? null };
}

function editAgreement(order: OrderDoc, edit: EditDoc): Agreement {
  const lines = edit.lines.flatMap((one) => {
    const line = order.lines.find((x) => x.id === one.lineId);
    return line === undefined ? [] : [saleOf(actionOf(one.delta), one.delta, one, { kind: 'line', line })];
  });
  const shipping = edit.shipping.map((one) => {
    // the platform names no shipping line for one that is taken off
    const line = order.shippingLines.find((x) => x.id === one.shippingLineId && one.delta >= 0) ?? null;
    return saleOf(actionOf(one.delta), null, one, { kind: 'shipping', line });
  });
  const fee = edit.fee === null ? [] : [saleOf('ORDER', null, priced(edit.fee.amount), { kind: 'fee', fee: edit.fee })];
  const common = { id: edit.id, at: edit.at, sales: [...lines, ...shipping, ...fee] };
  return edit.returnId === null
    ? { ...common, reason: 'ORDER_EDIT' }
    : { ...common, reason: 'RETURN', returnId: edit.returnId };
}

function refundSales(order: OrderDoc, refund: RefundDoc): Sale[] {
  const lines = refund.lines.flatMap((one) => {
    const line = order.lines.find((x) => x.id === one.lineId);
    if (line === undefined) return [];
    const { quantity, ...worth } = takenBack(order, line, one);
    return [saleOf('RETURN', quantity, worth, { kind: 'line', line })];
  });
  const { shipping, discrepancy } = refund;
  const back = shipping && { ...priced(times(shipping.amount, -1)), tax: times(shipping.tax, -1) };
  return [
    ...lines,
    ...(back === null ? [] : [saleOf('RETURN', null, back, { kind: 'shipping', line: null })]),
    ...(discrepancy === null ? [] : [saleOf('RETURN', null, priced(discrepancy.amount), { kind: 'adjustment' })]),
  ];
}

function saleOf(action: Sale['action'], quantity: number | null, worth: WorthDoc, of: Sale['of']): Sale {
  const { subtotal, tax, discount } = worth;
  return { action, quantity, subtotal, tax, discount, orderTax: nothing, of };
}

function actionOf(delta: number): Sale['action'] {
  return delta > 0 ? 'ORDER' : delta < 0 ? 'RETURN' : 'UPDATE';
}

function changed({ delta, ...worth }: WorthDoc & { delta: number }): Worth {
  return { ...worth, quantity: delta };
}

function takenBack(order: OrderDoc, line: LineDoc, one: RefundLineDoc): Worth {
  return {
    quantity: -one.quantity,
    subtotal: times(one.subtotal, -1),
    tax: times(one.tax, -1),
    discount: times(refundedDiscountOf(order, line, one), -1),
  };
}

function priced(subtotal: Pair): WorthDoc {
  return { subtotal, tax: nothing, discount: nothing };
}

/**
 * Taxes that were given for the whole order, shared out over its lines by what they cost. Where they cost nothing the first
 * bears them, in each currency for itself: what is a cent in one may be rounded to nothing in the other.
 */
function shareOfOrderTax(order: OrderDoc, costs: Pair[]): Pair[] {
  const whole = sumOf(order.orderTaxLines.map((tax) => tax.price));
  const total = sumOf(costs);
  const weightIn = (side: keyof Pair, cost: Pair, index: number) =>
    exact(total[side]).isZero() ? String(index === 0 ? 1 : 0) : cost[side];
  const weights = costs.map((cost, index) => {
    return { shop: weightIn('shop', cost, index), presentment: weightIn('presentment', cost, index) };
  });
  return shareOut(whole, weights, order);
}
