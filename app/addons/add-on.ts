import { z } from 'zod';
import { amount, minorDigits } from '../domain/shared/money';

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

/** Which products show the add-on: all of them, or those chosen and those in the chosen collections. */
export type AddOnTargets = { all: boolean; productIds: string[]; collectionIds: string[] };

export type AddOnInput = {
  title: string;
  kind: AddOnKind;
  /** decimal text in the store's currency */
  price: string;
  description: string;
  terms: string;
  targets: AddOnTargets;
  state: AddOnState;
};

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
    /** the price that the platform charges today; null while it does not sell the add-on */
    livePrice: string | null;
    publishedAt: string | null;
  };
  createdAt: string;
  updatedAt: string;
};

const mostTargets = 250;

/**
 * Checks what a merchant typed.
 * @param values the fields of AddOnInput; ids may be the bare id or the platform's long form of it
 * @param currency the store's currency, which says how many digits a price may have
 */
export function readAddOn(
  values: unknown,
  currency: string,
): { outcome: 'valid'; input: AddOnInput } | { outcome: 'invalid'; errors: AddOnErrors } {
  const read = addOnForm(currency).safeParse(values);
  if (read.success) return { outcome: 'valid', input: read.data };
  const errors: AddOnErrors = {};
  for (const issue of read.error.issues) {
    const field = (issue.path[0] ?? 'title') as keyof AddOnInput;
    errors[field] ??= issue.message;
  }
  return { outcome: 'invalid', errors };
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
      },
      'Fill in the form.',
    )
    .refine((addOn) => addOn.state !== 'active' || !targetsNothing(addOn.targets), {
      path: ['targets'],
      error: noTarget,
      // Said together with what is wrong in other fields, not one save later.
      when: ({ issues }) => !issues.some(({ path }) => path?.[0] === undefined || path[0] === 'targets'),
    });
}

/** True when no product can ever show the add-on. */
export function targetsNothing(targets: AddOnTargets): boolean {
  return !targets.all && targets.productIds.length + targets.collectionIds.length === 0;
}

const noTarget = 'Choose all products, or at least one product or collection, before you activate this add-on.';

function text(longest: number, name: string) {
  return z
    .string(`Enter the ${name} as text.`)
    .trim()
    .max(longest, `Keep the ${name} to ${longest} characters or fewer.`);
}

function price(currency: string) {
  const digits = minorDigits(currency);
  const example = digits === 0 ? '500' : `9.${'9'.repeat(digits)}`;
  return z
    .string('Enter a price.')
    .trim()
    .superRefine((typed, context) => {
      const wrong = wrongPrice(typed, digits, currency, example);
      if (wrong) context.addIssue({ code: 'custom', message: wrong });
    });
}

function wrongPrice(typed: string, digits: number, currency: string, example: string): string | undefined {
  if (typed === '') return 'Enter a price.';
  if (!/^\d{1,9}(\.\d+)?$/.test(typed)) return `Write the price with digits and a point, for example ${example}.`;
  if (amount(typed).lessThanOrEqualTo(0)) return 'Enter a price above zero. A free add-on cannot be sold.';
  if ((typed.split('.')[1] ?? '').length <= digits) return undefined;
  return digits === 0
    ? `${currency} has no minor unit: write a whole number, for example ${example}.`
    : `${currency} has ${digits} digits after the point, for example ${example}.`;
}

/** The last part of a platform's long id, or the id itself. */
const platformId = z
  .string()
  .transform((id) => id.slice(id.lastIndexOf('/') + 1))
  .refine((id) => /^[A-Za-z0-9-]{1,64}$/.test(id), 'One of the chosen products or collections has no valid id.');
const idList = (name: string) =>
  z
    .array(platformId)
    .max(mostTargets, `Choose ${mostTargets} ${name} or fewer; use a collection for more.`)
    .default([])
    .transform((ids) => [...new Set(ids)]);

const targets = z
  .object({ all: z.boolean().default(false), productIds: idList('products'), collectionIds: idList('collections') })
  .default({ all: false, productIds: [], collectionIds: [] })
  .transform((chosen) => (chosen.all ? { all: true, productIds: [], collectionIds: [] } : chosen));
