import { randomUUID } from 'node:crypto';
import { exact, minorDigits } from '../money';
import type { AddressDoc, CustomerDoc, FulfillmentDoc, LineDoc, OrderDoc, RefundDoc, StoreDoc } from './docs';
import type { Room } from './platform';

/** What happens to orders. Every act writes the order and says which topics tell of it. */

export type OrderWish = {
  items: {
    variantId: string;
    quantity: number;
    properties?: { name: string; value: string }[];
    /** what is charged where that is not the variant's price */
    price?: string;
  }[];
  customer?: CustomerDoc | null;
  address?: AddressDoc | null;
  /** percent taken off, by a code */
  discount?: { code: string; percent: number };
  shipping?: string;
  /** another market's currency */
  currency?: string;
  paymentMethod?: 'online' | 'cod';
  paid?: boolean;
};

/** A new order, paid unless it is cash on delivery. */
export function placeOrder(room: Room, wish: OrderWish): OrderDoc {
  const store = room.store();
  const currency = wish.currency ?? store.currency;
  const digits = minorDigits(currency);
  const rate = store.markets.find((one) => one.currency === currency)?.rate ?? '1';
  const lines = wish.items.map((item) => lineOf(room, item, rate, digits));
  const subTotal = sum(lines.map((line) => exact(line.price).times(line.quantity).toFixed(digits)));
  const discount = exact(subTotal)
    .times(wish.discount?.percent ?? 0)
    .div(100)
    .toFixed(digits);
  const shipping = exact(wish.shipping ?? '0').toFixed(digits);
  const share = exact(subTotal).isZero() ? exact(0) : exact(subTotal).minus(discount).div(subTotal);
  for (const line of lines) {
    line.tax_price = taxIn(store, exact(line.price).times(line.quantity).times(share).toFixed(), line.taxable, digits);
  }
  const shippingTax = taxIn(store, shipping, true, digits);
  const tax = sum([...lines.map((line) => line.tax_price), shippingTax]);
  const total = exact(subTotal)
    .minus(discount)
    .plus(shipping)
    .plus(store.taxesIncluded ? 0 : tax)
    .toFixed(digits);
  const isCod = wish.paymentMethod === 'cod';
  const isPaid = wish.paid ?? !isCod;
  const at = room.stamp();
  const number = String(store.nextNumber);
  room.saveStore({ ...store, nextNumber: store.nextNumber + 1 });
  const order: OrderDoc = {
    ...{ id: `${store.storeId}-${number.padStart(8, '0')}`, number: number.padStart(8, '0'), status: 'placed' },
    ...{ financial_status: isPaid ? 'paid' : 'waiting', fulfillment_status: 'waiting', currency },
    primary:
      currency === store.currency
        ? null
        : { currency: store.currency, total: exact(total).div(rate).toDecimalPlaces(4).toFixed() },
    taxesIncluded: store.taxesIncluded,
    ...{ sub_total: subTotal, total_discount: discount, discount_code: wish.discount?.code ?? '', total_tax: tax },
    ...{ total_shipping: shipping, shipping_tax_total: shippingTax, total_price: total },
    total_paid: isPaid ? total : exact(0).toFixed(digits),
    ...{ total_refund_price: exact(0).toFixed(digits), refund_status: 'none' },
    ...{ payment_method: isCod ? 'cod' : 'online', payment_channel: isCod ? 'cod' : 'paypal' },
    ...{ cancel_reason: '', tags: '', note: '', customer: wish.customer ?? null, address: wish.address ?? null },
    ...{ line_items: lines, fulfillments: [], created_at: at, updated_at: at },
    ...{ placed_at: isPaid ? at : '', cancelled_at: '', finished_at: '' },
  };
  for (const line of lines) room.sell(line.variant_id, line.quantity);
  return told(room, order, isPaid ? ['orders/create', 'orders/paid'] : ['orders/create']);
}

