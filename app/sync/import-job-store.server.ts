import { randomUUID } from 'node:crypto';
import { pool, type Sql, withTenantSql } from '../db/client.server';
import type { NewEntry } from '../domain/entries/entry';
import { putEntriesIn } from '../domain/entries/entry-store.server';
import { finishJobWhenDone } from '../domain/entries/job-counts-store.server';
import type { StoreId } from '../domain/shared/ids';

/**
 * Imports as tracked jobs: how far a file was read stands in the job's row, so that an import that was killed goes on
 * where it stopped, and the counts are exact whatever was killed when. What an entry comes to is counted where it
 * happens, in the drain's transaction; here only what never becomes an entry is.
 */
export type ImportPlace = {
  /** in bytes from the start of the file, and what its reader must know there */
  offset: number;
  line: number;
  within: readonly string[];
  byLine: boolean;
  /** how long the file of rejects was then */
  rejectsBytes: number;
  reasons: ImportReason[];
};
/** Why records were refused, how often, and where first. */
export type ImportReason = { reason: string; count: number; line: number };
export type ImportJob = {
  jobId: string;
  place: ImportPlace;
  counts: ImportCounts;
  /** the line at which an import of a file of this name stopped that had another content; null when there is none */
  changed: number | null;
};
export type ImportCounts = {
  state: string;
  processed: number;
  created: number;
  updated: number;
  unchanged: number;
  failed: number;
};

const start: ImportPlace = { offset: 0, line: 1, within: [], byLine: false, rejectsBytes: 0, reasons: [] };

/**
 * Goes on with the import of this file that did not end, or begins one.
 * @param fingerprint null: the source cannot be read twice
 */
export function openImport(
  storeId: StoreId,
  source: { name: string; fingerprint: string | null; restart: boolean },
): Promise<ImportJob> {
  return withTenantSql(storeId, async (sql) => {
    if (source.restart) await endUnfinished(sql, storeId, 'fingerprint', source.fingerprint);
    const [known] = await sql<ImportCounts & { id: string; place: ImportPlace | null }>(
      `update sync_job set state = 'running', error = null, updated_at = now()
        where store_id = $1 and kind = 'import' and params ->> 'fingerprint' = $2 and state in ('running', 'paused')
       returning id, checkpoint -> 'place' as place, ${countColumns}`,
      [storeId, source.fingerprint],
    );
    if (known) return { jobId: known.id, place: known.place ?? start, counts: known, changed: null };
    const [before] = await endUnfinished(sql, storeId, 'file', source.name);
    const jobId = randomUUID();
    const [counts] = await sql<ImportCounts>(
      `insert into sync_job (store_id, id, kind, state, trigger, params, started_at)
        values ($1, $2, 'import', 'running', 'cli', $3, now()) returning ${countColumns}`,
      [storeId, jobId, JSON.stringify({ file: source.name, fingerprint: source.fingerprint })],
    );
    if (!counts) throw new Error('an insert always returns its row');
    const changed = source.fingerprint === null ? null : (before?.line ?? null);
    return { jobId, place: start, counts, changed: source.restart ? null : changed };
  });
}

/** Gives up imports that stopped midway. @returns the lines they had come to */
function endUnfinished(
  sql: Sql,
  storeId: StoreId,
  by: 'fingerprint' | 'file',
  value: string | null,
): Promise<{ line: number | null }[]> {
  return sql(
    `update sync_job set state = 'cancelled', finished_at = now(), updated_at = now()
      where store_id = $1 and kind = 'import' and params ->> '${by}' = $2 and state in ('running', 'paused')
     returning (checkpoint -> 'place' ->> 'line')::int as line`,
    [storeId, value],
  );
}

const countColumns = 'state, processed, created, updated, unchanged, failed';

/**
 * Holds the store for one import: two at a time into one store would count for each other.
 * @returns how to let go of it, which the end of the process does too; null when another import holds it
 */
export async function holdForImport(storeId: StoreId): Promise<(() => Promise<void>) | null> {
  const client = await pool('tagalong_runtime').connect();
  const key = `hashtextextended('import ' || $1, 0)`;
  const { rows } = await client.query(`select pg_try_advisory_lock(${key}) as held`, [storeId]);
  if (!rows[0].held) {
    client.release();
    return null;
  }
  return async () => {
    await client.query(`select pg_advisory_unlock(${key})`, [storeId]).then(
      () => client.release(),
      (error: Error) => client.release(error),
    );
  };
}

/** Puts a batch into the inbox. The same batch again, after a kill, is known there. */
export async function putBatch(storeId: StoreId, entries: NewEntry[]): Promise<void> {
  await withTenantSql(storeId, (sql) => putEntriesIn(sql, storeId, entries, { wake: false }));
}

/**
 * Notes that everything up to a place has come to its end.
 * @param uncounted what the drain does not count for this job: what other jobs brought, and what could not be read
 * @returns the job's counts; its state says whether somebody asked it to stop
 */
export function notePlace(
  storeId: StoreId,
  jobId: string,
  place: ImportPlace,
  uncounted: { unchanged: number; failed: number },
): Promise<ImportCounts> {
  return withTenantSql(storeId, async (sql) => {
    const { unchanged, failed } = uncounted;
    const [row] = await sql<ImportCounts>(
      `update sync_job set processed = processed + $3::int + $4::int, unchanged = unchanged + $3::int, failed = failed + $4::int,
         updated_at = now(), checkpoint = checkpoint || jsonb_build_object('place', $5::jsonb,
           'skipped', coalesce((checkpoint ->> 'skipped')::int, 0) + $3::int + $4::int)
        where store_id = $1 and id = $2
       returning ${countColumns}`,
      [storeId, jobId, unchanged, failed, JSON.stringify(place)],
    );
    if (!row) throw new Error('the import is gone');
    return row;
  });
}

/** The whole file was read: the job ends as soon as the last of its entries has. */
export function endImport(storeId: StoreId, jobId: string): Promise<ImportCounts> {
  return withTenantSql(storeId, async (sql) => {
    await sql(
      `update sync_job j set updated_at = now(), total = r.n,
              checkpoint = checkpoint || jsonb_build_object('allRead', true, 'read', r.n)
         from (select count(*)::int + (select coalesce((checkpoint ->> 'skipped')::int, 0)
                 from sync_job where store_id = $1 and id = $2) as n
                 from inbox_entry where store_id = $1 and job_id = $2) r
        where j.store_id = $1 and j.id = $2`,
      [storeId, jobId],
    );
    await finishJobWhenDone(sql, storeId, jobId);
    const [row] = await sql<ImportCounts>(`select ${countColumns} from sync_job where store_id = $1 and id = $2`, [
      storeId,
      jobId,
    ]);
    if (!row) throw new Error('the import is gone');
    return row;
  });
}

/** Somebody asked the import to stop, or it cannot go on now; only the second may be taken up again. */
export async function stopImport(
  storeId: StoreId,
  jobId: string,
  how: 'cancelled' | 'paused',
  error: string | null,
): Promise<void> {
  await withTenantSql(storeId, (sql) =>
    sql(
      `update sync_job set state = case when state = 'cancelling' then 'cancelled' else $3 end, error = $4,
              updated_at = now(), finished_at = case when $3 = 'cancelled' or state = 'cancelling' then now() end
        where store_id = $1 and id = $2 and state in ('running', 'cancelling')`,
      [storeId, jobId, how, error],
    ),
  );
}
