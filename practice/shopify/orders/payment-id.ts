import type { OrderDoc, TransactionDoc } from '../ledger/order';

/** `#1001.1`, `#1001.2`: the payments of an order, counted. What is captured, voided or paid back is its parent's. */
export function paymentIdOf(order: OrderDoc, one: TransactionDoc): string {
  const first = payments(order).indexOf(rootOf(order, one));
  return `${order.name}.${first + 1}`;
}

const manual = new Set(['manual', 'cash', 'Cash on Delivery (COD)', 'Bank Deposit', 'Money Order']);

/** Gateways where a person takes the money. */
export function isManual(gateway: string): boolean {
  return manual.has(gateway);
}

function payments(order: OrderDoc): TransactionDoc[] {
  return order.transactions.filter((one) => rootOf(order, one) === one);
}

function rootOf(order: OrderDoc, one: TransactionDoc): TransactionDoc {
  const parent = order.transactions.find((other) => other.id === one.parentId);
  return parent === undefined || parent === one ? one : rootOf(order, parent);
}
