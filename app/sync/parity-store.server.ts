import { type Sql, withTenantSql } from '../db/client.server';
import type { StoreId } from '../domain/shared/ids';
import type { SyncState } from './job-view';

/** What a proof has found, in its rows; each step is a transaction of its own, so a proof may die at any of them. */

export type Cause = 'missing' | 'stale' | 'different' | 'gone';
export type FoundDifference = { platformOrderId: string; cause: Cause; fields: string[] };

export type ParityView = {
  jobId: string;
  scopeFrom: Date | null;
  provenTo: Date;
  finishedAt: Date | null;
  orders: number;
  differences: number;
  repaired: number;
  /** those that are left, at most fifty */
  left: (FoundDifference & { orderNumber: string | null })[];
};

/** Begins a proof, or begins it anew: what an earlier try of this job found is forgotten. */
export function beginProof(storeId: StoreId, jobId: string, scopeFrom: string | null, provenTo: string): Promise<void> {
  return withTenantSql(storeId, async (sql) => {
    for (const table of ['parity_seen', 'parity_difference', 'parity_proof'])
      await sql(`delete from ${table} where store_id = $1 and job_id = $2`, [storeId, jobId]);
    await sql(`insert into parity_proof (store_id, job_id, scope_from, proven_to) values ($1, $2, $3, $4)`, [
      storeId,
      jobId,
      scopeFrom,
      provenTo,
    ]);
    await sql(
      `update sync_job set processed = 0, unchanged = 0, updated = 0, failed = 0, updated_at = now()
        where store_id = $1 and id = $2`,
      [storeId, jobId],
    );
  });
}

/** Notes a page: which orders were seen, and how they compared. In the transaction that compared them. */
export async function noteCompared(
  sql: Sql,
  storeId: StoreId,
  jobId: string,
  seen: string[],
  found: FoundDifference[],
): Promise<SyncState> {
  await sql(
    `insert into parity_seen (store_id, job_id, platform_order_id)
      select $1, $2, id from unnest($3::text[]) as u(id) on conflict do nothing`,
    [storeId, jobId, seen],
  );
  await noteDifferences(sql, storeId, jobId, found);
  const [job] = await sql<{ state: SyncState }>(
    `update sync_job set processed = processed + $3, unchanged = unchanged + $4, updated_at = now()
      where store_id = $1 and id = $2 returning state`,
    [storeId, jobId, seen.length, seen.length - found.length],
  );
  return job?.state ?? 'cancelled';
}

/** What was found of these orders replaces what was found of them before. */
export async function noteDifferences(
  sql: Sql,
  storeId: StoreId,
  jobId: string,
  found: FoundDifference[],
): Promise<void> {
  await sql(
    `insert into parity_difference (store_id, job_id, platform_order_id, cause, fields)
      select $1, $2, u.id, u.cause, array(select jsonb_array_elements_text(u.fields))
        from unnest($3::text[], $4::text[], $5::jsonb[]) as u(id, cause, fields)
      on conflict (store_id, job_id, platform_order_id) do update set cause = excluded.cause, fields = excluded.fields`,
    [
      storeId,
      jobId,
      found.map((one) => one.platformOrderId),
      found.map((one) => one.cause),
      found.map((one) => JSON.stringify(one.fields)),
    ],
  );
}

/** Takes back differences that a second look did not find. */
export async function clearDifferences(sql: Sql, storeId: StoreId, jobId: string, ids: string[]): Promise<void> {
  await sql(`delete from parity_difference where store_id = $1 and job_id = $2 and platform_order_id = any($3)`, [
    storeId,
    jobId,
    ids,
  ]);
}

/** The orders that were found to differ, after `after`, by id. */
export async function differing(storeId: StoreId, jobId: string, after: string, limit: number): Promise<string[]> {
  const rows = await withTenantSql(storeId, (sql) =>
    sql<{ id: string }>(
      `select platform_order_id as id from parity_difference
        where store_id = $1 and job_id = $2 and platform_order_id > $3 and repaired_at is null
        order by platform_order_id limit $4`,
      [storeId, jobId, after, limit],
    ),
  );
  return rows.map(({ id }) => id);
}

