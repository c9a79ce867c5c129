import { startSync } from '../../../app/sync/jobs-store.server';
import { lastProof } from '../../../app/sync/parity-store.server';
import { findAnywhere } from '../../privacy/people';
import type { ConnectedStore } from '../../setup/connected-store';
import { quiet } from './quiet';

/** What must be true when everything is quiet again, asked of the platform's own books. Each tells what is wrong. */
type Oracle = (store: ConnectedStore, erased: string[]) => Promise<string[]>;

const lost: Oracle = async ({ database, practice, domain, storeId }) => {
  const sent = practice.platform.sender.deliveries({ store: domain, limit: 10_000 });
  const failed = sent.filter(({ state }) => state === 'failed');
  // A delivery that the platform sends twice stands twice in its books, the second as "<id>+1".
  const ids = sent.filter(({ state }) => state === 'delivered').map(({ id }) => id.replace(/\+\d+$/, ''));
  const missing = await ask<{ id: string }>(
    database,
    `select id from unnest($2::text[]) as k(id)
      where not exists (select from inbox_entry e where e.store_id = $1 and e.source = 'webhook' and e.dedupe_key = k.id)`,
    [storeId, ids],
  );
  const orders = ordersOf({ practice, domain });
  const absent = await ask<{ id: string }>(
    database,
    `select id from unnest($2::text[]) as k(id)
      where not exists (select from orders o where o.store_id = $1 and o.platform_order_id = k.id)`,
    [storeId, orders.map(({ id }) => id)],
  );
  return [
    ...missing.map(({ id }) => `lost: message ${id} was acknowledged and is not in the inbox`),
    ...absent.map(({ id }) => `lost: order ${id} is not here`),
    ...failed.map(({ id, topic }) => `lost: message ${id} (${topic}) was never taken`),
  ];
};

const doubled: Oracle = async ({ database, practice, domain, storeId }) => {
  const wrong: string[] = [];
  const twice = await ask<{ key: string; n: number }>(
    database,
    `select source || ' ' || dedupe_key as key, count(*)::int as n from inbox_entry where store_id = $1
      group by 1 having count(*) > 1`,
    [storeId],
  );
  for (const { key, n } of twice) wrong.push(`doubled: ${n} entries of ${key}`);
  const [ours] = await ask<{ orders: number; lines: number; counted: number; countable: number }>(
    database,
    `select (select count(*)::int from orders where store_id = $1) as orders,
       (select count(*)::int from order_line where store_id = $1) as lines,
       (select coalesce(sum(orders), 0)::int from store_day where store_id = $1) as counted,
       (select count(*)::int from orders where store_id = $1 and not test and deleted_at is null) as countable`,
    [storeId],
  );
  const miscounted = await ask<{ id: string; processed: number; total: number }>(
    database,
    `select id, processed, total from sync_job where store_id = $1 and state like 'completed%' and processed <> total`,
    [storeId],
  );
  for (const { id, processed, total } of miscounted) wrong.push(`doubled: job ${id} counts ${processed} of ${total}`);
  const orders = ordersOf({ practice, domain });
  const lines = orders.reduce((sum, order) => sum + order.lines.length, 0);
  if (ours?.orders !== orders.length) wrong.push(`doubled: ${ours?.orders} orders, the platform has ${orders.length}`);
  if (ours?.lines !== lines) wrong.push(`doubled: ${ours?.lines} lines, the platform has ${lines}`);
  if (ours?.countable !== ours?.counted) {
    wrong.push(`doubled: the days count ${ours?.counted} orders of ${ours?.countable}`);
  }
  return wrong;
};

const equal: Oracle = async (store) => {
  const { jobId } = await startSync(store.storeId, { kind: 'reconcile', trigger: 'test', params: { days: null } });
  const left = await quiet(store);
  const proof = await lastProof(store.storeId);
  const { rows } = await store.database.admin.query(
    `select platform_order_id || ': ' || cause || ' ' || array_to_string(fields, ', ') as text from parity_difference
      where store_id = $1 and job_id = $2 limit 5`,
    [store.storeId, jobId],
  );
  if (left.length > 0) return [`equal: the proof did not end: ${left.join(', ')}`];
  return proof?.differences === 0 ? [] : [`equal: ${proof?.differences} differ`, ...rows.map(({ text }) => text)];
};

const tenant: Oracle = async ({ database, practice, domain, storeId }) => {
  const known = new Set(ordersOf({ practice, domain }).map(({ id }) => id));
  const ours = await ask<{ id: string }>(database, 'select platform_order_id as id from orders where store_id = $1', [
    storeId,
  ]);
  const foreign = await ask<{ n: number }>(database, 'select count(*)::int as n from orders where store_id <> $1', [
    storeId,
  ]);
  return [
    ...ours.filter(({ id }) => !known.has(id)).map(({ id }) => `tenant: order ${id} is not this store’s`),
    ...(foreign[0]?.n === 0 ? [] : [`tenant: ${foreign[0]?.n} orders of nobody’s`]),
  ];
};

const gone: Oracle = async ({ database }, erased) => {
  if (erased.length === 0) return [];
  return (await findAnywhere(database.admin, erased)).map((place) => `erased: still in ${place}`);
};

const live: Oracle = async ({ database, storeId }) => {
  const stuck = await ask<{ what: string }>(
    database,
    `select 'job ' || id || ' is ' || state as what from sync_job
      where store_id = $1 and state not in ('completed', 'completed_with_errors', 'cancelled')
     union all select 'entry ' || id || ' is ' || state || ': ' || coalesce(reason, '') from inbox_entry
      where store_id = $1 and state <> 'processed'
     union all select 'the cursor is ahead of the clock' from checkpoint where store_id = $1 and read_to > now()`,
    [storeId],
  );
  return stuck.map(({ what }) => `live: ${what}`);
};

/** All six. @returns what is wrong; nothing when all is well */
export async function askOracles(store: ConnectedStore, erased: string[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const oracle of [lost, doubled, tenant, gone, live, equal]) wrong.push(...(await oracle(store, erased)));
  return wrong;
}

function ordersOf({ practice, domain }: Pick<ConnectedStore, 'practice' | 'domain'>) {
  return practice.platform.room(domain)?.shelf('order').all() ?? [];
}

async function ask<Row>(database: ConnectedStore['database'], text: string, values: unknown[]): Promise<Row[]> {
  return (await database.admin.query(text, values)).rows as Row[];
}
