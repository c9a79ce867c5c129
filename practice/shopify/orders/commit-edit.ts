import { refuse } from '../graphql/context';
import type { OrderDoc } from '../ledger/order';
import type { StoreRoom } from '../store-room';
import { orderToChange, saveOrder, tellRefund } from './change';
import { type Draft, draftOf, draftsOf } from './draft';
import { openFulfillmentOrder } from './fulfil';
import { addRefund } from './refund';
import { currentQuantityOf } from './totals';

/** Commits: what was added stays added, what was taken off becomes a refund without money, as on the platform. */
export function commitEdit(room: StoreRoom, id: unknown, note: string | null): OrderDoc {
  const draft = draftOf(room, id);
  // what happened to the order meanwhile stays; the edit brings its lines, their discounts and shipping
  const order = orderToChange(room, draft.order.id, ['id']);
  if (order.cancelledAt !== null) refuse(['id'], 'The order cannot be edited.');
  order.lines = draft.order.lines;
  order.discounts = draft.order.discounts;
  order.shippingLines = draft.order.shippingLines;
  order.lines = order.lines.filter((line) => line.quantity > 0 || !draft.added.has(line.id));
  const removals: Parameters<typeof addRefund>[2]['lines'] = [];
  const deltas: { lineId: string; delta: number }[] = [];
  for (const [lineId, wish] of draft.wanted) {
    const line = order.lines.find((one) => one.id === lineId);
    if (line === undefined) continue;
    const current = currentQuantityOf(order, line);
    if (wish.quantity < current) {
      const restockType = wish.restock ? ('RETURN' as const) : ('NO_RESTOCK' as const);
      removals.push({ lineId, quantity: current - wish.quantity, restockType, locationId: null });
    } else line.quantity += wish.quantity - current;
    if (wish.quantity !== current) deltas.push({ lineId, delta: wish.quantity - current });
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
  const added = [...draft.added].filter((lineId) => order.lines.some((line) => line.id === lineId));
  if (added.length > 0) openFulfillmentOrder(room, order, added);
  for (const line of order.lines) if (added.includes(line.id)) deltas.push({ lineId: line.id, delta: line.quantity });
  const edit = { id: draft.id, at: room.stamp(), returnId: null, refundId: refund?.id ?? null, lines: deltas };
  order.edits = [...(order.edits ?? []), edit];
  order.edited = true;
  draftsOf(room).delete(draft.id);
  saveOrder(room, order, []);
  if (refund !== null) tellRefund(room, order, refund.id);
  room.tell('orders/edited', () => editPayload(room, order, draft, removals));
  return saveOrder(room, order);
}

function editPayload(
  room: StoreRoom,
  order: OrderDoc,
  draft: Draft,
  removals: { lineId: string; quantity: number }[],
): unknown {
  const additions = [...draft.added].flatMap((lineId) => {
    const line = order.lines.find((one) => one.id === lineId);
    return line === undefined ? [] : [{ id: BigInt(line.id), delta: line.quantity }];
  });
  return {
    order_edit: {
      id: BigInt(draft.id),
      app_id: null,
      created_at: room.stamp(),
      notify_customer: false,
      order_id: BigInt(order.id),
      staff_note: '',
      user_id: null,
      line_items: {
        additions,
        removals: removals.map((one) => ({ id: BigInt(one.lineId), delta: one.quantity })),
      },
      discounts: { line_item: { additions: [], removals: [] } },
      shipping_lines: { additions: [], removals: [] },
    },
  };
}
