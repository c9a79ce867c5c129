import { z } from 'zod';
import { instant, page, text } from './base-shapes';
import { syncKinds, syncStates } from './words';

/** The copy over the API: jobs, schedule, inbox, proof. */

export const entryShape = z
  .object({
    id: z.string(),
    source: z.enum(['webhook', 'pull', 'file']),
    topic: z.string(),
    objectId: text,
    state: z.enum(['pending', 'processed', 'failed', 'dead']),
    attempts: z.int(),
    reasonClass: text,
    reason: text,
    receivedAt: instant,
    triggeredAt: instant.nullable(),
    nextAttemptAt: instant.nullable(),
    processedAt: instant.nullable(),
    result: text,
  })
  .meta({ id: 'InboxEntry' });
export const inboxPageShape = z.object({ data: z.array(entryShape), page }).meta({ id: 'InboxPage' });

export const syncJobShape = z
  .object({
    id: z.uuid(),
    kind: z.enum(syncKinds),
    state: z.enum(syncStates),
    trigger: z.string(),
    total: z.int().nullable(),
    processed: z.int(),
    created: z.int(),
    updated: z.int(),
    unchanged: z.int(),
    failed: z.int(),
    error: text,
    waitsForPermission: z.boolean().describe('It goes on by itself once the merchant has opened the app.'),
    createdAt: instant,
    startedAt: instant.nullable(),
    finishedAt: instant.nullable(),
    ratePerSecond: z.number().nullable().describe('Orders per second so far.'),
    secondsLeft: z.number().nullable().describe('At that rate; null when nobody can know.'),
  })
  .meta({ id: 'SyncJob' });

export const syncJobPageShape = z.object({ data: z.array(syncJobShape) }).meta({ id: 'SyncJobs' });
export const syncAskedShape = z
  .object({
    started: z.boolean().describe('false: one of this kind was on its way; it is the job.'),
    job: syncJobShape,
  })
  .meta({ id: 'SyncAsked' });
export const scheduleShape = z
  .object({
    enabled: z.boolean(),
    everyMinutes: z.int(),
    overlapMinutes: z.int(),
    nextAt: instant.nullable().describe('null: it is off, or the first history was not read yet.'),
    last: z.object({ at: instant, state: z.enum(syncStates), failed: z.int(), error: text }).nullable(),
  })
  .meta({ id: 'Schedule' });
export const parityShape = z
  .object({
    proof: z
      .object({
        jobId: z.uuid(),
        scopeFrom: instant.nullable().describe('Orders that changed since then; null: all.'),
        provenTo: instant,
        finishedAt: instant,
        orders: z.int(),
        differences: z.int(),
        repaired: z.int(),
        left: z
          .array(
            z.object({
              platformOrderId: z.string(),
              orderNumber: text,
              cause: z.enum(['missing', 'stale', 'different', 'gone']),
              fields: z.array(z.string()),
            }),
          )
          .describe('Those not mended, at most fifty.'),
      })
      .nullable()
      .describe('null: never compared.'),
  })
  .meta({ id: 'Parity' });
export const retriedShape = z.object({ retried: z.int() }).meta({ id: 'Retried' });

export const syncStatusShape = z
  .object({
    store: z.object({
      platform: z.string(),
      domain: z.string(),
      state: z.enum(['active', 'paused', 'uninstalled']),
      currency: z.string(),
      timeZone: z.string(),
    }),
    inbox: z.object({ pending: z.int(), processed: z.int(), failed: z.int(), dead: z.int() }),
    dataAsOf: instant.nullable().describe('The newest fact that the figures contain.'),
    reachDays: z.int().nullable().describe('How many days back the platform lets us read orders; null: all of them.'),
    jobs: z.array(syncJobShape).describe('The last sync jobs, newest first.'),
  })
  .meta({ id: 'SyncStatus' });
