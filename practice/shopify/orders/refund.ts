import { exact, isZero, minus, nothing, type Pair, shareOf, sumOf } from '../../money';
import { idOf } from '../gids';
import { refuse } from '../graphql/context';
import type { Args } from '../graphql/view';
import type { OrderDoc, RefundDoc, RefundLineDoc, TransactionDoc } from '../ledger/order';
import type { StoreRoom } from '../store-room';
import { orderToChange, saveOrder, tellRefund, tellTransaction } from './change';
import { addTransaction, needCurrency, partOf } from './pay';
import { callOff } from './statuses';
import { moveStock } from './stock';
import { currentQuantityOf, refundShare, shippingNetOf, taxOf, totalsOf, worthOf } from './totals';

export type RefundWish = {
  lines: { lineId: string; quantity: number; restockType: RefundLineDoc['restockType']; locationId: string | null }[];
  /** null: none; 'full': what is left of it; else an amount */
  shipping: 'full' | string | null;
  /** the currency that the shipping amount is given in; null: the shop's */
  currency?: string | null;
  /** null: pay nothing back */
  payments: { amount: Pair; parent: TransactionDoc | null; gateway: string }[] | null;
  note: string | null;
  returnId: string | null;
  processedAt: string | null;
  discrepancyReason: string | null;
  /** a fee that the merchant keeps back */
  withheld?: Pair;
};

/** refundCreate */
export function createRefund(room: StoreRoom, input: Args): { order: OrderDoc; refund: RefundDoc } {
  const order = orderToChange(room, input.orderId, ['orderId']);
  needCurrency(order, input.currency, ['currency']);
  const totals = totalsOf(order);
  const payments = (input.transactions ?? []).map((one: Args) => {
    if (one.kind !== 'REFUND' && one.kind !== 'SUGGESTED_REFUND') {
      refuse(null, `Kind ${String(one.kind).toLowerCase()} is not a valid transaction`);
    }
    const parent = one.parentId ? order.transactions.find((t) => t.id === idOf(one.parentId)) : undefined;
    if (one.parentId && parent === undefined) {
      refuse(['transactions'], 'Transactions require a parent_id associated with the order');
    }
    const currency = input.currency ?? order.currency;
    const whole = isZero(totals.netPayment) ? totals.total : totals.netPayment;
    return {
      amount: partOf(order, whole, one.amount, currency),
      parent: parent ?? null,
      gateway: parent?.gateway ?? one.gateway,
    };
  });
  const wanted = sumOf(payments.map((one: { amount: Pair }) => one.amount));
  if (!input.allowOverRefunding && exact(wanted.shop).gt(totals.netPayment.shop)) {
    const money = (amount: string) => `$${exact(amount).toFixed(2)}`;
    refuse(
      null,
      `Refund amount ${money(wanted.shop)} is greater than net payment received ${money(totals.netPayment.shop)}`,
    );
  }
  const shipping = input.shipping?.fullRefund ? 'full' : input.shipping?.amount ? String(input.shipping.amount) : null;
  const refund = addRefund(room, order, {
    lines: (input.refundLineItems ?? []).map((line: Args) => ({
      lineId: idOf(line.lineItemId),
      quantity: line.quantity,
      restockType: line.restockType ?? 'NO_RESTOCK',
      locationId: line.locationId ? idOf(line.locationId) : null,
    })),
    shipping,
    currency: input.currency ?? null,
    payments: payments.length === 0 ? null : payments,
    note: input.note ?? null,
    returnId: null,
    processedAt: input.processedAt ?? null,
    discrepancyReason: input.discrepancyReason ?? null,
  });
  tellAll(room, order, refund);
  return { order, refund };
}

/** Keeps the order and tells: the refund, its transactions, the changed order. */
export function tellAll(room: StoreRoom, order: OrderDoc, refund: RefundDoc, topics = ['orders/updated']): void {
  saveOrder(room, order, []);
  tellRefund(room, order, refund.id);
  for (const one of order.transactions) if (one.refundId === refund.id) tellTransaction(room, order, one);
  saveOrder(room, order, topics);
}

/**
 * Adds a refund to an order. What is paid back beyond or below the worth of its lines and shipping becomes
 * an order adjustment: negative when more was paid than the lines are worth.
 */
