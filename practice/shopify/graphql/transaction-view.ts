import { gid } from '../gids';
import type { OrderDoc, TransactionDoc } from '../ledger/order';
import { capturableOf, isPositive } from '../orders/totals';
import type { StoreRoom } from '../store-room';
import { bag, link, type View } from './view';

export function transactionView(room: StoreRoom, order: OrderDoc, one: TransactionDoc): View {
  const parent = order.transactions.find((t) => t.id === one.parentId);
  const amount = bag(one.amount, order);
  return {
    __typename: 'OrderTransaction',
    id: gid('OrderTransaction', one.id),
    kind: one.kind,
    status: one.status,
    gateway: one.gateway,
    formattedGateway: one.gateway,
    manualPaymentGateway: one.gateway === 'manual',
    manuallyCapturable: isPositive(capturableOf(order, one.id)),
    multiCapturable: false,
    amountSet: amount,
    amountV2: amount.shopMoney,
    test: one.test,
    createdAt: one.createdAt,
    processedAt: one.processedAt,
    errorCode: null,
    fees: [],
    totalUnsettledSet: bag(capturableOf(order, one.id), order),
    parentTransaction: () => (parent === undefined ? null : transactionView(room, order, parent)),
    order: link('Order', order.id),
  };
}
