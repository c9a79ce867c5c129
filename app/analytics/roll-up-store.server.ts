import { type Sql, withTenantSql } from '../db/client.server';
import { nameForFew, planForFew } from '../db/few-rows';
import { followCurrency } from '../domain/customers/metrics-store.server';
import type { Day } from '../domain/shared/day';
import type { StoreId } from '../domain/shared/ids';
import { newRevision } from './revision-store.server';

/**
 * Recomputes the days that writers marked, exactly, from the orders created and the refunds made on them. A day
 * is counted anew instead of being added to, so a change that was marked twice, or a figure that moved back,
 * cannot leave a trace.
 * @returns how many days were recomputed
 */
export async function rollUp(storeId: StoreId): Promise<{ days: number }> {
  return withTenantSql(storeId, async (sql) => {
    await takeTurn(sql, storeId);
    await followCurrency(sql, storeId);
    const days = (await followTimeZone(sql, storeId)) ?? (await claimDays(sql, storeId));
    await planForFew(sql, days.length);
    await recompute(sql, storeId, days);
    return { days: days.length };
  });
}

/** Recomputes every day of a stretch, marked or not. */
export async function rebuild(storeId: StoreId, from: Day, to: Day): Promise<{ days: number }> {
  return withTenantSql(storeId, async (sql) => {
    await takeTurn(sql, storeId);
    const rows = await sql<{ day: Day }>(
      `select d::date as day from generate_series($1::date, $2::date, interval '1 day') d`,
      [from, to],
    );
    const days = rows.map(({ day }) => day);
    await recompute(sql, storeId, days);
    return { days: days.length };
  });
}

/** Recomputes every day of the store, in the caller's transaction. */
export async function recomputeAll(sql: Sql, storeId: StoreId): Promise<void> {
  await takeTurn(sql, storeId);
  const [zone] = await sql<{ name: string }>(`select ${zoneOfStore} as name`, [storeId]);
  await recompute(sql, storeId, await allDays(sql, storeId, zone?.name ?? 'UTC'));
}

/** One roll-up per store at a time: a slower one must not write what a faster one saw later. */
async function takeTurn(sql: Sql, storeId: StoreId): Promise<void> {
  await sql('select pg_advisory_xact_lock(hashtext($1), 0)', [`roll-up ${storeId}`], 'roll up alone');
}

/**
 * The marks are claimed row by row: what a writer commits later, or holds uncommitted with a lower number, is
 * there for the next run.
 */
async function claimDays(sql: Sql, storeId: StoreId): Promise<Day[]> {
  const rows = await sql<{ day: Day }>(claimDaysSql, [storeId], 'claim days');
  return rows.map(({ day }) => day);
}

/**
 * By the rows' places, which are theirs while they are locked: joined by key, a history's marks were compared each with each
 * where statistics knew of one mark a store (39 s in one statement).
 */
export const claimDaysSql = `
  with claimed as (
    delete from change_mark where store_id = $1 and ctid = any(array(
      select ctid from change_mark where store_id = $1 order by id limit 100000 for update skip locked))
    returning day)
  select distinct day from claimed order by day`;

/**
 * When the store moved to another time zone (or its zone became known after its first orders), every day begins
 * and ends elsewhere: all of them are counted anew. The zone of the last run is kept as a checkpoint.
 * @returns all days of the store, or undefined when the zone is what it was
 */
async function followTimeZone(sql: Sql, storeId: StoreId): Promise<Day[] | undefined> {
  const [zone] = await sql<{ now: string; last: string | null }>(
    `select ${zoneOfStore} as now,
            (select last_id from checkpoint where store_id = $1 and resource = 'roll-up time zone') as last`,
    [storeId],
    'time zone of the last roll-up',
  );
  if (!zone || zone.now === zone.last) return undefined;
  await sql(
    `insert into checkpoint (store_id, resource, last_id, updated_at) values ($1, 'roll-up time zone', $2, now())
      on conflict (store_id, resource) do update set last_id = excluded.last_id, updated_at = now()`,
    [storeId, zone.now],
  );
  const marked = await claimDays(sql, storeId);
  if (zone.last === null) return marked.length > 0 ? allDays(sql, storeId, zone.now) : [];
  return allDays(sql, storeId, zone.now);
}

