import type { Sql } from '../../db/client.server';
import type { StoreId } from '../shared/ids';

/** An order that a pass brought, and that was news. */
export type FoundChange = { platformOrderId: string; jobId: string; topic: string; pulledAt: Date };

/**
 * Keeps those changes that a scheduled or asked-for pass found before any delivery told of them. A first history and
 * proofs do not count, nor what changed before the store was connected, nor what is so new that its delivery may
 * be on its way.
 */
export async function keepMissed(sql: Sql, storeId: StoreId, found: readonly FoundChange[]): Promise<void> {
  if (found.length === 0) return;
  const passes = await sql<{ id: string }>(
    `select id from sync_job where store_id = $1 and id = any($2::uuid[]) and kind = 'incremental'`,
    [storeId, [...new Set(found.map((one) => one.jobId))]],
  );
  const ofPasses = found.filter(({ jobId }) => passes.some(({ id }) => id === jobId));
  if (ofPasses.length === 0) return;
  await sql(
    `insert into missed_change (store_id, platform_order_id, changed_at, topic)
     select o.store_id, o.platform_order_id, o.platform_updated_at, x.topic
       from unnest($2::text[], $3::text[], $4::timestamptz[]) as x(id, topic, pulled_at)
       join orders o on o.store_id = $1 and o.platform_order_id = x.id
       join store s on s.id = o.store_id
      where o.platform_updated_at between s.installed_at and x.pulled_at - interval '2 minutes'
        -- A pulled order says more than a message: that it changed the rows is no sign that nobody told of it.
        and not exists (select from inbox_entry e
          where e.store_id = o.store_id and e.object_id = x.id and e.source = 'webhook'
            and e.triggered_at between o.platform_updated_at - interval '10 seconds'
                                   and o.platform_updated_at + interval '1 minute')
      order by 2, 3
     on conflict do nothing`,
    [
      storeId,
      ofPasses.map((one) => one.platformOrderId),
      ofPasses.map((one) => one.topic),
      ofPasses.map((one) => one.pulledAt),
    ],
    'keep missed changes',
  );
}

/** What a delivery told, and when it happened. */
export type ToldChange = { platformOrderId: string; triggeredAt: Date };

/** Notes of missed changes whose delivery came after all that it was only late. */
export async function noteArrived(sql: Sql, storeId: StoreId, told: readonly ToldChange[]): Promise<void> {
  if (told.length === 0) return;
  await sql(
    `update missed_change m set arrived_at = now()
       from unnest($2::text[], $3::timestamptz[]) as x(id, triggered_at)
      where m.store_id = $1 and m.platform_order_id = x.id and m.arrived_at is null
        and x.triggered_at between m.changed_at - interval '10 seconds' and m.changed_at + interval '1 minute'`,
    [storeId, told.map((one) => one.platformOrderId), told.map((one) => one.triggeredAt)],
    'note arrived deliveries',
  );
}
