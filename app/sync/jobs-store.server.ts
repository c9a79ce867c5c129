import { randomUUID } from 'node:crypto';
import { type Sql, withTenantSql } from '../db/client.server';
import { finishJobWhenDone } from '../domain/entries/job-counts-store.server';
import type { StoreId } from '../domain/shared/ids';
import { syncQueue } from '../jobs/catalogue';
import { enqueueIn } from '../jobs/queue.server';
import { afterMove, movesFor, type PersonMove } from './job-moves';
import { type SyncJobRow, type SyncJobView, type SyncKind, type SyncState, viewOf } from './job-view';

export type { SyncJobView, SyncKind, SyncState } from './job-view';

const columns = `id, kind, state, trigger, params, total, processed, created, updated, unchanged, failed, error,
  (state = 'paused' and checkpoint ? 'waitsForTokenSince') as "waitsForPermission",
  created_at as "createdAt", started_at as "startedAt", finished_at as "finishedAt", updated_at as "updatedAt"`;

/** What persons of one store may start within so long. */
export const manualLimit = { jobs: 10, seconds: 300 } as const;

export type SyncRequest = { kind: SyncKind; trigger: string; params?: Record<string, unknown> };
export type StartResult =
  | { outcome: 'started' | 'going'; jobId: string }
  | { outcome: 'too-many'; waitSeconds: number }
  | { outcome: 'not-wanted' };

/**
 * Asks for a sync job. While one of the same kind has not ended, that one is answered instead: two at a time
 * would read the same orders twice.
 * @param request.trigger who asked: "manual" (a person or their program; limited), "install", "schedule", "cli"
 * @param request.params `from`: only what changed since then (ISO 8601)
 * @param isWanted asked once nobody else can start a job of this store
 */
export function askForSync(
  storeId: StoreId,
  request: SyncRequest,
  isWanted: (sql: Sql) => Promise<boolean> = async () => true,
): Promise<StartResult> {
  return withTenantSql(storeId, async (sql) => {
    await sql(`select pg_advisory_xact_lock(hashtextextended('sync ' || $1, 0))`, [storeId]);
    const [going] = await sql<{ id: string }>(
      `select id from sync_job where store_id = $1 and kind = $2
         and state in ('pending', 'running', 'cancelling', 'paused') limit 1`,
      [storeId, request.kind],
    );
    if (going) return { outcome: 'going', jobId: going.id };
    if (!(await isWanted(sql))) return { outcome: 'not-wanted' };
    const waitSeconds = request.trigger === 'manual' ? await secondsToWait(sql, storeId) : 0;
    if (waitSeconds > 0) return { outcome: 'too-many', waitSeconds };
    const jobId = randomUUID();
    await sql(`insert into sync_job (store_id, id, kind, trigger, params) values ($1, $2, $3, $4, $5)`, [
      storeId,
      jobId,
      request.kind,
      request.trigger,
      JSON.stringify(request.params ?? {}),
    ]);
    await enqueueIn(sql, syncQueue(request.kind), [{ storeId, jobId }]);
    return { outcome: 'started', jobId };
  });
}

/** The same where nobody waits for the answer and no limit applies. */
export async function startSync(storeId: StoreId, request: SyncRequest): Promise<{ jobId: string }> {
  const asked = await askForSync(storeId, request);
  if (!('jobId' in asked)) throw new Error('only what a person starts is limited');
  return { jobId: asked.jobId };
}

/** How long until a person may start another; 0 when now. */
async function secondsToWait(sql: Sql, storeId: StoreId): Promise<number> {
  const [row] = await sql<{ seconds: number }>(
    `select ceil(extract(epoch from created_at + $3 * interval '1 second' - now()))::int as seconds
       from sync_job where store_id = $1 and trigger = 'manual' and created_at > now() - $3 * interval '1 second'
      order by created_at desc offset $2 limit 1`,
    [storeId, manualLimit.jobs - 1, manualLimit.seconds],
  );
  return row ? Math.max(1, row.seconds) : 0;
}

/** A store's sync jobs, newest first. */
export async function listSyncJobs(storeId: StoreId, limit: number): Promise<SyncJobView[]> {
  const rows = await withTenantSql(storeId, (sql) =>
    sql<SyncJobRow>(`select ${columns} from sync_job where store_id = $1 order by created_at desc, id limit $2`, [
      storeId,
      Math.min(limit, 200),
    ]),
  );
  const now = new Date();
  return rows.map((row) => viewOf(row, now));
}

/** One sync job of the store; null when it has none of that id. */
export async function findSyncJob(storeId: StoreId, jobId: string): Promise<SyncJobView | null> {
  const [row] = await withTenantSql(storeId, (sql) =>
    sql<SyncJobRow>(`select ${columns} from sync_job where store_id = $1 and id::text = $2`, [storeId, jobId]),
  );
  return row ? viewOf(row, new Date()) : null;
}

export type MoveResult =
  | { outcome: 'moved'; state: SyncState }
  | { outcome: 'not-found' }
  | { outcome: 'not-possible'; state: SyncState; possible: PersonMove[] };

/**
 * Pauses a job, lets it go on, ends it, or tries it again. What it has brought stays, and what it read already is
 * not read into rows twice.
 */
export function moveSyncJob(storeId: StoreId, jobId: string, move: PersonMove): Promise<MoveResult> {
  return withTenantSql(storeId, async (sql) => {
    const [job] = await sql<{ kind: SyncKind; state: SyncState; allRead: boolean }>(
      `select kind, state, coalesce(checkpoint ->> 'allRead', '') = 'true' as "allRead"
         from sync_job where store_id = $1 and id::text = $2 for update`,
      [storeId, jobId],
    );
    if (!job) return { outcome: 'not-found' };
    const possible = movesFor(job);
    // No worker is at a job that only waits for its last records.
    const how = move === 'cancel' && job.allRead && job.state === 'running' ? 'stopped' : move;
    const next = possible.includes(move) ? afterMove(how, job.state) : null;
    if (next === null) return { outcome: 'not-possible', state: job.state, possible };
    await sql(
      `update sync_job set state = $3, updated_at = now(), checkpoint = checkpoint || $4::jsonb,
         error = case when $3 in ('pending', 'running') then null else error end,
         finished_at = case when $3 = 'cancelled' then now() when $3 in ('pending', 'running') then null
                            else finished_at end
       where store_id = $1 and id = $2`,
      [storeId, jobId, next, JSON.stringify(move === 'resume' || move === 'retry' ? { tries: 0 } : {})],
    );
    if (move === 'resume' && job.allRead) {
      // Nothing is left to read: it waits for the last records, as it did before.
      await sql(`update sync_job set state = 'running' where store_id = $1 and id = $2`, [storeId, jobId]);
      await finishJobWhenDone(sql, storeId, jobId);
    } else if (next === 'pending') await enqueueIn(sql, syncQueue(job.kind), [{ storeId, jobId }]);
    else if (move === 'retry') await retryRecords(sql, storeId, jobId);
    return { outcome: 'moved', state: next };
  });
}

/** The records of a job that failed are read again. They were counted before: "failed" and not "pending". */
async function retryRecords(sql: Sql, storeId: StoreId, jobId: string): Promise<void> {
  const rows = await sql(
    `update inbox_entry set state = 'failed', attempts = 1, next_attempt_at = null
      where store_id = $1 and job_id = $2 and state in ('failed', 'dead') returning id`,
    [storeId, jobId],
  );
  if (rows.length > 0) await enqueueIn(sql, 'drain', [{ storeId }]);
  else await finishJobWhenDone(sql, storeId, jobId);
}
