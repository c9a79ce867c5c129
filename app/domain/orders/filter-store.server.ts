import type { Sql } from '../../db/client.server';
import type { StoreId } from '../shared/ids';
import { normaliseEmail, normalisePhone } from './person';
import { hexHash } from './person-hash.server';
import type { OrderFilter } from './view';

/**
 * Conditions on `orders o` with their values: `$1` is the store. `ofLines` is what the orders' lines must have:
 * `named` finds the orders by their lines; `among` asks each order, and is there when very many would be found.
 */
export type Conditions = { where: string[]; values: unknown[]; ofLines: { named: string; among: string } | null };
type LinesCondition = NonNullable<Conditions['ofLines']>;

/**
 * What a list is narrowed to, as SQL. Plans of each on a big store are in docs/plans.md: none reads all orders
 * to find few.
 */
export async function conditionsOf(sql: Sql, storeId: StoreId, filter: OrderFilter): Promise<Conditions> {
  const where = ['o.store_id = $1'];
  const values: unknown[] = [storeId];
  const add = (condition: (parameter: string) => string, value: unknown) => {
    if (value === undefined) return;
    values.push(value);
    where.push(condition(`$${values.length}`));
  };
  add((p) => `o.platform_order_id = ${p}`, filter.platformOrderId);
  add((p) => `o.profile_id = ${p}::uuid`, filter.customerId);
  add((p) => `o.payment_method_first = ${p}`, filter.paymentMethod);
  add((p) => `o.status = ${p}`, filter.status);
  add((p) => `o.financial_status = ${p}`, filter.financialStatus);
  add((p) => `o.fulfillment_status = ${p}`, filter.fulfillmentStatus);
  if (filter.hasAddOn !== undefined) where.push(filter.hasAddOn ? 'o.has_add_on' : 'not o.has_add_on');
  if (filter.test !== undefined) where.push(filter.test ? 'o.test' : 'not o.test');
  add((p) => `o.created_at >= ${p}::timestamptz`, filter.createdFrom);
  add((p) => `o.created_at < ${p}::timestamptz`, filter.createdTo);
  add((p) => `o.platform_updated_at >= ${p}::timestamptz`, filter.updatedFrom);
  if (filter.day !== undefined) {
    const { begins, ends, zone } = await boundsOf(sql, storeId, filter.day);
    values.push(begins, ends, zone, filter.day);
    const at = values.length - 3;
    where.push(`o.platform_order_id in (${onDay('orders', at)} union ${onDay('refund', at)})
      and not o.test and o.deleted_at is null`);
  }
  const ofLines: LinesCondition[] = [];
  const addOfLines = async (way: (parameter: string) => { lines: string; others: string[] }, value: string) => {
    values.push(value);
    const { lines, others } = way(`$${values.length}`);
    const condition = linesCondition(lines, others);
    if (await areMany(sql, way('$2').lines, [storeId, value])) ofLines.push(condition);
    else where.push(condition.named);
  };
  if (filter.addOnId !== undefined) await addOfLines(addOnLines, filter.addOnId);
  const search = filter.search?.trim();
  if (search) {
    await addOfLines(searched, await searchFor(sql, storeId, search, filter.searchesPersons ?? true));
  }
  const all = (way: keyof LinesCondition) => ofLines.map((condition) => condition[way]).join(' and ');
  return { where, values, ofLines: ofLines.length > 0 ? { named: all('named'), among: all('among') } : null };
}

/** As an array the ids are looked up by key; as a join the planner reads all orders. */
function linesCondition(lines: string, others: string[]): LinesCondition {
  const ofLines = `select l.platform_order_id from order_line l where l.store_id = $1 and (${lines})`;
  const byId = (queries: string[]) => `o.platform_order_id = any(array(${queries.join(' union ')}))`;
  // With its limit it is asked order by order and ends with the page; as a plain exists the planner reads all lines.
  // Of one order all lines are read by its key and looked at: with a hundred titles the index would be asked as often.
  const own = lines.replaceAll(/l\.(title|sku) =/g, "(l.$1 || '') =");
  const among = `(select l.platform_order_id from order_line l where l.store_id = $1
      and l.platform_order_id = o.platform_order_id and (${own}) limit 1) is not null`;
  return { named: byId([ofLines, ...others]), among: others.length > 0 ? `(${among} or ${byId(others)})` : among };
}

