import type { Sql } from '../../db/client.server';
import type { StoreId } from '../shared/ids';
import { boundsOf, onDay } from './day-store.server';
import { normaliseEmail, normalisePhone } from './person';
import { hexHash } from './person-hash.server';
import type { OrderFilter } from './view';

/**
 * Conditions on `orders o` with their values: `$1` is the store. `ofLines` is what the orders' lines must have, where
 * many lines match: `named` finds the orders by their lines, `near` asks the newest orders one after the other,
 * `nearby` of them before all that match are named.
 */
export type Conditions = { where: string[]; values: unknown[]; ofLines: ManyLines | null };
type ManyLines = { named: string; near: string; nearby: number };

/** Up to `few` matching lines their orders are looked up by key; from `very many` on a page is full before all are named. */
const few = 1000;
const veryMany = 20_000;

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
  const ofLines: ManyLines[] = [];
  const addOfLines = async (way: (parameter: string) => Ways, value: string) => {
    values.push(value);
    const count = await howMany(sql, way('$2').lines, [storeId, value]);
    const ways = way(`$${values.length}`);
    if (count <= few) where.push(named(ways));
    else ofLines.push(manyLines(ways, count));
  };
  if (filter.addOnId !== undefined) await addOfLines(addOnLines, filter.addOnId);
  const search = filter.search?.trim();
  if (search) {
    await addOfLines(searched, await searchFor(sql, storeId, search, filter.searchesPersons ?? true));
  }
  if (ofLines.length === 0) return { where, values, ofLines: null };
  return {
    where,
    values,
    ofLines: {
      named: ofLines.map(({ named }) => named).join(' and '),
      near: ofLines.map(({ near }) => near).join(' and '),
      nearby: Math.min(...ofLines.map(({ nearby }) => nearby)),
    },
  };
}

/** Conditions on lines, each with an index of its own, and queries for orders found otherwise. */
type Ways = { lines: string[]; others: string[] };

const queriesOf = ({ lines, others }: Ways) => [
  ...lines.map((line) => `select l.platform_order_id from ${linesOfStore} and ${line}`),
  ...others,
];
/** As an array the ids are looked up by key; as a join the planner reads all orders. */
const byId = (queries: string[]) => `o.platform_order_id = any(array(${queries.join(' union ')}))`;
const named = (ways: Ways) => byId(queriesOf(ways));

function manyLines(ways: Ways, count: number): ManyLines {
  // Inside a case the ids become a hash that each order is looked up in; outside the planner joins and sorts them all.
  const hashed = `case when o.platform_order_id in (${queriesOf(ways).join(' union all ')}) then true else false end`;
  if (count <= veryMany) return { named: named(ways), near: hashed, nearby: 60_000 };
  // With its limit it is asked order by order and ends with the page; as a plain exists the planner reads all lines.
  // Of one order all lines are read by its key and looked at: with a hundred titles the index would be asked as often.
  const own = ways.lines.map((line) => `(${line.replaceAll(/l\.(title|sku) =/g, "(l.$1 || '') =")})`).join(' or ');
  const among = `(select l.platform_order_id from ${linesOfStore}
      and l.platform_order_id = o.platform_order_id and (${own}) limit 1) is not null`;
  const near = ways.others.length > 0 ? `(${among} or ${byId(ways.others)})` : among;
  return { named: named(ways), near, nearby: 20_000 };
}

const linesOfStore = `order_line l where l.store_id = $1`;

/** How many lines match, counted no further than needed, in the indexes alone. */
async function howMany(sql: Sql, lines: string[], values: [StoreId, string]): Promise<number> {
  const matching = lines.map(
    (line) => `(select l.platform_order_id from ${linesOfStore} and ${line} limit ${veryMany + 1})`,
  );
  const [row] = await sql<{ count: number }>(
    `select count(*)::int as count from (${matching.join(' union all ')}) as matching`,
    values,
  );
  return row?.count ?? 0;
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

function addOnLines(p: string): Ways {
  return { lines: [`l.is_add_on and l.add_on_id = ${p}::uuid`], others: [] };
}

/** What a search finds: lines, and other ways to orders, each through an index of its own. */
function searched(p: string): Ways {
  const list = (name: string) => `(select jsonb_array_elements_text(${p}::jsonb -> '${name}'))`;
  const byHash = (kind: string) => `${kind}_hash = (${p}::jsonb ->> '${kind}')::bytea`;
  const ways = [`order_number in ${list('numbers')}`, `platform_order_id = ${p}::jsonb ->> 'text'`];
  return {
    lines: [
      `${indexed('l.sku')} and l.sku = ${p}::jsonb ->> 'text'`,
      `${indexed('l.title')} and l.title = any(array${list('titles')})`,
    ],
    others: [...ways, byHash('email'), byHash('phone')].map(
      (way) => `select platform_order_id from orders where store_id = $1 and ${way}`,
    ),
  };
}
