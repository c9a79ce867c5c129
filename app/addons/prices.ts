import { placeRungs, worstErrorOf } from '../domain/addons/ladder';
import { fromMinor, priceBeside, toMinor } from '../domain/addons/pricing';
import { couldFit, type Facts } from '../domain/addons/targeting';
import type { PricedProduct } from '../domain/catalogue/price-store.server';
import { moneyText } from '../domain/shared/money';
import type { AddOnInput, LadderView } from './add-on';

/** What an add-on must be sold at, so that every product of the store finds its price. */
export type Prices = { prices: string[]; ladder: Omit<LadderView, 'at'> | null };

/** Whether the products must be told one by one to know which of them an add-on is for. */
export function asksForIds({ targets, conditions }: Pick<AddOnInput, 'targets' | 'conditions'>): boolean {
  const rules = [...conditions.groups.flatMap((group) => group.rules), ...conditions.exclude];
  return !targets.all || rules.some(({ field }) => field === 'product' || field === 'variant');
}

/**
 * @param products asked for only where the price depends on them
 * @param mostVariants how many variants the platform allows a product
 * @returns without prices when no product with a price can have the add-on
 */
export function pricesOf(
  addOn: Pick<AddOnInput, 'pricing' | 'price' | 'targets' | 'conditions'> & { currency: string },
  products: PricedProduct[],
  mostVariants: number,
): Prices {
  const { pricing, currency } = addOn;
  if (pricing.kind === 'fixed') return { prices: [moneyText(addOn.price, currency)], ladder: null };
  const wanted = new Set<number>();
  for (const product of products) {
    if (!couldFit(addOn.targets, addOn.conditions, factsOf(product))) continue;
    const price = priceBeside(pricing, addOn.price, product.price, currency);
    if (price !== null) wanted.add(toMinor(price, currency));
  }
  if (pricing.kind === 'tiers') for (const { price } of pricing.tiers) wanted.add(toMinor(price, currency));
  const step = pricing.kind === 'percentage' && pricing.step !== null ? toMinor(pricing.step, currency) : 1;
  const exact = [...wanted];
  // Minimum, maximum and tiers need not be multiples of the step: where every price has its place, each is itself.
  const rungs =
    exact.length <= mostVariants ? exact.sort((a, b) => a - b) : placeRungs(exact, mostVariants, step).rungs;
  return {
    prices: rungs.map((rung) => fromMinor(rung, currency)),
    ladder: { wanted: exact.length, rungs: rungs.length, worstError: worstErrorOf(exact, rungs) },
  };
}

/** What is known of a product without asking the platform. */
export function factsOf(product: PricedProduct): Partial<Facts> {
  return {
    ...(product.platformProductId === null ? {} : { product: [product.platformProductId] }),
    ...(product.platformVariantId === null ? {} : { variant: [product.platformVariantId] }),
    tag: product.tags,
    type: product.productType === null ? [] : [product.productType],
    vendor: product.vendor === null ? [] : [product.vendor],
    price: product.price,
  };
}
