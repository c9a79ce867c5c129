import { randomUUID } from 'node:crypto';
import { exact, type Pair, shareOf, times } from '../../money';
import { gid, idOf } from '../gids';
import { refuse } from '../graphql/context';
import { variantTitle } from '../graphql/product-view';
import type { View } from '../graphql/view';
import type { LineDoc } from '../ledger/order';
import type { StoreRoom } from '../store-room';
import { type Draft, draftLine, draftOf, draftsOf, session } from './draft';
import { pairOf } from './order-parts';
import { netOf } from './totals';
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
