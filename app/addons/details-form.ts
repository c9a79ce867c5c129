import { z } from 'zod';
import { fulfilments, plainDetails } from '../domain/addons/details';
import { type Conditions, noConditions, rangeFields, setFields } from '../domain/addons/targeting';
import { amount } from '../domain/shared/money';
import { maybeInstant, maybePrice, price, text, webAddress } from './form-fields';

/** The part of an add-on's form that is kept as its details. */
export function detailsForm(currency: string) {
  return {
    termsUrl: webAddress('terms'),
    imageUrl: webAddress('picture'),
    badge: text(24, 'badge').default(''),
    pricing: pricing(currency),
    currencyPrices: currencyPrices(currency),
    quantity: quantity.default(plainDetails.quantity),
    fulfilment: z.enum(fulfilments, 'Choose how the add-on is fulfilled.').optional(),
    refund: refund.default(plainDetails.refund),
    conditions: conditions.default(noConditions),
    fallback: z.boolean().default(false),
    inputs,
    texts,
    startsAt: maybeInstant,
    endsAt: maybeInstant,
  };
}

const percent = z
  .string('Enter the percentage.')
  .trim()
  .refine(
    (typed) =>
      /^\d{1,3}(\.\d{1,3})?$/.test(typed) && amount(typed).greaterThan(0) && amount(typed).lessThanOrEqualTo(100),
    'Write the percentage as a number above 0 and up to 100 with at most three digits after the point, for example 12.5.',
  );

function pricing(currency: string) {
  const share = z
    .object({
      kind: z.literal('percentage'),
      percent,
      min: maybePrice(currency, 'minimum'),
      max: maybePrice(currency, 'maximum'),
      step: maybePrice(currency, 'rounding step'),
    })
    .refine(
      ({ min, max }) => min === null || max === null || amount(min).lessThanOrEqualTo(amount(max)),
      'The minimum price is above the maximum.',
    );
  const tier = z.object({ upTo: maybePrice(currency, "tier's upper value"), price: price(currency, "tier's price") });
  const tiers = z
    .array(tier)
    .min(1, 'Add at least one tier.')
    .max(50, 'Use 50 tiers or fewer.')
    .refine(
      (all) => all.slice(0, -1).every(({ upTo }) => upTo !== null),
      'Only the last tier may go without an upper value.',
    )
    .refine(
      (all) => all.every(({ upTo }, i) => isAbove(upTo, all[i - 1]?.upTo ?? '0')),
      'Give each tier an upper value above the one before it.',
    );
  return z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('fixed') }),
      share,
      z.object({ kind: z.literal('tiers'), tiers }),
    ])
    .default(plainDetails.pricing);
}

/** Each with the digits of its own currency. */
function currencyPrices(own: string) {
  const one = z
    .object({ currency: z.string().regex(/^[A-Z]{3}$/, 'Choose a currency for every price.'), price: z.string() })
    .superRefine(({ currency, price: typed }, context) => {
      const read = price(currency, `price in ${currency}`).safeParse(typed);
      for (const { message } of read.error?.issues ?? []) context.addIssue({ code: 'custom', message });
    })
    .transform(({ currency, price: typed }) => ({ currency, price: typed.trim() }));
  return z
    .array(one)
    .max(50, 'Use 50 currencies or fewer.')
    .refine((all) => new Set(all.map(({ currency }) => currency)).size === all.length, 'Give each currency one price.')
    .refine((all) => all.every(({ currency }) => currency !== own), `The price in ${own} is the add-on’s own.`)
    .default([]);
}

/** What is not a number yet has its own message; this one is silent about it. */
function isAbove(upTo: string | null, before: string): boolean {
  const isNumber = (typed: string) => /^\d+(\.\d+)?$/.test(typed);
  return upTo === null || !isNumber(upTo) || !isNumber(before) || amount(upTo).greaterThan(amount(before));
}

