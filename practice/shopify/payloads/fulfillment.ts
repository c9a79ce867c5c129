import { gid } from '../gids';
import type { FulfillmentDoc, OrderDoc } from '../ledger/order';
import type { StoreRoom } from '../store-room';
import { addressPayload } from './address';
import { localTime, num, numOrNull } from './json';
import { linePayload } from './line';

export function fulfillmentPayload(room: StoreRoom, order: OrderDoc, one: FulfillmentDoc) {
  const tracking = one.tracking;
  return {
    id: num(one.id),
    order_id: num(order.id),
    status: one.status.toLowerCase(),
    created_at: localTime(room, one.createdAt),
    service: 'manual',
    updated_at: localTime(room, one.updatedAt),
    tracking_company: tracking[0]?.company ?? null,
    shipment_status: one.shipmentStatus?.toLowerCase() ?? null,
    location_id: numOrNull(one.locationId),
    origin_address: null,
    email: order.email,
    destination: addressPayload(order.shippingAddress),
    line_items: one.lines.flatMap((part) => {
      const line = order.lines.find((x) => x.id === part.lineId);
      return line === undefined ? [] : [{ ...linePayload(order, line), quantity: part.quantity }];
    }),
    tracking_number: tracking[0]?.number ?? null,
    tracking_numbers: tracking.flatMap((x) => (x.number === null ? [] : [x.number])),
    tracking_url: tracking[0]?.url ?? null,
    tracking_urls: tracking.flatMap((x) => (x.url === null ? [] : [x.url])),
    receipt: {},
    name: one.name.replace('-F', '.'),
    admin_graphql_api_id: gid('Fulfillment', one.id),
  };
}
