import type { Sql } from '../db/client.server';
import { nameForFew } from '../db/few-rows';
import type { JobName } from './catalogue';

/** Jobs as rows of pg-boss (12.30), written by hand so that a wake-up commits with the row that needs it. */
export type JobRow = { key: string; storeId: string | null; data: unknown };

/** SQL for the channel that tells listening workers of a new job, named as pg-boss does: see its plans.js, notifyChannelSql. */
export const channel = `'pgboss_' || left(encode(sha224('pgboss'::bytea), 'hex'), 24)`;

/** Stands behind the name of the kind where several jobs are told of at once. */
export const several = ' and more';

/**
 * The end of a statement that wakes workers for the rows of a CTE `wanted (key, store_id, data)` and answers
 * `wanted`, `covered`. `job` is a parameter that holds the queue's name.
 *
 * A wake-up must not be lost between two transactions: "a job waits already" is only safe to rely on while
 * that job cannot be taken before we commit. So a waiting job is locked (`held`); the worker's fetch skips
 * locked rows and comes back at the notification, which is sent with our commit. A waiting job of a
 * transaction that had not ended when we looked is neither held nor ours: covered < wanted, ask again. It is due by
 * the clock and not by our transaction's beginning: it may be of one that began after ours and ended before.
 */
export function wakeUp(job: string): string {
  return `
  held as materialized (
    select j.singleton_key from pgboss.job_common j
    where j.name = ${job} and j.state = 'created' and j.policy = 'short' and j.start_after <= clock_timestamp()
      and coalesce(j.singleton_key, '') = any(select w.key from wanted w)
    for share),
  added as (
    insert into pgboss.job_common (name, data, singleton_key, group_id, policy, retry_limit, retry_delay,
      retry_backoff, retry_delay_max, expire_seconds, deletion_seconds, keep_until, heartbeat_seconds)
    select q.name, w.data, w.key, w.store_id, q.policy, q.retry_limit, q.retry_delay,
      q.retry_backoff, q.retry_delay_max, q.expire_seconds, q.deletion_seconds,
      now() + q.retention_seconds * interval '1 second', q.heartbeat_seconds
    from wanted w join pgboss.queue q on q.name = ${job}
    where w.key not in (select h.singleton_key from held h)
    on conflict do nothing
    returning singleton_key),
  told as (
    select pg_notify(${channel}, ${job} || case when n > 1 then '${several}' else '' end)
    from (select count(*) as n from wanted) as all_wanted where n > 0)
  select (select count(*) from wanted)::int as wanted,
    ((select count(*) from held) + (select count(*) from added))::int as covered,
    (select count(*) from told)::int as told`;
}

const wakeText = `
  with wanted as (
    select w.key, w."storeId" as store_id, w.data
    from json_to_recordset($2::text::json) as w (key text, "storeId" text, data jsonb)),
  ${wakeUp('$1::text')}`;

/**
 * Asks for work that should run now, inside the transaction of `sql`.
 * @throws {Error} when the queue does not exist
 */
export async function addJobs(sql: Sql, name: JobName, jobs: JobRow[]): Promise<void> {
  // Ordered, so that two transactions that wake the same stores wait for each other instead of locking up.
  const rows = [...new Map(jobs.map((job) => [job.key, job])).values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  if (rows.length === 0) return;
  const values = [name, JSON.stringify(rows)];
  for (let attempt = 0; attempt < 100; attempt++) {
    const [count] = await sql<{ wanted: number; covered: number }>(wakeText, values, nameForFew('wake', rows.length));
    if (count && count.covered >= count.wanted) return;
  }
  throw new Error(`the queue ${name} took no job; was the database migrated?`);
}

/** Asks for work at a later time. What is asked for twice runs at the earlier time. */
export async function addLaterJobs(sql: Sql, name: JobName, jobs: JobRow[], afterSeconds: number): Promise<void> {
  await sql(
    `insert into pgboss.job_common as j (name, data, singleton_key, group_id, policy, start_after, retry_limit,
       retry_delay, retry_backoff, retry_delay_max, expire_seconds, deletion_seconds, keep_until, heartbeat_seconds)
     select q.name, w.data, w.key || ' later', w."storeId", q.policy, now() + $3 * interval '1 second', q.retry_limit,
       q.retry_delay, q.retry_backoff, q.retry_delay_max, q.expire_seconds, q.deletion_seconds,
       now() + ($3 + q.retention_seconds) * interval '1 second', q.heartbeat_seconds
     from json_to_recordset($2::text::json) as w (key text, "storeId" text, data jsonb)
     join pgboss.queue q on q.name = $1::text
     order by w.key
     on conflict (name, (coalesce(singleton_key, ''))) where state = 'created' and policy = 'short'
     do update set start_after = least(j.start_after, excluded.start_after)`,
    [name, JSON.stringify(jobs), afterSeconds],
  );
}

/** How the queue stands: jobs that could run now, and how long the oldest of them waits. */
export async function waitingJobs(sql: Sql): Promise<{ waiting: number; oldestSeconds: number; active: number }> {
  const [row] = await sql<{ waiting: number; oldestSeconds: number; active: number }>(
    `select count(*) filter (where state < 'active' and start_after <= now())::int as waiting,
       count(*) filter (where state = 'active')::int as active,
       coalesce(extract(epoch from now() - min(start_after) filter (where state < 'active' and start_after <= now())),
         0)::float as "oldestSeconds"
     from pgboss.job_common where state <= 'active'`,
  );
  return row ?? { waiting: 0, oldestSeconds: 0, active: 0 };
}
