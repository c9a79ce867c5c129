import { gid, idOf } from '../gids';
import { addressFrom } from '../graphql/address-view';
import { refuse } from '../graphql/context';
import { variantTitle } from '../graphql/product-view';
import type { Args } from '../graphql/view';
import type { LineDoc, OrderDoc, ShippingLineDoc, TaxLineDoc, TransactionDoc } from '../ledger/order';
import { type Currencies, convert, exact, nothing, type Pair, shareOf, shareOut, times } from '../money';
import { newToken, type StoreRoom } from '../store-room';
import { saveOrder, tellFulfillment, tellTransaction } from './change';
import { customerForOrder } from './customer-of-order';
import { fulfil, openFulfillmentOrder } from './fulfil';
import { isFullyPaid } from './statuses';
import { netOf, shippingNetOf } from './totals';

/** orderCreate: an order from its parts, with the amounts that the caller gives in both currencies. */
export function createOrder(room: StoreRoom, input: Args, options: Args | null | undefined): OrderDoc {
  const given: Args[] = input.lineItems ?? [];
  if (given.length === 0) refuse(['order', 'lineItems'], 'Line items must have at least one line item', 'INVALID');
  const store = room.doc();
  const now = room.stamp();
  const currency: string = input.currency ?? given[0]?.priceSet?.shopMoney?.currencyCode ?? store.currency;
  const presentmentCurrency: string =
    input.presentmentCurrency ?? given[0]?.priceSet?.presentmentMoney?.currencyCode ?? currency;
  const of: Currencies = { currency, presentmentCurrency };
  const id = room.nextId();
  const number = numberFor(room, input.name);
  const order: OrderDoc = {
    id,
    name: input.name ?? `#${number}`,
    number,
    createdAt: now,
    updatedAt: now,
    processedAt: moment(input.processedAt) ?? now,
    cancelledAt: null,
    cancelReason: null,
    closedAt: moment(input.closedAt),
    edited: false,
    test: input.test ?? false,
    ...of,
    taxesIncluded: input.taxesIncluded ?? false,
    statedFinancialStatus: input.financialStatus ?? null,
    statedFulfillmentStatus: input.fulfillmentStatus ?? null,
    email: input.email ?? null,
    phone: input.phone ?? null,
    customerId: null,
    tags: [...new Set<string>(input.tags ?? [])].sort(),
    note: input.note ?? null,
    attributes: input.customAttributes ?? [],
    sourceName: input.sourceName ?? null,
    sourceIdentifier: input.sourceIdentifier ?? null,
    token: newToken(),
    cartToken: input.sourceName === 'web' ? newToken() : null,
    checkoutToken: input.sourceName === 'web' ? newToken() : null,
    poNumber: input.poNumber ?? null,
    referringSite: input.referringSite ?? null,
    buyerAcceptsMarketing: input.buyerAcceptsMarketing ?? false,
    billingAddress: addressFrom(input.billingAddress),
    shippingAddress: addressFrom(input.shippingAddress),
    lines: given.map((line, index) => lineFrom(room, of, line, index)),
    shippingLines: (input.shippingLines ?? []).map((line: Args) => shippingFrom(room, of, line)),
    orderTaxLines: (input.taxLines ?? []).map((line: Args) => taxFrom(room, of, line, nothing)),
    discounts: [],
    transactions: [],
    refunds: [],
    fulfillmentOrders: [],
    fulfillments: [],
    returns: [],
  };
  applyCode(room, order, input.discountCode);
  order.transactions = (input.transactions ?? []).map((one: Args) => transactionFrom(room, of, one, now, order));
  linkCaptures(order);
  order.customerId = customerForOrder(room, input, order)?.id ?? null;
  order.email ??= order.customerId === null ? null : (room.shelf('customer').get(order.customerId)?.email ?? null);
  openFulfillmentOrder(room, order);
  if (options?.inventoryBehaviour !== undefined && options.inventoryBehaviour !== 'BYPASS') takeStock(room, order);
  const shipped =
    input.fulfillmentStatus === 'FULFILLED' || input.fulfillment !== undefined
      ? fulfil(room, order, null, input.fulfillment ?? {})
      : null;
  saveOrder(room, order, ['orders/create']);
  for (const one of order.transactions) tellTransaction(room, order, one);
  if (isFullyPaid(order)) saveOrder(room, order, ['orders/paid']);
  if (shipped !== null) {
    tellFulfillment(room, order, shipped.id, 'fulfillments/create');
    saveOrder(room, order, ['orders/fulfilled']);
  }
  return order;
}

