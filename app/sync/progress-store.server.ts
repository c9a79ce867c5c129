import { type Sql, withTenantSql } from '../db/client.server';
import type { NewEntry } from '../domain/entries/entry';
import { putEntriesIn } from '../domain/entries/entry-store.server';
import { finishJobWhenDone } from '../domain/entries/job-counts-store.server';
import type { StoreId } from '../domain/shared/ids';
import { enqueueIn } from '../jobs/queue.server';
import type { ExportPart } from '../platforms/platform';
import type { SyncKind, SyncState } from './job-view';

/**
 * How far a sync job has come, in its row. `until` is the end of what it reads, fixed before the first page.
 * `skipped` are records that the inbox knew from elsewhere, counted as unchanged.
 */
export type Progress = {
  until?: string;
  /** where the platform's export stands, and how many of `skipped` were counted by then */
  parts?: ExportPart[];
  skippedInParts?: number;
  skipped?: number;
  tries?: number;
  lastId?: string;
  allRead?: boolean;
  read?: number;
};

export type RunningJob = {
  kind: SyncKind;
  state: SyncState;
  params: { from?: string | null; days?: number | null; repair?: boolean };
  checkpoint: Progress;
};

/**
 * Begins or goes on with a job. A job that goes on reads its source again, from the start or from where its export
 * stands: what it put into the inbox beyond is known there, and what it counted as skipped beyond is uncounted.
 * @returns null when there is nothing to run
 */
export function beginJob(storeId: StoreId, jobId: string): Promise<RunningJob | null> {
  return withTenantSql(storeId, async (sql) => {
    const [job] = await sql<RunningJob>(
      `update sync_job set state = case when state = 'cancelling' then state else 'running' end,
         started_at = coalesce(started_at, now()), updated_at = now(), error = null,
         processed = processed - ${skippedBeyond},
         unchanged = unchanged - ${skippedBeyond},
         checkpoint = jsonb_build_object('until', now()) || (checkpoint - 'waitsForTokenSince') || jsonb_build_object(
           'skipped', coalesce((checkpoint ->> 'skippedInParts')::int, 0), 'tries', coalesce((checkpoint ->> 'tries')::int, 0) + 1)
       where store_id = $1 and id = $2 and state in ('pending', 'running', 'cancelling')
         and coalesce(checkpoint ->> 'allRead', '') <> 'true'
       returning kind, state, params, checkpoint`,
      [storeId, jobId],
    );
    return job ?? null;
  });
}

const skippedBeyond = `(coalesce((checkpoint ->> 'skipped')::int, 0) - coalesce((checkpoint ->> 'skippedInParts')::int, 0))`;

/**
 * Notes where an export stands, with what was counted as skipped on the way there. Tries are those without progress: a
 * history of days outlives any number of restarts.
 */
export async function noteParts(storeId: StoreId, jobId: string, parts: ExportPart[]): Promise<void> {
  await withTenantSql(storeId, (sql) =>
    sql(
      `update sync_job set updated_at = now(), checkpoint = checkpoint || jsonb_build_object(
         'parts', $3::jsonb, 'tries', 0, 'skippedInParts', coalesce((checkpoint ->> 'skipped')::int, 0))
       where store_id = $1 and id = $2`,
      [storeId, jobId, JSON.stringify(parts)],
    ),
  );
}

/** Puts one page into the inbox and notes the progress, in one transaction. */
export function putPage(storeId: StoreId, jobId: string, entries: NewEntry[]): Promise<SyncState> {
  return withTenantSql(storeId, async (sql) => {
    const { known } = await putEntriesIn(sql, storeId, entries, { wake: true });
    const skipped = known === 0 ? 0 : await knownFromElsewhere(sql, storeId, jobId, entries);
    const [job] = await sql<{ state: SyncState }>(countSkippedSql, [storeId, jobId, skipped]);
    return job?.state ?? 'cancelled';
  });
}

async function knownFromElsewhere(sql: Sql, storeId: StoreId, jobId: string, entries: NewEntry[]): Promise<number> {
  const [row] = await sql<{ n: number }>(
    `select count(*)::int as n from inbox_entry
     where store_id = $1 and source = 'pull' and dedupe_key = any($2::text[]) and job_id is distinct from $3`,
    [storeId, entries.map((entry) => entry.dedupeKey), jobId],
  );
  return row?.n ?? 0;
}

/** Notes facts on a running job: its total, or how far it has come. */
export async function noteProgress(
  storeId: StoreId,
  jobId: string,
  note: { total?: number; checkpoint?: Progress },
): Promise<void> {
  await withTenantSql(storeId, (sql) =>
    sql(
      `update sync_job set total = coalesce($3, total), checkpoint = checkpoint || $4::jsonb, updated_at = now()
       where store_id = $1 and id = $2`,
      [storeId, jobId, note.total ?? null, JSON.stringify(note.checkpoint ?? {})],
    ),
  );
}

/**
 * Everything was read. The store's orders are now known up to `until`; a cursor never moves before the pages
 * that it stands for are kept, and never back.
 */
