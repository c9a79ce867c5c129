import { randomUUID } from 'node:crypto';
import { gid, idOf } from '../gids';
import { refuse } from '../graphql/context';
import { variantTitle } from '../graphql/product-view';
import { bag, link, type View } from '../graphql/view';
import type { LineDoc, OrderDoc } from '../ledger/order';
import { exact, nothing, type Pair, shareOf, times } from '../money';
import type { StoreRoom } from '../store-room';
import { orderToChange, saveOrder, tellRefund } from './change';
import { pairOf } from './create';
import { openFulfillmentOrder } from './fulfil';
import { addRefund } from './refund';
import { currentQuantityOf, discountOf, netOf, totalsOf } from './totals';

/** An edit under way: a copy of the order that is changed, until it is committed or forgotten. */
type Draft = {
  id: string;
  order: OrderDoc;
  /** line ids of the draft whose quantity is to be at most this */
  wanted: Map<string, { quantity: number; restock: boolean }>;
  added: Set<string>;
  /** calculated ids of added lines, as the platform gives them */
  names: Map<string, string>;
};

const drafts = new WeakMap<StoreRoom, Map<string, Draft>>();

function draftsOf(room: StoreRoom): Map<string, Draft> {
  let of = drafts.get(room);
  if (of === undefined) {
    of = new Map();
    drafts.set(room, of);
  }
  return of;
}

function draftOf(room: StoreRoom, id: unknown): Draft {
  return draftsOf(room).get(idOf(id)) ?? refuse(['id'], 'The calculated order does not exist.');
}

function draftLine(draft: Draft, id: unknown): LineDoc {
  const asked = idOf(id);
  const lineId = draft.names.get(asked) ?? asked;
  const line = draft.order.lines.find((one) => one.id === lineId);
  return line ?? refuse(['lineItemId'], 'The line item does not exist on the order.');
}

export function beginEdit(room: StoreRoom, id: unknown): View {
  const found = room.shelf('order').get(idOf(id));
  if (found === null) return refuse(['id'], 'The order does not exist.');
  const order = structuredClone(found);
  if (order.cancelledAt !== null) refuse(['id'], 'The order cannot be edited.');
  const draft: Draft = { id: room.nextId(), order, wanted: new Map(), added: new Set(), names: new Map() };
  draftsOf(room).set(draft.id, draft);
  return session(room, draft, null);
}

export function addVariant(room: StoreRoom, id: unknown, variantId: unknown, quantity: number): View {
  const draft = draftOf(room, id);
  const found = room.variant(idOf(variantId));
  if (found === null) return refuse(['variantId'], 'The variant does not exist in the shop.');
  const title = variantTitle(found.variant);
  return addLine(room, draft, {
    title: found.product.title,
    variantTitle: title === 'Default Title' ? null : title,
    sku: found.variant.sku,
    vendor: found.product.vendor,
    productId: found.product.id,
    variantId: found.variant.id,
    quantity,
    price: pairOf(room, draft.order, found.variant.price),
    requiresShipping: found.variant.requiresShipping,
    taxable: found.variant.taxable,
    isGiftCard: found.product.isGiftCard,
    grams: found.variant.grams,
  });
}

export function addCustomItem(
  room: StoreRoom,
  id: unknown,
  given: {
    title: string;
    quantity: number;
    amount: string;
    currency: string;
    taxable: boolean;
    requiresShipping: boolean;
  },
): View {
  const draft = draftOf(room, id);
  const { order } = draft;
  const price: Pair =
    given.currency === order.presentmentCurrency && order.currency !== order.presentmentCurrency
      ? {
          shop: exact(given.amount).div(room.rateOf(order.presentmentCurrency)).toDecimalPlaces(2).toFixed(),
          presentment: given.amount,
        }
      : pairOf(room, order, exact(given.amount).toFixed());
  return addLine(room, draft, {
    title: given.title,
    variantTitle: null,
    sku: null,
    vendor: null,
    productId: null,
    variantId: null,
    quantity: given.quantity,
    price,
    requiresShipping: given.requiresShipping,
    taxable: given.taxable,
    isGiftCard: false,
    grams: 0,
  });
}

function addLine(
  room: StoreRoom,
  draft: Draft,
  line: Omit<LineDoc, 'id' | 'properties' | 'taxLines' | 'allocations'>,
): View {
  if (line.quantity <= 0) refuse(['quantity'], 'must be greater than 0');
  const added: LineDoc = { id: room.nextId(), properties: [], taxLines: [], allocations: [], ...line };
  draft.order.lines.push(added);
  draft.added.add(added.id);
  draft.names.set(randomUUID(), added.id);
  return session(room, draft, added);
}

