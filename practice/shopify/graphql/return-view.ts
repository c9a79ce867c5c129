import { gid } from '../gids';
import type { OrderDoc, ReturnDoc } from '../ledger/order';
import { nothing, shareOf } from '../money';
import { netOf } from '../orders/totals';
import type { StoreRoom } from '../store-room';
import { fulfillmentLineView } from './fulfillment-view';
import { bag, link, type View } from './view';

export function returnView(room: StoreRoom, order: OrderDoc, one: ReturnDoc): View {
  return {
    __typename: 'Return',
    id: gid('Return', one.id),
    name: one.name,
    status: one.status,
    createdAt: one.createdAt,
    closedAt: one.closedAt,
    requestApprovedAt: one.approvedAt,
    totalQuantity: one.lines.reduce((sum, line) => sum + line.quantity, 0),
    order: link('Order', order.id),
    refunds: order.refunds.filter((r) => r.returnId === one.id).map((r) => link('Refund', r.id)),
    returnShippingFees: [],
    returnLineItems: () =>
      one.lines.map((line) => {
        const of = order.lines.find((x) => x.id === line.lineId);
        return {
          __typename: 'ReturnLineItem',
          id: gid('ReturnLineItem', line.id),
          quantity: line.quantity,
          refundedQuantity: line.refunded,
          refundableQuantity: line.quantity - line.refunded,
          processedQuantity: line.processed,
          processableQuantity: line.quantity - line.processed,
          unprocessedQuantity: line.quantity - line.processed,
          returnReason: line.reason,
          returnReasonNote: line.note,
          customerNote: null,
          fulfillmentLineItem: () => fulfillmentLineView(room, order, line.fulfillmentLineId),
          withCodeDiscountedTotalPriceSet: bag(
            of === undefined ? nothing : shareOf(netOf(of), line.quantity, of.quantity, order),
            order,
          ),
        };
      }),
  };
}
