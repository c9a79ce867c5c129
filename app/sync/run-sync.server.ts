import type { NewEntry } from '../domain/entries/entry';
import { asFault } from '../domain/shared/fault';
import type { PlatformName, StoreId } from '../domain/shared/ids';
import { log } from '../observability/log.server';
import type { Exporting, OrderDialect, PulledOrder, StoreApi } from '../platforms/platform';
import { waitForAuthorisation } from './authorisation-store.server';
import { restoreWebhooks } from './keep-webhooks.server';
import {
  allRead,
  beginJob,
  failJob,
  finish,
  noteParts,
  noteProgress,
  noteTrouble,
  pulledBefore,
  putPage,
  type RunningJob,
  readFrom,
  reprocessPage,
  skipKnown,
  stopJob,
} from './progress-store.server';
import { proveOrders } from './prove-orders.server';
import { earlyKeyOf, entryOf, interrupted, keyOf, type Stamped } from './pulled-entry';
import { readById } from './read-by-id.server';

const triesMax = 20;
/** How far back a proof goes when nobody says how far. */
const proofDays = 60;

/** Whose orders they are, and how they are read. */
export type Source = { platform: PlatformName; orders: OrderDialect };

/**
 * Runs one sync job: reads orders from the store's API into its inbox, page by page. The drain makes rows of
 * them and counts them for the job. May be killed at any point and run again.
 * @throws {Fault} when another try helps
 */
export async function runSync(
  storeId: StoreId,
  jobId: string,
  api: () => Promise<StoreApi>,
  source: Source,
  signal?: AbortSignal,
): Promise<void> {
  const job = await beginJob(storeId, jobId);
  if (!job) return;
  try {
    const done = await read(storeId, jobId, job, api, source, signal);
    // Somebody may have stopped it after its last page, too.
    await stopJob(storeId, jobId);
    log.info({ kind: job.kind, done }, 'a sync job read all it wanted');
  } catch (error) {
    const fault = asFault(error);
    if (fault.reasonClass === 'unauthorized') {
      log.warn({ kind: job.kind }, 'a sync job waits until the merchant opens the app again');
      await waitForAuthorisation(storeId, jobId, fault.publicMessage);
      await stopJob(storeId, jobId);
      return;
    }
    if (!fault.retry || (job.checkpoint.tries ?? 0) >= triesMax) {
      log.error({ err: error, kind: job.kind }, 'a sync job failed');
      await failJob(storeId, jobId, fault.publicMessage);
      return;
    }
    await noteTrouble(storeId, jobId, fault.publicMessage);
    throw error;
  }
}

/** @returns false when somebody asked the job to stop or to wait */
async function read(
  storeId: StoreId,
  jobId: string,
  job: RunningJob,
  api: () => Promise<StoreApi>,
  source: Source,
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
  if (job.kind === 'missing' || job.kind === 'unsettled') return readById(storeId, jobId, job, api, signal);
  if (job.kind in pulls) return readOthers(storeId, jobId, job.kind as keyof typeof pulls, api, signal);
  if (job.kind === 'reconcile') return prove(storeId, jobId, job, api, source, signal);
  const from = job.params.from ?? (job.kind === 'backfill' ? null : await readFrom(storeId));
  // Before anything is read: what changes from now on is told, what changed while nothing was told is in the window.
  await restoreWebhooks(storeId, await api());
  for await (const page of await pages(storeId, jobId, job, await api(), from, until)) {
    if (signal?.aborted) throw interrupted();
    const entries = page.map((order) => entryOf(storeId, jobId, order));
    const state = entries.length > 0 ? await putPage(storeId, jobId, entries) : await skipKnown(storeId, jobId, 0);
    if (state !== 'running') return false;
  }
  await allRead(storeId, jobId, until);
  return true;
}

const pulls = { products: 'pullProducts', customers: 'pullCustomers', inventory: 'pullStock' } as const;

/** All of something beside orders; what is known unchanged is not kept twice. */
async function readOthers(
  storeId: StoreId,
  jobId: string,
  kind: keyof typeof pulls,
  api: () => Promise<StoreApi>,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const store = await api();
  for await (const page of store[pulls[kind]]()) {
    if (signal?.aborted) throw interrupted();
    const entries = page.map(({ topic, key, body, askedAt }): NewEntry => {
      return { storeId, jobId, source: 'pull', topic, dedupeKey: key, triggeredAt: askedAt, body: Buffer.from(body) };
    });
    if ((await putPage(storeId, jobId, entries)) !== 'running') return false;
  }
  await allRead(storeId, jobId, null);
  return true;
}

/** A proof of the last days, or of everything that the platform shows. */
async function prove(
  storeId: StoreId,
  jobId: string,
  job: RunningJob,
  api: () => Promise<StoreApi>,
  source: Source,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const { days = proofDays, repair = false } = job.params;
  const done = await proveOrders(storeId, jobId, {
    ...source,
    api: await api(),
    from: days === null ? null : new Date(Date.now() - days * 86_400_000).toISOString(),
    repair,
    exporting: {
      // A proof forgets what it found before; only the platform's work is used again.
      parts: job.checkpoint.parts?.map((part) => ({ ...part, read: 0, isRead: false })) ?? null,
      progress: (parts) => noteProgress(storeId, jobId, { checkpoint: { parts } }),
    },
    signal,
  });
  if (done) await finish(storeId, jobId);
  return done;
}

async function pages(
  storeId: StoreId,
  jobId: string,
  job: RunningJob,
  api: StoreApi,
  from: string | null,
  until: string,
): Promise<AsyncIterable<PulledOrder[]>> {
  const exporting: Exporting = {
    parts: job.checkpoint.parts ?? null,
    progress: (parts) => noteParts(storeId, jobId, parts),
  };
  if (job.kind === 'incremental') {
    const isKnown = async (orders: Stamped[]) => {
      const known = await pulledBefore(
        storeId,
        orders.flatMap((order) => [keyOf(order), earlyKeyOf(order, jobId)]),
      );
      return orders.map((order) => known.has(keyOf(order)) || known.has(earlyKeyOf(order, jobId)));
    };
    const skipped = (count: number) => skipKnown(storeId, jobId, count);
    return api.pullOrders({ from, to: until, isKnown, skipped, exporting });
  }
  await noteProgress(storeId, jobId, { total: await api.countOrders(from) });
  return api.exportOrders({ ...exporting, from });
}
