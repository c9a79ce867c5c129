import type { Sql } from '../../db/client.server';
import type { StoreId } from '../shared/ids';

/** What a sync job's entries came to. Entries that were counted before and are tried again change the split only. */
export type JobCounts = { processed: number; created: number; updated: number; unchanged: number; failed: number };

/** Adds to the counters of the sync job that brought these entries, and ends it when they were its last. */
export async function countForJob(sql: Sql, storeId: StoreId, jobId: string, counts: JobCounts): Promise<void> {
  await sql(
    `update sync_job set processed = processed + $3, created = created + $4, updated = updated + $5,
       unchanged = unchanged + $6, failed = greatest(0, failed + $7), updated_at = now()
     where store_id = $1 and id = $2`,
    [storeId, jobId, counts.processed, counts.created, counts.updated, counts.unchanged, counts.failed],
  );
  await finishJobWhenDone(sql, storeId, jobId);
}

/** A job is done when all was read from the platform and everything that was read has come to an end. */
export async function finishJobWhenDone(sql: Sql, storeId: StoreId, jobId: string): Promise<boolean> {
  const done = await sql(
    `update sync_job set finished_at = coalesce(finished_at, now()), updated_at = now(),
       state = case when failed > 0 then 'completed_with_errors' else 'completed' end
     where store_id = $1 and id = $2 and state in ('running', 'completed', 'completed_with_errors')
       and checkpoint ->> 'allRead' = 'true' and processed >= (checkpoint ->> 'read')::int
     returning id`,
    [storeId, jobId],
  );
  return done.length > 0;
}
