import { type Amount, amount, minorDigits, moneyText } from '../shared/money';

/** What an add-on costs beside a product. */

export type Pricing =
  /** the same beside every product: the add-on's own price */
  | { kind: 'fixed' }
  /** a share of the product's price */
  | { kind: 'percentage'; percent: string; min: string | null; max: string | null; step: string | null }
  /** by ranges of the product's price: the first tier whose `upTo` (inclusive) reaches it; the last has none */
  | { kind: 'tiers'; tiers: { upTo: string | null; price: string }[] };

export const fixedPricing: Pricing = { kind: 'fixed' };

/**
 * The exact price beside a product: decimal text with the currency's digits, half away from zero.
 * @param fixed the add-on's own price, asked for by kind "fixed"
 * @param productPrice decimal text in the same currency
 * @returns null when no price can be asked: a tier is missing, or it would be nothing
 */
export function priceBeside(pricing: Pricing, fixed: string, productPrice: string, currency: string): string | null {
  const price = exactPrice(pricing, fixed, amount(productPrice), currency);
  return price === null || price.lessThanOrEqualTo(0) ? null : moneyText(price.toFixed(), currency);
}

function exactPrice(pricing: Pricing, fixed: string, product: Amount, currency: string): Amount | null {
  if (pricing.kind === 'fixed') return amount(fixed);
  if (pricing.kind === 'tiers') {
    const tier = pricing.tiers.find(({ upTo }) => upTo === null || product.lessThanOrEqualTo(amount(upTo)));
    return tier ? amount(tier.price) : null;
  }
  const step = amount(pricing.step ?? smallest(currency));
  const share = product.times(amount(pricing.percent)).dividedBy(100);
  const rounded = share.dividedBy(step).toDecimalPlaces(0, 4).times(step);
  const atLeast = pricing.min === null ? rounded : max(rounded, amount(pricing.min));
  return pricing.max === null ? atLeast : min(atLeast, amount(pricing.max));
}

/** The smallest amount of a currency: "0.01", "1", "0.001". */
export function smallest(currency: string): string {
  return amount(1)
    .dividedBy(amount(10).pow(minorDigits(currency)))
    .toFixed();
}

/** A price in minor units of its currency, as the ladder counts. */
export function toMinor(price: string, currency: string): number {
  return amount(price)
    .times(amount(10).pow(minorDigits(currency)))
    .toNumber();
}

export function fromMinor(minor: number, currency: string): string {
  return moneyText(
    amount(minor)
      .dividedBy(amount(10).pow(minorDigits(currency)))
      .toFixed(),
    currency,
  );
}

function max(a: Amount, b: Amount): Amount {
  return a.greaterThan(b) ? a : b;
}

function min(a: Amount, b: Amount): Amount {
  return a.lessThan(b) ? a : b;
}
