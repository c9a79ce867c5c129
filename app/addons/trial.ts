import { z } from 'zod';
import { phaseOf } from '../domain/addons/details';
import { nearestRung } from '../domain/addons/ladder';
import { fromMinor, priceBeside, toMinor } from '../domain/addons/pricing';
import { explainFit, type Facts, type Reason, type Rule } from '../domain/addons/targeting';
import type { ProductFacts } from '../platforms/platform';
import type { AddOnView } from './add-on';

/** The test box: which add-ons one product in one cart would get, and why. */

/** What a merchant pretends about the shopper and the cart. */
export const pretendedForm = z.object({
  variantId: z.string(),
  quantity: z.string(),
  cartValue: z.string(),
  market: z.string(),
  country: z.string(),
  language: z.string(),
  customerTags: z.array(z.string()),
});
export type Pretended = z.infer<typeof pretendedForm>;

export type TrialResult = {
  id: string;
  title: string;
  isOffered: boolean;
  /** what would be charged, in the store's currency; null where it is not sold */
  price: string | null;
  /** in words, the decisive one first */
  reasons: string[];
};

/** Answers for every add-on that is not archived, in the order of the page. */
export function tryOut(addOns: AddOnView[], product: ProductFacts, pretended: Pretended, now: Date): TrialResult[] {
  const variant = product.variants.find((one) => one.platformVariantId === pretended.variantId) ?? product.variants[0];
  const facts: Facts = {
    product: [product.platformProductId],
    variant: variant ? [variant.platformVariantId] : [],
    collection: product.collectionIds,
    tag: product.tags,
    type: some(product.productType),
    vendor: some(product.vendor),
    market: some(pretended.market),
    country: some(pretended.country),
    language: some(pretended.language),
    customer_tag: pretended.customerTags,
    price: variant?.price ?? '0',
    cart_value: decimal(pretended.cartValue, '0'),
    quantity: decimal(pretended.quantity, '1'),
  };
  const results = addOns
    .filter(({ state }) => state !== 'archived')
    .map((addOn) => ({ ...tryOne(addOn, facts, now), fallback: addOn.fallback }));
  const anyOther = results.some((one) => one.isOffered && !one.fallback);
  return results.map(({ fallback, ...one }) =>
    fallback && one.isOffered && anyOther
      ? { ...one, isOffered: false, reasons: ['It is a fallback, and another add-on is offered here.', ...one.reasons] }
      : one,
  );
}

function tryOne(addOn: AddOnView, facts: Facts, now: Date): TrialResult {
  const { fits, reasons } = explainFit(addOn.targets, addOn.conditions, facts);
  const price = chargedFor(addOn, facts.price);
  const obstacles = [
    ...(addOn.state === 'draft' ? ['It is a draft.'] : []),
    ...(addOn.state === 'active' && addOn.publication.variants.length === 0 ? ['It is not published yet.'] : []),
    ...{ scheduled: ['Its time has not come yet.'], ended: ['Its time is over.'], running: [] }[phaseOf(addOn, now)],
    ...(addOn.publication.platformProductId === facts.product[0] ? ['This is the add-on itself.'] : []),
    ...(price === null ? ['No price can be asked beside this product.'] : []),
  ];
  const { id, title } = addOn;
  return {
    id,
    title,
    isOffered: fits && obstacles.length === 0,
    price,
    reasons: [...obstacles, ...reasons.map(inWords)],
  };
}

/** The rung that the page would charge. */
function chargedFor(addOn: AddOnView, productPrice: string): string | null {
  const wanted = priceBeside(addOn.pricing, addOn.price, productPrice, addOn.currency);
  if (wanted === null) return null;
  const rungs = addOn.publication.variants.map(({ price }) => toMinor(price, addOn.currency));
  const rung = nearestRung(rungs, toMinor(wanted, addOn.currency));
  return rung === undefined ? wanted : fromMinor(rung, addOn.currency);
}

function inWords({ part, group, rule, holds }: Reason): string {
  if (part === 'targets')
    return holds ? 'The product is one of its products.' : 'The product is not one of its products.';
  const condition = rule ? ruleWords(rule) : '';
  if (part === 'exclude') return holds ? `Excluded: ${condition}.` : `Not excluded: ${condition} does not hold.`;
  return `Group ${(group ?? 0) + 1}: ${condition} ${holds ? 'holds' : 'does not hold'}.`;
}

/** "tag is fragile or glass", "price from 20 to 50". */
export function ruleWords(rule: Rule): string {
  const name = rule.field.replace('_', ' ');
  if (rule.is === 'between') {
    const from = rule.min === null ? '' : ` from ${rule.min}`;
    return `${name}${from}${rule.max === null ? '' : ` to ${rule.max}`}`;
  }
  return `${name} ${rule.is === 'none_of' ? 'is not' : 'is'} ${rule.values.join(' or ')}`;
}

function some(text: string): string[] {
  return text.trim() === '' ? [] : [text.trim()];
}

function decimal(text: string, otherwise: string): string {
  return /^\d{1,9}(\.\d{1,3})?$/.test(text.trim()) ? text.trim() : otherwise;
}
