import { type Sql, withTenantSql } from '../../db/client.server';
import { nameForFew } from '../../db/few-rows';
import type { StoreId } from '../shared/ids';
import { scoreSql, segmentSql } from './segments';

/**
 * What each customer is worth, counted anew from their orders whenever one of them changes, in the transaction that
 * changes it. Nothing is added up over time, so nothing can drift; verifyMetrics proves it. The definitions are in
 * docs/metrics.md. Test and deleted orders are in no figure; sums are of orders in the store's own currency.
 */

/** Counts these profiles anew; a profile without any order is forgotten with its identities. */
export async function saveMetrics(sql: Sql, storeId: StoreId, profileIds: string[]): Promise<void> {
  const ids = [...new Set(profileIds)].sort();
  if (ids.length === 0) return;
  await sql(saveSql('o.profile_id = any($2::uuid[])'), [storeId, ids], nameForFew('save metrics', ids.length));
  await sql(forgetSql, [storeId, ids], nameForFew('forget profiles', ids.length));
}

/**
 * Counts every profile anew when the store's currency is not that of the last count: sums are of orders in it.
 * A store gets its currency after its first orders when they came from a file.
 */
export async function followCurrency(sql: Sql, storeId: StoreId, portion = profilesAtOnce): Promise<void> {
  const moved = await sql(
    `insert into checkpoint as c (store_id, resource, last_id, updated_at)
       select id, 'customer metrics currency', currency, now() from store where id = $1 and currency is not null
       on conflict (store_id, resource) do update set last_id = excluded.last_id, updated_at = now()
         where c.last_id is distinct from excluded.last_id
       returning 1`,
    [storeId],
    'follow currency',
  );
  if (moved.length === 0) return;
  for (let after = firstId; after !== lastId; ) {
    const [end] = await sql<{ id: string }>(
      `select profile_id as id from customer_profile where store_id = $1 and profile_id > $2
        order by profile_id offset $3 limit 1`,
      [storeId, after, portion - 1],
    );
    const last = end?.id ?? lastId;
    await sql(saveSql('o.profile_id > $2 and o.profile_id <= $3'), [storeId, after, last]);
    after = last;
  }
}

/** Counts every profile of a store anew and compares. @returns how many there are, and how many differ */
export async function verifyMetrics(storeId: StoreId): Promise<{ profiles: number; different: number }> {
  return withTenantSql(storeId, async (sql) => {
    const [row] = await sql<{ profiles: number; different: number }>(verifySql, [storeId]);
    return row ?? { profiles: 0, different: 0 };
  });
}

/**
 * Draws the bounds of the scores anew (they move with every day and every order) and gives each customer their
 * segment. @returns how many customers changed it
 */
export async function refreshSegments(storeId: StoreId, portion = profilesAtOnce): Promise<number> {
  await withTenantSql(storeId, (sql) => sql(boundsSql, [storeId]));
  let changed = 0;
  for (let after: string | null = firstId; after !== null; ) {
    const [row]: { n: number; last: string | null }[] = await withTenantSql(storeId, (sql) =>
      sql(resegmentSql, [storeId, after, portion]),
    );
    changed += row?.n ?? 0;
    after = row?.last ?? null;
  }
  // Only now: whoever looks for bounds of yesterday finds those whose portions were broken off.
  await withTenantSql(storeId, (sql) =>
    sql('update customer_segment_bounds set drawn_at = now() where store_id = $1', [storeId]),
  );
  return changed;
}

/**
 * So many profiles are looked at by one statement. All of a large store took longer than a statement may, and began again
 * from the start each time.
 */
const profilesAtOnce = 20_000;
/** Below and above every key. */
const firstId = '00000000-0000-0000-0000-000000000000';
const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

const figures = {
  all_orders: 'count(*)::int',
  orders: 'count(*) filter (where counts)::int',
  first_order_at: 'min(created_at) filter (where counts)',
  last_order_at: 'max(created_at) filter (where counts)',
  last_active_at: 'max(last_event_at)',
  gross: 'coalesce(sum(gross - discounts) filter (where counts and home), 0)',
  net: 'coalesce(sum(net) filter (where counts and home), 0)',
  refunded: 'coalesce(sum(refunded) filter (where counts and home), 0)',
  add_on_revenue: 'coalesce(sum(add_on_revenue) filter (where counts and home), 0)',
  orders_with_add_on: 'count(*) filter (where counts and has_add_on)::int',
} as const;
const names = Object.keys(figures) as (keyof typeof figures)[];

