import { withTenantSql } from '../db/client.server';
import { type Day, daysBetween } from '../domain/shared/day';
import type { StoreId } from '../domain/shared/ids';
import { moneyText } from '../domain/shared/money';
import { type DayRow, figuresOf } from './figures';
import { conventions, type Stretch } from './queries-store.server';
import type { Summary } from './summary';

/**
 * Looking back: the figures as they were known at an instant, and what has changed them since. Both read the ledger
 * itself, whose entries keep from when until when they were known; finished days (roll-ups) only know the present.
 */

/** The figures of a stretch of days as they were known at an instant. */
export async function summaryAsKnown(storeId: StoreId, { from, to }: Stretch, knownAt: Date): Promise<Summary> {
  return withTenantSql(storeId, async (sql) => {
    const { currency, timeZone } = await conventions(sql, storeId);
    const rows = await sql<DayRow>(daysSql, [storeId, from, to, timeZone, currency, knownAt.toISOString()]);
    const byDay = new Map(rows.map((row) => [row.day, row]));
    return {
      currency,
      timeZone,
      from,
      to,
      ...figuresOf(rows, currency),
      days: daysBetween(from, to).map((day) => {
        const row = byDay.get(day);
        return { day, ...figuresOf(row ? [row] : [], currency) };
      }),
    };
  });
}

/** One entry that came or went after an instant. */
export type FigureChange = {
  /** when it was learnt */
  at: string;
  /** the store's day that it counts on */
  day: Day;
  platformOrderId: string;
  orderNumber: string;
  kind: string;
  title: string | null;
  change: 'came' | 'went';
  /** what it does to net sales and to add-on revenue */
  net: string;
  addOnRevenue: string;
  cause: string | null;
};

/** What changed the figures of a stretch of days after an instant, the latest first, with what brought it. */
export async function changesSince(
  storeId: StoreId,
  { from, to }: Stretch,
  since: Date,
  limit: number,
): Promise<FigureChange[]> {
  return withTenantSql(storeId, async (sql) => {
    const { currency, timeZone } = await conventions(sql, storeId);
    const rows = await sql<Omit<FigureChange, 'at'> & { at: Date }>(changesSql, [
      storeId,
      from,
      to,
      timeZone,
      currency,
      since.toISOString(),
      limit,
    ]);
    return rows.map((row) => ({
      ...row,
      at: row.at.toISOString(),
      net: moneyText(row.net, currency),
      addOnRevenue: moneyText(row.addOnRevenue, currency),
    }));
  });
}

/** Where the stretch begins and ends, generously for clocks that change at midnight; the exact day is asked of each row. */
const begins = `(($2::date)::timestamp at time zone $4) - interval '3 hours'`;
const ends = `(($3::date + 1)::timestamp at time zone $4) + interval '3 hours'`;
const counted = 'not o.test and o.deleted_at is null and o.currency = $5';
const part = (name: string) => `coalesce(e.${name}, 0)`;

const daysSql = `
  with dated as (
    select (case when e.platform_refund_id is null then o.created_at else e.happened_at end at time zone $4)::date as day,
           e.*
      from orders o join order_entry e on e.store_id = $1 and e.platform_order_id = o.platform_order_id
     where o.store_id = $1 and ${counted}
       and e.known_from <= $6::timestamptz and (e.known_to is null or e.known_to > $6::timestamptz)
       and (o.created_at >= ${begins} and o.created_at < ${ends} or o.platform_order_id in (
         select r.platform_order_id from order_entry r where r.store_id = $1 and r.platform_refund_id is not null
            and r.happened_at >= ${begins} and r.happened_at < ${ends}))),
  per_order as (
    select day, platform_order_id, bool_or(kind = 'sale') as placed,
           sum(${part('gross')}) filter (where platform_refund_id is null) as gross,
           -sum(${part('discounts')}) as discounts,
           -sum(${part('returns')}) as returns,
           coalesce(sum(${part('gross')} + ${part('discounts')} + ${part('removed')} + ${part('returns')})
             filter (where add_on_id is not null), 0) as add_on_revenue,
           coalesce(sum(quantity) filter (where add_on_id is not null and platform_refund_id is null), 0) as units
      from dated e where day between $2::date and $3::date group by 1, 2)
  select day, count(*) filter (where placed)::int as orders,
         count(*) filter (where placed and units > 0)::int as "ordersWithAddOn",
         coalesce(sum(gross), 0) as "grossSales", coalesce(sum(discounts), 0) as discounts,
         coalesce(sum(returns), 0) as returns,
         coalesce(sum(gross - discounts) filter (where units > 0), 0) as "salesWithAddOn",
         coalesce(sum(add_on_revenue), 0) as "addOnRevenue", coalesce(sum(units), 0)::int as "addOnUnits"
    from per_order group by day`;

/**
 * What was learnt after $6, as CTEs `learnt` and `dated`: an entry that came, or one that went, with the store's day that
 * it counts on ($4: time zone, $5: currency) and the sign that it has in the figures.
 */
export const learntEntries = `
  learnt as (
    select e.*, e.known_from as at, 'came' as change, e.cause as why from order_entry e
     where e.store_id = $1 and e.known_from > $6::timestamptz
    union all
    select e.*, e.known_to, 'went', e.end_cause from order_entry e
     where e.store_id = $1 and e.known_to > $6::timestamptz and e.known_from <= $6::timestamptz),
  dated as (
    select l.*, o.order_number,
           (case when l.platform_refund_id is null then o.created_at else l.happened_at end at time zone $4)::date as day,
           case l.change when 'came' then 1 else -1 end as sign
      from learnt l join orders o on o.store_id = $1 and o.platform_order_id = l.platform_order_id and ${counted}
     where l.known_to is null or l.change = 'went' or l.known_to > l.known_from)`;
/** What an entry of `dated` does to net sales and to add-on revenue. */
export const netOf = `e.sign * (${part('gross')} + ${part('discounts')} + ${part('returns')})`;
export const addOnRevenueOf = `e.sign * case when e.add_on_id is null then 0 else
  ${part('gross')} + ${part('discounts')} + ${part('returns')} + ${part('removed')} end`;

const changesSql = `
  with ${learntEntries}
  select e.at, e.day, e.platform_order_id as "platformOrderId", e.order_number as "orderNumber", e.kind, e.change,
         (select title from order_line t where t.store_id = $1 and t.platform_order_id = e.platform_order_id
            and t.platform_line_id = e.platform_line_id) as title,
         (${netOf})::text as net, (${addOnRevenueOf})::text as "addOnRevenue",
         e.why as cause
    from dated e
   where e.day between $2::date and $3::date
     and (${part('gross')}, ${part('discounts')}, ${part('returns')}, ${part('removed')}) <> (0, 0, 0, 0)
     -- What came after the instant and is outdated by now was never in the figures at either time.
     and not (e.change = 'came' and e.known_to is not null)
   order by e.at desc, e.platform_order_id, e.entry_key limit $7`;
