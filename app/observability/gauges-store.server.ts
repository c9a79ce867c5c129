import { withSystem } from '../db/client.server';
import {
  deadEntries,
  inboxPending,
  oldestPending,
  parityDifferences,
  staleStores,
  syncJobsNow,
} from './metrics.server';

/** Above so many it no longer matters how many. */
const most = 100_000;

/**
 * Counts for /metrics what only the database knows, over all stores. Any process may be asked: all say the same, so
 * a dashboard takes the greatest, not the sum.
 */
export async function measureDatabase(): Promise<void> {
  const counted = await withSystem(async (sql) => {
    const [row] = await sql<{
      pending: number;
      oldest: number;
      dead: number;
      stale: number;
      differences: number;
    }>(
      `select
         (select count(*)::int from (select from inbox_entry where state in ('pending', 'failed') limit $1) e) as pending,
         coalesce((select extract(epoch from now() - min(e.received_at))::float8 from (
           select received_at from inbox_entry where state = 'pending' order by store_id, id limit 1000) e), 0) as oldest,
         (select count(*)::int from (select from inbox_entry where state = 'dead' limit $1) e) as dead,
         (select count(*)::int from store s where s.state = 'active' and s.installation_epoch > 0 and s.sync_enabled
            and exists (select from sync_job j where j.store_id = s.id and j.kind = 'backfill')
            and not exists (select from sync_job j where j.store_id = s.id and j.state in ('completed', 'completed_with_errors')
              and j.finished_at > now() - (3 * s.sync_every_minutes + 30) * interval '1 minute')) as stale,
         (select coalesce(sum(p.differences - p.repaired), 0)::int from store s cross join lateral (
            select differences, repaired from parity_proof p where p.store_id = s.id and p.finished_at is not null
             order by proven_to desc limit 1) p where s.state = 'active') as differences`,
      [most],
    );
    const jobs = await sql<{ kind: string; state: string; n: number }>(
      `select kind, state, count(*)::int as n from sync_job
        where state in ('pending', 'running', 'paused', 'cancelling') or finished_at > now() - interval '1 hour'
        group by kind, state`,
    );
    return { row, jobs };
  });
  if (!counted.row) return;
  inboxPending.set(counted.row.pending);
  oldestPending.set(counted.row.oldest);
  deadEntries.set(counted.row.dead);
  staleStores.set(counted.row.stale);
  parityDifferences.set(counted.row.differences);
  syncJobsNow.reset();
  for (const { kind, state, n } of counted.jobs) syncJobsNow.set({ kind, state }, n);
}
