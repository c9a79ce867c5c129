import { randomUUID } from 'node:crypto';
import { withSystem, withTenantSql } from '../db/client.server';
import { asStoreId, type StoreId } from '../domain/shared/ids';
import { enqueueIn } from '../jobs/queue.server';
import { type SyncJobRow, type SyncJobView, type SyncKind, viewOf } from './job-view';

export type { SyncJobView, SyncKind, SyncState } from './job-view';

const columns = `id, kind, state, trigger, params, total, processed, created, updated, unchanged, failed, error,
  created_at as "createdAt", started_at as "startedAt", finished_at as "finishedAt", updated_at as "updatedAt"`;

/**
 * Asks for a sync job. While one of the same kind has not ended, that one is answered instead: two at a time
 * would read the same orders twice.
 * @param request.trigger who asked: a person, "install", "schedule", "cli"
 * @param request.params `from`: only what changed since then (ISO 8601)
 */
export function startSync(
  storeId: StoreId,
  request: { kind: SyncKind; trigger: string; params?: Record<string, unknown> },
): Promise<{ jobId: string }> {
  return withTenantSql(storeId, async (sql) => {
    await sql(`select pg_advisory_xact_lock(hashtextextended('sync ' || $1, 0))`, [storeId]);
    const [running] = await sql<{ id: string }>(
      `select id from sync_job where store_id = $1 and kind = $2
         and state in ('pending', 'running', 'cancelling') limit 1`,
      [storeId, request.kind],
    );
    if (running) return { jobId: running.id };
    const jobId = randomUUID();
    await sql(`insert into sync_job (store_id, id, kind, trigger, params) values ($1, $2, $3, $4, $5)`, [
      storeId,
      jobId,
      request.kind,
      request.trigger,
      JSON.stringify(request.params ?? {}),
    ]);
    await enqueueIn(sql, 'sync', [{ storeId, jobId }]);
    return { jobId };
  });
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
    sql<SyncJobRow>(`select ${columns} from sync_job where store_id = $1 and id = $2`, [storeId, jobId]),
  );
  return row ? viewOf(row, new Date()) : null;
}

/**
 * Asks a job to stop; what it has brought stays.
 * @returns false when it is over already
 */
export async function cancelSyncJob(storeId: StoreId, jobId: string): Promise<boolean> {
  const rows = await withTenantSql(storeId, (sql) =>
    sql(
      `update sync_job set updated_at = now(),
         state = case when state = 'pending' then 'cancelled' else 'cancelling' end,
         finished_at = case when state = 'pending' then now() end
       where store_id = $1 and id = $2 and state in ('pending', 'running', 'paused') returning id`,
      [storeId, jobId],
    ),
  );
  return rows.length > 0;
}

/** How often a connected store is asked for what changed, whether or not its webhooks arrive. */
const intervalMinutes = 30;

/**
 * Starts an incremental sync for every connected store whose turn has come.
 * @returns how many were started
 */
export async function startDueSyncs(): Promise<number> {
  const due = await withSystem((sql) =>
    sql<{ id: string }>(
      `select s.id from store s where s.state = 'active' and s.installation_epoch > 0
         and exists (select from sync_job j where j.store_id = s.id and j.kind = 'backfill'
           and j.created_at >= s.installed_at and j.state in ('completed', 'completed_with_errors'))
         and not exists (select from sync_job j where j.store_id = s.id
           and j.created_at > now() - $1 * interval '1 minute')`,
      [intervalMinutes],
    ),
  );
  for (const { id } of due) await startSync(asStoreId(id), { kind: 'incremental', trigger: 'schedule' });
  return due.length;
}
