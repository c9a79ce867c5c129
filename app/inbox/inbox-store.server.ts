import { release } from '../config/release.server';
import type { Sql } from '../db/client.server';
import { nameForFew } from '../db/few-rows';
import type { EntrySource } from '../domain/entries/entry';
import { countForJob, type JobCounts } from '../domain/entries/job-counts-store.server';
import { columnArray } from '../domain/shared/column-array';
import type { PlatformName, StoreId } from '../domain/shared/ids';
import type { Ending } from './ending';

/** The drain's side of the inbox: claim entries, end entries. */
export type Entry = {
  id: string;
  source: EntrySource;
  topic: string;
  /** null where it was read ahead (read-ahead.server.ts): it is in the table only */
  body: Buffer | null;
  attempts: number;
  jobId: string | null;
  requestId: string | null;
  triggeredAt: Date | null;
  receivedAt: Date;
};

export type DrainedStore = { platform: PlatformName; domain: string };

/** Bodies of one batch in memory; the first entry always goes. */
const batchBytesMax = 24 * 1024 * 1024;

const columns = (
  body: string,
) => `e.id::text as id, e.source, e.topic, ${body} as body, e.attempts, e.job_id as "jobId",
  e.request_id as "requestId", e.triggered_at as "triggeredAt", e.received_at as "receivedAt"`;

/**
 * Makes this transaction the store's only drain until it ends, and says whose entries these are.
 * @returns null when nobody installed the store
 */
export async function enterStore(sql: Sql, storeId: StoreId): Promise<DrainedStore | null> {
  await sql(`select pg_advisory_xact_lock(hashtextextended('drain ' || $1, 0))`, [storeId], 'drain alone');
  const [store] = await sql<DrainedStore>(
    `select platform, domain from store where id = $1`,
    [storeId],
    'drained store',
  );
  return store ?? null;
}

const isDue = `store_id = $1 and state in ('pending', 'failed') and (next_attempt_at is null or next_attempt_at <= now())`;
const fitting = `fitting as (select id, sum(bytes) over (order by id) - bytes as before from due)`;

/** Which version of an entry's row was read: `row` is its xmin. */
export type SeenRow = { id: string; row: string };

/**
 * Takes the oldest entries that are due; they stay locked until the transaction ends.
 * @param seen entries that were read before; the body of one whose row is still the same is not fetched again
 */
export async function claim(
  sql: Sql,
  storeId: StoreId,
  batchMax: number,
  seen: readonly SeenRow[] = [],
): Promise<Entry[]> {
  return sql<Entry>(
    `with due as materialized (
       select id, octet_length(body) as bytes from inbox_entry
       where ${isDue} order by id limit $2 for update skip locked),
     ${fitting},
     known as materialized (select * from unnest($4::bigint[], $5::text[]) as k (id, row))
     select ${columns('case when k.id is null then e.body end')} from inbox_entry e
       left join known k on k.id = e.id and k.row = e.xmin::text
     where store_id = $1 and e.id in (select id from fitting where before < $3) order by e.id`,
    [storeId, batchMax, batchBytesMax, seen.map(({ id }) => id), seen.map(({ row }) => row)],
    seen.length === 0 ? 'claim inbox entries' : undefined,
  );
}

/** An entry that waits, with its body: as text where it is some. */
export type WaitingEntry = Omit<Entry, 'body'> & SeenRow & { body: Buffer | string };

/**
 * The entries that are due behind this one, as they are now; nothing is locked.
 * @param as bodies of bytes come for all, bodies of text in half of the time; those fail for a body that is no text
 */
export function waitingAfter(
  sql: Sql,
  storeId: StoreId,
  { after, most, as }: { after: string; most: number; as: 'text' | 'bytes' },
): Promise<WaitingEntry[]> {
  return sql<WaitingEntry>(
    `with due as materialized (
       select id, octet_length(body) as bytes from inbox_entry where ${isDue} and id > $4 order by id limit $2),
     ${fitting}
     select ${columns(as === 'text' ? `convert_from(e.body, 'UTF8')` : 'e.body')}, e.xmin::text as row from inbox_entry e
     where store_id = $1 and e.id in (select id from fitting where before < $3) order by e.id`,
    [storeId, most, batchBytesMax, after],
  );
}

