import { z } from 'zod';
import { type AddOnDetails, usualFulfilment } from '../domain/addons/details';
import type { SoldVariant } from '../domain/addons/offers';
import { smallest } from '../domain/addons/pricing';
import { type AddOnTargets, targetsNothing } from '../domain/addons/targeting';
import { detailsForm } from './details-form';
import { idList, price, text } from './form-fields';

/** What a merchant offers beside a product: the form that makes one, with its words, and what pages show of it. */

export const addOnKinds = [
  'warranty',
  'gift_wrap',
  'shipping_protection',
  'personalisation',
  'service',
  'other',
] as const;
export type AddOnKind = (typeof addOnKinds)[number];

/** draft: not shown yet; active: published and offered; archived: withdrawn, kept for its orders. */
export const addOnStates = ['draft', 'active', 'archived'] as const;
export type AddOnState = (typeof addOnStates)[number];

/** unpublished -> publishing -> published, or failed with a reason; a withdrawn add-on is unpublished again. */
export const publicationStates = ['unpublished', 'publishing', 'published', 'failed'] as const;
export type PublicationState = (typeof publicationStates)[number];

export type { AddOnTargets };

export type AddOnInput = AddOnDetails & {
  title: string;
  kind: AddOnKind;
  /** decimal text in the store's currency */
  price: string;
  description: string;
  terms: string;
  targets: AddOnTargets;
  state: AddOnState;
};

/** How the price variants of an add-on were placed over the store's products. */
export type LadderView = { wanted: number; rungs: number; worstError: number; at: string };

/** What is wrong, by field, in words for the merchant. */
export type AddOnErrors = Partial<Record<keyof AddOnInput, string>>;

export type AddOnView = AddOnInput & {
  id: string;
  currency: string;
  publication: {
    state: PublicationState;
    error: string | null;
    platformProductId: string | null;
    platformVariantId: string | null;
    /** everything that the platform sells it as today, cheapest first: more than one where the price depends on the product */
    variants: SoldVariant[];
    /** the price that the platform charges today; null while it does not sell the add-on */
    livePrice: string | null;
    publishedAt: string | null;
    ladder: LadderView | null;
  };
  createdAt: string;
  updatedAt: string;
};

/**
 * Checks what a merchant typed.
 * @param values the fields of AddOnInput; ids may be the bare id or the platform's long form of it
 * @param currency the store's currency, which says how many digits a price may have
 */
export function readAddOn(
  values: unknown,
  currency: string,
): { outcome: 'valid'; input: AddOnInput } | { outcome: 'invalid'; errors: AddOnErrors } {
  const read = addOnForm(currency).safeParse(withPrice(values, currency));
  if (read.success) return { outcome: 'valid', input: read.data };
  const errors: AddOnErrors = {};
  for (const issue of read.error.issues) {
    const field = (issue.path[0] ?? 'title') as keyof AddOnInput;
    errors[field] ??= issue.message;
  }
  // A price that was taken from a tier or a minimum is wrong there already.
  if (errors.pricing) delete errors.price;
  return { outcome: 'invalid', errors };
}

/** Where the price depends on the product, the add-on's own is only where its prices begin. */
function withPrice(values: unknown, currency: string): unknown {
  const { pricing } = (values ?? {}) as { pricing?: Partial<AddOnInput['pricing']> };
  if (pricing?.kind === 'percentage') return { ...(values as object), price: pricing.min || smallest(currency) };
  if (pricing?.kind === 'tiers')
    return { ...(values as object), price: pricing.tiers?.[0]?.price ?? smallest(currency) };
  return values;
}

/** The form's schema. Its messages are the words a merchant reads. */
export function addOnForm(currency: string) {
  return z
    .object(
      {
        title: text(80, 'title').min(1, 'Enter a title. Shoppers see it beside the tick box.'),
        kind: z.enum(addOnKinds, 'Choose what kind of add-on this is.'),
        price: price(currency),
        description: text(300, 'description').default(''),
        terms: text(1000, 'terms').default(''),
        targets,
        state: z.enum(addOnStates, 'Choose draft, active or archived.').default('draft'),
        ...detailsForm(currency),
      },
      'Fill in the form.',
    )
    .refine(({ startsAt, endsAt }) => startsAt === null || endsAt === null || startsAt < endsAt, {
      path: ['endsAt'],
      error: 'The end is before the start.',
    })
    .refine((addOn) => addOn.state !== 'active' || !targetsNothing(addOn.targets), {
      path: ['targets'],
      error: noTarget,
      // Said together with what is wrong in other fields, not one save later.
      when: ({ issues }) => !issues.some(({ path }) => path?.[0] === undefined || path[0] === 'targets'),
    })
    .transform((addOn) => ({ ...addOn, fulfilment: addOn.fulfilment ?? usualFulfilment(addOn.kind) }));
}

const noTarget = 'Choose all products, or at least one product or collection, before you activate this add-on.';

const targets = z
  .object({ all: z.boolean().default(false), productIds: idList('products'), collectionIds: idList('collections') })
  .default({ all: false, productIds: [], collectionIds: [] })
  .transform((chosen) => (chosen.all ? { all: true, productIds: [], collectionIds: [] } : chosen));
