import { gid, idOf } from '../gids';
import { refuse } from '../graphql/context';
import type { Args } from '../graphql/view';
import type { FulfillmentDoc, FulfillmentEventDoc, OrderDoc } from '../ledger/order';
import { localTime } from '../payloads/json';
import type { StoreRoom } from '../store-room';
import { orderToChange, saveOrder, tellFulfillment } from './change';
import { moment } from './order-parts';

/** fulfillmentEventCreate: how far the parcel is. The last event says what the fulfilment shows. */
export function addFulfillmentEvent(room: StoreRoom, given: Args): FulfillmentEventDoc {
  const field = ['fulfillmentEvent', 'fulfillmentId'];
  const found = room.orderHolding(idOf(given.fulfillmentId));
  if (found === null) return refuse(field, 'Fulfillment does not exist.');
  const order = orderToChange(room, found.id, field);
  const fulfillment = order.fulfillments.find((one) => one.id === idOf(given.fulfillmentId));
  if (fulfillment === undefined) return refuse(field, 'Fulfillment does not exist.');
  const now = room.stamp();
  const event: FulfillmentEventDoc = {
    id: room.nextId(),
    status: given.status,
    message: given.message ?? null,
    happenedAt: moment(given.happenedAt) ?? now,
    createdAt: now,
    estimatedDeliveryAt: moment(given.estimatedDeliveryAt),
    place: {
      address1: given.address1 ?? null,
      city: given.city ?? null,
      province: given.province ?? null,
      country: given.country ?? null,
      zip: given.zip ?? null,
    },
  };
  fulfillment.events = [...(fulfillment.events ?? []), event];
  fulfillment.shipmentStatus = event.status;
  fulfillment.updatedAt = now;
  saveOrder(room, order, []);
  room.tell('fulfillment_events/create', () => eventPayload(room, order, fulfillment, event));
  tellFulfillment(room, order, fulfillment.id, 'fulfillments/update');
  saveOrder(room, order);
  return event;
}

/** When a parcel was first on its way, when it arrived, and when it is expected. */
export function wayOf(fulfillment: FulfillmentDoc) {
  const events = fulfillment.events ?? [];
  const expected = events.findLast((one) => one.estimatedDeliveryAt !== null);
  return {
    inTransitAt: events.find((one) => one.status === 'IN_TRANSIT')?.happenedAt ?? null,
    deliveredAt: events.findLast((one) => one.status === 'DELIVERED')?.happenedAt ?? null,
    estimatedDeliveryAt: expected?.estimatedDeliveryAt ?? null,
  };
}

function eventPayload(room: StoreRoom, order: OrderDoc, fulfillment: FulfillmentDoc, event: FulfillmentEventDoc) {
  const created = localTime(room, event.createdAt);
  return {
    id: BigInt(event.id),
    fulfillment_id: BigInt(fulfillment.id),
    status: event.status.toLowerCase(),
    message: event.message,
    happened_at: localTime(room, event.happenedAt),
    ...event.place,
    latitude: null,
    longitude: null,
    shop_id: BigInt(room.doc().shopId),
    created_at: created,
    updated_at: created,
    estimated_delivery_at: localTime(room, event.estimatedDeliveryAt),
    order_id: BigInt(order.id),
    admin_graphql_api_id: gid('FulfillmentEvent', event.id),
  };
}
