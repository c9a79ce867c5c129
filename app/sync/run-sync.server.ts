import type { NewEntry } from '../domain/entries/entry';
import { asFault, Fault } from '../domain/shared/fault';
import type { StoreId } from '../domain/shared/ids';
import { log } from '../observability/log.server';
import type { PulledOrder, StoreApi } from '../platforms/platform';
import {
  allRead,
  beginJob,
  endJob,
  noteProgress,
  noteTrouble,
  putPage,
  type RunningJob,
  readTo,
  reprocessPage,
} from './progress-store.server';

/** Read again what changed shortly before the cursor: the platform may show a change later than its time says. */
const overlapMs = 10 * 60_000;
const triesMax = 20;

/**
 * Runs one sync job: reads orders from the store's API into its inbox, page by page. The drain makes rows of
 * them and counts them for the job. May be killed at any point and run again.
 * @throws {Fault} when another try helps
 */
export async function runSync(
  storeId: StoreId,
  jobId: string,
  api: () => Promise<StoreApi>,
  signal?: AbortSignal,
): Promise<void> {
  const job = await beginJob(storeId, jobId);
  if (!job) return;
  try {
    const done = await read(storeId, jobId, job, api, signal);
    if (!done) await endJob(storeId, jobId, 'cancelled', null);
    log.info({ kind: job.kind, done }, 'a sync job read all it wanted');
  } catch (error) {
    const fault = asFault(error);
    if (!fault.retry || (job.checkpoint.tries ?? 0) >= triesMax) {
      log.error({ err: error, kind: job.kind }, 'a sync job failed');
      await endJob(storeId, jobId, 'failed', fault.publicMessage);
      return;
    }
    await noteTrouble(storeId, jobId, fault.publicMessage);
    throw error;
  }
}

/** @returns false when somebody asked the job to stop */
async function read(
  storeId: StoreId,
  jobId: string,
  job: RunningJob,
  api: () => Promise<StoreApi>,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  if (job.state === 'cancelling') return false;
  const until = job.checkpoint.until ?? new Date().toISOString();
  if (job.kind === 'reprocess') {
    let last: string | null = job.checkpoint.lastId ?? '0';
    while (last !== null) last = await reprocessPage(storeId, jobId, last, until);
    await allRead(storeId, jobId, null);
    return true;
  }
  const from = job.kind === 'backfill' ? (job.params.from ?? null) : await incrementalFrom(storeId, job);
  for await (const page of await pages(storeId, jobId, job, await api(), from, until)) {
    if (signal?.aborted) throw interrupted();
    if (page.length === 0) continue;
    const state = await putPage(
      storeId,
      jobId,
      page.map((order) => entryOf(storeId, jobId, order)),
    );
    if (state !== 'running') return false;
  }
  await allRead(storeId, jobId, until);
  return true;
}

async function pages(
  storeId: StoreId,
  jobId: string,
  job: RunningJob,
  api: StoreApi,
  from: string | null,
  until: string,
): Promise<AsyncIterable<PulledOrder[]>> {
  if (job.kind === 'incremental') return api.pullOrders({ from, to: until });
  await noteProgress(storeId, jobId, { total: await api.countOrders(from) });
  return api.exportOrders({
    from,
    operation: job.checkpoint.operation ?? null,
    progress: (operation) => noteProgress(storeId, jobId, { checkpoint: { operation } }),
  });
}

async function incrementalFrom(storeId: StoreId, job: RunningJob): Promise<string | null> {
  if (job.params.from) return job.params.from;
  const to = await readTo(storeId);
  return to ? new Date(to.getTime() - overlapMs).toISOString() : null;
}

function entryOf(storeId: StoreId, jobId: string, order: PulledOrder): NewEntry {
  return {
    storeId,
    source: 'pull',
    topic: 'order:pulled',
    dedupeKey: `${order.platformOrderId}@${order.updatedAt}`,
    jobId,
    body: Buffer.from(order.body),
  };
}

function interrupted(): Fault {
  return new Fault({
    reasonClass: 'platform-unavailable',
    retry: true,
    publicMessage: 'The sync was interrupted by a restart and goes on by itself.',
  });
}