function lineOf(room: Room, item: OrderWish['items'][number], rate: string, digits: number): LineDoc {
  const found = room.variant(item.variantId);
  if (!found) throw new Error(`no such variant: ${item.variantId}`);
  const { product, variant } = found;
  return {
    ...{ id: randomUUID(), product_id: product.id, product_title: product.title, variant_id: variant.id },
    ...{ variant_title: product.has_only_default_variant ? '' : variant.title, sku: variant.sku },
    ...{ vendor: product.vendor, quantity: item.quantity },
    price: exact(item.price ?? variant.price)
      .times(rate)
      .toDecimalPlaces(digits)
      .toFixed(digits),
    ...{ tax_price: '0', refund_quantity_total: 0, fulfillment_status: 'waiting' },
    ...{ taxable: product.taxable, requires_shipping: product.requires_shipping, properties: item.properties ?? [] },
  };
}

/** Inside the price, or on top of it. */
function taxIn(store: StoreDoc, amount: string, taxable: boolean, digits: number): string {
  if (!taxable) return exact(0).toFixed(digits);
  const of = exact(amount).times(store.taxRate);
  return (store.taxesIncluded ? of.div(exact(1).plus(store.taxRate)) : of).toFixed(digits);
}

/** Gives units and shipping back. What is left of a line's worth is cut cumulatively, so that parts sum to the whole. */
export function refundOrder(
  room: Room,
  order: OrderDoc,
  wish: { lines: { lineId: string; quantity: number }[]; shipping?: string },
): RefundDoc {
  const digits = minorDigits(order.currency);
  const at = room.stamp();
  const share = exact(order.sub_total).isZero() ? exact(0) : exact(order.total_discount).div(order.sub_total);
  const lines = wish.lines.map(({ lineId, quantity }) => {
    const line = order.line_items.find((one) => one.id === lineId);
    if (!line || line.refund_quantity_total + quantity > line.quantity) throw new Error(`cannot refund ${lineId}`);
    const upTo = line.refund_quantity_total + quantity;
    const cut = (whole: string) => {
      const part = (units: number) => exact(whole).times(units).div(line.quantity).toFixed(digits);
      return exact(part(upTo)).minus(part(line.refund_quantity_total)).toFixed(digits);
    };
    const worth = exact(line.price).times(quantity).toFixed(digits);
    const discount = cut(exact(line.price).times(line.quantity).times(share).toFixed(digits));
    const tax = cut(line.tax_price);
    const total = exact(worth)
      .minus(discount)
      .plus(order.taxesIncluded ? 0 : tax)
      .toFixed(digits);
    line.refund_quantity_total = upTo;
    return { line_item_id: lineId, refund_quantity: quantity, sub_total: worth, discount, tax, total };
  });
  const shipping = exact(wish.shipping ?? '0').toFixed(digits);
  const shippingTax = exact(shipping).isZero() ? exact(0).toFixed(digits) : order.shipping_tax_total;
  const price = exact(sum([...lines.map((line) => line.total), shipping]))
    .plus(order.taxesIncluded ? 0 : shippingTax)
    .toFixed(digits);
  const id = room.nextId();
  const refund: RefundDoc = {
    ...{ id, order_id: order.id, refund_price: price, refund_shipping: shipping, refund_shipping_tax: shippingTax },
    ...{ refund_status: 'refunded', note: '', created_at: at, updated_at: at, refund_line_items: lines },
    payment_details: [
      {
        ...{ id: `${id}-1`, payment_channel: order.payment_channel, refund_price: price },
        ...{ refund_status: 'refunded', finished_at: at },
      },
    ],
  };
  room.shelf('refund').put(refund);
  order.total_refund_price = sum([order.total_refund_price, price]);
  const isAll = exact(order.total_refund_price).gte(order.total_paid);
  order.financial_status = isAll ? 'refunded' : 'partially_refunded';
  order.refund_status = isAll ? 'refunded' : 'general';
  told(room, order, [isAll ? 'orders/refunded' : 'orders/partially_refunded', 'orders/update']);
  return refund;
}

