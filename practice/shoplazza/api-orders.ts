import { type ApiAnswer, type ApiCall, isWithin, listIn, pageOf } from './api-call';
import { orderView, refundView } from './dialect';
import type { OrderDoc } from './docs';

/** Orders and what hangs on them. */
export function answerOrders(call: ApiCall): ApiAnswer {
  const [family, id = '', part = ''] = call.path;
  if (family !== 'orders') return undefined;
  const { room, method, query, platform, dialect } = call;
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
