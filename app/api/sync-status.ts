import type { z } from 'zod';
import type { EntryCounts } from '../domain/entries/entry';
import type { SyncJobView } from '../sync/job-view';
import type { syncJobShape, syncStatusShape } from './sync-shapes';

type KnownStore = z.input<typeof syncStatusShape>['store'];

/** How complete the copy is, in the API's words. */
export function syncStatusOf(known: {
  store: KnownStore;
  inbox: EntryCounts;
  jobs: SyncJobView[];
  dataAsOf: Date | null;
  reachDays: number | null;
}): z.input<typeof syncStatusShape> {
  const { platform, domain, state, currency, timeZone } = known.store;
  return {
    store: { platform, domain, state, currency, timeZone },
    inbox: known.inbox,
    dataAsOf: known.dataAsOf?.toISOString() ?? null,
    reachDays: known.reachDays,
    jobs: known.jobs.map(syncJobOf),
  };
}

/** A sync job in the API's words. */
export function syncJobOf(job: SyncJobView): z.input<typeof syncJobShape> {
  return {
    id: job.id,
    kind: job.kind,
    state: job.state,
    trigger: job.trigger,
    total: job.total,
    processed: job.processed,
    created: job.created,
    updated: job.updated,
    unchanged: job.unchanged,
    failed: job.failed,
    error: job.error,
    waitsForPermission: job.waitsForPermission,
    createdAt: job.createdAt.toISOString(),
    startedAt: job.startedAt?.toISOString() ?? null,
    finishedAt: job.finishedAt?.toISOString() ?? null,
    ratePerSecond: job.ratePerSecond,
    secondsLeft: job.secondsLeft,
  };
}