function numberFor(room: StoreRoom, name: string | null | undefined): number {
  const stated = /(\d+)/.exec(name ?? '')?.[1];
  if (stated !== undefined && name !== undefined && name !== null) return Number(stated.slice(-9));
  const store = room.doc();
  store.lastOrderNumber += 1;
  room.saveDoc(store);
  return store.lastOrderNumber;
}

function moment(value: string | null | undefined): string | null {
  return value === null || value === undefined ? null : `${new Date(value).toISOString().slice(0, 19)}Z`;
}

/** A money bag as given; a presentment amount that is not given follows the market's rate. */
export function pairFrom(room: StoreRoom, of: Currencies, given: Args): Pair {
  const shop = exact(given.shopMoney.amount).toFixed();
  if (given.presentmentMoney) return { shop, presentment: exact(given.presentmentMoney.amount).toFixed() };
  return pairOf(room, of, shop);
}

/** Shop money and what the shopper's market makes of it. */
export function pairOf(room: StoreRoom, of: Currencies, shop: string): Pair {
  if (of.currency === of.presentmentCurrency) return { shop, presentment: shop };
  return { shop, presentment: convert(shop, room.rateOf(of.presentmentCurrency), of.presentmentCurrency) };
}

function lineFrom(room: StoreRoom, of: Currencies, given: Args, index: number): LineDoc {
  const found = given.variantId ? room.variant(idOf(given.variantId)) : null;
  if (given.variantId && found === null && !given.title) {
    refuse(['order', 'lineItems', String(index), 'variantId'], 'Product variant is invalid', 'PRODUCT_VARIANT_INVALID');
  }
  if (!given.title && found === null)
    refuse(['order', 'lineItems', String(index), 'title'], "Title can't be blank", 'INVALID');
  const price = given.priceSet ? pairFrom(room, of, given.priceSet) : pairOf(room, of, found?.variant.price ?? '0');
  const title = found === null ? null : variantTitle(found.variant);
  return {
    id: room.nextId(),
    title: given.title ?? found?.product.title ?? '',
    variantTitle: given.variantTitle ?? (title === 'Default Title' ? null : title),
    sku: given.sku ?? found?.variant.sku ?? null,
    vendor: given.vendor ?? found?.product.vendor ?? null,
    productId: given.productId ? idOf(given.productId) : (found?.product.id ?? null),
    variantId: found === null ? null : found.variant.id,
    quantity: given.quantity,
    price,
    properties: (given.properties ?? []).map((one: Args) => ({ key: one.name, value: one.value })),
    taxLines: (given.taxLines ?? []).map((line: Args) => taxFrom(room, of, line, times(price, given.quantity))),
    allocations: [],
    requiresShipping: given.requiresShipping ?? found?.variant.requiresShipping ?? false,
    taxable: given.taxable ?? found?.variant.taxable ?? true,
    isGiftCard: given.giftCard ?? found?.product.isGiftCard ?? false,
    grams: given.weight
      ? Math.round(given.weight.value * (given.weight.unit === 'KILOGRAMS' ? 1000 : 1))
      : (found?.variant.grams ?? 0),
  };
}

function shippingFrom(room: StoreRoom, of: Currencies, given: Args): ShippingLineDoc {
  const price = pairFrom(room, of, given.priceSet);
  return {
    id: room.nextId(),
    title: given.title,
    code: given.code ?? null,
    source: given.source ?? null,
    price,
    taxLines: (given.taxLines ?? []).map((line: Args) => taxFrom(room, of, line, price)),
    allocations: [],
    removed: false,
  };
}

function taxFrom(room: StoreRoom, of: Currencies, given: Args, base: Pair): TaxLineDoc {
  const rate = exact(given.rate);
  return {
    title: given.title,
    rate: rate.toFixed(),
    price: given.priceSet ? pairFrom(room, of, given.priceSet) : shareOf(base, rate, 1, of),
    channelLiable: given.channelLiable ?? false,
  };
}