const quantity = z.discriminatedUnion(
  'kind',
  [
    z.object({ kind: z.enum(['per_unit', 'per_line', 'per_order']) }),
    z.object({
      kind: z.literal('fixed'),
      count: z.coerce
        .number('Enter how many.')
        .int('Enter a whole number of pieces.')
        .min(1, 'Enter at least one piece.')
        .max(100, 'Enter 100 pieces or fewer.'),
    }),
  ],
  'Choose how many are added.',
);

const refund = z.discriminatedUnion(
  'kind',
  [
    z.object({ kind: z.literal('full') }),
    z.object({ kind: z.literal('none') }),
    z.object({
      kind: z.literal('pro_rata'),
      days: z.coerce
        .number('Enter how many days the cover lasts.')
        .int('Enter whole days.')
        .min(1, 'Let the cover last at least one day.')
        .max(3650, 'Let the cover last 3650 days or fewer.'),
    }),
  ],
  'Choose what happens when the product is given back.',
);

const bound = z
  .preprocess(
    (typed) => (typeof typed === 'string' && typed.trim() === '' ? null : typed),
    z.string().trim().nullable(),
  )
  .default(null)
  .refine(
    (typed) => typed === null || /^\d{1,9}(\.\d{1,3})?$/.test(typed),
    'Write the bounds of a condition as numbers, for example 25 or 99.90.',
  );

const rule = z.union(
  [
    z.object({
      field: z.enum(setFields),
      is: z.enum(['any_of', 'none_of']),
      values: z
        .array(z.string().trim().max(100, 'Keep each value of a condition to 100 characters or fewer.'))
        .transform((all) => [...new Set(all.filter((one) => one !== ''))])
        .pipe(
          z
            .array(z.string())
            .min(1, 'Give every condition at least one value, or remove it.')
            .max(100, 'Give a condition 100 values or fewer.'),
        ),
    }),
    z
      .object({ field: z.enum(rangeFields), is: z.literal('between'), min: bound, max: bound })
      .refine(
        ({ min, max }) => min !== null || max !== null,
        'Give every range a lower or an upper bound, or remove it.',
      )
      .refine(
        ({ min, max }) => min === null || max === null || Number(min) <= Number(max),
        'The lower bound of a condition is above its upper bound.',
      ),
  ],
  { error: 'Give every condition at least one value, or remove it.' },
);

const conditions: z.ZodType<Conditions> = z.object({
  match: z.enum(['all', 'any']).default('all'),
  groups: z
    .array(
      z.object({
        match: z.enum(['all', 'any']).default('all'),
        rules: z
          .array(rule)
          .min(1, 'Give every group at least one condition, or remove it.')
          .max(20, 'Use 20 conditions in a group or fewer.'),
      }),
    )
    .max(10, 'Use 10 groups of conditions or fewer.')
    .default([]),
  exclude: z.array(rule).max(20, 'Use 20 exclusions or fewer.').default([]),
});

const inputs = z
  .array(
    z
      .object({
        label: text(40, 'label of a field').min(1, 'Give every field a label.'),
        kind: z.enum(['text', 'choice']),
        required: z.boolean().default(true),
        maxLength: z.coerce
          .number('Enter how many characters a text may have.')
          .int()
          .min(1, 'Let a text have at least one character.')
          .max(500, 'Let a text have 500 characters or fewer.')
          .default(60),
        choices: z
          .array(text(60, 'choice'))
          .max(30, 'Use 30 choices or fewer.')
          .default([])
          .transform((all) => [...new Set(all.filter((one) => one !== ''))]),
      })
      .refine(({ kind, choices }) => kind === 'text' || choices.length > 0, 'Give a list of choices at least one.'),
  )
  .max(5, 'Ask the shopper for five things or fewer.')
  .refine((all) => new Set(all.map(({ label }) => label)).size === all.length, 'Give every field a label of its own.')
  .default([]);

const texts = z
  .record(
    z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$/, 'Name a language by its tag, for example de or pt-BR.'),
    z.object({
      title: text(80, 'title').default(''),
      description: text(300, 'description').default(''),
      terms: text(1000, 'terms').default(''),
      badge: text(24, 'badge').default(''),
    }),
  )
  .default({});
