import { z } from 'zod';

/**
 * Every kind of job: its name, what it carries, what counts as the same work, how it is tried again, how long
 * it may take. The work itself is registered by app/entry.worker.ts, so a web process can ask for work
 * without loading it.
 *
 * Of one kind at most one job per store is active, over all workers. Of one `key` at most one job waits:
 * asking for what waits already changes nothing.
 */
const store = z.object({ storeId: z.uuid() });

const quick = { expireSeconds: 300, heartbeatSeconds: 15 };
/** What the sweep finds again by looking at the tables; the job itself need not be tried again. */
const found = { retryLimit: 1000, retryDelaySeconds: 0, tryAgain: 'by the sweep' } as const;
const own = (retryLimit: number) => ({ retryLimit, retryDelaySeconds: 2, tryAgain: 'by the queue' }) as const;

export const jobCatalogue = {
  /** makes rows of a store's waiting inbox entries */
  drain: { payload: store, key: ofStore, ...found, ...quick },
  /** recomputes a store's changed days */
  rollUp: { payload: store, key: ofStore, ...found, ...quick },
  /** runs one tracked sync job that may take hours: a history, a proof */
  sync: {
    payload: store.extend({ jobId: z.uuid() }),
    key: (payload: { jobId: string }) => payload.jobId,
    ...own(20),
    expireSeconds: 6 * 3600,
    heartbeatSeconds: 15,
  },
  /** runs one that somebody waits for: what changed, or entries once more. Long ones must not stand before it. */
  pass: {
    payload: store.extend({ jobId: z.uuid() }),
    key: (payload: { jobId: string }) => payload.jobId,
    ...own(20),
    expireSeconds: 6 * 3600,
    heartbeatSeconds: 15,
  },
  /** brings one add-on (or, without an id, the store's offers) to the platform */
  publish: {
    payload: store.extend({ addOnId: z.uuid().nullable() }),
    key: (payload: { storeId: string; addOnId: string | null }) => payload.addOnId ?? payload.storeId,
    ...own(8),
    ...quick,
  },
  /** lets the prices of a store's add-ons follow its products, and finds what others changed or deleted of them */
  tendAddOns: { payload: store, key: ofStore, ...own(8), ...quick },
  /** marks what an order has of add-ons that are fulfilled at once as fulfilled */
  fulfil: {
    payload: store.extend({ platformOrderId: z.string().min(1) }),
    key: (payload: { storeId: string; platformOrderId: string }) => `${payload.storeId} ${payload.platformOrderId}`,
    ...own(8),
    ...quick,
  },
  /** ends what is tried where it costs main sales beyond its bound */
  guardExperiments: { payload: store, key: ofStore, ...own(3), ...quick },
  /** answers or carries out one privacy request */
  privacy: {
    payload: store.extend({ requestId: z.uuid() }),
    key: (payload: { requestId: string }) => payload.requestId,
    ...own(100),
    expireSeconds: 900,
    heartbeatSeconds: 15,
  },
  /** reads name, currency, time zone of a store and starts its first backfill when it never had one */
  welcome: { payload: store, key: ofStore, ...own(20), ...quick },
  /** asks the platform for the messages that it no longer sends, where they are asked for by API */
  keepWebhooks: { payload: store, key: ofStore, ...own(8), ...quick },
  /** settles a store's orders again after a release that reads them better */
  settle: { payload: store, key: ofStore, ...own(20), expireSeconds: 6 * 3600, heartbeatSeconds: 15 },
  /** draws the bounds between customers' scores anew and gives each customer their segment */
  segments: { payload: store, key: ofStore, ...own(3), ...quick },
  /** looks at every store for what its merchant should be told, and tells it */
  alerts: {
    payload: z.object({}),
    key: () => 'all',
    retryLimit: 0,
    retryDelaySeconds: 0,
    tryAgain: 'by the sweep',
    expireSeconds: 600,
    heartbeatSeconds: 15,
  },
  /** finds stores whose wake-up was lost, entries whose next try is due, and syncs whose time has come */
  sweep: {
    payload: z.object({}),
    key: () => 'all',
    retryLimit: 0,
    retryDelaySeconds: 0,
    tryAgain: 'by the sweep',
    ...quick,
  },
} as const satisfies Record<string, JobKind>;

export type JobKind = {
  payload: z.ZodType;
  key: (payload: never) => string;
  retryLimit: number;
  retryDelaySeconds: number;
  tryAgain: 'by the sweep' | 'by the queue';
  expireSeconds: number;
  heartbeatSeconds: number;
};
export type JobName = keyof typeof jobCatalogue;
export type JobPayload<Name extends JobName> = z.infer<(typeof jobCatalogue)[Name]['payload']>;
export const jobNames = Object.keys(jobCatalogue) as JobName[];

/** Which of the two runs a tracked sync job of this kind. */
export function syncQueue(kind: string): 'sync' | 'pass' {
  return kind === 'incremental' || kind === 'reprocess' ? 'pass' : 'sync';
}

/** What counts as the same work as another job of that name. */
export function jobKey<Name extends JobName>(name: Name, payload: JobPayload<Name>): string {
  return (jobCatalogue[name].key as (payload: JobPayload<Name>) => string)(payload);
}

function ofStore(payload: { storeId: string }): string {
  return payload.storeId;
}
