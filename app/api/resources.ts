import type { z } from 'zod';
import { addOnResources } from './add-on-resources';
import { alertsShape } from './alert-shapes';
import { customerDetailShape, customerPageShape, customerShape } from './customer-shapes';
import { changesShape, summaryShape } from './figure-shapes';
import { annotationShape, ledgerShape, lineItemsShape, orderPageShape, orderShape } from './order-shapes';
import {
  annotationBody,
  changesQuery,
  customersExportQuery,
  customersQuery,
  inboxQuery,
  inboxRetryBody,
  noBody,
  noQuery,
  ordersExportQuery,
  ordersQuery,
  pageQuery,
  scheduleBody,
  stockQuery,
  summaryQuery,
  syncJobsQuery,
  syncStartBody,
} from './queries';
import { stockPageShape } from './stock-shapes';
import {
  inboxPageShape,
  parityShape,
  retriedShape,
  scheduleShape,
  syncAskedShape,
  syncJobPageShape,
  syncJobShape,
  syncStatusShape,
} from './sync-shapes';
import { webhooksShape } from './webhook-shapes';

export type PathParameter = { name: string; description: string };

/** What the API has, each with the schemas that check what comes in and describe what goes out. */
export type Resource = {
  summary: string;
  query: z.ZodType;
  pathParameter?: PathParameter;
  answer: z.ZodType;
  answers: string;
  /** what it answers with when it is no JSON */
  mediaType?: string;
  put?: Change;
};

/** Something to be done: its body is JSON, and it answers with what is now. */
export type Change = {
  summary: string;
  body: z.ZodType;
  answer: z.ZodType;
  answers: string;
  /** when it cannot be done as things are */
  conflict?: string;
};

const orderId = { name: 'id', description: "The order's id, or the platform's id of it." };
const customerId = { name: 'id', description: "The customer's id." };

