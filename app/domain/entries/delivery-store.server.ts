import type { Sql } from '../../db/client.server';
import type { StoreId } from '../shared/ids';
import { type Arrival, sumDeliveries } from './deliveries';

/** Counts deliveries that came, by topic and day. Those of strangers are counted nowhere. */
export async function countDeliveries(sql: Sql, storeId: StoreId, arrivals: readonly Arrival[]): Promise<void> {
  const sums = sumDeliveries(arrivals);
  if (sums.length === 0) return;
  const column = <Key extends keyof (typeof sums)[number]>(key: Key) => sums.map((sum) => sum[key]);
  await sql(
    `insert into delivery_day as d (store_id, topic, day, received, late, delay_ms, longest_ms, disordered, last_at)
     select s.id, x.* from store s,
       unnest($2::text[], $3::date[], $4::int[], $5::int[], $6::bigint[], $7::bigint[], $8::int[], $9::timestamptz[]) as x
      where s.id = $1
     on conflict (store_id, topic, day) do update set received = d.received + excluded.received,
       late = d.late + excluded.late, delay_ms = d.delay_ms + excluded.delay_ms,
       longest_ms = greatest(d.longest_ms, excluded.longest_ms), disordered = d.disordered + excluded.disordered,
       last_at = greatest(d.last_at, excluded.last_at)`,
    [
      storeId,
      ...[column('topic'), column('day'), column('received'), column('late'), column('delayMs')],
      ...[column('longestMs'), column('disordered'), column('lastAt')],
    ],
    'count deliveries',
  );
}

/** Which entries were kept before under the same key: all that was sent, and what of it is the one that was kept. */
export type Sent = { storeId: StoreId; dedupeKey: string; requestId: string };

/** Counts those of the given deliveries that had been kept before: what is kept carries another request's id. */
export async function countDuplicates(sql: Sql, sent: readonly Sent[]): Promise<void> {
  if (sent.length === 0) return;
  await sql(
    `insert into delivery_day as d (store_id, topic, day, duplicated)
     select e.store_id, e.topic, (now() at time zone 'UTC')::date, count(*)
       from unnest($1::uuid[], $2::text[], $3::text[]) as x(store_id, dedupe_key, request_id)
       join store s on s.id = x.store_id
       join inbox_entry e on e.store_id = x.store_id and e.source = 'webhook' and e.dedupe_key = x.dedupe_key
      where e.request_id is distinct from x.request_id
      group by e.store_id, e.topic order by e.store_id, e.topic
     on conflict (store_id, topic, day) do update set duplicated = d.duplicated + excluded.duplicated`,
    [sent.map((one) => one.storeId), sent.map((one) => one.dedupeKey), sent.map((one) => one.requestId)],
  );
}