async function allDays(sql: Sql, storeId: StoreId, zone: string): Promise<Day[]> {
  const rows = await sql<{ day: Day }>(
    `select (created_at at time zone $2)::date as day from orders where store_id = $1
      union select (happened_at at time zone $2)::date from order_entry
             where store_id = $1 and platform_refund_id is not null
      union select day from store_day where store_id = $1
      order by day`,
    [storeId, zone],
  );
  return rows.map(({ day }) => day);
}

async function recompute(sql: Sql, storeId: StoreId, days: Day[]): Promise<void> {
  if (days.length === 0) return;
  const [zone] = await sql<{ name: string }>(`select ${zoneOfStore} as name`, [storeId], 'time zone');
  for (let at = 0; at < days.length; at += 400) {
    const some = days.slice(at, at + 400);
    await sql(daysSql, [storeId, some, zone?.name ?? 'UTC'], nameForFew('count days', some.length));
    await sql(addOnDaysSql, [storeId, some, zone?.name ?? 'UTC'], nameForFew('count add-on days', some.length));
  }
  await newRevision(sql, storeId);
}

const zoneOfStore = `coalesce((select time_zone from store where id = $1), 'UTC')`;

/**
 * Where a day begins and ends for the index, generously: some zones skip or repeat midnight, and there the two
 * ways of asking "which day" differ by an hour. The exact day is asked of each row.
 */
const wantedDays = `wanted as (
  select day, (day::timestamp at time zone $3) - interval '3 hours' as begins,
         ((day + 1)::timestamp at time zone $3) + interval '3 hours' as ends
    from unnest($2::date[]) as day)`;
const onDay = (time: string) => `${time} >= w.begins and ${time} < w.ends and (${time} at time zone $3)::date = w.day`;
const counted = 'not o.test and o.deleted_at is null';
/** An entry that is known now, and was posted when the order was placed or edited: it counts on the order's day. */
const soldEntry = `e.store_id = $1 and e.platform_order_id = o.platform_order_id and e.known_to is null
  and e.platform_refund_id is null`;
/** An entry of a refund counts on the refund's day. */
const refundEntry = `e.store_id = $1 and ${onDay('e.happened_at')} and e.platform_refund_id is not null and e.known_to is null`;
const part = (name: string) => `coalesce(e.${name}, 0)`;
const addOnSales = `${part('gross')} + ${part('discounts')} + ${part('removed')}`;