/** More lines than a list should look up one by one. */
async function areMany(sql: Sql, lines: string, values: [StoreId, string]): Promise<boolean> {
  const [row] = await sql<{ many: boolean }>(
    `select count(*) > 1000 as many
       from (select from order_line l where l.store_id = $1 and (${lines}) limit 1001) as matching`,
    values,
  );
  return row?.many ?? false;
}

/**
 * Where a day of the store begins and ends, generously for zones whose clocks change at midnight; asked first, so
 * that the list's plan knows how few orders a day has.
 */
async function boundsOf(sql: Sql, storeId: StoreId, day: string): Promise<{ begins: Date; ends: Date; zone: string }> {
  const [bounds] = await sql<{ begins: Date; ends: Date; zone: string }>(
    `select ($2::date::timestamp at time zone zone) - interval '3 hours' as begins,
            (($2::date + 1)::timestamp at time zone zone) + interval '3 hours' as ends, zone
       from coalesce((select time_zone from store where id = $1), 'UTC') as zone`,
    [storeId, day],
  );
  if (!bounds) throw new Error('a day always has bounds');
  return bounds;
}

/** Orders created, or refunded, on a day of the store: those behind that day's figures. Parameters from `at` on. */
function onDay(table: 'orders' | 'refund', at: number): string {
  return `select d.platform_order_id from ${table} d
           where d.store_id = $1 and d.created_at >= $${at}::timestamptz and d.created_at < $${at + 1}::timestamptz
             and (d.created_at at time zone $${at + 2})::date = $${at + 3}::date`;
}

type Search = { text: string; numbers: string[]; email: string | null; phone: string | null; titles: string[] };

async function searchFor(sql: Sql, storeId: StoreId, text: string, persons: boolean): Promise<string> {
  const bare = text.replace(/^#/, '');
  const search: Search = {
    text,
    numbers: [...new Set([text, bare, `#${bare}`])],
    email: persons && text.includes('@') ? hexHash(normaliseEmail(text)) : null,
    phone: persons && /^[+\d][\d\s().-]{5,}$/.test(text) ? hexHash(normalisePhone(text)) : null,
    titles: text.includes('@') ? [] : await titlesLike(sql, storeId, text),
  };
  return JSON.stringify(search);
}

/**
 * The store's line titles that contain the text. A store has few titles and many lines, so the index is hopped
 * from one title to the next instead of being read through.
 */
async function titlesLike(sql: Sql, storeId: StoreId, text: string): Promise<string[]> {
  const rows = await sql<{ title: string }>(
    `with recursive hop as (
       (select title, 1 as n from order_line where store_id = $1 and ${indexed('title')} order by title limit 1)
       union all
       select next.title, hop.n + 1 from hop
         cross join lateral (select l.title from order_line l
                              where l.store_id = $1 and ${indexed('l.title')} and l.title > hop.title
                              order by l.title limit 1) next
        where hop.n < 20000)
     select title from hop where title ilike $2 limit 500`,
    [storeId, `%${text.replace(/[\\%_]/g, '\\$&')}%`],
  );
  return rows.map(({ title }) => title);
}

/** Texts too long for an index row are in no index; the condition says which index may answer. */
function indexed(column: string): string {
  return `octet_length(${column}) < 2000`;
}

function addOnLines(p: string): { lines: string; others: string[] } {
  return { lines: `l.is_add_on and l.add_on_id = ${p}::uuid`, others: [] };
}

/** What a search finds: lines, and other ways to orders, each through an index of its own. */
function searched(p: string): { lines: string; others: string[] } {
  const list = (name: string) => `(select jsonb_array_elements_text(${p}::jsonb -> '${name}'))`;
  const byHash = (kind: string) => `${kind}_hash = (${p}::jsonb ->> '${kind}')::bytea`;
  const ways = [`order_number in ${list('numbers')}`, `platform_order_id = ${p}::jsonb ->> 'text'`];
  return {
    lines: `(${indexed('l.sku')} and l.sku = ${p}::jsonb ->> 'text')
            or (${indexed('l.title')} and l.title = any(array${list('titles')}))`,
    others: [...ways, byHash('email'), byHash('phone')].map(
      (way) => `select platform_order_id from orders where store_id = $1 and ${way}`,
    ),
  };
}
