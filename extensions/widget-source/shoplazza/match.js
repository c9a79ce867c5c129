// Which add-ons a product gets, and at which price. The app decides the same in app/domain/addons/targeting.ts and
// app/domain/addons/pricing.ts, and a test holds the two against each other.

import { rungOf } from './rung.js';

/** What a page knows of the chosen product. The app lists what it does not: `unknownToPage` of the platform. */
export function factsOf(product, variant, { collections, language, quantity }) {
  return {
    product: [product.id],
    variant: [variant.id],
    collection: collections,
    tag: Array.isArray(product.tags) ? product.tags : String(product.tags || '').split(','),
    type: [product.product_type || ''],
    vendor: [product.vendor || ''],
    language: [language || ''],
    price: Math.round(Number(variant.price) * 100),
    quantity,
  };
}

/** A rule that asks for what a page of this platform does not know never holds. */
function held(rule, facts) {
  if (rule.v === undefined) {
    const have = facts[rule.f];
    if (typeof have !== 'number') return false;
    return !(rule.min !== undefined && have < rule.min) && !(rule.max !== undefined && have > rule.max);
  }
  const all = facts[rule.f];
  if (!Array.isArray(all)) return false;
  const found = all.some((one) => rule.v.includes('|' + String(one).trim().toLowerCase().replaceAll('|', ' ') + '|'));
  return rule.not ? !found : found;
}

/** What a page does not know makes no offer: what should be asked for is not met, what should be kept out may be there. */
function meets({ any, groups, exclude }, facts) {
  const met = groups.map((group) =>
    group.any ? group.rules.some((rule) => held(rule, facts)) : group.rules.every((rule) => held(rule, facts)),
  );
  return (
    (any ? met.some(Boolean) || !met.length : met.every(Boolean)) &&
    !exclude.some((rule) => !(rule.f in facts) || held(rule, facts))
  );
}

/**
 * The offers for a product and a quantity, in the merchant's order: `[{offer, variantId, cents}]`. Those that stand in when
 * there is no other come last and only then.
 */
export function offersFor({ offers, ladders }, facts, now) {
  const fits = (offer) => {
    if (offer.productId === facts.product[0]) return undefined;
    const aimed =
      offer.all ||
      offer.productIds.includes(facts.product[0]) ||
      facts.collection.some((id) => offer.collectionIds.includes(id));
    if (!aimed || (offer.from && now < offer.from) || (offer.until && now >= offer.until)) return undefined;
    if (offer.conditions && !meets(offer.conditions, facts)) return undefined;
    if (!offer.pricing) return { offer, variantId: offer.variantId, cents: Math.round(Number(offer.price) * 100) };
    const rung = rungOf(offer.pricing, ladders[offer.id] || [], facts.price);
    return rung && { offer, variantId: rung[0], cents: rung[1] };
  };
  const found = (wanted) =>
    offers.filter((offer) => Boolean(offer.fallback) === wanted).flatMap((one) => fits(one) || []);
  const first = found(false);
  return first.length ? first : found(true);
}
