import { type CompiledPricing, compilePricing, type Offerable } from './offers';

/** What the checkout check needs to know of add-ons, by the id of their product (extensions/tagalong-checkout-check). */
export type CheckoutRules = { v: 1; products: Record<string, CheckoutRule> };
export type CheckoutRule = {
  /** belongs to the whole order: any product is its product */
  order?: true;
  pricing?: CompiledPricing;
  /** the largest share by which the ladder misses a wanted price */
  worstError?: number;
};

/** Published add-ons with something to check; the price of the others is their variant's own. */
export function checkoutRules(addOns: (Offerable & { worstError?: number })[]): CheckoutRules {
  const products: CheckoutRules['products'] = {};
  for (const { publication, quantity, pricing, currency, worstError = 0 } of addOns) {
    if (!publication) continue;
    const compiled = compilePricing(pricing, currency);
    products[publication.platformProductId] = {
      ...(quantity.kind === 'per_order' ? { order: true } : {}),
      ...(compiled ? { pricing: compiled, worstError } : {}),
    };
  }
  return { v: 1, products };
}
