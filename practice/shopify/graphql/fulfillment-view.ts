import { nothing, shareOf, times } from '../../money';
import { gid } from '../gids';
import type { FulfillmentDoc, FulfillmentEventDoc, FulfillmentOrderDoc, OrderDoc } from '../ledger/order';
import { wayOf } from '../orders/fulfillment-event';
import { unfulfilledQuantityOf } from '../orders/statuses';
import { netOf } from '../orders/totals';
import type { StoreRoom } from '../store-room';
import { lineView } from './line-view';
import { locationView } from './shop-view';
import { bag, link, type View } from './view';

export function fulfillmentView(room: StoreRoom, order: OrderDoc, one: FulfillmentDoc): View {
  return {
    __typename: 'Fulfillment',
    id: gid('Fulfillment', one.id),
    legacyResourceId: one.id,
    name: one.name,
    status: one.status,
    displayStatus: one.status === 'CANCELLED' ? 'CANCELED' : (one.shipmentStatus ?? 'FULFILLED'),
    createdAt: one.createdAt,
    updatedAt: one.updatedAt,
    requiresShipping: one.lines.some((part) => order.lines.find((line) => line.id === part.lineId)?.requiresShipping),
    totalQuantity: one.lines.reduce((sum, line) => sum + line.quantity, 0),
    trackingInfo: one.tracking,
    ...wayOf(one),
    events: () => (one.events ?? []).map(fulfillmentEventView),
    service: {
      __typename: 'FulfillmentService',
      id: gid('FulfillmentService', 'manual'),
      handle: 'manual',
      serviceName: 'Manual',
      type: 'MANUAL',
    },
    location: () => (one.locationId === null ? null : locationView(room, one.locationId)),
    order: link('Order', order.id),
    fulfillmentLineItems: () => one.lines.map((line) => fulfillmentLineView(room, order, line.id)),
    fulfillmentOrders: () =>
      order.fulfillmentOrders
        .filter((x) => x.id === one.fulfillmentOrderId)
        .map((x) => fulfillmentOrderView(room, order, x)),
  };
}

export function fulfillmentEventView(one: FulfillmentEventDoc): View {
  const { place, ...event } = one;
  return { __typename: 'FulfillmentEvent', ...event, ...place, id: gid('FulfillmentEvent', one.id) };
}

export function fulfillmentLineView(room: StoreRoom, order: OrderDoc, id: string): View | null {
  const part = order.fulfillments.flatMap((f) => f.lines).find((line) => line.id === id);
  const line = order.lines.find((one) => one.id === part?.lineId);
  if (part === undefined || line === undefined) return null;
  return {
    __typename: 'FulfillmentLineItem',
    id: gid('FulfillmentLineItem', part.id),
    quantity: part.quantity,
    lineItem: () => lineView(room, order, line),
    originalTotalSet: bag(times(line.price, part.quantity), order),
    discountedTotalSet: bag(
      line.quantity === 0 ? nothing : shareOf(netOf(line), part.quantity, line.quantity, order),
      order,
    ),
  };
}

export function holdView({ id, ...hold }: NonNullable<FulfillmentOrderDoc['hold']>): View {
  return { __typename: 'FulfillmentHold', id: gid('FulfillmentHold', id), ...hold };
}

export function fulfillmentOrderView(room: StoreRoom, order: OrderDoc, one: FulfillmentOrderDoc): View {
  const leftOf = (line: FulfillmentOrderDoc['lines'][number]) =>
    Math.min(line.quantity - line.fulfilled, unfulfilledQuantityOf(order, line.lineId));
  const left = one.lines.some((line) => leftOf(line) > 0);
  const begun = one.lines.some((line) => line.fulfilled > 0);
  return {
    __typename: 'FulfillmentOrder',
    id: gid('FulfillmentOrder', one.id),
    orderId: gid('Order', order.id),
    orderName: order.name,
    orderProcessedAt: order.processedAt,
    createdAt: order.createdAt,
    updatedAt: order.updatedAt,
    status: one.cancelled ? 'CANCELLED' : !left ? 'CLOSED' : one.hold ? 'ON_HOLD' : begun ? 'IN_PROGRESS' : 'OPEN',
    requestStatus: 'UNSUBMITTED',
    order: link('Order', order.id),
    assignedLocation: () => ({
      name: room.doc().locations.find((location) => location.id === one.locationId)?.name ?? '',
      countryCode: room.doc().countryCode,
      location: locationView(room, one.locationId),
    }),
    supportedActions: left && !one.cancelled ? [{ action: one.hold ? 'RELEASE_HOLD' : 'CREATE_FULFILLMENT' }] : [],
    fulfillmentHolds: one.hold ? [holdView(one.hold)] : [],
    lineItems: () =>
      one.lines.flatMap((part) => {
        const line = order.lines.find((x) => x.id === part.lineId);
        if (line === undefined) return [];
        return {
          __typename: 'FulfillmentOrderLineItem',
          id: gid('FulfillmentOrderLineItem', part.id),
          totalQuantity: part.quantity,
          remainingQuantity: leftOf(part),
          sku: line.sku,
          productTitle: line.title,
          variantTitle: line.variantTitle,
          vendor: line.vendor,
          requiresShipping: line.requiresShipping,
          lineItem: () => lineView(room, order, line),
        };
      }),
    fulfillments: () =>
      order.fulfillments.filter((f) => f.fulfillmentOrderId === one.id).map((f) => fulfillmentView(room, order, f)),
  };
}