export const resources: Record<string, Resource> = {
  '/orders': {
    summary: 'Orders of the store, newest first',
    query: ordersQuery,
    answer: orderPageShape,
    answers: 'One page of orders.',
  },
  '/orders/{id}': {
    summary: 'One order',
    query: noQuery,
    pathParameter: orderId,
    answer: orderShape,
    answers: 'The order.',
    put: {
      summary: "Change the store's own note and tags of an order; what the platform says of it is refused",
      body: annotationBody,
      answer: annotationShape,
      answers: 'The note and the tags as they are now.',
      conflict: 'Somebody wrote meanwhile; read and try again.',
    },
  },
  '/orders/{id}/line-items': {
    summary: 'The lines of one order',
    query: noQuery,
    pathParameter: orderId,
    answer: lineItemsShape,
    answers: 'Its lines, in order.',
  },
  '/orders/{id}/ledger': {
    summary: 'The money of one order as dated entries, outdated ones too',
    query: noQuery,
    pathParameter: orderId,
    answer: ledgerShape,
    answers: 'Entries in the order in which things happened.',
  },
  '/orders/export': {
    summary: 'All orders that the filters let through, as a file',
    query: ordersExportQuery,
    answer: orderShape,
    mediaType: 'text/csv',
    answers: 'CSV, a row per line of an order, sent while it is read.',
  },
  '/customers': {
    summary: 'Customers of the store with what they are worth',
    query: customersQuery,
    answer: customerPageShape,
    answers: 'One page of customers.',
  },
  '/customers/{id}': {
    summary: 'One customer',
    query: noQuery,
    pathParameter: customerId,
    answer: customerDetailShape,
    answers: 'The customer with timeline and newest orders.',
  },
  '/customers/{id}/orders': {
    summary: 'The orders of one customer, newest first',
    query: pageQuery,
    pathParameter: customerId,
    answer: orderPageShape,
    answers: 'One page of orders.',
  },
  '/customers/export': {
    summary: 'All customers that the filters let through, as a file',
    query: customersExportQuery,
    answer: customerShape,
    mediaType: 'text/csv',
    answers: 'CSV, a row per customer, sent while it is read.',
  },
  '/stock': {
    summary: 'What can be sold of every variant, place by place',
    query: stockQuery,
    answer: stockPageShape,
    answers: 'One page of levels, by item and place.',
  },
  ...addOnResources,
  '/analytics/summary': {
    summary: 'The figures of a stretch of days, in the time zone of the store',
    query: summaryQuery,
    answer: summaryShape,
    answers: 'Orders on the day they were created, refunds on the day they were made.',
  },
  '/analytics/changes': {
    summary: 'What changed the figures of a stretch of days since a time, and what brought it',
    query: changesQuery,
    answer: changesShape,
    answers: 'Changes, the latest first.',
  },
  '/sync/status': {
    summary: 'How complete the copy is',
    query: noQuery,
    answer: syncStatusShape,
    answers: 'The state of the inbox and the last sync jobs.',
  },
  '/sync/jobs': {
    summary: 'Sync jobs, newest first',
    query: syncJobsQuery,
    answer: syncJobPageShape,
    answers: 'The last jobs.',
  },
  '/sync/jobs/{id}': {
    summary: 'One sync job with its progress',
    query: noQuery,
    pathParameter: { name: 'id', description: "The job's id." },
    answer: syncJobShape,
    answers: 'The job.',
  },
  '/sync/alerts': {
    summary: 'What needs somebody: open alerts first, then those that are over',
    query: noQuery,
    answer: alertsShape,
    answers: 'At most a hundred.',
  },
  '/sync/parity': {
    summary: 'Whether the orders are the platform’s: the last comparison that came to its end',
    query: noQuery,
    answer: parityShape,
    answers: 'The proof, or none.',
  },
  '/sync/webhooks': {
    summary: 'How the platform’s messages arrive: late, twice, out of order, not at all',
    query: noQuery,
    answer: webhooksShape,
    answers: 'The last days, by topic.',
  },
  '/sync/schedule': {
    summary: 'When the store is asked by itself for what changed',
    query: noQuery,
    answer: scheduleShape,
    answers: 'The schedule, its last pass and its next.',
    put: {
      summary: 'Change the schedule, or turn it off',
      body: scheduleBody,
      answer: scheduleShape,
      answers: 'The schedule as it is now.',
    },
  },
  '/inbox': {
    summary: 'What the platform sent, newest first, and what became of it',
    query: inboxQuery,
    answer: inboxPageShape,
    answers: 'One page of entries, without their bodies.',
  },
};

/** What can be asked for. It is under way, or asked for, when the answer comes. */
const moved = { body: noBody, answer: syncJobShape, pathParameter: { name: 'id', description: "The job's id." } };
const notNow = 'The job is in a state in which that is not possible; the message says what is.';
export type Command = Change & { pathParameter?: PathParameter };
export const commands: Record<string, Command> = {
  '/sync/jobs': {
    summary: 'Start a sync job; at most ten in five minutes',
    body: syncStartBody,
    answer: syncAskedShape,
    answers: 'The job, or the one of this kind that is on its way.',
  },
  '/sync/jobs/{id}/pause': {
    ...{ summary: 'Hold a job; what it read is still saved', answers: 'The job.', conflict: notNow, ...moved },
  },
  '/sync/jobs/{id}/resume': {
    ...{ summary: 'Let a paused job go on where it stopped', answers: 'The job.', conflict: notNow, ...moved },
  },
  '/sync/jobs/{id}/cancel': {
    ...{ summary: 'End a job; what it brought stays', answers: 'The job.', conflict: notNow, ...moved },
  },
  '/sync/jobs/{id}/retry': {
    ...{ summary: 'Try a failed job, or its failed records, again', answers: 'The job.', conflict: notNow, ...moved },
  },
  '/inbox/retry': {
    summary: 'Read entries that failed again: some, those of a reason, those since a time, or all',
    body: inboxRetryBody,
    answer: retriedShape,
    answers: 'How many are read again.',
  },
};
