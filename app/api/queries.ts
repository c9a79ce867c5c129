import { z } from 'zod';
import { longestPeriod } from '../analytics/period';
import { financialStatuses, fulfillmentStatuses, orderStatuses } from '../domain/orders/order';
import { countDays, isDay } from '../domain/shared/day';

/** What each resource may be asked, as schemas of its query. A parameter that is none of these is refused. */
const oneOf = <const T extends readonly [string, ...string[]]>(words: T) =>
  z.enum(words, `must be one of ${words.join(', ')}`);
const day = z.string('is missing').refine(isDay, { error: 'must be a day, YYYY-MM-DD', abort: true });
const instant = z.iso.datetime({ offset: true, error: 'must be a time in ISO 8601, like 2026-11-20T00:00:00Z' });
const yesNo = oneOf(['true', 'false']).transform((word) => word === 'true');
const limit = (fallback: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,4}$/, `must be a whole number from 1 to ${max}`)
    .transform(Number)
    .refine((n) => n >= 1 && n <= max, `must be a whole number from 1 to ${max}`)
    .default(fallback)
    .describe(`How many at most, 1 to ${max}; ${fallback} without it.`);
const after = z.string().min(1).max(500).optional().describe('`page.next` of the page before.');
const words = z.string().max(200, 'must not be longer than 200 characters');

export const ordersQuery = z.strictObject({
  platformOrderId: words.optional(),
  search: words.optional().describe('Order number, e-mail, phone, or words of a title or SKU.'),
  status: oneOf(orderStatuses).optional(),
  financialStatus: oneOf(financialStatuses).optional(),
  fulfillmentStatus: oneOf(fulfillmentStatuses).optional(),
  hasAddOn: yesNo.optional(),
  addOnId: z.uuid('must be the id of an add-on').optional(),
  test: yesNo.optional().describe('true: only test orders; false: without them; missing: both.'),
  createdFrom: instant.optional(),
  createdTo: instant.optional().describe('Not included.'),
  updatedFrom: instant.optional(),
  day: day.optional().describe("The store's day on which the order was created or refunded."),
  after,
  limit: limit(50, 250),
});

export const summaryQuery = z
  .strictObject({ from: day.describe('First day.'), to: day.describe('Last day, included.') })
  .refine(({ from, to }) => from <= to, { path: ['from'], message: 'must not be after to' })
  .refine(({ from, to }) => countDays(from, to) <= longestPeriod, {
    path: ['to'],
    message: `must be within ${longestPeriod} days of from`,
  });

export const inboxQuery = z.strictObject({
  state: oneOf(['pending', 'processed', 'failed', 'dead']).optional(),
  after: z
    .string()
    .regex(/^\d{1,18}$/, 'must be page.next of the page before')
    .optional()
    .describe('`page.next` of the page before.'),
  limit: limit(50, 250),
});

export const noQuery = z.strictObject({});
