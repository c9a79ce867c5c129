import { z } from 'zod';

/**
 * Every kind of job: its name, what it carries, how it is tried again, how long it may take. The work itself
 * is registered by app/entry.worker.ts, so a web process can ask for work without loading it.
 */
const store = z.object({ storeId: z.uuid() });

export const jobCatalogue = {
  /** makes rows of a store's waiting inbox entries; one per store at a time */
  drain: { payload: store, onePerStore: true, retryLimit: 1000, expireSeconds: 300, heartbeatSeconds: 30 },
  /** recomputes a store's changed days; one per store at a time */
  rollUp: { payload: store, onePerStore: true, retryLimit: 1000, expireSeconds: 300, heartbeatSeconds: 30 },
  /** runs one tracked sync job (backfill, incremental) */
  sync: {
    payload: store.extend({ jobId: z.uuid() }),
    onePerStore: false,
    retryLimit: 20,
    expireSeconds: 6 * 3600,
    heartbeatSeconds: 30,
  },
  /** brings one add-on (or, without an id, the store's offers) to the platform */
  publish: {
    payload: store.extend({ addOnId: z.uuid().nullable() }),
    onePerStore: false,
    retryLimit: 8,
    expireSeconds: 300,
    heartbeatSeconds: 30,
  },
  /** answers or carries out one privacy request */
  privacy: {
    payload: store.extend({ requestId: z.uuid() }),
    onePerStore: false,
    retryLimit: 100,
    expireSeconds: 900,
    heartbeatSeconds: 30,
  },
  /** reads name, currency, time zone of a store and starts its first backfill when it never had one */
  welcome: { payload: store, onePerStore: true, retryLimit: 20, expireSeconds: 120, heartbeatSeconds: 30 },
  /** finds stores whose wake-up was lost, and entries whose next try is due */
  sweep: { payload: z.object({}), onePerStore: false, retryLimit: 0, expireSeconds: 60, heartbeatSeconds: 30 },
} as const satisfies Record<string, JobKind>;

export type JobKind = {
  payload: z.ZodType;
  onePerStore: boolean;
  retryLimit: number;
  expireSeconds: number;
  heartbeatSeconds: number;
};
export type JobName = keyof typeof jobCatalogue;
export type JobPayload<Name extends JobName> = z.infer<(typeof jobCatalogue)[Name]['payload']>;
export const jobNames = Object.keys(jobCatalogue) as JobName[];
