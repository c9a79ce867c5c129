import { moneyText } from '../shared/money';

/**
 * The offers as the storefront widget reads them, without a network call: one JSON value that the platform
 * hands to the widget's template (on Shopify, an app-owned metafield). Written from all active add-ons at once.
 */
export type OffersDocument = { v: 1; offers: Offer[] };

export type Offer = {
  id: string;
  kind: string;
  title: string;
  description: string;
  terms: string;
  productId: string;
  variantId: string;
  /** decimal text in `currency`; the widget shows the shopper's own market price where the platform tells it */
  price: string;
  currency: string;
  all: boolean;
  productIds: string[];
  collectionIds: string[];
};

/** An add-on that may be offered, once it is published. */
export type Offerable = {
  id: string;
  kind: string;
  title: string;
  description: string;
  terms: string;
  price: string;
  currency: string;
  targets: { all: boolean; productIds: string[]; collectionIds: string[] };
  state: 'draft' | 'active' | 'archived';
  publication: { platformProductId: string; platformVariantId: string } | null;
};

/** Active, published add-ons become offers, in the order given; the others are left out. */
export function offersDocument(addOns: Offerable[]): OffersDocument {
  const offers: Offer[] = [];
  for (const addOn of addOns) {
    if (addOn.state !== 'active' || addOn.publication === null) continue;
    offers.push({
      id: addOn.id,
      kind: addOn.kind,
      title: addOn.title,
      description: addOn.description,
      terms: addOn.terms,
      productId: addOn.publication.platformProductId,
      variantId: addOn.publication.platformVariantId,
      price: moneyText(addOn.price, addOn.currency),
      currency: addOn.currency,
      ...addOn.targets,
    });
  }
  return { v: 1, offers };
}

/** What all offers together may weigh: the platform's limit for such a value is 128 kB, and a page should not carry more. */
export const mostOfferBytes = 120_000;

/** How many bytes the offers of these add-ons would take if all of them were active and published. */
export function offerBytes(addOns: Offerable[]): number {
  const id = '9'.repeat(19);
  const publication = { platformProductId: id, platformVariantId: id };
  const document = offersDocument(addOns.map((addOn) => ({ ...addOn, state: 'active', publication })));
  return new TextEncoder().encode(JSON.stringify(document)).length;
}
