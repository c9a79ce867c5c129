import { nothing, shareOf, sumOf } from '../../money';
import { gid } from '../gids';
import type { OrderDoc, RefundDoc } from '../ledger/order';
import type { StoreRoom } from '../store-room';
import { lineView } from './line-view';
import { locationView } from './shop-view';
import { transactionView } from './transaction-view';
import { bag, link, type View } from './view';

export function refundView(room: StoreRoom, order: OrderDoc, refund: RefundDoc): View {
  const transactions = order.transactions.filter((t) => t.refundId === refund.id);
  const paidBack = sumOf(
    transactions.filter((t) => t.status === 'SUCCESS' && t.kind === 'REFUND').map((t) => t.amount),
  );
  return {
    __typename: 'Refund',
    id: gid('Refund', refund.id),
    legacyResourceId: refund.id,
    createdAt: refund.createdAt,
    processedAt: refund.processedAt,
    updatedAt: refund.createdAt,
    note: refund.note,
    duties: [],
    totalRefundedSet: bag(paidBack, order),
    totalRefunded: bag(paidBack, order).presentmentMoney,
    order: link('Order', order.id),
    return: refund.returnId === null ? null : link('Return', refund.returnId),
    transactions: () => transactions.map((one) => transactionView(room, order, one)),
    refundLineItems: () =>
      refund.lines.flatMap((line) => {
        const of = order.lines.find((one) => one.id === line.lineId);
        if (of === undefined) return [];
        return {
          id: gid('RefundLineItem', line.id),
          lineItem: () => lineView(room, order, of),
          location: () => (line.locationId === null ? null : locationView(room, line.locationId)),
          quantity: line.quantity,
          restockType: line.restockType,
          restocked: line.restockType !== 'NO_RESTOCK',
          priceSet: bag(line.quantity === 0 ? nothing : shareOf(line.subtotal, 1, line.quantity, order), order),
          subtotalSet: bag(line.subtotal, order),
          totalTaxSet: bag(line.tax, order),
        };
      }),
    refundShippingLines: () =>
      refund.shipping === null
        ? []
        : [
            {
              id: gid('RefundShippingLine', refund.shipping.id),
              subtotalAmountSet: bag(refund.shipping.amount, order),
              taxAmountSet: bag(refund.shipping.tax, order),
            },
          ],
    orderAdjustments: () =>
      refund.discrepancy === null
        ? []
        : [
            {
              __typename: 'OrderAdjustment',
              id: gid('OrderAdjustment', refund.discrepancy.id),
              amountSet: bag(refund.discrepancy.amount, order),
              taxAmountSet: bag(nothing, order),
              reason: refund.discrepancy.reason,
            },
          ],
  };
}
