import { z } from 'zod';
import { amount, minorDigits } from '../domain/shared/money';

/** The pieces that an add-on's form is made of. Their messages are the words a merchant reads. */

export function text(longest: number, name: string) {
  return z
    .string(`Enter the ${name} as text.`)
    .trim()
    .max(longest, `Keep the ${name} to ${longest} characters or fewer.`);
}

/** Decimal text above zero with no more digits than the currency has. */
export function price(currency: string, name = 'price') {
  const digits = minorDigits(currency);
  const example = digits === 0 ? '500' : `9.${'9'.repeat(digits)}`;
  return z
    .string(`Enter a ${name}.`)
    .trim()
    .superRefine((typed, context) => {
      const wrong = wrongPrice(typed, { digits, currency, example, name });
      if (wrong) context.addIssue({ code: 'custom', message: wrong });
    });
}

type Wanted = { digits: number; currency: string; example: string; name: string };

function wrongPrice(typed: string, { digits, currency, example, name }: Wanted): string | undefined {
  if (typed === '') return `Enter a ${name}.`;
  if (!/^\d{1,9}(\.\d+)?$/.test(typed)) return `Write the ${name} with digits and a point, for example ${example}.`;
  if (amount(typed).lessThanOrEqualTo(0)) return `Enter a ${name} above zero. A free add-on cannot be sold.`;
  if ((typed.split('.')[1] ?? '').length <= digits) return undefined;
  return digits === 0
    ? `${currency} has no minor unit: write a whole number, for example ${example}.`
    : `${currency} has ${digits} digits after the point, for example ${example}.`;
}

/** An optional price: nothing typed is null. */
export function maybePrice(currency: string, name: string) {
  return z.preprocess((typed) => (isBlank(typed) ? null : typed), price(currency, name).nullable()).default(null);
}

/** A page of the web, or nothing. */
export function webAddress(name: string) {
  return z
    .string()
    .trim()
    .max(500, `Keep the address of the ${name} to 500 characters or fewer.`)
    .refine(
      (typed) => typed === '' || /^https:\/\/[^\s/]+\.[^\s]+$/.test(typed),
      `Write the address of the ${name} with https://, for example https://example.com/page.`,
    )
    .default('');
}

/** The last part of a platform's long id, or the id itself. */
const platformId = z
  .string()
  .transform((id) => id.slice(id.lastIndexOf('/') + 1))
  .refine((id) => /^[A-Za-z0-9-]{1,64}$/.test(id), 'One of the chosen products or collections has no valid id.');

const mostTargets = 250;

export function idList(name: string) {
  return z
    .array(platformId)
    .max(mostTargets, `Choose ${mostTargets} ${name} or fewer; use a collection for more.`)
    .default([])
    .transform((ids) => [...new Set(ids)]);
}

/** An instant, or nothing typed. */
export const maybeInstant = z
  .preprocess(
    (typed) => (isBlank(typed) ? null : typed),
    z
      .string()
      .refine((typed) => !Number.isNaN(Date.parse(typed)), 'Write the day and time, for example 2026-12-01T09:00.')
      .transform((typed) => new Date(typed).toISOString())
      .nullable(),
  )
  .default(null);

function isBlank(typed: unknown): boolean {
  return typed === null || typed === undefined || (typeof typed === 'string' && typed.trim() === '');
}
