import { idOf } from '../gids';
import { refuse } from '../graphql/context';
import type { Args } from '../graphql/view';
import type { FulfillmentDoc, FulfillmentOrderDoc, OrderDoc } from '../ledger/order';
import type { StoreRoom } from '../store-room';
import { orderToChange, saveOrder, tellFulfillment } from './change';
import { fulfillmentStatusOf, unfulfilledQuantityOf } from './statuses';

/** What is to be shipped, all from the store's first location; with `pieces`, only so many of those lines. */
export function openFulfillmentOrder(room: StoreRoom, order: OrderDoc, pieces?: Map<string, number>): void {
  const all = pieces ?? new Map(order.lines.map((line) => [line.id, line.quantity]));
  if (all.size === 0) return;
  order.fulfillmentOrders.push({
    id: room.nextId(),
    locationId: room.doc().locations[0]?.id ?? '',
    cancelled: false,
    lines: [...all].map(([lineId, quantity]) => ({ id: room.nextId(), lineId, quantity, fulfilled: 0 })),
  });
}

/** Ships parts of fulfilment orders; with null, whatever is left. */
export function fulfil(
  room: StoreRoom,
  order: OrderDoc,
  wanted: { fulfillmentOrder: FulfillmentOrderDoc; parts: { id: string; quantity: number }[] | null }[] | null,
  tracking: Args,
): FulfillmentDoc {
  const now = room.stamp();
  const groups = wanted ?? order.fulfillmentOrders.map((fulfillmentOrder) => ({ fulfillmentOrder, parts: null }));
  const lines: FulfillmentDoc['lines'] = [];
  for (const group of groups) {
    for (const part of group.fulfillmentOrder.lines) {
      const left = Math.min(part.quantity - part.fulfilled, unfulfilledQuantityOf(order, part.lineId));
      const asked = group.parts === null ? left : (group.parts.find((one) => one.id === part.id)?.quantity ?? 0);
      if (asked > left) refuse(['fulfillment'], 'Invalid fulfillment order line item quantity requested.');
      if (asked <= 0) continue;
      part.fulfilled += asked;
      lines.push({ id: room.nextId(), lineId: part.lineId, quantity: asked });
    }
  }
  if (lines.length === 0) refuse(['fulfillment'], 'All line items must be unfulfilled.');
  const numbers: string[] = tracking.numbers ?? tracking.trackingNumbers ?? [];
  const number = tracking.number ?? tracking.trackingNumber ?? numbers[0] ?? null;
  const fulfillment: FulfillmentDoc = {
    id: room.nextId(),
    name: `${order.name}-F${order.fulfillments.length + 1}`,
    createdAt: now,
    updatedAt: now,
    status: 'SUCCESS',
    locationId: groups[0]?.fulfillmentOrder.locationId ?? null,
    shipmentStatus: tracking.shipmentStatus ?? null,
    fulfillmentOrderId: groups[0]?.fulfillmentOrder.id ?? null,
    tracking: trackingFrom(tracking, number),
    lines,
  };
  order.fulfillments.push(fulfillment);
  return fulfillment;
}

function trackingFrom(given: Args, number: string | null): FulfillmentDoc['tracking'] {
  const company = given.company ?? given.trackingCompany ?? null;
  const numbers: string[] = given.numbers ?? given.trackingNumbers ?? (number === null ? [] : [number]);
  return numbers.map((one, index) => ({
    company,
    number: one,
    url: given.urls?.[index] ?? given.url ?? null,
  }));
}

/** fulfillmentCreate */
export function createFulfillment(room: StoreRoom, given: Args): { order: OrderDoc; fulfillment: FulfillmentDoc } {
  const groups: Args[] = given.lineItemsByFulfillmentOrder ?? [];
  const first = idOf(groups[0]?.fulfillmentOrderId ?? '');
  const found = room.orderHolding(first);
  if (found === null) return refuse(['fulfillment'], 'Fulfillment order does not exist.');
  const order = orderToChange(room, found.id, ['fulfillment']);
  const wanted = groups.map((group) => {
    const fulfillmentOrder = order.fulfillmentOrders.find((one) => one.id === idOf(group.fulfillmentOrderId));
    if (fulfillmentOrder === undefined) return refuse(['fulfillment'], 'Fulfillment order does not exist.');
    if (fulfillmentOrder.hold)
      return refuse(['fulfillment'], `Fulfillment order ${fulfillmentOrder.id} has an unfulfillable status= on_hold.`);
    const parts: Args[] | null | undefined = group.fulfillmentOrderLineItems;
    return {
      fulfillmentOrder,
      parts: parts?.length ? parts.map((one) => ({ id: idOf(one.id), quantity: one.quantity as number })) : null,
    };
  });
  const fulfillment = fulfil(room, order, wanted, given.trackingInfo ?? {});
  fulfillment.notified = given.notifyCustomer === true;
  saveOrder(room, order, []);
  tellFulfillment(room, order, fulfillment.id, 'fulfillments/create');
  const done = fulfillmentStatusOf(order) === 'FULFILLED';
  saveOrder(room, order, [done ? 'orders/fulfilled' : 'orders/partially_fulfilled', 'orders/updated']);
  return { order, fulfillment };
}

/** fulfillmentOrderHold and fulfillmentOrderReleaseHold, of a whole fulfilment order */
export function holdFulfillmentOrder(
  room: StoreRoom,
  id: unknown,
  wish: Args | null,
): { order: OrderDoc; fulfillmentOrder: FulfillmentOrderDoc } {
  const found = room.orderHolding(idOf(id));
  if (found === null) return refuse(['id'], 'Fulfillment order does not exist.');
  const order = orderToChange(room, found.id, ['id']);
  const fulfillmentOrder = order.fulfillmentOrders.find((one) => one.id === idOf(id));
  if (fulfillmentOrder === undefined) return refuse(['id'], 'Fulfillment order does not exist.');
  const { reason = 'OTHER', reasonNotes = null } = wish ?? {};
  fulfillmentOrder.hold = wish && { id: room.nextId(), reason, reasonNotes };
  saveOrder(room, order);
  return { order, fulfillmentOrder };
}

/** fulfillmentTrackingInfoUpdate and fulfillmentCancel */
export function changeFulfillment(
  room: StoreRoom,
  id: unknown,
  change: { tracking: Args } | 'cancel',
): { order: OrderDoc; fulfillment: FulfillmentDoc } {
  const found = room.orderHolding(idOf(id));
  if (found === null) return refuse(['fulfillmentId'], 'Fulfillment does not exist.');
  const order = orderToChange(room, found.id, ['fulfillmentId']);
  const fulfillment = order.fulfillments.find((one) => one.id === idOf(id));
  if (fulfillment === undefined) return refuse(['fulfillmentId'], 'Fulfillment does not exist.');
  fulfillment.updatedAt = room.stamp();
  if (change === 'cancel') {
    fulfillment.status = 'CANCELLED';
    for (const line of fulfillment.lines) {
      for (const one of order.fulfillmentOrders.flatMap((x) => x.lines)) {
        if (one.lineId === line.lineId) one.fulfilled = Math.max(0, one.fulfilled - line.quantity);
      }
    }
  } else fulfillment.tracking = trackingFrom(change.tracking, change.tracking.number ?? null);
  saveOrder(room, order, []);
  tellFulfillment(room, order, fulfillment.id, 'fulfillments/update');
  saveOrder(room, order);
  return { order, fulfillment };
}
