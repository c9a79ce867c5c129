import { amount, minorDigits, moneyText } from '../shared/money';
import type { AddOnDetails } from './details';
import { type CompiledConditions, compileConditions } from './offer-conditions';
import type { Pricing } from './pricing';
import { type AddOnTargets, dependsOnVariant, quantitySteps } from './targeting';

/**
 * The offers as the storefront widget reads them, without a network call: one JSON value that the platform
 * hands to the widget's template (on Shopify, an app-owned metafield). Written from all active add-ons at once, in the
 * merchant's order, which is the order of the page. What an add-on does not use is left out.
 */
export type OffersDocument = {
  v: 2;
  offers: Offer[];
  /** a part of the visitors sees no add-ons; what a part is: domain/experiments/assignment.ts */
  holdout?: { id: string; control: number };
  /** boxes begin ticked: where a platform allows it and the merchant of a store chose it */
  preTicked?: true;
};

export type Offer = {
  id: string;
  kind: string;
  title: string;
  description: string;
  terms: string;
  productId: string;
  /** the only variant, or the cheapest of a ladder */
  variantId: string;
  /** decimal text in `currency`; the widget shows the shopper's own market price where the platform tells it */
  price: string;
  currency: string;
  all: boolean;
  productIds: string[];
  collectionIds: string[];
  termsUrl?: string;
  imageUrl?: string;
  badge?: string;
  /** "unit", "line", "order", or a number of pieces */
  quantity?: string;
  conditions?: CompiledConditions;
  /** the quantities at which the conditions may answer differently */
  steps?: number[];
  /** another variant of the product may be answered or priced differently */
  varies?: true;
  fallback?: true;
  inputs?: AddOnDetails['inputs'];
  texts?: AddOnDetails['texts'];
  /** seconds since 1970 */
  from?: number;
  until?: number;
  pricing?: CompiledPricing;
  /** what a part of the visitors sees in place of it */
  tried?: Omit<Tried, 'price'> & { variantId?: string; price?: string };
};

/** What an experiment tries: only what differs is there. */
export type Tried = {
  id: string;
  /** the share of visitors who see the add-on as it is */
  control: number;
  title?: string;
  description?: string;
  badge?: string;
  /** decimal text in the store's currency */
  price?: string;
  /** before all others */
  first?: boolean;
};

/** How the page finds the wanted price, in hundredths of the store's currency; the nearest rung of the ladder is charged. */
export type CompiledPricing =
  | { milli: number; min: number; max: number; step: number }
  | { tiers: { upTo: number | null; price: number }[] };

/** A variant of an add-on's product; its price is decimal text in the store's currency. */
export type SoldVariant = { platformVariantId: string; price: string };

/** An add-on as the platform sells it: a product with one variant for each price, cheapest first. */
export type Publication = { platformProductId: string; variants: SoldVariant[] };

/** An add-on that may be offered, once it is published. */
export type Offerable = AddOnDetails & {
  id: string;
  kind: string;
  title: string;
  description: string;
  terms: string;
  price: string;
  currency: string;
  targets: AddOnTargets;
  state: 'draft' | 'active' | 'archived';
  publication: Publication | null;
  tried?: Tried;
};

/** Active, published add-ons become offers, in the order given; the others are left out. */
export function offersDocument(
  addOns: Offerable[],
  holdout: OffersDocument['holdout'] | null = null,
  preTicked = false,
): OffersDocument {
  return {
    v: 2,
    offers: addOns.flatMap((addOn) => offerOf(addOn) ?? []),
    ...(holdout ? { holdout } : {}),
    ...(preTicked ? { preTicked } : {}),
  };
}

/** The variants of an add-on whose price depends on the product, as the page looks them up: id and hundredths, cheapest first. */
export function ladderOf({ pricing, publication }: Offerable): [variantId: string, hundredths: number][] | null {
  if (pricing.kind === 'fixed' || !publication) return null;
  return publication.variants.map(({ platformVariantId, price }) => [platformVariantId, hundredths(price)]);
}

/** The key of its ladder in the app's own values. */
export function ladderKey(addOnId: string): string {
  return `ladder_${addOnId.replaceAll('-', '')}`;
}

