import { nothing, shareOf } from '../../money';
import { gid } from '../gids';
import type { OrderDoc, ReturnDoc } from '../ledger/order';
import { netOf } from '../orders/totals';
import type { StoreRoom } from '../store-room';
import { feeView } from './agreement-view';
import { fulfillmentLineView } from './fulfillment-view';
import { lineView } from './line-view';
import { variantTitle } from './product-view';
import { type Args, bag, link, type View } from './view';

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
    returnShippingFees: one.fee ? [feeView(order, one.fee)] : [],
    decline: one.decline ?? null,
    exchangeLineItems: (args: Args) =>
      (one.exchanges ?? []).map((line) => exchangeView(room, order, one, line)).filter(asked(args)),
    returnLineItems: (args: Args) => one.lines.map((line) => lineOfReturn(room, order, one, line)).filter(asked(args)),
  };
}

function lineOfReturn(room: StoreRoom, order: OrderDoc, one: ReturnDoc, line: ReturnDoc['lines'][number]): View {
  const of = order.lines.find((x) => x.id === line.lineId);
  return {
    __typename: 'ReturnLineItem',
    id: gid('ReturnLineItem', line.id),
    quantity: line.quantity,
    refundedQuantity: line.refunded,
    refundableQuantity: line.quantity - line.refunded,
    ...processing(one, line),
    returnReason: line.reason,
    returnReasonDefinition: reasonView(line.reason),
    returnReasonNote: line.note,
    customerNote: line.customerNote ?? null,
    fulfillmentLineItem: () => fulfillmentLineView(room, order, line.fulfillmentLineId),
    withCodeDiscountedTotalPriceSet: bag(
      of === undefined ? nothing : shareOf(netOf(of), line.quantity, of.quantity, order),
      order,
    ),
  };
}

function exchangeView(
  room: StoreRoom,
  order: OrderDoc,
  one: ReturnDoc,
  line: NonNullable<ReturnDoc['exchanges']>[number],
): View {
  const given = order.lines.filter((x) => line.lineIds.includes(x.id));
  const found = room.variant(line.variantId);
  return {
    __typename: 'ExchangeLineItem',
    id: gid('ExchangeLineItem', line.id),
    quantity: line.quantity,
    ...processing(one, line),
    productId: found === null ? null : gid('Product', found.product.id),
    title: found?.product.title ?? null,
    variantId: gid('ProductVariant', line.variantId),
    variantSku: found?.variant.sku ?? null,
    variantTitle: found === null ? null : variantTitle(found.variant),
    lineItem: () => (given[0] === undefined ? null : lineView(room, order, given[0])),
    lineItems: () => given.map((x) => lineView(room, order, x)),
  };
}

/** As recorded: nothing can be processed while a return is only asked for. */
function processing(one: ReturnDoc, line: { quantity: number; processed: number }) {
  const left = line.quantity - line.processed;
  return {
    processedQuantity: line.processed,
    processableQuantity: one.status === 'OPEN' ? left : 0,
    unprocessedQuantity: left,
  };
}

function asked({ processingStatus }: Args) {
  return (line: { processedQuantity?: unknown; processableQuantity?: unknown }) => {
    if (processingStatus === 'PROCESSABLE') return Number(line.processableQuantity) > 0;
    return processingStatus !== 'PROCESSED' || Number(line.processedQuantity) > 0;
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
