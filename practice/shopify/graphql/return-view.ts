import { gid } from '../gids';
import type { OrderDoc, ReturnDoc } from '../ledger/order';
import { nothing, shareOf } from '../money';
import { netOf } from '../orders/totals';
import type { StoreRoom } from '../store-room';
import { fulfillmentLineView } from './fulfillment-view';
import { lineView } from './line-view';
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
    decline: one.decline ?? null,
    exchangeLineItems: () =>
      (one.exchanges ?? []).map((exchange) => ({
        __typename: 'ExchangeLineItem',
        id: gid('ExchangeLineItem', exchange.id),
        quantity: exchange.quantity,
        processedQuantity: exchange.processed,
        processableQuantity: exchange.quantity - exchange.processed,
        unprocessedQuantity: exchange.quantity - exchange.processed,
        variantId: gid('ProductVariant', exchange.variantId),
        lineItems: () =>
          order.lines.filter((line) => exchange.lineIds.includes(line.id)).map((line) => lineView(room, order, line)),
      })),
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
          returnReasonDefinition: reasonView(line.reason),
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

function reasonView(reason: string): View {
  const handle = reason.toLowerCase().replaceAll('_', '-');
  const words = handle.replaceAll('-', ' ');
  return {
    __typename: 'ReturnReasonDefinition',
    id: gid(
      'ReturnReasonDefinition',
      String([...handle].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 1e9),
    ),
    handle,
    name: words.charAt(0).toUpperCase() + words.slice(1),
    deleted: false,
  };
}
