import { type Amount, amount, type MoneyPair, minorDigits, zero } from './money';

/**
 * Shop money and presentment money computed side by side, exact. Most orders are paid in the shop's currency: then
 * both sides are one object and every computation is done once.
 */
export type Dual = { shop: Amount; presentment: Amount };

export const noDual: Dual = { shop: zero, presentment: zero };
const nothing: MoneyPair = { shop: '0', presentment: '0' };

export function dual(money: MoneyPair): Dual {
  if (money.shop === '0' && money.presentment === '0') return noDual;
  const shop = amount(money.shop);
  return { shop, presentment: money.presentment === money.shop ? shop : amount(money.presentment) };
}

export function pairOf(value: Dual): MoneyPair {
  if (value === noDual) return nothing;
  const shop = value.shop.toFixed();
  return { shop, presentment: value.presentment === value.shop ? shop : value.presentment.toFixed() };
}

export function add(a: Dual, b: Dual): Dual {
  if (a === noDual) return b;
  return b === noDual ? a : both(a, b, (x, y) => x.plus(y));
}

export function subtract(a: Dual, b: Dual): Dual {
  return b === noDual ? a : both(a, b, (x, y) => x.minus(y));
}

export function multiply(a: Dual, count: number): Dual {
  if (a === noDual || count === 0) return noDual;
  return count === 1 ? a : both(a, a, (x) => x.times(count));
}

export function negate(a: Dual): Dual {
  return a === noDual ? noDual : both(a, a, (x) => x.negated());
}

export function isNone(a: Dual): boolean {
  return a === noDual || (a.shop.isZero() && a.presentment.isZero());
}

export function isSame(a: Dual, b: Dual): boolean {
  return isNone(subtract(a, b));
}

/**
 * What units `from` to `to` of `of` units are worth of a whole, half up to the digits of each currency. Shares are
 * cut cumulatively, so that together they are exactly the whole.
 */
export function cut(whole: Dual, from: number, to: number, of: number, currencies: Currencies): Dual {
  if (from === 0 && to >= of) return whole;
  return subtract(upTo(whole, to, of, currencies), upTo(whole, from, of, currencies));
}

export type Currencies = { currency: string; presentmentCurrency: string };

function upTo(whole: Dual, units: number, of: number, { currency, presentmentCurrency }: Currencies): Dual {
  if (units <= 0) return noDual;
  if (units >= of) return whole;
  return {
    shop: whole.shop.times(units).dividedBy(of).toDecimalPlaces(minorDigits(currency), 4),
    presentment: whole.presentment.times(units).dividedBy(of).toDecimalPlaces(minorDigits(presentmentCurrency), 4),
  };
}

function both(a: Dual, b: Dual, f: (x: Amount, y: Amount) => Amount): Dual {
  const shop = f(a.shop, b.shop);
  const isOne = a.shop === a.presentment && b.shop === b.presentment;
  return { shop, presentment: isOne ? shop : f(a.presentment, b.presentment) };
}
