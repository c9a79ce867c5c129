import { exact, nothing } from '../../money';
import { gid, idOf } from '../gids';
import { refuse } from '../graphql/context';
import type { Args } from '../graphql/view';
import type { EditDoc, FeeDoc, OrderDoc, ReturnDoc } from '../ledger/order';
import { type StoreRoom, toShop } from '../store-room';
import { orderToChange, saveOrder } from './change';
import { openFulfillmentOrder } from './fulfil';
import { lineFrom, pairOf } from './order-parts';
import { partOf } from './pay';
import { addRefund, tellAll } from './refund';
import { totalsOf } from './totals';
import { changesBetween, pictureOf } from './worth';

type Changed = { order: OrderDoc; one: ReturnDoc };

/** returnCreate (open at once) and returnRequest (to be approved). */
export function openReturn(room: StoreRoom, input: Args, status: 'OPEN' | 'REQUESTED'): Changed {
  const order = orderToChange(room, input.orderId, ['returnInput', 'orderId']);
  const given: Args[] = input.returnLineItems ?? [];
  if (given.length === 0)
    refuse(['returnInput', 'returnLineItems'], 'At least one return line item is required', 'INVALID');
  const now = room.stamp();
  const lines = given.map((wish, index) => {
    const field = ['returnInput', 'returnLineItems', String(index)];
    const part = order.fulfillments
      .flatMap((f) => f.lines)
      .find((line) => line.id === idOf(wish.fulfillmentLineItemId));
    if (part === undefined)
      return refuse([...field, 'fulfillmentLineItemId'], 'Fulfillment line item not found', 'NOT_FOUND');
    const already = order.returns
      .filter((one) => one.status !== 'CANCELED' && one.status !== 'DECLINED')
      .flatMap((one) => one.lines)
      .filter((line) => line.fulfillmentLineId === part.id)
      .reduce((sum, line) => sum + line.quantity, 0);
    if (wish.quantity <= 0 || wish.quantity + already > part.quantity) {
      refuse([...field, 'quantity'], 'Quantity is not available to return.', 'INVALID');
    }
    return {
      id: room.nextId(),
      fulfillmentLineId: part.id,
      lineId: part.lineId,
      quantity: wish.quantity as number,
      refunded: 0,
      processed: 0,
      reason: wish.returnReason ?? 'OTHER',
      note: wish.returnReasonNote ?? '',
      customerNote: wish.customerNote ?? null,
    };
  });
  const one: ReturnDoc = {
    id: room.nextId(),
    name: `${order.name}-R${order.returns.length + 1}`,
    createdAt: now,
    closedAt: null,
    approvedAt: null,
    status,
    lines,
    fee: feeFrom(room, order, input.returnShippingFee?.amount),
    exchanges: ((input.exchangeLineItems ?? []) as Args[]).map((wish, index) => {
      if (room.variant(idOf(wish.variantId ?? '')) === null || wish.quantity <= 0) {
        return refuse(['returnInput', 'exchangeLineItems', String(index)], 'Variant is not available.', 'INVALID');
      }
      return { id: room.nextId(), variantId: idOf(wish.variantId), quantity: wish.quantity, processed: 0, lineIds: [] };
    }),
  };
  order.returns.push(one);
  return keep(room, order, one, status === 'OPEN' ? 'returns/approve' : 'returns/request');
}

/** What the buyer pays for sending things back, as given in one of the order's currencies. */
function feeFrom(room: StoreRoom, order: OrderDoc, given: Args | null | undefined): FeeDoc | null {
  if (!given) return null;
  const amount = exact(given.amount).toFixed();
  if (given.currencyCode === order.currency) return { id: room.nextId(), amount: pairOf(room, order, amount) };
  return {
    id: room.nextId(),
    amount: { shop: toShop(room, amount, order.presentmentCurrency), presentment: amount },
  };
}

/** returnApproveRequest, returnDeclineRequest, returnClose, returnReopen, returnCancel */
export function moveReturn(
  room: StoreRoom,
  id: unknown,
  to: ReturnDoc['status'],
  from: ReturnDoc['status'][],
  topic: string,
  decline: { reason: string; note: string | null } | null = null,
): Changed {
  const { order, one } = returnToChange(room, id);
  if (!from.includes(one.status)) {
    const field = to === 'OPEN' || to === 'DECLINED' ? ['input', 'id'] : ['id'];
    const again = one.status === 'DECLINED' && to === 'DECLINED' ? 'The return is already declined.' : null;
    refuse(field, again ?? refusals[to] ?? 'Return status is invalid.', 'INVALID_STATE');
  }
  if (one.status === 'REQUESTED' && to === 'OPEN') one.approvedAt = room.stamp();
  one.status = to;
  one.decline = decline;
  one.closedAt = to === 'CLOSED' ? room.stamp() : null;
  return keep(room, order, one, topic);
}

const refusals: Record<string, string> = {
  OPEN: 'Return is not approvable. Only returns with status REQUESTED can be approved.',
  DECLINED: 'Return is not declinable. Only non-refunded returns with status REQUESTED can be declined.',
};

