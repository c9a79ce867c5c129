import { z } from 'zod';
import { longestPeriod } from '../analytics/period';
import { segments } from '../domain/customers/segments';
import { customerSorts } from '../domain/customers/view';
import { financialStatuses, fulfillmentStatuses, orderStatuses } from '../domain/orders/order';
import { paymentMethods } from '../domain/orders/payment-method';
import { countDays, isDay } from '../domain/shared/day';
import { startableKinds } from './words';

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

const wholeNumber = z
  .string()
  .regex(/^\d{1,9}$/, 'must be a whole number')
  .transform(Number);
const decimal = z.string().regex(/^-?\d{1,15}(\.\d{1,6})?$/, 'must be decimal text, like 100.00');

export const orderFilters = {
  platformOrderId: words.optional(),
  customerId: z.uuid('must be the id of a customer').optional(),
  paymentMethod: oneOf(paymentMethods).optional().describe('The first one: once cash on delivery, always.'),
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
};

export const ordersQuery = z.strictObject({ ...orderFilters, after, limit: limit(50, 250) });
export const ordersExportQuery = z.strictObject(orderFilters);

const customerFilters = {
  search: words.optional().describe('An e-mail address, a phone number or a platform customer id, whole.'),
  segment: oneOf(segments).optional(),
  minOrders: wholeNumber.optional(),
  maxOrders: wholeNumber.optional(),
  minValue: decimal.optional().describe('Lifetime net.'),
  maxValue: decimal.optional(),
  lastOrderFrom: instant.optional(),
  lastOrderTo: instant.optional().describe('Not included.'),
  hasAddOn: yesNo.optional().describe('true: bought an add-on at least once.'),
};
const sort = oneOf(customerSorts).default('last_order').describe('last_order without it; the greatest first.');
export const customersQuery = z.strictObject({ ...customerFilters, sort, after, limit: limit(50, 250) });
export const customersExportQuery = z.strictObject({ ...customerFilters, sort });
export const pageQuery = z.strictObject({ after, limit: limit(50, 250) });

export const stockQuery = z.strictObject({
  search: words.optional().describe('A SKU, or the id of a variant, whole.'),
  below: wholeNumber.optional().describe('Only levels under so many pieces.'),
  after: z
    .string()
    .regex(/^\S{1,40} \S{1,40}$/, 'must be page.next of the page before')
    .optional(),
  limit: limit(50, 250),
});

export const consentsExportQuery = z.strictObject({
  from: instant.optional().describe('Orders made at or after it.'),
  to: instant.optional().describe('Not included.'),
});
export const consentsQuery = consentsExportQuery.extend({ after, limit: limit(50, 250) });

/** What of an order may be changed: our own note and tags. Everything else is the platform's. */
export const annotationBody = z
  .strictObject({
    note: z.string().max(5000, 'must not be longer than 5000 characters').nullable().optional(),
    tags: z.array(z.string().min(1).max(80)).max(50).optional(),
    revision: z
      .int()
      .min(0)
      .optional()
      .describe('The annotation revision you saw; when it is another now, nothing is saved.'),
  })
  .refine((body) => body.note !== undefined || body.tags !== undefined, 'must name note or tags');

export const summaryQuery = z
  .strictObject({
    from: day.describe('First day.'),
    to: day.describe('Last day, included.'),
    knownAt: instant.optional().describe('The figures as they were known at this time.'),
  })
  .refine(({ from, to }) => from <= to, { path: ['from'], message: 'must not be after to' })
  .refine(({ from, to }) => countDays(from, to) <= longestPeriod, {
    path: ['to'],
    message: `must be within ${longestPeriod} days of from`,
  });

export const changesQuery = z
  .strictObject({
    from: day.describe('First day of the figures.'),
    to: day.describe('Last day, included.'),
    since: instant.describe('What was learnt after this time.'),
    limit: limit(200, 1000),
  })
  .refine(({ from, to }) => from <= to, { path: ['from'], message: 'must not be after to' });

export const inboxQuery = z.strictObject({
  state: oneOf(['pending', 'processed', 'failed', 'dead']).optional(),
  after: z
    .string()
    .regex(/^\d{1,18}$/, 'must be page.next of the page before')
    .optional()
    .describe('`page.next` of the page before.'),
  limit: limit(50, 250),
});

/** What a sync job can be asked for over the API. */
export const syncStartBody = z.strictObject({
  kind: oneOf(startableKinds).describe(
    'incremental: what changed since the last time; backfill: the whole history; reprocess: what is kept is read again; reconcile: compare with the platform; missing: read orders whole that are known in part; unsettled: read orders again whose payments, parcels or returns are under way; products, customers, inventory: all of them.',
  ),
  from: instant.optional().describe('Only what changed since then; not for reconcile.'),
  days: z
    .int()
    .min(1)
    .max(3650)
    .nullable()
    .optional()
    .describe('reconcile: so many days; null: everything. 60 without it.'),
  repair: z.boolean().optional().describe('reconcile: mend what differs.'),
});
export const syncJobsQuery = z.strictObject({ limit: limit(50, 200) });
export const scheduleBody = z
  .strictObject({
    enabled: z.boolean().optional(),
    everyMinutes: z.int().min(5).max(1440).optional().describe('How often the store is asked for what changed.'),
    overlapMinutes: z.int().min(10).max(20_160).optional().describe('How much each pass reads again.'),
  })
  .refine((body) => Object.keys(body).length > 0, 'must name what to change');
export const inboxRetryBody = z
  .strictObject({
    ids: z
      .array(z.string().regex(/^\d{1,18}$/, 'must be the id of an entry'))
      .min(1)
      .max(1000)
      .optional(),
    reasonClass: z.string().max(40).optional().describe('Only entries that failed for this reason.'),
    since: instant.optional().describe('Only what was received since then.'),
  })
  .describe('An empty body retries every entry that failed.');

export const noBody = z.strictObject({});
export const noQuery = z.strictObject({});
