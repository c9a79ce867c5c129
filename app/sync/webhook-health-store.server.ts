import { withSystem, withTenantSql } from '../db/client.server';
import { asStoreId, type StoreId } from '../domain/shared/ids';
import { askForSync } from './jobs-store.server';
import { type MissedView, silence, type TopicHealth, verdictOf, type WebhookHealth } from './webhook-health';

const days = 7;

/** How a store's deliveries arrived in the last days, by topic. */
export function readWebhookHealth(storeId: StoreId): Promise<WebhookHealth> {
  return withTenantSql(storeId, async (sql) => {
    const topics = await sql<TopicHealth>(
      `with came as (
         select topic, sum(received)::int as received, sum(late)::int as late, sum(delay_ms)::float8 as delay_ms,
                max(longest_ms)::float8 as longest_ms, sum(disordered)::int as disordered,
                sum(duplicated)::int as duplicated, max(last_at) as last_at
           from delivery_day where store_id = $1 and day > (now() at time zone 'UTC')::date - $2::int group by topic),
       missed as (
         select topic, count(*)::int as missed, (count(*) filter (where arrived_at is null))::int as lost
           from missed_change where store_id = $1 and found_at > now() - $2 * interval '1 day' group by topic)
       select topic, coalesce(received, 0) as received, coalesce(late, 0) as late,
              coalesce(round((delay_ms / nullif(received, 0) / 1000)::numeric, 1), 0)::float8 as "averageDelaySeconds",
              coalesce(round((longest_ms / 1000)::numeric, 1), 0)::float8 as "longestDelaySeconds",
              coalesce(disordered, 0) as disordered, coalesce(duplicated, 0) as duplicated,
              coalesce(missed, 0) as missed, coalesce(lost, 0) as lost, last_at as "lastAt"
         from came full join missed using (topic) order by topic`,
      [storeId, days],
    );
    const missed = await sql<MissedView>(
      `select m.platform_order_id as "platformOrderId", o.order_number as "orderNumber", m.topic,
              m.changed_at as "changedAt", m.found_at as "foundAt", m.arrived_at as "arrivedAt"
         from missed_change m
         left join orders o on o.store_id = m.store_id and o.platform_order_id = m.platform_order_id
        where m.store_id = $1 and m.found_at > now() - $2 * interval '1 day'
        order by m.found_at desc, m.platform_order_id limit 20`,
      [storeId, days],
    );
    return { days, topics, missed, verdict: verdictOf(topics, missed, new Date()) };
  });
}

/** Nothing came for much longer than usual, and nobody asked since. */
const isSilent = `
  s.state = 'active' and s.installation_epoch > 0 and s.sync_enabled
  and exists (select from sync_job j where j.store_id = s.id and j.kind = 'backfill'
                and j.state in ('completed', 'completed_with_errors'))
  and not exists (select from sync_job j where j.store_id = s.id and j.kind in ('backfill', 'incremental')
                    and j.created_at > now() - $3 * interval '1 minute')
  and exists (select from delivery_day d where d.store_id = s.id and d.day > (now() at time zone 'UTC')::date - ${days}
    having sum(d.received) >= $1 and max(d.last_at) < now() - greatest($3 * interval '1 minute',
      $2::int * (now() - min(d.day)::timestamptz) / sum(d.received)))`;

/**
 * Starts a pass for every store that fell silent: what was lost is found within minutes and not with the schedule's
 * next turn. @returns how many were started
 */
export async function startSilentSyncs(): Promise<number> {
  const bounds = [silence.enough, silence.pauses, silence.minutes];
  const due = await withSystem((sql) => sql<{ id: string }>(`select s.id from store s where ${isSilent}`, bounds));
  let started = 0;
  for (const { id } of due) {
    const storeId = asStoreId(id);
    const asked = await askForSync(storeId, { kind: 'incremental', trigger: 'silence' }, async (sql) => {
      const [row] = await sql<{ due: boolean }>(`select (${isSilent}) as due from store s where s.id = $4`, [
        ...bounds,
        storeId,
      ]);
      return row?.due ?? false;
    });
    if (asked.outcome === 'started') started += 1;
  }
  return started;
}