/**
 * Orders of ours in the proof's scope that the platform did not show, after `after`, by id: perhaps deleted there,
 * perhaps changed while it was read.
 * @param createdFrom what was created before is not shown to us, and so not missing there; ISO 8601, null: all is shown
 */
export async function unseen(
  storeId: StoreId,
  jobId: string,
  createdFrom: string | null,
  after: string,
  limit: number,
): Promise<string[]> {
  const rows = await withTenantSql(storeId, (sql) =>
    sql<{ id: string }>(
      `select o.platform_order_id as id from orders o join parity_proof p on p.store_id = $1 and p.job_id = $2
        where o.store_id = $1 and o.platform_order_id > $3 and o.deleted_at is null
          and (p.scope_from is null or o.platform_updated_at >= p.scope_from) and o.created_at <= p.proven_to
          and o.created_at >= coalesce($5::timestamptz, '-infinity')
          and not exists (select from parity_seen s where s.store_id = $1 and s.job_id = $2
                             and s.platform_order_id = o.platform_order_id)
        order by o.platform_order_id limit $4`,
      [storeId, jobId, after, limit, createdFrom],
    ),
  );
  return rows.map(({ id }) => id);
}

/** Notes that these differences are mended. */
export async function noteRepaired(sql: Sql, storeId: StoreId, jobId: string, ids: string[]): Promise<void> {
  await sql(
    `update parity_difference set repaired_at = now()
      where store_id = $1 and job_id = $2 and platform_order_id = any($3)`,
    [storeId, jobId, ids],
  );
}

/** Ends the proof and its job. What is left is counted as failed, what was mended as updated. */
export function finishProof(storeId: StoreId, jobId: string): Promise<void> {
  return withTenantSql(storeId, async (sql) => {
    await sql(`delete from parity_seen where store_id = $1 and job_id = $2`, [storeId, jobId]);
    await sql(
      `update parity_proof p set finished_at = now(), orders = j.processed, differences = d.n, repaired = d.repaired
         from sync_job j, (select count(*)::int as n, count(repaired_at)::int as repaired from parity_difference
                            where store_id = $1 and job_id = $2) d
        where p.store_id = $1 and p.job_id = $2 and j.store_id = $1 and j.id = $2`,
      [storeId, jobId],
    );
    await sql(
      `update sync_job j set total = j.processed, unchanged = j.processed - p.differences, updated = p.repaired,
              failed = p.differences - p.repaired,
              checkpoint = j.checkpoint || jsonb_build_object('allRead', true, 'read', 0), updated_at = now()
         from parity_proof p where p.store_id = $1 and p.job_id = $2 and j.store_id = $1 and j.id = $2`,
      [storeId, jobId],
    );
  });
}

/** The newest proof that came to its end; null when there is none. */
export async function lastProof(storeId: StoreId): Promise<ParityView | null> {
  return withTenantSql(storeId, async (sql) => {
    const [proof] = await sql<Omit<ParityView, 'left'>>(
      `select job_id as "jobId", scope_from as "scopeFrom", proven_to as "provenTo", finished_at as "finishedAt",
              orders, differences, repaired
         from parity_proof where store_id = $1 and finished_at is not null order by proven_to desc limit 1`,
      [storeId],
    );
    if (!proof) return null;
    const left = await sql<ParityView['left'][number]>(
      `select d.platform_order_id as "platformOrderId", d.cause, d.fields, o.order_number as "orderNumber"
         from parity_difference d
         left join orders o on o.store_id = $1 and o.platform_order_id = d.platform_order_id
        where d.store_id = $1 and d.job_id = $2 and d.repaired_at is null order by d.platform_order_id limit 50`,
      [storeId, proof.jobId],
    );
    return { ...proof, left };
  });
}
