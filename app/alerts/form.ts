import { z } from 'zod';
import type { AlertSettings } from './alert-store.server';
import { type RuleName, ruleNames, type Thresholds } from './rules';

/** What the settings page and the API take; every refusal says what to enter instead. */
const clock = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Enter a time of day, like 22:00.')
  .or(z.literal(''));
const form = z.object({
  email: z.email('Enter an e-mail address, or leave it empty.').or(z.literal('')),
  webhook: z
    .url({ protocol: /^https?$/, error: 'Enter the address of a webhook, or leave it empty.' })
    .or(z.literal('')),
  quietFrom: clock,
  quietTo: clock,
});

export type AlertForm = z.input<typeof form> & { thresholds: Partial<Record<RuleName, string>> };
export type FormErrors = Partial<Record<keyof z.input<typeof form> | RuleName, string>>;

/** @returns settings to save, or what is wrong with which field */
export function readAlertForm(given: AlertForm): { settings: AlertSettings } | { errors: FormErrors } {
  const errors: FormErrors = {};
  const read = form.safeParse(given);
  for (const issue of read.error?.issues ?? []) errors[issue.path[0] as keyof FormErrors] ??= issue.message;
  const thresholds: Thresholds = {};
  for (const rule of ruleNames) {
    const text = given.thresholds[rule]?.trim() ?? '';
    if (text === '') continue;
    const value = Number(text);
    if (Number.isInteger(value) && value >= 1 && value <= 100_000) thresholds[rule] = value;
    else errors[rule] = 'Enter a whole number from 1 to 100000.';
  }
  if ((given.quietFrom === '') !== (given.quietTo === '')) errors.quietTo ??= 'Enter both times, or none.';
  if (Object.keys(errors).length > 0 || !read.data) return { errors };
  const { email, webhook, quietFrom, quietTo } = read.data;
  const quiet = quietFrom === '' ? null : { from: minutes(quietFrom), to: minutes(quietTo) };
  return { settings: { email: email || null, webhook: webhook || null, quiet, thresholds } };
}

function minutes(clock: string): number {
  const [hours, rest] = clock.split(':').map(Number);
  return (hours ?? 0) * 60 + (rest ?? 0);
}

/** @param minute of the day */
export function clockOf(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