export function payOrder(room: Room, order: OrderDoc): OrderDoc {
  const paid = { ...order, financial_status: 'paid', total_paid: order.total_price, placed_at: room.stamp() };
  return told(room, paid, ['orders/paid', 'orders/update']);
}

/** Ships whatever is left. */
export function shipOrder(room: Room, order: OrderDoc, number: string): OrderDoc {
  const pieces = order.line_items.map((line) => ({ id: line.id, quantity: openPieces(order, line) }));
  return shipPieces(room, order, pieces, { tracking_company: 'DHL', tracking_number: number }).order;
}

/** How many of a line are neither shipped nor given back. */
export function openPieces(order: OrderDoc, line: LineDoc): number {
  const parts = order.fulfillments.flatMap((one) => (one.status === 'cancelled' ? [] : one.line_items));
  const shipped = parts.reduce((total, part) => (part.id === line.id ? total + part.quantity : total), 0);
  return Math.max(0, line.quantity - line.refund_quantity_total - shipped);
}

export function shipPieces(
  room: Room,
  order: OrderDoc,
  pieces: FulfillmentDoc['line_items'],
  parcel: Pick<FulfillmentDoc, 'tracking_company' | 'tracking_number'>,
): { order: OrderDoc; fulfillment: FulfillmentDoc } {
  const at = room.stamp();
  const fulfillment: FulfillmentDoc = {
    ...{ id: randomUUID(), order_id: order.id, status: 'shipped', created_at: at, updated_at: at, ...parcel },
    line_items: pieces.filter((one) => one.quantity > 0),
  };
  const more = { ...order, fulfillments: [...order.fulfillments, fulfillment] };
  const touched = new Set(more.fulfillments.flatMap((one) => one.line_items.map(({ id }) => id)));
  const wordOf = (line: LineDoc) => (openPieces(more, line) > 0 ? 'partially_shipped' : 'shipped');
  const lines = order.line_items.map((line) =>
    touched.has(line.id) ? { ...line, fulfillment_status: wordOf(line) } : line,
  );
  const isAll = lines.every((line) => openPieces(more, line) === 0);
  const shipped = { ...more, fulfillment_status: isAll ? 'shipped' : 'partially_shipped', line_items: lines };
  return {
    order: told(room, shipped, [isAll ? 'orders/fulfilled' : 'orders/partially_fulfilled', 'orders/update']),
    fulfillment,
  };
}

export function finishOrder(room: Room, order: OrderDoc): OrderDoc {
  const at = room.stamp();
  const fulfillments = order.fulfillments.map((one) => ({ ...one, status: 'finished', updated_at: at }));
  const finished = { ...order, status: 'finished', fulfillment_status: 'finished', fulfillments, finished_at: at };
  return told(room, finished, ['orders/finished', 'orders/update']);
}

export function cancelOrder(room: Room, order: OrderDoc, reason: string): OrderDoc {
  const at = room.stamp();
  const unpaid = order.financial_status === 'waiting';
  const gone = {
    ...{ status: 'cancelled', fulfillment_status: 'cancelled', cancelled_at: at, cancel_reason: reason },
    financial_status: unpaid ? 'cancelled' : order.financial_status,
  };
  return told(room, { ...order, ...gone }, ['orders/cancelled', 'orders/update']);
}

export function noteOrder(room: Room, order: OrderDoc, note: string): OrderDoc {
  return told(room, { ...order, note }, ['orders/update']);
}

function told(room: Room, order: OrderDoc, topics: string[]): OrderDoc {
  const changed = { ...order, updated_at: room.stamp() };
  room.shelf('order').put(changed);
  for (const topic of topics) room.tell(topic, changed);
  return changed;
}

function sum(amounts: readonly string[]): string {
  const digits = Math.max(0, ...amounts.map((one) => one.split('.')[1]?.length ?? 0));
  return amounts.reduce((total, one) => total.plus(one), exact(0)).toFixed(digits);
}
