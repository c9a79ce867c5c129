import { withTenantSql } from '../db/client.server';
import type { StoreId } from '../domain/shared/ids';

export type EntryOutcome = {
  dedupeKey: string;
  jobId: string | null;
  objectId: string | null;
  state: string;
  result: string | null;
  reasonClass: string | null;
  reason: string | null;
};

/** What became of entries from a file, by their keys. */
export function outcomesOf(storeId: StoreId, dedupeKeys: string[]): Promise<EntryOutcome[]> {
  return withTenantSql(storeId, (sql) =>
    sql<EntryOutcome>(
      `select dedupe_key as "dedupeKey", job_id as "jobId", object_id as "objectId", state, result, reason_class as "reasonClass", reason
       from inbox_entry
       where store_id = $1 and source = 'file' and dedupe_key = any ($2) order by id`,
      [storeId, dedupeKeys],
    ),
  );
}

/** A store that is known from a file only takes over what its orders say: their usual currency. */
export async function learnCurrency(storeId: StoreId): Promise<void> {
  await withTenantSql(storeId, (sql) =>
    sql(
      `update store set currency = coalesce((select currency from orders where store_id = $1
         group by currency order by count(*) desc, currency limit 1), currency)
       where id = $1 and installation_epoch = 0 and platform_store_id is null`,
      [storeId],
    ),
  );
}

/** Sets what the person at the keyboard knows of a store that is not installed. */
export async function describeStore(storeId: StoreId, facts: { currency?: string; timeZone?: string }): Promise<void> {
  await withTenantSql(storeId, (sql) =>
    sql(
      `update store set currency = coalesce($2, currency), time_zone = coalesce($3, time_zone) where id = $1 and installation_epoch = 0`,
      [storeId, facts.currency ?? null, facts.timeZone ?? null],
    ),
  );
}

/**
 * Lets entries be read again, from the first attempt. What was asked for privacy's sake and is done is not asked
 * for a second time.
 * @returns how many will be
 */
export async function replayEntries(
  storeId: StoreId,
  filter: { states: string[]; topic: string | null; since: string | null; ids: string[] | null },
): Promise<number> {
  const rows = await withTenantSql(storeId, (sql) =>
    sql(
      // The run that brought a processed entry has counted it: it is not counted again.
      `update inbox_entry set next_attempt_at = null,
         job_id = case when state = 'processed' then null else job_id end,
         attempts = case when state = 'processed' then 0 else 1 end,
         state = case when state = 'processed' then 'pending' else 'failed' end
       where store_id = $1 and state = any ($2) and not (state = 'processed' and result is not distinct from 'privacy')
         and ($3::text is null or topic = $3)
         and ($4::timestamptz is null or received_at >= $4) and ($5::bigint[] is null or id = any ($5))
       returning 1 as one`,
      [storeId, filter.states, filter.topic, filter.since, filter.ids],
    ),
  );
  return rows.length;
}
