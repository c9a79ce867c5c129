import type { ConnectedStore } from '../../setup/connected-store';

/** A worker that died is noticed after its heartbeat and replaced; what failed is tried again after that. */
const patienceMs = 90_000;

/**
 * Waits until nothing is left to do: no message under way, nothing in the inbox, no day to count, no job.
 * @returns what is still left when patience is over
 */
export async function quiet(store: ConnectedStore): Promise<string[]> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const left = await leftOf(store);
    if (left.length === 0 || Date.now() > until) return left;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}

async function leftOf({ database, practice, storeId }: ConnectedStore): Promise<string[]> {
  const waiting = practice.platform.sender.counts().waiting;
  const { rows } = await database.admin.query(
    `select 'entries' as what, count(*)::int as n from inbox_entry where store_id = $1 and state in ('pending', 'failed')
     union all select 'days to count', count(*)::int from change_mark where store_id = $1
     union all select 'sync jobs', count(*)::int from sync_job where store_id = $1 and state in ('pending', 'running', 'cancelling')
     union all select 'privacy requests', count(*)::int from privacy_request where store_id = $1 and state = 'received'
     union all select 'jobs, ' || name || ' ' || state, count(*)::int from pgboss.job
       where name in ('drain', 'rollUp', 'sync', 'pass', 'privacy', 'welcome') and state in ('created', 'retry', 'active')
         and data ->> 'storeId' = $1::text group by name, state`,
    [storeId],
  );
  const left = rows.filter(({ n }) => n > 0).map(({ what, n }) => `${n} ${what}`);
  return waiting > 0 ? [`${waiting} messages`, ...left] : left;
}