const daysSql = `with ${wantedDays},
  orders_of_day as (
    select w.day, o.currency, o.platform_order_id, o.has_add_on
      from wanted w join orders o on o.store_id = $1 and ${onDay('o.created_at')} and ${counted}),
  placed as (
    select day, currency, count(*) as orders, count(*) filter (where has_add_on) as orders_with_add_on
      from orders_of_day group by 1, 2),
  sold as (
    select o.day, o.currency, sum(${part('gross')}) as gross, -sum(${part('discounts')}) as discounts,
           coalesce(sum(${part('gross')} + ${part('discounts')}) filter (where o.has_add_on), 0) as sales_with_add_on,
           coalesce(sum(${addOnSales}) filter (where e.add_on_id is not null), 0) as add_on_sales,
           coalesce(sum(e.quantity) filter (where e.add_on_id is not null), 0) as add_on_units
      from orders_of_day o join order_entry e on ${soldEntry}
     group by 1, 2),
  returned as (
    select w.day, o.currency, -sum(${part('returns')}) as returns,
           coalesce(-sum(${part('returns')}) filter (where e.add_on_id is not null), 0) as add_on_returns
      from wanted w join order_entry e on ${refundEntry}
      join orders o on o.store_id = $1 and o.platform_order_id = e.platform_order_id and ${counted}
     group by 1, 2),
  fresh as (
    select day, currency, coalesce(p.orders, 0) as orders, coalesce(p.orders_with_add_on, 0) as orders_with_add_on,
           coalesce(s.gross, 0) as gross_sales, coalesce(s.discounts, 0) as discounts,
           coalesce(r.returns, 0) as returns,
           coalesce(s.gross, 0) - coalesce(s.discounts, 0) - coalesce(r.returns, 0) as net_sales,
           coalesce(s.sales_with_add_on, 0) as sales_with_add_on, coalesce(s.add_on_sales, 0) as add_on_sales,
           coalesce(r.add_on_returns, 0) as add_on_returns,
           coalesce(s.add_on_sales, 0) - coalesce(r.add_on_returns, 0) as add_on_revenue,
           coalesce(s.add_on_units, 0) as add_on_units
      from placed p full join sold s using (day, currency) full join returned r using (day, currency)),
  gone as (
    delete from store_day d where d.store_id = $1 and d.day = any($2::date[])
       and not exists (select from fresh f where f.day = d.day and f.currency = d.currency))
  insert into store_day as t (store_id, day, currency, orders, orders_with_add_on, gross_sales, discounts, returns,
                              net_sales, sales_with_add_on, add_on_sales, add_on_returns, add_on_revenue, add_on_units)
  select $1, day, currency, orders, orders_with_add_on, gross_sales, discounts, returns, net_sales, sales_with_add_on,
         add_on_sales, add_on_returns, add_on_revenue, add_on_units from fresh
  on conflict (store_id, day, currency) do update set
    (orders, orders_with_add_on, gross_sales, discounts, returns, net_sales, sales_with_add_on, add_on_sales,
     add_on_returns, add_on_revenue, add_on_units, updated_at) =
    (excluded.orders, excluded.orders_with_add_on, excluded.gross_sales, excluded.discounts, excluded.returns,
     excluded.net_sales, excluded.sales_with_add_on, excluded.add_on_sales, excluded.add_on_returns,
     excluded.add_on_revenue, excluded.add_on_units, now())
   where (t.orders, t.orders_with_add_on, t.gross_sales, t.discounts, t.returns, t.sales_with_add_on, t.add_on_sales,
          t.add_on_returns, t.add_on_units) is distinct from
         (excluded.orders, excluded.orders_with_add_on, excluded.gross_sales, excluded.discounts, excluded.returns,
          excluded.sales_with_add_on, excluded.add_on_sales, excluded.add_on_returns, excluded.add_on_units)`;

const addOnDaysSql = `with ${wantedDays},
  sold as (
    select w.day, o.currency, e.add_on_id, o.platform_order_id, sum(e.quantity) as units, sum(${addOnSales}) as sales
      from wanted w join orders o on o.store_id = $1 and ${onDay('o.created_at')} and ${counted}
      join order_entry e on ${soldEntry} and e.add_on_id is not null
     group by 1, 2, 3, 4),
  sales as (
    select day, currency, add_on_id, count(*) filter (where units > 0) as orders, sum(units) as units, sum(sales) as sales
      from sold group by 1, 2, 3),
  returned as (
    select w.day, o.currency, e.add_on_id, -sum(${part('returns')}) as returns
      from wanted w join order_entry e on ${refundEntry} and e.add_on_id is not null
      join orders o on o.store_id = $1 and o.platform_order_id = e.platform_order_id and ${counted}
     group by 1, 2, 3),
  fresh as (
    select day, currency, add_on_id, coalesce(s.orders, 0) as orders, coalesce(s.units, 0) as units,
           coalesce(s.sales, 0) - coalesce(r.returns, 0) as revenue
      from sales s full join returned r using (day, currency, add_on_id)),
  gone as (
    delete from store_day_add_on d where d.store_id = $1 and d.day = any($2::date[])
       and not exists (select from fresh f where f.day = d.day and f.currency = d.currency and f.add_on_id = d.add_on_id))
  insert into store_day_add_on as t (store_id, day, add_on_id, currency, orders, units, revenue)
  select $1, day, add_on_id, currency, orders, units, revenue from fresh
  on conflict (store_id, day, add_on_id, currency) do update set
    orders = excluded.orders, units = excluded.units, revenue = excluded.revenue, updated_at = now()
   where (t.orders, t.units, t.revenue) is distinct from (excluded.orders, excluded.units, excluded.revenue)`;