/** @param which narrows `orders o` to the profiles that are asked for */
const counted = (which: string) => `
  select profile_id, ${names.map((name) => `${figures[name]} as ${name}`).join(', ')}
    from (select o.*, not o.test and o.deleted_at is null as counts,
                 o.currency = (select s.currency from store s where s.id = $1) as home
            from orders o where o.store_id = $1 and ${which}) as o
   group by profile_id`;

/** Days since the last order, negative so that more is better, as the bounds are drawn. */
const recency = (row: string) => `(-extract(epoch from now() - ${row}.last_order_at) / 86400)`;
const scores = (row: string) => ({
  recency: scoreSql(recency(row), 'b.recency'),
  frequency: scoreSql(`${row}.orders`, 'b.frequency'),
  monetary: scoreSql(`${row}.net`, 'b.monetary'),
});
const scoreColumns = (row: string) => {
  const { recency, frequency, monetary } = scores(row);
  const rated = (score: string) => `case when ${row}.orders > 0 then ${score} end`;
  return `${rated(recency)} as recency, ${rated(frequency)} as frequency, ${rated(monetary)} as monetary,
    case when ${row}.orders > 0 then ${segmentSql(recency, frequency)} end as segment`;
};
const scoreNames = ['recency', 'frequency', 'monetary', 'segment'];

const saveSql = (which: string) => `
  with fresh as (${counted(which)}),
  rated as (select f.*, ${scoreColumns('f')} from fresh f left join customer_segment_bounds b on b.store_id = $1)
  insert into customer_profile as t (store_id, profile_id, ${[...names, ...scoreNames].join(', ')})
    select $1, profile_id, ${[...names, ...scoreNames].join(', ')} from rated order by profile_id
    on conflict (store_id, profile_id) do update set
      (${[...names, ...scoreNames].join(', ')}, updated_at) = (${[...names, ...scoreNames].map((n) => `excluded.${n}`).join(', ')}, now())
    where (${names.map((n) => `t.${n}`).join(', ')}) is distinct from (${names.map((n) => `excluded.${n}`).join(', ')})`;

const forgetSql = `
  with gone as (
    select p.id from unnest($2::uuid[]) as p(id)
     where not exists (select from orders o where o.store_id = $1 and o.profile_id = p.id)),
  unknown as (delete from customer_identity i using gone where i.store_id = $1 and i.profile_id = gone.id)
  delete from customer_profile t using gone where t.store_id = $1 and t.profile_id = gone.id`;

const verifySql = `
  with fresh as (${counted('o.profile_id is not null')})
  select count(*)::int as profiles,
         count(*) filter (where (${names.map((n) => `t.${n}`).join(', ')}) is distinct from (${names.map((n) => `f.${n}`).join(', ')}))::int as different
    from fresh f full join (select * from customer_profile where store_id = $1) t using (profile_id)`;

const boundsSql = `
  insert into customer_segment_bounds as t (store_id, recency, frequency, monetary, drawn_at)
    select $1,
           percentile_cont(array[0.2, 0.4, 0.6, 0.8]) within group (order by ${recency('p')}::float8),
           percentile_cont(array[0.2, 0.4, 0.6, 0.8]) within group (order by p.orders::float8),
           percentile_cont(array[0.2, 0.4, 0.6, 0.8]) within group (order by p.net::float8), 'epoch'
      from customer_profile p where p.store_id = $1 and p.orders > 0
    having count(*) > 0
    on conflict (store_id) do update set
      (recency, frequency, monetary) = (excluded.recency, excluded.frequency, excluded.monetary)`;

/** The next portion is a range of keys, so that each row is found by its key: a set of them made the planner read all rows for it. */
const inPart = (row: string) => `${row}.profile_id > $2 and ${row}.profile_id <= (select last from part)`;

const resegmentSql = `
  with part as materialized (
    select profile_id as last
      from (select profile_id from customer_profile where store_id = $1 and profile_id > $2 order by profile_id limit $3) next
     order by profile_id desc limit 1),
  rated as (
    select p.profile_id, ${scoreColumns('p')}
      from customer_profile p join customer_segment_bounds b on b.store_id = p.store_id
     where p.store_id = $1 and ${inPart('p')}),
  changed as (
    update customer_profile t set (recency, frequency, monetary, segment) = (r.recency, r.frequency, r.monetary, r.segment)
      from rated r
     where t.store_id = $1 and t.profile_id = r.profile_id and ${inPart('t')}
       and (t.recency, t.frequency, t.monetary, t.segment) is distinct from (r.recency, r.frequency, r.monetary, r.segment)
    returning 1)
  select (select count(*)::int from changed) as n, (select last from part)::text as last`;