export function allRead(storeId: StoreId, jobId: string, until: string | null): Promise<void> {
  return withTenantSql(storeId, async (sql) => {
    await sql(
      `update sync_job j set updated_at = now(), total = r.n, checkpoint = checkpoint || jsonb_build_object(
         'allRead', true, 'read', r.n)
       from (select count(*)::int + (select coalesce((checkpoint ->> 'skipped')::int, 0)
               from sync_job where store_id = $1 and id = $2) as n
             from inbox_entry where store_id = $1 and job_id = $2) r
       where j.store_id = $1 and j.id = $2`,
      [storeId, jobId],
    );
    if (until !== null) {
      await sql(
        `insert into checkpoint as c (store_id, resource, read_to) values ($1, 'orders', $2)
         on conflict (store_id, resource) do update set
           read_to = greatest(c.read_to, excluded.read_to), updated_at = now()`,
        [storeId, until],
      );
    }
    await finishJobWhenDone(sql, storeId, jobId);
  });
}

/** Ends a job whose checkpoint says that all is done. */
export async function finish(storeId: StoreId, jobId: string): Promise<void> {
  await withTenantSql(storeId, (sql) => finishJobWhenDone(sql, storeId, jobId));
}

/** Ends a job that cannot be done; somebody who paused or stopped it meanwhile has the last word. */
export async function failJob(storeId: StoreId, jobId: string, error: string): Promise<void> {
  await withTenantSql(storeId, (sql) =>
    sql(
      `update sync_job set state = 'failed', error = $3, finished_at = now(), updated_at = now()
       where store_id = $1 and id = $2 and state in ('pending', 'running', 'cancelling')`,
      [storeId, jobId, error],
    ),
  );
}

/** The worker stops: a job that was to end has ended, one that was paused waits. */
export async function stopJob(storeId: StoreId, jobId: string): Promise<void> {
  await withTenantSql(storeId, (sql) =>
    sql(
      `update sync_job set state = 'cancelled', finished_at = now(), updated_at = now()
       where store_id = $1 and id = $2 and state = 'cancelling'`,
      [storeId, jobId],
    ),
  );
}

/** Notes why a try failed; the queue tries again. */
export async function noteTrouble(storeId: StoreId, jobId: string, error: string): Promise<void> {
  await withTenantSql(storeId, (sql) =>
    sql(`update sync_job set error = $3, updated_at = now() where store_id = $1 and id = $2`, [storeId, jobId, error]),
  );
}

/**
 * From when on an incremental pass reads: the end of what was read, less the store's look-back. Read from the
 * checkpoint, not from the clock, so that a gap after any downtime is read whole. Null when nothing was read yet.
 */
export async function readFrom(storeId: StoreId): Promise<string | null> {
  const [row] = await withTenantSql(storeId, (sql) =>
    sql<{ at: Date }>(
      `select c.read_to - s.sync_overlap_minutes * interval '1 minute' as at
         from checkpoint c join store s on s.id = $1
        where c.store_id = $1 and c.resource = 'orders' and c.read_to is not null`,
      [storeId],
    ),
  );
  return row?.at.toISOString() ?? null;
}

/** Of these, the pulled orders that the inbox has: the same order, unchanged since. */
export async function pulledBefore(storeId: StoreId, keys: string[]): Promise<Set<string>> {
  const rows = await withTenantSql(storeId, (sql) =>
    sql<{ key: string }>(
      `select dedupe_key as key from inbox_entry where store_id = $1 and source = 'pull' and dedupe_key = any($2::text[])`,
      [storeId, keys],
    ),
  );
  return new Set(rows.map(({ key }) => key));
}

/** Counts orders that are known to be unchanged, so that nobody has to fetch them; see `skipped`. */
export function skipKnown(storeId: StoreId, jobId: string, count: number): Promise<SyncState> {
  return withTenantSql(storeId, async (sql) => {
    const [job] = await sql<{ state: SyncState }>(countSkippedSql, [storeId, jobId, count]);
    return job?.state ?? 'cancelled';
  });
}

const countSkippedSql = `
  update sync_job set processed = processed + $3, unchanged = unchanged + $3, updated_at = now(),
    checkpoint = checkpoint || jsonb_build_object('skipped', coalesce((checkpoint ->> 'skipped')::int, 0) + $3)
  where store_id = $1 and id = $2 returning state`;

/** Hands the next thousand kept entries after `lastId` to the drain again, for this job; answers the last of them. */
export function reprocessPage(storeId: StoreId, jobId: string, lastId: string, until: string): Promise<string | null> {
  return withTenantSql(storeId, async (sql) => {
    const [page] = await sql<{ last: string | null }>(
      `with again as (
         update inbox_entry set state = 'pending', attempts = 0, next_attempt_at = null, job_id = $2
         where store_id = $1 and id in (select id from inbox_entry where store_id = $1 and id > $3
           and state <> 'pending' and received_at <= $4 order by id limit 1000)
         returning id)
       select max(id)::text as last from again`,
      [storeId, jobId, lastId, until],
    );
    const last = page?.last ?? null;
    if (last === null) return null;
    await enqueueIn(sql, 'drain', [{ storeId }]);
    await sql(
      `update sync_job set checkpoint = checkpoint || jsonb_build_object('lastId', $3::text), updated_at = now()
       where store_id = $1 and id = $2`,
      [storeId, jobId, last],
    );
    return last;
  });
}
