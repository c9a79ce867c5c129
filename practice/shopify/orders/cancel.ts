import { nothing } from '../../money';
import { refuse } from '../graphql/context';
import type { Args } from '../graphql/view';
import type { OrderDoc } from '../ledger/order';
import type { StoreRoom } from '../store-room';
import { orderToChange, saveOrder, tellRefund, tellTransaction } from './change';
import { addTransaction } from './pay';
import { addRefund, payBack } from './refund';
import { capturableOf, currentQuantityOf, isPositive, totalsOf } from './totals';

/** orderCancel: voids what is authorized, pays back what is asked, takes every line off. */
export function cancelOrder(room: StoreRoom, args: Args): OrderDoc {
  const order = orderToChange(room, args.orderId, ['orderId']);
  if (order.cancelledAt !== null) refuse(['orderId'], 'Order has already been cancelled', 'INVALID');
  const now = room.stamp();
  const started = order.transactions.length;
  const payBackAll = args.refund === true || args.refundMethod?.originalPaymentMethodsRefund === true;
  for (const one of [...order.transactions]) {
    const open = capturableOf(order, one.id);
    if (isPositive(open))
      addTransaction(room, order, { kind: 'VOID', gateway: one.gateway, amount: nothing, parentId: one.id });
  }
  const refund = addRefund(room, order, {
    lines: order.lines
      .map((line) => ({
        lineId: line.id,
        quantity: currentQuantityOf(order, line),
        restockType: args.restock ? ('CANCEL' as const) : ('NO_RESTOCK' as const),
        locationId: args.restock ? (room.doc().locations[0]?.id ?? null) : null,
      }))
      .filter((line) => line.quantity > 0),
    shipping: 'full',
    payments: null,
    note: args.staffNote ?? null,
    returnId: null,
    processedAt: null,
    discrepancyReason: null,
  });
  if (payBackAll) {
    for (const one of payBack(order, totalsOf(order).netPayment)) {
      addTransaction(room, order, {
        kind: 'REFUND',
        gateway: one.gateway,
        amount: one.amount,
        parentId: one.parent?.id ?? null,
        refundId: refund.id,
      });
    }
  }
  order.cancelledAt = now;
  order.cancelReason = args.reason;
  order.closedAt ??= now;
  for (const one of order.fulfillmentOrders) if (one.lines.every((line) => line.fulfilled === 0)) one.cancelled = true;
  saveOrder(room, order, []);
  tellRefund(room, order, refund.id);
  for (const one of order.transactions.slice(started)) tellTransaction(room, order, one);
  return saveOrder(room, order, ['orders/cancelled', 'orders/updated']);
}