/** returnProcess: takes pieces back, and pays back when it is asked to. */
export function processReturn(room: StoreRoom, input: Args): Changed {
  const { order, one } = returnToChange(room, input.returnId);
  if (one.status !== 'OPEN') refuse(['input', 'returnId'], 'Return is not open.', 'INVALID_STATE');
  const taken = (input.returnLineItems ?? []) as Args[];
  const lines = taken.map((wish) => {
    const line = one.lines.find((x) => x.id === idOf(wish.id));
    if (line === undefined || wish.quantity > line.quantity - line.processed) {
      return refuse(['input', 'returnLineItems'], 'Quantity is not available to process.', 'INVALID');
    }
    line.processed += wish.quantity;
    line.refunded += wish.quantity;
    return {
      lineId: line.lineId,
      quantity: wish.quantity as number,
      restockType: 'RETURN' as const,
      locationId: room.doc().locations[0]?.id ?? null,
    };
  });
  const fee = giveInExchange(room, order, one, (input.exchangeLineItems ?? []) as Args[]);
  const pays: Args[] = input.financialTransfer?.issueRefund?.orderTransactions ?? [];
  const net = totalsOf(order).netPayment;
  const refund = addRefund(room, order, {
    lines,
    shipping: input.refundShipping?.fullRefund ? 'full' : (input.refundShipping?.shippingRefundAmount?.amount ?? null),
    payments:
      pays.length === 0
        ? null
        : pays.map((pay) => {
            const parent = order.transactions.find((t) => t.id === idOf(pay.parentId)) ?? null;
            const amount = partOf(order, net, pay.transactionAmount.amount, pay.transactionAmount.currencyCode);
            return { amount, parent, gateway: parent?.gateway ?? 'manual' };
          }),
    note: input.note ?? null,
    returnId: one.id,
    processedAt: input.processedAt ?? null,
    discrepancyReason: null,
    withheld: fee?.amount ?? nothing,
  });
  if ([...one.lines, ...(one.exchanges ?? [])].every((line) => line.processed >= line.quantity)) {
    one.status = 'CLOSED';
    one.closedAt = room.stamp();
  }
  tellAll(room, order, refund, []);
  return keep(room, order, one, 'returns/process');
}

/** What the buyer gets instead, new lines of the order at the variant's price of now, and what sending back costs. */
function giveInExchange(room: StoreRoom, order: OrderDoc, one: ReturnDoc, wishes: Args[]): FeeDoc | null {
  const before = pictureOf(order);
  const added = wishes.map((wish): [string, number] => {
    const exchange = (one.exchanges ?? []).find((x) => x.id === idOf(wish.id));
    if (exchange === undefined || wish.quantity > exchange.quantity - exchange.processed) {
      return refuse(['input', 'exchangeLineItems'], 'Quantity is not available to process.', 'INVALID');
    }
    const wanted = { variantId: gid('ProductVariant', exchange.variantId), quantity: wish.quantity };
    const line = lineFrom(room, order, wanted, order.lines.length);
    exchange.processed += wish.quantity;
    exchange.lineIds.push(line.id);
    order.lines.push(line);
    return [line.id, line.quantity];
  });
  const charged = (order.edits ?? []).some((edit) => edit.returnId === one.id && edit.fee);
  const fee = charged ? null : (one.fee ?? null);
  if (added.length === 0 && fee === null) return null;
  openFulfillmentOrder(room, order, new Map(added));
  const changes = changesBetween(before, pictureOf(order));
  const edit: EditDoc = { id: room.nextId(), at: room.stamp(), returnId: one.id, refundId: null, ...changes, fee };
  order.edits = [...(order.edits ?? []), edit];
  return fee;
}

function returnToChange(room: StoreRoom, id: unknown): Changed {
  const found = room.orderHolding(idOf(id));
  if (found === null) return refuse(['id'], 'Return not found.', 'NOT_FOUND');
  const order = orderToChange(room, found.id, ['id']);
  const one = order.returns.find((x) => x.id === idOf(id));
  return one === undefined ? refuse(['id'], 'Return not found.', 'NOT_FOUND') : { order, one };
}

function keep(room: StoreRoom, order: OrderDoc, one: ReturnDoc, topic: string): Changed {
  saveOrder(room, order, []);
  room.tell(topic, () => ({
    id: BigInt(one.id),
    admin_graphql_api_id: gid('Return', one.id),
    order_id: BigInt(order.id),
    order: { id: BigInt(order.id), admin_graphql_api_id: gid('Order', order.id) },
    name: one.name,
    status: one.status.toLowerCase(),
    ...(one.decline ? { decline: { reason: one.decline.reason.toLowerCase(), note: one.decline.note } } : {}),
    total_return_line_items: one.lines.length,
    return_line_items: one.lines.map((line) => ({
      id: BigInt(line.id),
      admin_graphql_api_id: gid('ReturnLineItem', line.id),
      quantity: line.quantity,
      return_reason: line.reason.toLowerCase(),
      return_reason_note: line.note,
      fulfillment_line_item: { id: BigInt(line.fulfillmentLineId), line_item: { id: BigInt(line.lineId) } },
    })),
  }));
  saveOrder(room, order);
  return { order, one };
}
