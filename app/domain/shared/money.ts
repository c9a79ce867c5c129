import { Decimal } from 'decimal.js';

/**
 * Money is decimal text from the platform, NUMERIC in the database and this decimal type in code.
 * Never a float: 0.1 + 0.2 must be 0.3, and some currencies have no or three minor digits.
 */

const Exact = Decimal.clone({ precision: 40, toExpNeg: -40, toExpPos: 40 });

export type Amount = Decimal;

/** An amount in shop currency and, beside it, what the shopper saw. */
export type MoneyPair = { shop: string; presentment: string };

export const noMoney: MoneyPair = { shop: '0', presentment: '0' };

/**
 * Reads decimal text.
 * @throws {RangeError} when the text is not a finite decimal number
 */
export function amount(text: string | number | Decimal): Amount {
  if (text instanceof Exact) return text;
  if (typeof text === 'string' && !/^-?\d+(\.\d+)?$/.test(text)) throw new RangeError(`not decimal text: ${text}`);
  if (typeof text === 'number' && !Number.isInteger(text)) throw new RangeError('money must not pass through a float');
  return new Exact(text);
}

export const zero: Amount = new Exact(0);

/** The sum of many amounts; of none, zero. */
export function sum(amounts: Iterable<string | Amount>): Amount {
  let total: Amount = zero;
  // Most parts of an entry are nothing; to read and add them took half of the time of a ledger.
  for (const one of amounts) if (one !== '0' && one !== zero) total = total.plus(amount(one));
  return total;
}

/** Sums both sides of pairs. */
export function sumPairs(pairs: Iterable<MoneyPair>): MoneyPair {
  const all = [...pairs];
  return { shop: sum(all.map((p) => p.shop)).toFixed(), presentment: sum(all.map((p) => p.presentment)).toFixed() };
}

/** Both sides: a + b. */
export function plus(a: MoneyPair, b: MoneyPair): MoneyPair {
  return sumPairs([a, b]);
}

/** Both sides: a - b. */
export function minus(a: MoneyPair, b: MoneyPair): MoneyPair {
  return {
    shop: amount(a.shop).minus(amount(b.shop)).toFixed(),
    presentment: amount(a.presentment).minus(amount(b.presentment)).toFixed(),
  };
}

/** Both sides times a whole number. */
export function times(pair: MoneyPair, count: number): MoneyPair {
  return {
    shop: amount(pair.shop).times(count).toFixed(),
    presentment: amount(pair.presentment).times(count).toFixed(),
  };
}

const withoutMinor = new Set('BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' '));
const withThree = new Set('BHD IQD JOD KWD LYD OMR TND'.split(' '));

/** How many digits stand after the point in `currency` (ISO 4217). */
export function minorDigits(currency: string): number {
  if (withoutMinor.has(currency)) return 0;
  return withThree.has(currency) ? 3 : 2;
}

/** Decimal text with at least the currency's own digits; more only where the amount has more. */
export function moneyText(value: string | Amount, currency: string): string {
  const exact = amount(value);
  return exact.toFixed(Math.max(minorDigits(currency), exact.decimalPlaces()));
}