export function addRefund(room: StoreRoom, order: OrderDoc, wish: RefundWish): RefundDoc {
  const now = room.stamp();
  const lines: RefundLineDoc[] = [];
  for (const [index, one] of wish.lines.entries()) {
    const line = order.lines.find((x) => x.id === one.lineId);
    if (line === undefined) return refuse(['refundLineItems', String(index), 'lineItemId'], 'Line item does not exist');
    const again = lines.filter((x) => x.lineId === line.id).reduce((sum, x) => sum + x.quantity, 0);
    if (one.quantity <= 0 || one.quantity + again > currentQuantityOf(order, line)) {
      refuse(['refundLineItems', String(index), 'quantity'], 'Quantity cannot refund more items than were purchased');
    }
    const share = refundShare(order, line, one.quantity, lines);
    lines.push({ id: room.nextId(), ...one, ...share });
    if (one.restockType !== 'RETURN') callOff(order, line.id, one.quantity);
    if (one.restockType !== 'NO_RESTOCK') moveStock(room, line.variantId, one.quantity);
  }
  const refund: RefundDoc = {
    id: room.nextId(),
    createdAt: now,
    processedAt: wish.processedAt === null ? now : `${new Date(wish.processedAt).toISOString().slice(0, 19)}Z`,
    note: wish.note,
    returnId: wish.returnId,
    lines,
    shipping: shippingPart(room, order, wish.shipping, wish.currency ?? null),
    discrepancy: null,
  };
  if (wish.payments !== null) {
    const due = minus(worthOf(order, refund), wish.withheld ?? nothing);
    const off = minus(due, sumOf(wish.payments.map((one) => one.amount)));
    if (!isZero(off)) {
      const reasons: Record<string, string> = { CUSTOMER: 'CUSTOMER', DAMAGE: 'DAMAGE', RESTOCK: 'RESTOCK' };
      const reason = reasons[wish.discrepancyReason ?? ''] ?? 'REFUND_DISCREPANCY';
      refund.discrepancy = { id: room.nextId(), amount: off, reason };
    }
  }
  order.refunds.push(refund);
  for (const one of wish.payments ?? []) {
    addTransaction(room, order, {
      kind: 'REFUND',
      gateway: one.gateway,
      amount: one.amount,
      parentId: one.parent?.id ?? null,
      refundId: refund.id,
      processedAt: refund.processedAt,
    });
  }
  return refund;
}

function shippingPart(
  room: StoreRoom,
  order: OrderDoc,
  wanted: RefundWish['shipping'],
  currency: string | null,
): RefundDoc['shipping'] {
  if (wanted === null) return null;
  const lines = order.shippingLines.filter((line) => !line.removed);
  const whole = sumOf(lines.map(shippingNetOf));
  const tax = sumOf(lines.map(taxOf));
  const before = order.refunds.flatMap((one) => (one.shipping === null ? [] : [one.shipping]));
  const left = minus(whole, ...before.map((one) => one.amount));
  if (isZero(left)) return null;
  if (wanted === 'full') {
    return { id: room.nextId(), amount: left, tax: minus(tax, ...before.map((one) => one.tax)) };
  }
  const amount = partOf(order, whole, wanted, currency);
  if (exact(amount.shop).gt(left.shop))
    refuse(['shipping', 'amount'], 'Shipping amount is greater than the amount to refund');
  const share = isZero(whole) ? nothing : shareOf(tax, exact(amount.shop), exact(whole.shop), order);
  return { id: room.nextId(), amount, tax: share };
}

/** Everything that was paid, back along the ways it came. */
export function payBack(order: OrderDoc, most: Pair): NonNullable<RefundWish['payments']> {
  const payments: NonNullable<RefundWish['payments']> = [];
  let left = most;
  for (const one of order.transactions) {
    if (!['SALE', 'CAPTURE'].includes(one.kind) || one.status !== 'SUCCESS') continue;
    const returned = sumOf(
      order.transactions
        .filter((t) => t.kind === 'REFUND' && t.parentId === one.id && t.status === 'SUCCESS')
        .map((t) => t.amount),
    );
    const open = minus(one.amount, returned);
    const amount = exact(open.presentment).lte(left.presentment) ? open : left;
    if (!exact(amount.presentment).gt(0)) continue;
    payments.push({ amount, parent: one, gateway: one.gateway });
    left = minus(left, amount);
  }
  return payments;
}
