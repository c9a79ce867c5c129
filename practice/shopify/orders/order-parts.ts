import { isEnumType } from 'graphql';
import { type Currencies, convert, exact, type Pair, shareOf, times } from '../../money';
import { idOf } from '../gids';
import { refuse } from '../graphql/context';
import { variantTitle } from '../graphql/product-view';
import { publishedSchema } from '../graphql/schema';
import type { Args } from '../graphql/view';
import type { LineDoc, OrderDoc, ShippingLineDoc, TaxLineDoc, TransactionDoc } from '../ledger/order';
import type { StoreRoom } from '../store-room';

export function lineFrom(room: StoreRoom, of: Currencies, given: Args, index: number): LineDoc {
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

export function shippingFrom(room: StoreRoom, of: Currencies, given: Args): ShippingLineDoc {
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

export function taxFrom(room: StoreRoom, of: Currencies, given: Args, base: Pair): TaxLineDoc {
  const rate = exact(given.rate);
  return {
    title: given.title,
    rate: rate.toFixed(),
    price: given.priceSet ? pairFrom(room, of, given.priceSet) : shareOf(base, rate, 1, of),
    channelLiable: given.channelLiable ?? false,
  };
}

export function transactionFrom(
  room: StoreRoom,
  of: Currencies,
  given: Args,
  now: string,
  order: OrderDoc,
): TransactionDoc {
  return {
    id: room.nextId(),
    kind: given.kind ?? 'SALE',
    status: given.status ?? 'SUCCESS',
    gateway: given.gateway ?? 'manual',
    amount: pairFrom(room, of, given.amountSet),
    parentId: null,
    refundId: null,
    test: given.test ?? false,
    errorCode: errorCodeOf(given),
    createdAt: now,
    processedAt: moment(given.processedAt) ?? order.processedAt,
  };
}

/** What the receipt says of a failure, as far as the platform has a name for it. */
function errorCodeOf(given: Args): string | null {
  if (given.status !== 'FAILURE' && given.status !== 'ERROR') return null;
  const code = /"error_code":\s*"(\w+)"/.exec(JSON.stringify(given.receiptJson ?? null).replaceAll('\\', ''))?.[1];
  const named = publishedSchema().schema.getType('OrderTransactionErrorCode');
  const known = isEnumType(named) ? named.getValue(code?.toUpperCase() ?? '') : undefined;
  return known?.name ?? 'GENERIC_ERROR';
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

export function moment(value: string | null | undefined): string | null {
  return value === null || value === undefined ? null : `${new Date(value).toISOString().slice(0, 19)}Z`;
}
