import { type CompiledPricing, compilePricing, ladderOf, type Offerable } from './offers';

/**
 * How the price of an add-on follows its product's, as a function of the platform checks it in carts
 * (extensions/tagalong-shoplazza-prices): the wanted price, and the variants that it is sold at.
 */
export type PriceRule = { v: 1; pricing: CompiledPricing; rungs: [variantId: string, hundredths: number][] };

/** Null where the price is the same beside every product, or nothing is sold yet. */
export function priceRuleOf(addOn: Offerable): PriceRule | null {
  const pricing = compilePricing(addOn.pricing, addOn.currency);
  const rungs = ladderOf(addOn);
  return pricing && rungs ? { v: 1, pricing, rungs } : null;
}
