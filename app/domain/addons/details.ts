import { fixedPricing, type Pricing } from './pricing';
import type { RefundPolicy } from './refund-policy';
import { type Conditions, noConditions } from './targeting';

/** What an add-on has beside its words, price and targets. Kept as one JSON value; what is missing there is as plainDetails says. */
export type AddOnDetails = {
  /** a page with the whole terms, or "" */
  termsUrl: string;
  /** a picture beside the title, or "" */
  imageUrl: string;
  /** a word or two beside the title ("Popular"), or "" */
  badge: string;
  pricing: Pricing;
  /** beside one price for all products: what it costs in other currencies; in all others the platform's rate applies */
  currencyPrices: CurrencyPrice[];
  quantity: QuantityMode;
  fulfilment: Fulfilment;
  /** what is proposed when its product is given back */
  refund: RefundPolicy;
  conditions: Conditions;
  /** shown only where no other add-on is */
  fallback: boolean;
  inputs: InputField[];
  texts: Texts;
  /** ISO 8601, or null: offered from the beginning, to no end */
  startsAt: string | null;
  endsAt: string | null;
};

/** A price that a merchant named in a currency that is not the store's; decimal text. */
export type CurrencyPrice = { currency: string; price: string };

/** How many of the add-on belong to one line of the cart. */
export type QuantityMode = { kind: 'per_unit' | 'per_line' | 'per_order' } | { kind: 'fixed'; count: number };

/**
 * none: a promise that nobody ships; with_parent: a thing in the parcel; at_once: a promise that the sale itself keeps, so
 * that its lines are marked as fulfilled once the order is paid (fulfil-at-once.ts).
 */
export const fulfilments = ['none', 'with_parent', 'at_once'] as const;
export type Fulfilment = (typeof fulfilments)[number];

/** What a shopper is asked for once the add-on is ticked. */
export type InputField = {
  label: string;
  kind: 'text' | 'choice';
  required: boolean;
  /** characters, for text */
  maxLength: number;
  /** for choice */
  choices: string[];
};

/** An add-on's words in other languages, by language tag ("de", "pt-BR"); an empty word falls back to the add-on's own. */
export type Texts = Record<string, { title: string; description: string; terms: string; badge: string }>;

export const plainDetails: AddOnDetails = {
  termsUrl: '',
  imageUrl: '',
  badge: '',
  pricing: fixedPricing,
  currencyPrices: [],
  quantity: { kind: 'per_unit' },
  fulfilment: 'none',
  refund: { kind: 'full' },
  conditions: noConditions,
  fallback: false,
  inputs: [],
  texts: {},
  startsAt: null,
  endsAt: null,
};

/** Kinds that are a thing in the parcel unless the merchant says otherwise. */
export function usualFulfilment(kind: string): Fulfilment {
  return kind === 'gift_wrap' ? 'with_parent' : 'none';
}

/** Where today lies in an add-on's time. */
export function phaseOf({ startsAt, endsAt }: Pick<AddOnDetails, 'startsAt' | 'endsAt'>, now: Date): Phase {
  if (endsAt !== null && Date.parse(endsAt) <= now.getTime()) return 'ended';
  return startsAt !== null && Date.parse(startsAt) > now.getTime() ? 'scheduled' : 'running';
}
export type Phase = 'scheduled' | 'running' | 'ended';
