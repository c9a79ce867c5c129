import { exact, nothing } from '../../money';
import { idOf } from '../gids';
import { refuse } from '../graphql/context';
import type { View } from '../graphql/view';
import type { StoreRoom } from '../store-room';
import { calculatedShippingView, draftOf, session } from './draft';
import { pairOf } from './order-parts';

/** Adds a shipping line, or with `lineId` changes one that this edit added. */
export function putShipping(
  room: StoreRoom,
  id: unknown,
  given: { title?: string | null; amount?: string | null },
  lineId: unknown = null,
): View {
  const draft = draftOf(room, id);
  let line = lineId === null ? undefined : draft.order.shippingLines.find((one) => one.id === idOf(lineId));
  if (lineId !== null && (line === undefined || !draft.added.has(line.id))) {
    return refuse(['shippingLineId'], 'The shipping line does not exist.');
  }
  if (line === undefined) {
    line = {
      id: room.nextId(),
      title: '',
      code: null,
      source: null,
      price: nothing,
      taxLines: [],
      allocations: [],
      removed: false,
    };
    draft.order.shippingLines.push(line);
    draft.added.add(line.id);
  }
  if (given.title) line.title = given.title;
  if (given.amount) line.price = pairOf(room, draft.order, exact(given.amount).toFixed());
  return { ...session(room, draft, null), calculatedShippingLine: calculatedShippingView(draft, line) };
}

export function removeShipping(room: StoreRoom, id: unknown, lineId: unknown): View {
  const draft = draftOf(room, id);
  const line = draft.order.shippingLines.find((one) => one.id === idOf(lineId));
  if (line === undefined) return refuse(['shippingLineId'], 'The shipping line does not exist.');
  if (draft.added.has(line.id)) draft.order.shippingLines = draft.order.shippingLines.filter((one) => one !== line);
  else line.removed = true;
  return session(room, draft, null);
}
