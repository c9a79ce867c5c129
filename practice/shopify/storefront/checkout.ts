import { createHmac, timingSafeEqual } from 'node:crypto';
import { ask } from '../stock/ask';
import type { World } from '../world';
import type { ShownLine } from './cart-json';
import { ORDER_CREATE } from './documents';
import { type CodeDiscount, moneyBag, type PricedOrder, priceOrder } from './price-order';
import type { Shopper } from './shopper';

/** What the checkout form says. */
export type CheckoutForm = Readonly<
  Record<
    | 'email'
    | 'phone'
    | 'firstName'
    | 'lastName'
    | 'address1'
    | 'city'
    | 'zip'
    | 'provinceCode'
    | 'discount'
    | 'payment'
    | 'test',
    string
  >
>;

/** Codes that the practice store honours. */
export const CODES: Readonly<Record<string, CodeDiscount>> = {
  WELCOME10: { kind: 'percentage', code: 'WELCOME10', percentage: 10 },
  MINUS5: { kind: 'fixed', code: 'MINUS5', amount: '5.00' },
  SHIPFREE: { kind: 'shipping', code: 'SHIPFREE' },
};

export type Placed = { outcome: 'placed'; id: string; name: string } | { outcome: 'refused'; problems: string[] };

export function readForm(fields: Record<string, unknown>): CheckoutForm {
  const text = (name: string) => String(fields[name] ?? '').trim();
  return {
    email: text('email'),
    phone: text('phone'),
    firstName: text('firstName'),
    lastName: text('lastName'),
    address1: text('address1'),
    city: text('city'),
    zip: text('zip'),
    provinceCode: text('provinceCode'),
    discount: text('discount').toUpperCase(),
    payment: text('payment') || 'card',
    test: text('test'),
  };
}

/** What is wrong with the form, in the shopper's words; nothing when it can be placed. */
export function problemsOf(form: CheckoutForm): string[] {
  const problems: string[] = [];
  if (form.email !== '' && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(form.email))
    problems.push('The e-mail address looks wrong.');
  if (form.lastName === '') problems.push('Please give a last name.');
  if (form.address1 === '') problems.push('Please give an address.');
  if (form.city === '') problems.push('Please give a city.');
  if (form.discount !== '' && !CODES[form.discount]) problems.push(`The code ${form.discount} is not known.`);
  return problems;
}

export function priceCart(shopper: Shopper, lines: readonly ShownLine[], code: string): PricedOrder {
  const priced = lines.map(({ line, variant, unit }) => ({
    variantId: line.variantId,
    quantity: line.quantity,
    price: variant.price,
    presentment: unit,
    taxable: variant.taxable,
    requiresShipping: variant.inventoryItem.requiresShipping,
    properties: line.properties,
  }));
  return priceOrder(shopper.store, shopper.market, priced, CODES[code] ?? null);
}

/** Turns the cart into an order through the platform's own mutation. */
export async function placeOrder(shopper: Shopper, lines: readonly ShownLine[], form: CheckoutForm): Promise<Placed> {
  const problems = problemsOf(form);
  if (lines.length === 0) problems.push('The cart is empty.');
  if (problems.length > 0) return { outcome: 'refused', problems };
  const { store, market, world } = shopper;
  const priced = priceCart(shopper, lines, form.discount);
  const cash = form.payment === 'cash';
  const address = {
    firstName: form.firstName || null,
    lastName: form.lastName,
    address1: form.address1,
    city: form.city,
    zip: form.zip || null,
    countryCode: market.countryCode,
    ...(form.provinceCode ? { provinceCode: form.provinceCode } : {}),
    ...(form.phone ? { phone: form.phone } : {}),
  };
  const who = { email: form.email, firstName: form.firstName || null, lastName: form.lastName };
  const order = {
    ...priced.input,
    ...(form.email ? { email: form.email, customer: { toUpsert: who } } : {}),
    ...(form.phone ? { phone: form.phone } : {}),
    shippingAddress: address,
    billingAddress: address,
    sourceName: 'web',
    note: shopper.cart.note || null,
    customAttributes: Object.entries(shopper.cart.attributes).map(([key, value]) => ({ key, value })),
    test: form.test !== '',
    transactions: [
      {
        kind: 'SALE',
        status: cash ? 'PENDING' : 'SUCCESS',
        gateway: cash ? 'Cash on Delivery (COD)' : 'bogus',
        amountSet: moneyBag(priced.total, store.currency, market.currency),
        test: form.test !== '',
      },
    ],
  };
  const options = { inventoryBehaviour: 'DECREMENT_IGNORING_POLICY' };
  const { orderCreate } = await ask(world, store.domain, ORDER_CREATE, { order, options });
  return { outcome: 'placed', id: orderCreate.order.id, name: orderCreate.order.name };
}

/** Only who placed the order has the key of its thank-you page. */
export function thanksKey(world: World, id: string): string {
  return createHmac('sha256', world.options.apiSecret).update(`thanks ${id}`).digest('hex').slice(0, 32);
}

export function isThanksKey(world: World, id: string, key: string): boolean {
  const right = Buffer.from(thanksKey(world, id));
  const given = Buffer.from(key);
  return right.length === given.length && timingSafeEqual(right, given);
}
