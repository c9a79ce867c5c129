import { release } from '../config/release.server';
import { type Sql, withSystem, withTenantSql } from '../db/client.server';
import { asStoreId } from '../domain/shared/ids';
import { inboxPending } from '../observability/metrics.server';
import { syncQueue } from './catalogue';
import { enqueueIn } from './queue.server';

export type Swept = {
  hurried: number;
  drains: number;
  rollUps: number;
  syncs: number;
  settles: number;
  segments: number;
};

/**
 * Looks at the tables for work that no job stands for (a wake-up that was lost, a worker that gave up, a try
 * that is due) and asks for it. What has its job already is asked for twice without effect.
 */
export function sweep(): Promise<Swept> {
  return withSystem(async (sql) => {
    const hurried = await hurry(sql);
    // Walks from store to store along the index instead of over every waiting entry.
    const drains = await sql<{ storeId: string }>(
      `with recursive stores as (
         (select store_id from inbox_entry where state in ('pending', 'failed') order by store_id limit 1)
         union all
         select (select e.store_id from inbox_entry e where e.state in ('pending', 'failed')
           and e.store_id > s.store_id order by e.store_id limit 1)
         from stores s where s.store_id is not null)
       select store_id as "storeId" from stores s where store_id is not null and exists (
         select from inbox_entry e where e.store_id = s.store_id and e.state in ('pending', 'failed')
           and (e.next_attempt_at is null or e.next_attempt_at <= now()))`,
    );
    const rollUps = await sql<{ storeId: string }>(
      `with recursive stores as (
         (select store_id from change_mark order by store_id limit 1)
         union all
         select (select m.store_id from change_mark m where m.store_id > s.store_id order by m.store_id limit 1)
         from stores s where s.store_id is not null)
       select store_id as "storeId" from stores where store_id is not null`,
    );
    const syncs = await sql<{ storeId: string; jobId: string; kind: string }>(
      `select s.store_id as "storeId", s.id as "jobId", s.kind from sync_job s
       where s.state in ('pending', 'running', 'cancelling') and s.kind <> 'import'
         and s.updated_at < now() - interval '2 minutes'
         and coalesce(s.checkpoint ->> 'allRead', '') <> 'true'
         and not exists (select from pgboss.job_common j where j.name in ('sync', 'pass') and j.singleton_key = s.id::text
           and j.state <= 'active')`,
    );
    const settles = await sql<{ storeId: string }>(
      `select s.id as "storeId" from store s where s.reading < 2 and s.state <> 'uninstalled'
         and not exists (select from pgboss.job_common j where j.name = 'settle' and j.singleton_key = s.id::text
           and j.state <= 'active')`,
    );
    // Scores move with every day; bounds of yesterday are drawn anew.
    const segments = await sql<{ storeId: string }>(
      `select s.id as "storeId" from store s left join customer_segment_bounds b on b.store_id = s.id
        where s.state <> 'uninstalled' and (b.drawn_at is null or b.drawn_at < now() - interval '24 hours')
          and exists (select from customer_profile p where p.store_id = s.id and p.orders > 0)`,
    );
    await enqueueIn(sql, 'settle', settles);
    await enqueueIn(sql, 'segments', segments);
    await enqueueIn(sql, 'drain', drains);
    await enqueueIn(sql, 'rollUp', rollUps);
    for (const name of ['sync', 'pass'] as const) {
      const mine = syncs.filter(({ kind }) => syncQueue(kind) === name);
      await enqueueIn(
        sql,
        name,
        mine.map(({ storeId, jobId }) => ({ storeId, jobId })),
      );
    }
    inboxPending.set(await pendingEntries(sql));
    return {
      hurried,
      drains: drains.length,
      rollUps: rollUps.length,
      syncs: syncs.length,
      settles: settles.length,
      segments: segments.length,
    };
  });
}

/**
 * A job whose worker died did nothing wrong: it goes on now. The queue makes every further try wait twice as long, which is
 * meant for platforms in trouble; after seven restarts a history would stand still for minutes.
 */
async function hurry(sql: Sql): Promise<number> {
  const rows = await sql(
    `update pgboss.job set start_after = now()
      where state = 'retry' and start_after > now() and output -> 'value' ->> 'message' = 'job heartbeat timeout'
      returning 1 as one`,
  );
  return rows.length;
}

/** What a newer release may read although an older one could not. */
const curedByRelease = ['malformed', 'bug'];

/**
 * Dead entries that this release has not tried are tried once more, a thousand of a store at a time: a fix that was
 * deployed empties their letters by itself. @returns how many are
 */
export async function retryAfterRelease(): Promise<number> {
  const stores = await withSystem((sql) =>
    sql<{ id: string }>(
      `select distinct store_id as id from inbox_entry
        where state = 'dead' and reason_class = any($1) and tried_by <> $2 limit 100`,
      [curedByRelease, release()],
    ),
  );
  let retried = 0;
  for (const { id } of stores) {
    retried += await withTenantSql(asStoreId(id), async (sql) => {
      const rows = await sql(
        `update inbox_entry set state = 'failed', attempts = 1, next_attempt_at = null
          where store_id = $1 and id in (
            select id from inbox_entry where store_id = $1 and state = 'dead' and reason_class = any($2) and tried_by <> $3
             order by id limit 1000 for update skip locked) returning id`,
        [id, curedByRelease, release()],
      );
      await enqueueIn(sql, 'drain', [{ storeId: id }]);
      return rows.length;
    });
  }
  return retried;
}

/** Entries that wait, over all stores; above a hundred thousand it no longer matters how many. */
async function pendingEntries(sql: Sql): Promise<number> {
  const [pending] = await sql<{ n: number }>(
    `select count(*)::int as n from (select from inbox_entry where state in ('pending', 'failed') limit 100000) e`,
  );
  return pending?.n ?? 0;
}