export function setQuantity(
  room: StoreRoom,
  id: unknown,
  lineItemId: unknown,
  quantity: number,
  restock: boolean,
): View {
  const draft = draftOf(room, id);
  const line = draftLine(draft, lineItemId);
  if (quantity < 0) refuse(['quantity'], 'must be greater than or equal to 0');
  if (draft.added.has(line.id)) line.quantity = quantity;
  else draft.wanted.set(line.id, { quantity, restock });
  return session(room, draft, line);
}

/** A discount by hand: so much off each piece, or a percentage. */
export function discountLine(
  room: StoreRoom,
  id: unknown,
  lineItemId: unknown,
  discount: { description: string | null; fixed: string | null; percent: number | null },
): View {
  const draft = draftOf(room, id);
  const line = draftLine(draft, lineItemId);
  const { order } = draft;
  order.discounts.push({
    kind: 'manual',
    code: null,
    title: discount.description ?? 'Discount',
    description: discount.description,
    valueType: discount.fixed === null ? 'percentage' : 'fixed_amount',
    value: discount.fixed ?? exact(discount.percent ?? 0).toFixed(),
    allocationMethod: discount.fixed === null ? 'across' : 'each',
    targetSelection: 'explicit',
    targetType: 'line_item',
  });
  const amount =
    discount.fixed === null
      ? shareOf(netOf(line), exact(discount.percent ?? 0), 100, order)
      : times(pairOf(room, order, exact(discount.fixed).toFixed()), line.quantity);
  line.allocations.push({ amount, discountIndex: order.discounts.length - 1 });
  return {
    ...session(room, draft, line),
    addedDiscountStagedChange: {
      id: gid('OrderStagedChangeAddLineItemDiscount', room.nextId()),
      description: discount.description,
      value:
        discount.fixed === null
          ? { __typename: 'PricingPercentageValue', percentage: discount.percent }
          : { __typename: 'MoneyV2', amount: discount.fixed, currencyCode: order.currency },
    },
  };
}

/** Takes a discount back that this edit gave. */
export function removeDiscount(room: StoreRoom, id: unknown, applicationId: unknown): View {
  const draft = draftOf(room, id);
  const index = Number(idOf(applicationId).split('-').at(-1));
  if (draft.order.discounts[index]?.kind !== 'manual')
    refuse(['discountApplicationId'], 'The discount does not exist.');
  for (const line of draft.order.lines)
    line.allocations = line.allocations.filter((one) => one.discountIndex !== index);
  return session(room, draft, null);
}

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

function calculatedShippingView(draft: Draft, line: OrderDoc['shippingLines'][number]): View {
  return {
    id: gid('CalculatedShippingLine', line.id),
    title: line.title,
    stagedStatus: draft.added.has(line.id) ? 'ADDED' : line.removed ? 'REMOVED' : 'NONE',
    price: bag(line.price, draft.order),
  };
}

/** Commits: what was added stays added, what was taken off becomes a refund without money, as on the platform. */
export function commitEdit(room: StoreRoom, id: unknown, note: string | null): OrderDoc {
  const draft = draftOf(room, id);
  const before = orderToChange(room, draft.order.id, ['id']);
  const order = draft.order;
  // what happened to the order meanwhile stays
  Object.assign(order, {
    transactions: before.transactions,
    refunds: before.refunds,
    fulfillments: before.fulfillments,
    fulfillmentOrders: before.fulfillmentOrders,
    returns: before.returns,
  });
  order.lines = order.lines.filter((line) => line.quantity > 0 || !draft.added.has(line.id));
  const removals: Parameters<typeof addRefund>[2]['lines'] = [];
  for (const [lineId, wish] of draft.wanted) {
    const line = order.lines.find((one) => one.id === lineId);
    if (line === undefined) continue;
    const current = currentQuantityOf(order, line);
    if (wish.quantity < current) {
      const restockType = wish.restock ? ('RETURN' as const) : ('NO_RESTOCK' as const);
      removals.push({ lineId, quantity: current - wish.quantity, restockType, locationId: null });
    } else line.quantity += wish.quantity - current;
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

function session(_room: StoreRoom, draft: Draft, line: LineDoc | null): View {
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
