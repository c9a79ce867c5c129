import { z } from 'zod';
import type { AddOnView } from '../add-on';
import { price, text } from '../form-fields';

/** What is tried on a part of the visitors, and the form that begins it. */
export const experimentKinds = ['price', 'text', 'position', 'holdout'] as const;
export type ExperimentKind = (typeof experimentKinds)[number];

/** What the treated see in place of the add-on's own; what is missing stays as it is. */
export type Change = { title?: string; description?: string; badge?: string; price?: string };

export type ExperimentView = {
  id: string;
  kind: ExperimentKind;
  /** null: a holdout, which is about all add-ons */
  addOnId: string | null;
  addOnTitle: string | null;
  name: string;
  /** the share of visitors that the treated are compared with; in a holdout, those who see no add-ons */
  control: number;
  change: Change;
  /** so much of main conversion may be lost: 0.05 is one in twenty sales */
  guard: number;
  state: 'running' | 'ended';
  startedAt: string;
  endedAt: string | null;
  endedBy: 'merchant' | 'guard' | null;
  evidence: Evidence[];
};

/** What the guard rail acted on: the add-on that it switched off or put back, and the figures of that moment. */
export type Evidence = {
  at: string;
  addOnId: string;
  visitors: { control: number; treated: number };
  conversion: { control: number; treated: number };
  /** of the difference in conversion, on any day: per visitor */
  low: number;
  high: number;
};

export type ExperimentErrors = Partial<
  Record<'name' | 'share' | 'guard' | 'price' | 'title' | 'description' | 'badge' | 'kind', string>
>;

const percent = (least: number, most: number, words: string) =>
  z.coerce
    .number(words)
    .min(least, words)
    .max(most, words)
    .transform((value) => value / 100);

const guard = percent(1, 50, 'Enter how much of your sales may be lost, from 1 to 50 percent.');

/** @param currency the store's currency, which says how many digits a price may have */
export function experimentForm(currency: string) {
  const common = {
    name: text(80, 'name').min(1, 'Enter a name, so that you find the result again.'),
    share: percent(10, 90, 'Enter how many visitors see the new version, from 10 to 90 percent.'),
    guard,
  };
  return z.discriminatedUnion(
    'kind',
    [
      z.object({ ...common, kind: z.literal('price'), price: price(currency) }),
      z
        .object({
          ...common,
          kind: z.literal('text'),
          title: text(80, 'title').default(''),
          description: text(300, 'description').default(''),
          badge: text(20, 'badge').default(''),
        })
        .refine(({ title, description, badge }) => title !== '' || description !== '' || badge !== '', {
          path: ['title'],
          error: 'Enter at least one text that is to be tried.',
        }),
      z.object({ ...common, kind: z.literal('position') }),
    ],
    'Choose what to try: a price, a text, or the first place.',
  );
}
export type ExperimentInput = z.output<ReturnType<typeof experimentForm>>;

/** A holdout: a small part of the visitors sees no add-ons, so that their whole effect can be told. */
export const holdoutForm = z.object({
  share: percent(1, 50, 'Enter how many visitors see no add-ons, from 1 to 50 percent.'),
  guard,
});

/**
 * Checks what a merchant typed against the add-on it is about.
 * @returns the control's share and what changes, ready to be kept
 */
export function readExperiment(
  values: unknown,
  addOn: Pick<AddOnView, 'currency' | 'pricing' | 'price' | 'state' | 'title' | 'description' | 'badge'>,
):
  | { outcome: 'valid'; input: ExperimentInput; control: number; change: Change }
  | { outcome: 'invalid'; errors: ExperimentErrors } {
  const read = experimentForm(addOn.currency).safeParse(values);
  if (!read.success) {
    const errors: ExperimentErrors = {};
    for (const { path, message } of read.error.issues)
      errors[(path[0] ?? 'kind') as keyof ExperimentErrors] ??= message;
    return { outcome: 'invalid', errors };
  }
  const input = read.data;
  const refused = refusalOf(input, addOn);
  if (refused) return { outcome: 'invalid', errors: refused };
  return { outcome: 'valid', input, control: 1 - input.share, change: changeOf(input) };
}

function refusalOf(input: ExperimentInput, addOn: Parameters<typeof readExperiment>[1]): ExperimentErrors | null {
  if (addOn.state !== 'active') return { kind: 'Activate the add-on first: only what is offered can be tried.' };
  if (input.kind === 'price') {
    if (addOn.pricing.kind !== 'fixed')
      return { kind: 'The price of this add-on follows the product. Another price can be tried where it is fixed.' };
    if (Number(input.price) === Number(addOn.price)) return { price: 'That is its price already. Enter another one.' };
  }
  if (input.kind === 'text') {
    const same = (['title', 'description', 'badge'] as const).every(
      (field) => input[field] === '' || input[field] === addOn[field],
    );
    if (same) return { title: 'Those are its texts already. Change at least one.' };
  }
  return null;
}

function changeOf(input: ExperimentInput): Change {
  if (input.kind === 'price') return { price: input.price };
  if (input.kind === 'position') return {};
  const { title, description, badge } = input;
  return Object.fromEntries(Object.entries({ title, description, badge }).filter(([, value]) => value !== ''));
}