/** Locks these entries again if they still wait. */
export async function reclaim(sql: Sql, storeId: StoreId, ids: string[]): Promise<Set<string>> {
  const rows = await sql<{ id: string }>(
    `select id::text as id from inbox_entry
     where store_id = $1 and id = any($2::bigint[]) and state in ('pending', 'failed') for update skip locked`,
    [storeId, ids],
  );
  return new Set(rows.map((row) => row.id));
}

/** Writes how the entries ended, and counts them for the jobs that brought them. */
export async function endEntries(sql: Sql, storeId: StoreId, endings: Map<Entry, Ending>): Promise<void> {
  const all = [...endings];
  if (all.length === 0) return;
  const rows = all.map(([{ id }, ending]) => ({
    id,
    state: ending.state,
    reasonClass: ending.state === 'processed' ? null : ending.reasonClass,
    reason: ending.state === 'processed' ? null : ending.reason,
    result: ending.state === 'processed' ? ending.result : null,
    objectId: ending.objectId,
    wait: ending.state === 'failed' ? ending.retryInSeconds : null,
  }));
  const text = (['state', 'reasonClass', 'reason', 'result', 'objectId'] as const).map((name) =>
    columnArray(rows, name, 'text'),
  );
  await sql(
    `update inbox_entry e set state = u.state, attempts = e.attempts + 1, reason_class = u.reason_class,
       reason = u.reason, result = u.result, object_id = coalesce(u.object_id, e.object_id),
       next_attempt_at = now() + u.wait * interval '1 second',
       tried_by = case when u.state = 'processed' then '' else $9 end,
       processed_at = case when u.state = 'processed' then now() end
     from unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::float8[])
       as u (id, state, reason_class, reason, result, object_id, wait)
     where e.store_id = $1 and e.id = u.id`,
    [storeId, columnArray(rows, 'id', 'numeric'), ...text, columnArray(rows, 'wait', 'numeric'), release()],
    nameForFew('end inbox entries', rows.length),
  );
  for (const [jobId, counts] of countsByJob(all)) await countForJob(sql, storeId, jobId, counts);
}

function countsByJob(all: [Entry, Ending][]): Map<string, JobCounts> {
  const byJob = new Map<string, JobCounts>();
  for (const [entry, ending] of all) {
    if (entry.jobId === null) continue;
    const counts = byJob.get(entry.jobId) ?? { processed: 0, created: 0, updated: 0, unchanged: 0, failed: 0 };
    byJob.set(entry.jobId, counts);
    const countedBefore = entry.attempts > 0;
    if (!countedBefore) counts.processed++;
    if (ending.state !== 'processed') counts.failed += countedBefore ? 0 : 1;
    else {
      if (countedBefore) counts.failed--;
      if (ending.result === 'created') counts.created++;
      else if (ending.result === 'updated') counts.updated++;
      else counts.unchanged++;
    }
  }
  return byJob;
}

/** Forgets what an entry said, here and in the table; that it came, and how it ended, stays. */
export async function dropBody(sql: Sql, storeId: StoreId, entry: Entry): Promise<void> {
  entry.body = Buffer.from('{"erased":true}');
  await sql(`update inbox_entry set body = $3 where store_id = $1 and id = $2`, [storeId, entry.id, entry.body]);
}

/** Runs `work` so that its failure undoes only itself, not the transaction. */
export async function inSavepoint<T>(sql: Sql, work: () => Promise<T>): Promise<T> {
  await sql('savepoint part');
  try {
    const result = await work();
    await sql('release savepoint part');
    return result;
  } catch (error) {
    await sql('rollback to savepoint part');
    await sql('release savepoint part');
    throw error;
  }
}
