import { withSystem, withTenantSql } from '../db/client.server';
import { asStoreId, type StoreId } from '../domain/shared/ids';
import { syncQueue } from '../jobs/catalogue';
import { enqueueIn } from '../jobs/queue.server';

/**
 * Jobs whose store took our permission back. They are not failed: what they read is kept, their place too, nobody asks
 * the platform again, and they go on by themselves once the merchant has opened the app.
 */

/** Holds a running job until the store is authorised again; somebody who stopped it meanwhile has the last word. */
export async function waitForAuthorisation(storeId: StoreId, jobId: string, error: string): Promise<void> {
  await withTenantSql(storeId, (sql) =>
    sql(
      `update sync_job set state = 'paused', error = $3, updated_at = now(),
         checkpoint = checkpoint || jsonb_build_object('waitsForTokenSince', clock_timestamp())
       where store_id = $1 and id = $2 and state = 'running'`,
      [storeId, jobId, error],
    ),
  );
}

/** Lets jobs go on whose stores have a token again. @returns how many */
export async function resumeAuthorised(): Promise<number> {
  const waiting = await withSystem((sql) =>
    sql<{ store: string }>(
      `select distinct j.store_id as store from sync_job j join store s on s.id = j.store_id
        where s.state = 'active' and j.state = 'paused' and j.checkpoint ? 'waitsForTokenSince'`,
    ),
  );
  let resumed = 0;
  for (const { store } of waiting) resumed += await resume(asStoreId(store));
  return resumed;
}

/**
 * A token that was written after the job began to wait is a new one. The job's own time says nothing: it moves while
 * the last records that were read are saved.
 */
async function resume(storeId: StoreId): Promise<number> {
  return withTenantSql(storeId, async (sql) => {
    const jobs = await sql<{ id: string; kind: string }>(
      `update sync_job j set state = 'pending', error = null, updated_at = now()
        where j.store_id = $1 and j.state = 'paused' and j.checkpoint ? 'waitsForTokenSince'
          and exists (select from session s where s.store_id = $1 and not s.is_online
                       and s.access_token is not null
                       and s.updated_at > (j.checkpoint ->> 'waitsForTokenSince')::timestamptz)
       returning j.id, j.kind`,
      [storeId],
    );
    for (const { id, kind } of jobs) await enqueueIn(sql, syncQueue(kind), [{ storeId, jobId: id }]);
    return jobs.length;
  });
}