function transactionFrom(room: StoreRoom, of: Currencies, given: Args, now: string, order: OrderDoc): TransactionDoc {
  return {
    id: room.nextId(),
    kind: given.kind ?? 'SALE',
    status: given.status ?? 'SUCCESS',
    gateway: given.gateway ?? 'manual',
    amount: pairFrom(room, of, given.amountSet),
    parentId: null,
    refundId: null,
    test: given.test ?? false,
    createdAt: now,
    processedAt: moment(given.processedAt) ?? order.processedAt,
  };
}

function linkCaptures(order: OrderDoc): void {
  const authorization = order.transactions.find((one) => one.kind === 'AUTHORIZATION');
  const paid = order.transactions.find((one) => one.kind === 'SALE' || one.kind === 'CAPTURE');
  for (const one of order.transactions) {
    if (one.kind === 'CAPTURE' || one.kind === 'VOID') one.parentId = authorization?.id ?? null;
    if (one.kind === 'REFUND') one.parentId = paid?.id ?? null;
  }
}

/** One code for the order: a fixed amount is shared out by value, a percentage is cut from every line. */
function applyCode(room: StoreRoom, order: OrderDoc, code: Args | null | undefined): void {
  const fixed = code?.itemFixedDiscountCode;
  const percentage = code?.itemPercentageDiscountCode;
  const shipping = code?.freeShippingDiscountCode;
  const kind = {
    kind: 'code',
    title: null,
    description: null,
    allocationMethod: 'across',
    targetSelection: 'all',
  } as const;
  if (fixed) {
    const worth = fixed.amountSet ? pairFrom(room, order, fixed.amountSet) : nothing;
    const nets = order.lines.map(netOf);
    const total = nets.reduce((sum, net) => sum.plus(net.presentment), exact(0));
    const capped = exact(worth.presentment).gt(total)
      ? { shop: nets.reduce((sum, net) => sum.plus(net.shop), exact(0)).toFixed(), presentment: total.toFixed() }
      : worth;
    order.discounts.push({
      ...kind,
      code: fixed.code,
      valueType: 'fixed_amount',
      value: worth.presentment,
      targetType: 'line_item',
    });
    shareOut(capped, nets, order).forEach((amount, index) => {
      if (exact(amount.presentment).gt(0)) order.lines[index]?.allocations.push({ amount, discountIndex: 0 });
    });
  } else if (percentage) {
    order.discounts.push({
      ...kind,
      code: percentage.code,
      valueType: 'percentage',
      value: exact(percentage.percentage ?? 0).toFixed(),
      targetType: 'line_item',
    });
    for (const line of order.lines) {
      line.allocations.push({
        amount: shareOf(netOf(line), exact(percentage.percentage ?? 0), 100, order),
        discountIndex: 0,
      });
    }
  } else if (shipping) {
    order.discounts.push({
      ...kind,
      code: shipping.code,
      valueType: 'percentage',
      value: '100',
      targetType: 'shipping_line',
    });
    for (const line of order.shippingLines) line.allocations.push({ amount: shippingNetOf(line), discountIndex: 0 });
  }
}

function takeStock(room: StoreRoom, order: OrderDoc): void {
  for (const line of order.lines) moveStock(room, line.variantId, -line.quantity);
}

/** Adds to what can be sold of a variant at the store's first location. */
export function moveStock(room: StoreRoom, variantId: string | null, change: number): void {
  const found = variantId === null ? null : room.variant(variantId);
  const location = room.doc().locations[0]?.id;
  if (found === null || location === undefined || !found.variant.tracked) return;
  found.variant.available[location] = (found.variant.available[location] ?? 0) + change;
  found.variant.updatedAt = room.stamp();
  room.shelf('product').put(found.product);
  room.tell('inventory_levels/update', () => ({
    inventory_item_id: BigInt(found.variant.inventoryItemId),
    location_id: BigInt(location),
    available: found.variant.available[location],
    updated_at: room.stamp(),
    admin_graphql_api_id: `${gid('InventoryLevel', location)}?inventory_item_id=${found.variant.inventoryItemId}`,
  }));
}
