import { placeRungs, worstErrorOf } from '../domain/addons/ladder';
import { fromMinor, priceBeside, toMinor } from '../domain/addons/pricing';
import { couldFit, type Facts } from '../domain/addons/targeting';
import type { PricedProduct } from '../domain/catalogue/price-store.server';
import { moneyText } from '../domain/shared/money';
import type { AddOnInput, LadderView } from './add-on';

/** What an add-on must be sold at, so that every product of the store finds its price. */
export type Prices = { prices: string[]; ladder: Omit<LadderView, 'at'> | null };

type Aimed = Pick<AddOnInput, 'targets' | 'conditions'>;

/** Which products must be looked at to know what an add-on is for, and whether one by one. */
export function productsToAsk({ targets, conditions }: Aimed): { oneByOne: boolean; productIds: string[] | null } {
  const rules = [...conditions.groups.flatMap((group) => group.rules), ...conditions.exclude];
  // What a collection holds is not known here: with one among the targets, any product may be meant.
  const productIds = targets.all || targets.collectionIds.length > 0 ? null : targets.productIds;
  const byId = rules.some(({ field }) => field === 'product' || field === 'variant');
  return { oneByOne: productIds !== null || byId, productIds };
}

/** Whether there may be products that never show the add-on. */
export function isPicky({ targets, conditions }: Aimed): boolean {
  return !targets.all || conditions.groups.length + conditions.exclude.length > 0;
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
