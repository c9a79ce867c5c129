import { exact, nothing, shareOf } from '../../money';
import { gid, idOf } from '../gids';
import { refuse } from '../graphql/context';
import { bag, link, type View } from '../graphql/view';
import type { LineDoc, OrderDoc } from '../ledger/order';
import type { StoreRoom } from '../store-room';
import { currentQuantityOf, discountOf, netOf, totalsOf } from './totals';

/** An edit under way: a copy of the order that is changed, until it is committed or forgotten. */
export type Draft = {
  id: string;
  order: OrderDoc;
  /** line ids of the draft whose quantity is to be at most this */
  wanted: Map<string, { quantity: number; restock: boolean }>;
  added: Set<string>;
  /** calculated ids of added lines, as the platform gives them */
  names: Map<string, string>;
};

const drafts = new WeakMap<StoreRoom, Map<string, Draft>>();

export function draftsOf(room: StoreRoom): Map<string, Draft> {
  let of = drafts.get(room);
  if (of === undefined) {
    of = new Map();
    drafts.set(room, of);
  }
  return of;
}

export function draftOf(room: StoreRoom, id: unknown): Draft {
  return draftsOf(room).get(idOf(id)) ?? refuse(['id'], 'The calculated order does not exist.');
}

export function draftLine(draft: Draft, id: unknown): LineDoc {
  const asked = idOf(id);
  const lineId = draft.names.get(asked) ?? asked;
  const line = draft.order.lines.find((one) => one.id === lineId);
  return line ?? refuse(['lineItemId'], 'The line item does not exist on the order.');
}

export function session(_room: StoreRoom, draft: Draft, line: LineDoc | null): View {
  return {
    orderEditSession: { id: gid('OrderEditSession', draft.id) },
    calculatedOrder: calculatedView(draft),
    ...(line === null ? {} : { calculatedLineItem: calculatedLineView(draft, line) }),
  };
}

function calculatedView(draft: Draft): View {
  const { order } = draft;
  // the draft's own quantities: what will stand after the commit
  const preview = structuredClone(order);
  for (const line of preview.lines) {
    const wish = draft.wanted.get(line.id);
    if (wish === undefined) continue;
    const current = currentQuantityOf(preview, line);
    const factor = line.quantity;
    line.quantity += wish.quantity - current;
    for (const one of line.allocations)
      one.amount = factor === 0 ? nothing : shareOf(one.amount, line.quantity, factor, order);
    for (const one of line.taxLines)
      one.price = factor === 0 ? nothing : shareOf(one.price, line.quantity, factor, order);
  }
  const totals = totalsOf(preview);
  const lines = () => preview.lines.map((line) => calculatedLineView(draft, line));
  return {
    id: gid('CalculatedOrder', draft.id),
    committed: false,
    originalOrder: link('Order', order.id),
    lineItems: lines,
    addedLineItems: () =>
      preview.lines.filter((line) => draft.added.has(line.id)).map((line) => calculatedLineView(draft, line)),
    shippingLines: order.shippingLines.map((line) => calculatedShippingView(draft, line)),
    taxLines: [],
    subtotalLineItemsQuantity: preview.lines.reduce((sum, line) => sum + currentQuantityOf(preview, line), 0),
    subtotalPriceSet: bag(totals.currentSubtotal, order),
    totalPriceSet: bag(totals.currentTotal, order),
    totalOutstandingSet: bag(totals.outstanding, order),
    cartDiscountAmountSet: bag(totals.discounts, order),
  };
}

function calculatedLineView(draft: Draft, line: LineDoc): View {
  const { order } = draft;
  const quantity = draft.wanted.get(line.id)?.quantity ?? currentQuantityOf(order, line);
  const name = [...draft.names].find(([, id]) => id === line.id)?.[0] ?? line.id;
  const each = line.quantity === 0 ? nothing : shareOf(netOf(line), 1, line.quantity, order);
  return {
    __typename: 'CalculatedLineItem',
    id: gid('CalculatedLineItem', name),
    title: line.title,
    variantTitle: line.variantTitle,
    sku: line.sku,
    quantity,
    editableQuantity: quantity,
    editableQuantityBeforeChanges: currentQuantityOf(order, line),
    customAttributes: line.properties,
    originalUnitPriceSet: bag(line.price, order),
    discountedUnitPriceSet: bag(each, order),
    editableSubtotalSet: bag(netOf(line), order),
    uneditableSubtotalSet: bag(nothing, order),
    hasStagedLineItemDiscount: exact(discountOf(line).shop).gt(0),
    restockable: line.variantId !== null,
    restocking: false,
    variant:
      line.variantId === null
        ? null
        : {
            __typename: 'ProductVariant',
            id: gid('ProductVariant', line.variantId),
            sku: line.sku,
            title: line.variantTitle ?? 'Default Title',
          },
    calculatedDiscountAllocations: line.allocations.map((one) => ({
      allocatedAmountSet: bag(one.amount, order),
      discountApplication: {
        __typename: 'CalculatedManualDiscountApplication',
        id: gid('CalculatedManualDiscountApplication', `${draft.id}-${one.discountIndex}`),
        description: order.discounts[one.discountIndex]?.description ?? null,
      },
    })),
    discountAllocations: [],
    stagedChanges: [],
  };
}

export function calculatedShippingView(draft: Draft, line: OrderDoc['shippingLines'][number]): View {
  return {
    id: gid('CalculatedShippingLine', line.id),
    title: line.title,
    stagedStatus: draft.added.has(line.id) ? 'ADDED' : line.removed ? 'REMOVED' : 'NONE',
    price: bag(line.price, draft.order),
  };
}
