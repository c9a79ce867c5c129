import { openPieces, shipPieces } from './acts';
import { type ApiAnswer, type ApiCall, isWithin, listIn, pageOf } from './api-call';
import { orderView, refundView } from './dialect';
import type { FulfillmentDoc, OrderDoc } from './docs';

/** Orders and what hangs on them. */
export function answerOrders(call: ApiCall): ApiAnswer {
  const [family, id = '', part = ''] = call.path;
  if (family !== 'orders') return undefined;
  const { room, method, query, platform, dialect } = call;
  if (method === 'POST' && part === 'fulfillments') return ship(call, id);
  if (method !== 'GET') return undefined;
  const view = (order: OrderDoc) => orderView(dialect, order, room.store());
  if (id === '') return pageOf(call, sorted(call, filtered(call)), 'orders', view);
  if (id === 'count') return { data: { count: filtered(call).length } };
  if (id === 'refund_records') {
    if (platform.faults.withoutRefundRecords) return null;
    const ids = listIn(query, 'order_ids');
    const all = room
      .shelf('refund')
      .all()
      .filter((one) => ids === null || ids.includes(one.order_id));
    return pageOf(call, all, 'records', (one) => refundView(dialect, one));
  }
  const order = room.shelf('order').get(id);
  if (!order) return null;
  if (part === '') return { data: { order: view(order) } };
  if (part === 'refund') {
    const refunds = room.shelf('refund').all();
    const mine = refunds.filter((one) => one.order_id === id).map((one) => refundView(dialect, one));
    return { data: dialect === 'old' ? { refunds: mine, refund_total: order.total_refund_price } : { records: mine } };
  }
  return undefined;
}

/** Pieces that are not open, and orders that were called off, are refused whole. */
function ship({ room, body }: ApiCall, id: string): ApiAnswer {
  const order = room.shelf('order').get(id);
  if (!order) return null;
  if (order.status === 'cancelled') return { refused: 'Order has been cancelled' };
  const asked = (body.fulfillment ?? {}) as AskedFulfillment;
  const items = asked.line_items ?? [];
  if (items.length === 0) return { refused: 'line_items is required' };
  const pieces = items.map((item) => {
    const line = order.line_items.find((one) => one.id === item.id);
    const open = line ? openPieces(order, line) : 0;
    return { id: item.id, quantity: item.ship_quantity ?? open, open };
  });
  if (pieces.some((one) => one.quantity <= 0 || one.quantity > one.open))
    return { refused: 'ship_quantity is invalid' };
  const { tracking_company = '', tracking_number = '' } = asked;
  const shipped = pieces.map((one) => ({ id: one.id, quantity: one.quantity }));
  const { fulfillment } = shipPieces(room, structuredClone(order), shipped, { tracking_company, tracking_number });
  return { data: { fulfillment } };
}
type AskedFulfillment = Partial<Omit<FulfillmentDoc, 'line_items'>> & {
  line_items?: { id: string; ship_quantity?: number }[];
};

function filtered({ room, query }: ApiCall): OrderDoc[] {
  const ids = listIn(query, 'ids');
  return room
    .shelf('order')
    .all()
    .filter(
      (one) =>
        (ids === null || ids.includes(one.id)) &&
        isWithin(query, 'created_at', one.created_at) &&
        isWithin(query, 'updated_at', one.updated_at),
    );
}

/** The newest first, unless the call says otherwise. */
function sorted({ query, platform }: ApiCall, orders: OrderDoc[]): OrderDoc[] {
  const by = query.get('sort_by') === 'updated_at' ? 'updated_at' : 'created_at';
  const up = query.get('sort_direction') === 'asc' && query.has('sort_by') && !platform.faults.unsorted;
  const field = platform.faults.unsorted ? 'created_at' : by;
  return orders.sort(
    (a, b) => (a[field] < b[field] ? -1 : a[field] > b[field] ? 1 : a.id < b.id ? -1 : 1) * (up ? 1 : -1),
  );
}
