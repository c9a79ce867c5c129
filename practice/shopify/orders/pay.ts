import { exact, nothing, type Pair, shareOf } from '../../money';
import { idOf } from '../gids';
import { refuse } from '../graphql/context';
import type { Args } from '../graphql/view';
import type { OrderDoc, TransactionDoc } from '../ledger/order';
import type { StoreRoom } from '../store-room';
import { orderToChange, saveOrder, tellTransaction } from './change';
import { isFullyPaid } from './statuses';
import { capturableOf, isPositive, totalsOf } from './totals';

export function addTransaction(
  room: StoreRoom,
  order: OrderDoc,
  given: Pick<TransactionDoc, 'kind' | 'gateway' | 'amount'> & Partial<TransactionDoc>,
): TransactionDoc {
  const now = room.stamp();
  const transaction: TransactionDoc = {
    id: room.nextId(),
    status: 'SUCCESS',
    parentId: null,
    refundId: null,
    test: order.test,
    createdAt: now,
    processedAt: now,
    ...given,
  };
  order.transactions.push(transaction);
  return transaction;
}

/** orderMarkAsPaid: captures what is authorized, or takes what is outstanding as a manual sale. */
export function markAsPaid(room: StoreRoom, id: unknown): OrderDoc {
  const order = orderToChange(room, id, ['id']);
  const totals = totalsOf(order);
  const open = order.transactions.find((one) => isPositive(capturableOf(order, one.id)));
  if (order.cancelledAt !== null || (!isPositive(totals.outstanding) && open === undefined)) {
    refuse(['id'], 'Order cannot be marked as paid.');
  }
  const added =
    open === undefined
      ? addTransaction(room, order, { kind: 'SALE', gateway: 'manual', amount: totals.outstanding })
      : addTransaction(room, order, {
          kind: 'CAPTURE',
          gateway: open.gateway,
          amount: capturableOf(order, open.id),
          parentId: open.id,
        });
  return paid(room, order, added);
}

/** orderCreateManualPayment */
export function payManually(room: StoreRoom, args: Args): OrderDoc {
  const order = orderToChange(room, args.id, ['id']);
  const outstanding = totalsOf(order).outstanding;
  if (!isPositive(outstanding)) refuse(['id'], 'Order is already paid.', 'ORDER_ALREADY_PAID');
  const amount: Pair = args.amount ? partOf(order, outstanding, args.amount.amount) : outstanding;
  return paid(
    room,
    order,
    addTransaction(room, order, { kind: 'SALE', gateway: args.paymentMethodName ?? 'manual', amount }),
  );
}

/** orderCapture: part or all of an authorization. */
export function capture(room: StoreRoom, input: Args): { order: OrderDoc; transaction: TransactionDoc } {
  const order = orderToChange(room, input.id, ['id']);
  needCurrency(order, input.currency, ['currency']);
  const parent = order.transactions.find((one) => one.id === idOf(input.parentTransactionId));
  if (parent === undefined) return refuse(['parentTransactionId'], 'Transaction does not exist');
  const open = capturableOf(order, parent.id);
  if (!isPositive(open)) refuse(['parentTransactionId'], 'Transaction cannot be captured');
  const amount = partOf(order, open, input.amount, input.currency);
  if (exact(amount.presentment).gt(open.presentment))
    refuse(['amount'], 'Amount is greater than the amount to capture');
  const transaction = addTransaction(room, order, {
    kind: 'CAPTURE',
    gateway: parent.gateway,
    amount,
    parentId: parent.id,
  });
  return { order: paid(room, order, transaction), transaction };
}

/** transactionVoid */
export function voidTransaction(room: StoreRoom, parentId: unknown): { order: OrderDoc; transaction: TransactionDoc } {
  const found = room.orderHolding(idOf(parentId));
  if (found === null) return refuse(['parentTransactionId'], 'Transaction does not exist', 'TRANSACTION_NOT_FOUND');
  const order = orderToChange(room, found.id, ['parentTransactionId']);
  const parent = order.transactions.find((one) => one.id === idOf(parentId));
  if (parent?.kind !== 'AUTHORIZATION' || parent.status !== 'SUCCESS') {
    return refuse(
      ['parentTransactionId'],
      'Parent transaction must be a successful authorization',
      'AUTH_NOT_SUCCESSFUL',
    );
  }
  if (!isPositive(capturableOf(order, parent.id))) {
    const message = 'Parent transaction require a parent_id referring to a voidable transaction';
    return refuse(['parentTransactionId'], message, 'AUTH_NOT_VOIDABLE');
  }
  const transaction = addTransaction(room, order, {
    kind: 'VOID',
    gateway: parent.gateway,
    amount: nothing,
    parentId: parent.id,
  });
  saveOrder(room, order, []);
  tellTransaction(room, order, transaction);
  return { order: saveOrder(room, order), transaction };
}

function paid(room: StoreRoom, order: OrderDoc, transaction: TransactionDoc): OrderDoc {
  saveOrder(room, order, []);
  tellTransaction(room, order, transaction);
  return saveOrder(room, order, isFullyPaid(order) ? ['orders/paid', 'orders/updated'] : ['orders/updated']);
}

/** Where a shopper paid in another currency, money mutations must say that they mean that one. */
export function needCurrency(order: OrderDoc, given: string | null | undefined, field: string[]): void {
  if (order.currency === order.presentmentCurrency) return;
  if (given === order.presentmentCurrency) return;
  refuse(field, `Currency must be the presentment currency of the order, ${order.presentmentCurrency}`);
}

/** An amount of one side (the shop's, unless `currency` says presentment) as a share of a pair. */
export function partOf(order: OrderDoc, whole: Pair, amount: string | number, currency?: string | null): Pair {
  const side = currency === order.presentmentCurrency && currency !== order.currency ? 'presentment' : 'shop';
  if (order.currency === order.presentmentCurrency) {
    const text = exact(amount).toFixed();
    return { shop: text, presentment: text };
  }
  if (exact(whole[side]).eq(amount)) return whole;
  if (exact(whole[side]).isZero()) return nothing;
  return { ...shareOf(whole, exact(amount), exact(whole[side]), order), [side]: exact(amount).toFixed() };
}
