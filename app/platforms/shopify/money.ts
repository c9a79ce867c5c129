import { amount, type MoneyPair, minorDigits, noMoney } from '../../domain/shared/money';
import { maybe, type Refuse, readDecimal } from '../fields';

/** Money bags of both shapes, read as one pair: what the shop books and what the shopper saw. */

type Side = { amount: string; currency: string | null };
export type MoneySet = { shop: Side | null; presentment: Side | null };

/** `{shop_money, presentment_money}` or `{shopMoney, presentmentMoney}`. */
export const moneySet = maybe((value, refuse): MoneySet => {
  const told = named(value, refuse);
  return {
    shop: sideOf(told.shop_money ?? told.shopMoney, refuse),
    presentment: sideOf(told.presentment_money ?? told.presentmentMoney, refuse),
  };
});

function sideOf(value: unknown, refuse: Refuse): Side | null {
  if (value === undefined || value === null) return null;
  const told = named(value, refuse);
  const currency = told.currency_code ?? told.currencyCode ?? null;
  if (currency !== null && typeof currency !== 'string') return refuse('names no currency');
  return { amount: readDecimal(told.amount, refuse), currency };
}

function named(value: unknown, refuse: Refuse): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse('is not money');
  return value as Record<string, unknown>;
}

/** A plain amount without a currency of its own; empty text is none. */
export const plainAmount = maybe((value, refuse) => (value === '' ? null : readDecimal(value, refuse)));

/**
 * The pair of a set, or, where there is none, of the plain amount: older messages carry only that, in the
 * currency of the shop. Nothing at all is no money.
 */
export function pairOf(set: MoneySet | null | undefined, plain?: string | null): MoneyPair {
  const shop = set?.shop?.amount;
  const presentment = set?.presentment?.amount;
  const known = shop ?? plain ?? presentment;
  return known === undefined || known === null ? noMoney : { shop: known, presentment: presentment ?? known };
}

/** The same, or null where nothing was told: nothing is not zero. */
export function toldPair(set: MoneySet | null, plain?: string | null): MoneyPair | null {
  return set || (plain !== undefined && plain !== null) ? pairOf(set, plain) : null;
}

/** The currencies that a set names. */
export function currenciesOf(set: MoneySet | null | undefined): { shop: string | null; presentment: string | null } {
  return { shop: set?.shop?.currency ?? null, presentment: set?.presentment?.currency ?? null };
}

/** The first currency that is named anywhere in a value, the shop's before others. */
export function anyCurrencyIn(value: unknown): string | null {
  if (value === null || typeof value !== 'object') return null;
  const record = value as Record<string, unknown>;
  for (const name of ['currencyCode', 'currency_code']) {
    if (typeof record[name] === 'string') return record[name];
  }
  const shopFirst = [record.shopMoney, record.shop_money, ...Object.values(record)];
  for (const inner of shopFirst) {
    const found = anyCurrencyIn(inner);
    if (found) return found;
  }
  return null;
}

/** The two currencies of an order and a pair that says how they compare. */
export type Exchange = { currency: string; presentmentCurrency: string; sample: MoneyPair };

/**
 * An amount that came in one currency only, as a pair. The other side follows the order's own rate, rounded to the
 * currency's digits: REST transactions do not carry it.
 */
export function pairFrom(plain: string, currency: string | null, exchange: Exchange): MoneyPair {
  const same = exchange.currency === exchange.presentmentCurrency;
  const { shop, presentment } = exchange.sample;
  if (same || currency === null || amount(shop).isZero() || amount(presentment).isZero()) {
    return { shop: plain, presentment: plain };
  }
  const convert = (from: string, to: string, target: string) =>
    amount(plain).times(amount(to)).dividedBy(amount(from)).toDecimalPlaces(minorDigits(target)).toFixed();
  return currency === exchange.presentmentCurrency
    ? { shop: convert(presentment, shop, exchange.currency), presentment: plain }
    : { shop: plain, presentment: convert(shop, presentment, exchange.presentmentCurrency) };
}

/** The same pair with its sign turned. */
export function negative(pair: MoneyPair): MoneyPair {
  return { shop: amount(pair.shop).negated().toFixed(), presentment: amount(pair.presentment).negated().toFixed() };
}
