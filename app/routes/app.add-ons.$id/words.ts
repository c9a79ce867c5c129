import type { AddOnInput, AddOnKind, AddOnTargets } from '~/addons/add-on';
import { plainDetails, usualFulfilment } from '~/domain/addons/details';
import type { Pricing } from '~/domain/addons/pricing';
import type { Rule } from '~/domain/addons/targeting';
import { counted, money } from '~/ui/format';

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

/** "4.50", "10 % of the product", "9.00 and up". */
export function priceWords({
  pricing,
  price,
  currency,
}: {
  pricing: Pricing;
  price: string;
  currency: string;
}): string {
  if (pricing.kind === 'percentage') return `${pricing.percent} % of the product`;
  return pricing.kind === 'tiers' ? `${money(price, currency)} and up` : money(price, currency);
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

/** What a condition may ask about, in the merchant's words, in the order of the choice. */
export const ruleFieldNames: Record<Rule['field'], string> = {
  tag: 'Product tag',
  type: 'Product type',
  vendor: 'Vendor',
  collection: 'Collection',
  product: 'Product',
  variant: 'Variant',
  price: 'Product’s price',
  quantity: 'Quantity',
  cart_value: 'Cart so far',
  market: 'Market (handle)',
  country: 'Country (code)',
  language: 'Language (tag)',
  customer_tag: 'Customer tag',
};

/** True when two sets of values would be saved as the same thing. */
export function sameValues(a: AddOnInput, b: AddOnInput): boolean {
  return JSON.stringify(asSaved(a)) === JSON.stringify(asSaved(b));
}

/** As the form reads it: trimmed, without empty values, ids that do not count left out. */
function asSaved(values: AddOnInput): unknown {
  const { targets, pricing, price, state, kind } = values;
  const details = Object.keys(plainDetails).map((name) => tidy(values[name as keyof typeof plainDetails]));
  return [
    values.title.trim(),
    kind,
    pricing.kind === 'fixed' ? plainNumber(price) : null,
    values.description.trim(),
    values.terms.trim(),
    state,
    targets.all ? 'all' : [targets.productIds, targets.collectionIds],
    details,
  ];
}

/** "12" is saved as "12.00". */
function plainNumber(typed: string): string {
  return typed.trim().replace(/\.(\d*?)0+$/, (_, digits: string) => (digits === '' ? '' : `.${digits}`));
}

function tidy(value: unknown): unknown {
  if (typeof value === 'string') return value.trim();
  if (Array.isArray(value)) return value.map(tidy).filter((one) => one !== '');
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, tidy(one)]));
}
