import type { AddOnInput, AddOnKind, AddOnTargets } from '~/addons/add-on';
import { plainDetails, usualFulfilment } from '~/domain/addons/details';
import { counted } from '~/ui/format';

/** The kinds of add-ons in the merchant's words, in the order of the choice. */
export const kindNames: Record<AddOnKind, string> = {
  warranty: 'Warranty',
  gift_wrap: 'Gift wrap',
  shipping_protection: 'Shipping protection',
  personalisation: 'Personalization',
  service: 'Service',
  other: 'Something else',
};

export function addOnKindName(kind: string): string {
  return kindNames[kind as AddOnKind] ?? kindNames.other;
}

/** Where an add-on is offered: "All products", "3 products, 1 collection". */
export function targetWords({ all, productIds, collectionIds }: AddOnTargets): string {
  if (all) return 'All products';
  const parts = [
    productIds.length > 0 ? counted(productIds.length, 'product') : null,
    collectionIds.length > 0 ? counted(collectionIds.length, 'collection') : null,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(', ') : 'No products chosen';
}

/** A new add-on before anything was typed. */
export const blank: AddOnInput = {
  title: '',
  kind: 'gift_wrap',
  price: '',
  description: '',
  terms: '',
  targets: { all: true, productIds: [], collectionIds: [] },
  state: 'active',
  ...plainDetails,
  fulfilment: usualFulfilment('gift_wrap'),
};

/** True when two sets of values would be saved as the same thing. */
export function sameValues(a: AddOnInput, b: AddOnInput): boolean {
  const asSaved = ({ title, kind, price, description, terms, targets, state, ...more }: AddOnInput) =>
    JSON.stringify([
      Object.keys(plainDetails).map((name) => more[name as keyof typeof plainDetails]),
      title.trim(),
      kind,
      // "12" is saved as "12.00".
      price.trim().replace(/\.(\d*?)0+$/, (_, digits: string) => (digits === '' ? '' : `.${digits}`)),
      description.trim(),
      terms.trim(),
      state,
      targets.all ? 'all' : [targets.productIds, targets.collectionIds],
    ]);
  return asSaved(a) === asSaved(b);
}
