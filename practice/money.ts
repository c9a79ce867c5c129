import { Decimal } from 'decimal.js';

const Exact = Decimal.clone({ precision: 40, toExpNeg: -40, toExpPos: 40 });
export type Amount = Decimal;

/** An amount in the shop's currency and in the one the shopper paid with, as decimal text. */
export type Pair = { shop: string; presentment: string };

export const nothing: Pair = { shop: '0', presentment: '0' };

export function exact(value: string | number | Amount): Amount {
  return new Exact(value);
}

export function sumOf(pairs: Iterable<Pair>): Pair {
  let shop = exact(0);
  let presentment = exact(0);
  for (const pair of pairs) {
    shop = shop.plus(pair.shop);
    presentment = presentment.plus(pair.presentment);
  }
  return { shop: shop.toFixed(), presentment: presentment.toFixed() };
}

export function plus(...pairs: Pair[]): Pair {
  return sumOf(pairs);
}

export function minus(a: Pair, ...rest: Pair[]): Pair {
  const b = sumOf(rest);
  return {
    shop: exact(a.shop).minus(b.shop).toFixed(),
    presentment: exact(a.presentment).minus(b.presentment).toFixed(),
  };
}

export function times(a: Pair, count: number): Pair {
  return { shop: exact(a.shop).times(count).toFixed(), presentment: exact(a.presentment).times(count).toFixed() };
}

/** A share of `whole` for `part` of `parts`, rounded to each currency's own digits. */
export function shareOf(whole: Pair, part: number | Amount, parts: number | Amount, currencies: Currencies): Pair {
  if (exact(parts).isZero()) return nothing;
  const one = (amount: string, currency: string) =>
    exact(amount).times(part).div(parts).toDecimalPlaces(minorDigits(currency), Decimal.ROUND_HALF_UP).toFixed();
  return {
    shop: one(whole.shop, currencies.currency),
    presentment: one(whole.presentment, currencies.presentmentCurrency),
  };
}

/**
 * Shares `whole` out by weight so that the shares sum up to it exactly; the last weighted one takes the rest. In a currency
 * in which nothing weighs anything nothing is given.
 */
export function shareOut(whole: Pair, weights: Pair[], currencies: Currencies): Pair[] {
  const total = sumOf(weights);
  let given = nothing;
  let weighed = nothing;
  return weights.map((weight) => {
    weighed = plus(weighed, weight);
    const reached: Pair = {
      shop: shareOf(whole, exact(weighed.shop), exact(total.shop), currencies).shop,
      presentment: shareOf(whole, exact(weighed.presentment), exact(total.presentment), currencies).presentment,
    };
    const share = minus(reached, given);
    given = reached;
    return share;
  });
}

export function isZero(pair: Pair): boolean {
  return exact(pair.shop).isZero() && exact(pair.presentment).isZero();
}

export type Currencies = { currency: string; presentmentCurrency: string };

const withoutMinor = new Set('BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' '));
const withThree = new Set('BHD IQD JOD KWD LYD OMR TND'.split(' '));

export function minorDigits(currency: string): number {
  if (withoutMinor.has(currency)) return 0;
  return withThree.has(currency) ? 3 : 2;
}

/** How the GraphQL API writes amounts: no trailing zeros but at least one digit after the point. */
export function graphqlAmount(amount: string): string {
  const value = exact(amount);
  return value.toFixed(Math.max(1, value.decimalPlaces()));
}

/** How webhook bodies write amounts: with the currency's own digits. */
export function restAmount(amount: string, currency: string): string {
  const value = exact(amount);
  return value.toFixed(Math.max(minorDigits(currency), value.decimalPlaces()));
}

/** Converts by a market's rate, to the digits of `currency`. */
export function convert(amount: string, rate: string, currency: string): string {
  return exact(amount).times(rate).toDecimalPlaces(minorDigits(currency), Decimal.ROUND_HALF_UP).toFixed();
}

/** A price of the practice catalogue, made for currencies with cents, in one without: no shop sells for half a yen. */
export function localPrice(price: string, currency: string): string {
  return minorDigits(currency) === 0 ? exact(price).times(100).toFixed(0) : price;
}
