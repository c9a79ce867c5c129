import { refuse } from '../graphql/context';
import type { EditDoc, OrderDoc } from '../ledger/order';
import type { StoreRoom } from '../store-room';
import { orderToChange, saveOrder, tellRefund } from './change';
import { draftOf, draftsOf } from './draft';
import { openFulfillmentOrder } from './fulfil';
import { addRefund } from './refund';
import { currentQuantityOf } from './totals';
import { changesBetween, pictureOf } from './worth';

/** Commits: what was added stays added, what was taken off becomes a refund without money, as on the platform. */
export function commitEdit(room: StoreRoom, id: unknown, note: string | null, notify = false): OrderDoc {
  const draft = draftOf(room, id);
  const order = orderToChange(room, draft.order.id, ['id']);
  if (order.cancelledAt !== null) refuse(['id'], 'The order cannot be edited.');
  const before = pictureOf(order);
  // what happened to the order meanwhile stays; the edit brings its lines, their discounts and shipping
  const meanwhile = order.lines.filter((line) => !draft.order.lines.some((one) => one.id === line.id));
  order.lines = [...draft.order.lines, ...meanwhile];
  order.discounts = draft.order.discounts;
  order.shippingLines = draft.order.shippingLines;
  order.lines = order.lines.filter((line) => line.quantity > 0 || !draft.added.has(line.id));
  const removals: Parameters<typeof addRefund>[2]['lines'] = [];
  const more = new Map<string, number>();
  for (const [lineId, wish] of draft.wanted) {
    const line = order.lines.find((one) => one.id === lineId);
    if (line === undefined) continue;
    const current = currentQuantityOf(order, line);
    if (wish.quantity < current) {
      const restockType = wish.restock ? ('RETURN' as const) : ('NO_RESTOCK' as const);
      removals.push({ lineId, quantity: current - wish.quantity, restockType, locationId: null });
    } else if (wish.quantity > current) {
      line.quantity += wish.quantity - current;
      more.set(lineId, wish.quantity - current);
    }
  }
  const refund =
    removals.length === 0
      ? null
      : addRefund(room, order, {
          lines: removals,
          shipping: null,
          payments: null,
          note,
          returnId: null,
          processedAt: null,
          discrepancyReason: null,
        });
  for (const line of order.lines) if (draft.added.has(line.id)) more.set(line.id, line.quantity);
  openFulfillmentOrder(room, order, more);
  const changes = changesBetween(before, pictureOf(order));
  const edit: EditDoc = {
    id: draft.id,
    at: room.stamp(),
    returnId: null,
    refundId: refund?.id ?? null,
    ...changes,
    fee: null,
  };
  if (edit.lines.length > 0 || edit.shipping.length > 0) order.edits = [...(order.edits ?? []), edit];
  order.edited = true;
  draftsOf(room).delete(draft.id);
  saveOrder(room, order, []);
  if (refund !== null) tellRefund(room, order, refund.id);
  room.tell('orders/edited', () => editPayload(order, edit, note, notify));
  return saveOrder(room, order);
}

function editPayload(order: OrderDoc, edit: EditDoc, note: string | null, notify: boolean): unknown {
  const lines = edit.lines.map(({ lineId, delta }) => ({ id: BigInt(lineId), delta }));
  const shipping = edit.shipping.map(({ shippingLineId, delta }) => ({ id: BigInt(shippingLineId), delta }));
  return {
    order_edit: {
      id: BigInt(edit.id),
      app_id: null,
      created_at: edit.at,
      notify_customer: notify,
      order_id: BigInt(order.id),
      staff_note: note ?? '',
      user_id: null,
      line_items: addedAndRemoved(lines),
      discounts: { line_item: { additions: [], removals: [] } },
      shipping_lines: addedAndRemoved(shipping),
    },
  };
}

function addedAndRemoved(all: { id: bigint; delta: number }[]) {
  return {
    additions: all.filter((one) => one.delta > 0),
    removals: all.filter((one) => one.delta < 0).map(({ id, delta }) => ({ id, delta: -delta })),
  };
}
