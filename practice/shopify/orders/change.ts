import { idOf } from '../gids';
import { refuse } from '../graphql/context';
import type { OrderDoc, TransactionDoc } from '../ledger/order';
import { purchasesPayload } from '../payloads/customer';
import { fulfillmentPayload } from '../payloads/fulfillment';
import { orderPayload } from '../payloads/order';
import { refundPayload } from '../payloads/refund';
import { transactionPayload } from '../payloads/transaction';
import type { StoreRoom } from '../store-room';

/** The order to be changed: a copy, kept by saveOrder. */
export function orderToChange(room: StoreRoom, id: unknown, field: string[]): OrderDoc {
  const order = room.shelf('order').get(idOf(id));
  if (order === null) return refuse(field, 'Order does not exist', 'NOT_FOUND');
  return structuredClone(order);
}

/** Keeps a changed order and tells the world: first what happened to it, then that it changed. */
export function saveOrder(room: StoreRoom, order: OrderDoc, topics: string[] = ['orders/updated']): OrderDoc {
  const now = room.stamp();
  if (now > order.updatedAt) order.updatedAt = now;
  room.shelf('order').put(order);
  room.remember(order);
  for (const topic of topics) room.tell(topic, () => orderPayload(room, order));
  return order;
}

export function tellTransaction(room: StoreRoom, order: OrderDoc, transaction: TransactionDoc): void {
  room.tell('order_transactions/create', () => transactionPayload(room, order, transaction));
  tellPurchases(room, order.customerId);
}

/** customers/purchasing_summary: what a customer has bought in all, which customers/update no longer says. */
export function tellPurchases(room: StoreRoom, customerId: string | null): void {
  if (customerId !== null) room.tell('customers/purchasing_summary', () => purchasesPayload(room, customerId));
}

export function tellRefund(room: StoreRoom, order: OrderDoc, refundId: string): void {
  const refund = order.refunds.find((one) => one.id === refundId);
  if (refund !== undefined) room.tell('refunds/create', () => refundPayload(room, order, refund));
}

export function tellFulfillment(room: StoreRoom, order: OrderDoc, fulfillmentId: string, topic: string): void {
  const fulfillment = order.fulfillments.find((one) => one.id === fulfillmentId);
  if (fulfillment !== undefined) room.tell(topic, () => fulfillmentPayload(room, order, fulfillment));
}