function offerOf(addOn: Offerable): Offer | null {
  const { publication, conditions, currency, pricing } = addOn;
  // A fixed price may have another one beside it, which is tried.
  const sold = publication?.variants.find(({ price }) => pricing.kind !== 'fixed' || sameAmount(price, addOn.price));
  const own = sold ?? publication?.variants[0];
  if (addOn.state !== 'active' || !publication || !own) return null;
  const steps = quantitySteps(conditions);
  const hasConditions = conditions.groups.length + conditions.exclude.length > 0;
  return {
    id: addOn.id,
    kind: addOn.kind,
    title: addOn.title,
    description: addOn.description,
    terms: addOn.terms,
    productId: publication.platformProductId,
    variantId: own.platformVariantId,
    price: moneyText(own.price, currency),
    currency,
    ...addOn.targets,
    ...used({
      termsUrl: addOn.termsUrl,
      imageUrl: addOn.imageUrl,
      badge: addOn.badge,
      quantity: quantityWord(addOn.quantity),
      conditions: hasConditions && compileConditions(conditions),
      steps: steps.length > 1 && steps,
      varies: dependsOnVariant(conditions) || pricing.kind !== 'fixed',
      fallback: addOn.fallback,
      inputs: addOn.inputs,
      texts: addOn.texts,
      from: seconds(addOn.startsAt),
      until: seconds(addOn.endsAt),
      pricing: compilePricing(pricing, currency),
      tried: triedOf(addOn, publication),
    }),
  };
}

/** Nothing where the price that is tried is not sold yet. */
function triedOf({ tried, currency }: Offerable, { variants }: Publication): Offer['tried'] {
  if (!tried?.price) return tried;
  const { price, ...rest } = tried;
  const variant = variants.find((one) => sameAmount(one.price, price));
  return variant && { ...rest, variantId: variant.platformVariantId, price: moneyText(price, currency) };
}

function sameAmount(one: string, other: string): boolean {
  return amount(one).equals(amount(other));
}

/** What all offers together may weigh: the platform's limit for such a value is 128 kB, and a page should not carry more. */
export const mostOfferBytes = 120_000;

/** How many bytes the offers of these add-ons would take if all of them were active and published. */
export function offerBytes(addOns: Offerable[]): number {
  const id = '9'.repeat(19);
  const document = offersDocument(
    addOns.map((addOn) => ({
      ...addOn,
      state: 'active',
      publication: { platformProductId: id, variants: [{ platformVariantId: id, price: addOn.price }] },
    })),
  );
  return new TextEncoder().encode(JSON.stringify(document)).length;
}

/** "unit" is what the page takes for granted. */
function quantityWord(mode: AddOnDetails['quantity']): string | undefined {
  if (mode.kind === 'fixed') return String(mode.count);
  return mode.kind === 'per_unit' ? undefined : mode.kind.slice('per_'.length);
}

export function compilePricing(pricing: Pricing, currency: string): CompiledPricing | undefined {
  if (pricing.kind === 'fixed') return undefined;
  if (pricing.kind === 'tiers') {
    const tiers = pricing.tiers.map(({ upTo, price }) => ({
      upTo: upTo === null ? null : hundredths(upTo),
      price: hundredths(price),
    }));
    return { tiers };
  }
  const { percent, min, max, step } = pricing;
  const smallestStep = Math.max(1, 100 / 10 ** minorDigits(currency));
  return {
    milli: amount(percent).times(1000).toNumber(),
    min: min === null ? 0 : hundredths(min),
    max: max === null ? 0 : hundredths(max),
    step: step === null ? smallestStep : Math.max(1, hundredths(step)),
  };
}

/** Themes count money in hundredths, whatever the currency. */
function hundredths(price: string): number {
  return amount(price).times(100).round().toNumber();
}

function seconds(instant: string | null): number | undefined {
  return instant === null ? undefined : Math.floor(Date.parse(instant) / 1000);
}

/** Only what says something: no empty text, list or record, no false. */
function used<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined | false> } {
  const says = (value: unknown) =>
    value !== undefined && value !== false && value !== '' && (typeof value !== 'object' || hasAny(value as object));
  return Object.fromEntries(Object.entries(values).filter(([, value]) => says(value))) as never;
}

function hasAny(value: object): boolean {
  return Object.keys(value).length > 0;
}
