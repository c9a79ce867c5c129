import { type Sql, withTenantSql } from '../../db/client.server';
import { enqueueIn } from '../../jobs/queue.server';
import type { StoreId } from '../shared/ids';
import type { EntryCounts, EntryState, EntryView, NewEntry } from './entry';
import { groupsOf, insertText, insertValues } from './insert-entries';

export { keepEntries } from './keep-store.server';

/**
 * Puts entries of one store into its inbox (pulled pages, files) and, when asked, wakes its drain in the same
 * transaction.
 * @returns how many were kept and how many were known already
 */
export function putEntries(
  storeId: StoreId,
  entries: NewEntry[],
  options: { wake: boolean },
): Promise<{ kept: number; known: number }> {
  return withTenantSql(storeId, (sql) => putEntriesIn(sql, storeId, entries, options));
}

/** The same inside a running transaction of that store. */
export async function putEntriesIn(
  sql: Sql,
  storeId: StoreId,
  entries: NewEntry[],
  options: { wake: boolean },
): Promise<{ kept: number; known: number }> {
  let kept = 0;
  for (const group of groupsOf(entries)) {
    const rows = await sql(`${insertText} returning id`, insertValues(group), 'put entries');
    kept += rows.length;
  }
  if (options.wake && kept > 0) await enqueueIn(sql, 'drain', [{ storeId }]);
  return { kept, known: entries.length - kept };
}

const viewColumns = `id::text as id, source, topic, object_id as "objectId", state, attempts,
  reason_class as "reasonClass", reason, received_at as "receivedAt", triggered_at as "triggeredAt",
  next_attempt_at as "nextAttemptAt", processed_at as "processedAt", result`;

/** A store's entries, newest first. `after` is the id of the last entry of the page before. */
export function listEntries(
  storeId: StoreId,
  filter: { state?: EntryState; after?: string; limit: number },
): Promise<EntryView[]> {
  return withTenantSql(storeId, (sql) =>
    sql<EntryView>(
      `select ${viewColumns} from inbox_entry
       where store_id = $1 and ($2::text is null or state = $2) and ($3::bigint is null or id < $3)
       order by id desc limit $4`,
      [storeId, filter.state ?? null, filter.after ?? null, Math.min(filter.limit, 500)],
    ),
  );
}

/** How many entries of a store stand where. */
export async function entryCounts(storeId: StoreId): Promise<EntryCounts> {
  const rows = await withTenantSql(storeId, (sql) =>
    sql<{ state: EntryState; n: number }>(
      `select state, count(*)::int as n from inbox_entry where store_id = $1 group by state`,
      [storeId],
    ),
  );
  const counts: EntryCounts = { pending: 0, processed: 0, failed: 0, dead: 0 };
  for (const row of rows) counts[row.state] = row.n;
  return counts;
}

/** The entries of a store in trouble, by reason. */
export async function troubleByReason(
  storeId: StoreId,
): Promise<{ reasonClass: string | null; dead: number; failed: number }[]> {
  return withTenantSql(storeId, (sql) =>
    sql(
      `select reason_class as "reasonClass", count(*) filter (where state = 'dead')::int as dead,
              count(*) filter (where state = 'failed')::int as failed
         from inbox_entry where store_id = $1 and state in ('dead', 'failed')
        group by reason_class order by count(*) desc, reason_class`,
      [storeId],
    ),
  );
}

/** One entry as it is kept; null when there is none of that id. */
export async function findEntry(storeId: StoreId, id: string): Promise<EntryView | null> {
  if (!/^\d{1,18}$/.test(id)) return null;
  const [row] = await withTenantSql(storeId, (sql) =>
    sql<EntryView>(`select ${viewColumns} from inbox_entry where store_id = $1 and id = $2`, [storeId, id]),
  );
  return row ?? null;
}

/**
 * Lets failed and dead entries be tried again now, from the first attempt.
 * @returns how many will be
 */
export function retryEntries(
  storeId: StoreId,
  ids: string[] | 'all',
  only: { reasonClass?: string | undefined; since?: string | undefined } = {},
): Promise<number> {
  return withTenantSql(storeId, async (sql) => {
    // "failed" and not "pending": the job that brought them has counted them already.
    const rows = await sql(
      `update inbox_entry set state = 'failed', attempts = 1, next_attempt_at = null
       where store_id = $1 and state in ('failed', 'dead') and ($2::bigint[] is null or id = any($2))
         and ($3::text is null or reason_class = $3) and ($4::timestamptz is null or received_at >= $4)
       returning id`,
      [storeId, ids === 'all' ? null : ids, only.reasonClass ?? null, only.since ?? null],
    );
    if (rows.length > 0) await enqueueIn(sql, 'drain', [{ storeId }]);
    return rows.length;
  });
}

/** The raw body of one entry; null when there is none of that id. */
export async function entryBody(storeId: StoreId, id: string): Promise<Buffer | null> {
  const [row] = await withTenantSql(storeId, (sql) =>
    sql<{ body: Buffer }>(`select body from inbox_entry where store_id = $1 and id = $2`, [storeId, id]),
  );
  return row?.body ?? null;
}
