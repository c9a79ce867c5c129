import { type Sql, withTenantSql } from '../../db/client.server';
import { readCursor, writeCursor } from '../shared/cursor';
import type { StoreId } from '../shared/ids';
import { type CustomerConditions, customerConditions } from './filter-store.server';
import { type CustomerRow, customerView } from './row-view';
import { readTimeline } from './timeline-store.server';
import type {
  CustomerDetailView,
  CustomerFilter,
  CustomerPage,
  CustomerRecord,
  CustomerSort,
  CustomerView,
  LinkView,
  ProposalView,
} from './view';

/**
 * One page of customers. Who a customer is (name, address, number) is read from their newest order, so that the
 * profile itself holds no personal data.
 * @throws {Fault} `invalid` when `after` is no cursor of this list
 */
export async function listCustomers(
  storeId: StoreId,
  filter: CustomerFilter,
  page: { sort: CustomerSort; after?: string; limit: number },
): Promise<CustomerPage> {
  const limit = Math.min(Math.max(1, Math.trunc(page.limit)), 250);
  const { column, cast } = sorts[page.sort];
  return withTenantSql(storeId, async (sql) => {
    const conditions = customerConditions(storeId, filter);
    const { where, values } = conditions;
    if (page.after !== undefined) {
      const [value, id] = readCursor(page.after, 2);
      values.push(value, id);
      const [last, tie] = [`$${values.length - 1}::${cast}`, `$${values.length}::uuid`];
      where.push(`p.${column} <= ${last} and (p.${column} < ${last} or p.profile_id > ${tie})`);
    }
    values.push(limit + 1);
    const rows = await readPage(sql, conditions, page.sort);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      customers: await withPersons(sql, storeId, shown),
      next: rows.length > limit && last ? writeCursor([last.position, last.profile_id]) : null,
    };
  });
}

/** How many of a list's first customers are looked at for their worth, until the page is full. */
const nearby = 20_000;

/**
 * The rows of a page; how many is the last of the values. Customers of some worth are usually found among the first
 * of the list; when they are not they are few, and sought by their worth.
 */
async function readPage(
  sql: Sql,
  { where, worth, values }: CustomerConditions,
  sort: CustomerSort,
): Promise<ListedRow[]> {
  const ordered = `order by p.${sorts[sort].column} desc${sort === 'last_order' ? ' nulls last' : ''}, p.profile_id`;
  const read = (from: string, conditions: string[]) =>
    sql<ListedRow>(
      `select ${profileColumns}, ${positions[sort]} as position from ${from} where ${conditions.join(' and ')}
        ${ordered} limit $${values.length}`,
      values,
    );
  if (worth.length > 0 && sort !== 'value') {
    const near = `(select * from customer_profile p where ${where.join(' and ')} ${ordered} limit ${nearby}) as p`;
    const rows = await read(near, worth);
    if (rows.length === values.at(-1)) return rows;
  }
  return read('customer_profile p', [...where, ...worth]);
}
type ListedRow = CustomerRow & { position: string };

/** One customer with their records, timeline and why they are one; null when there is none. */
export async function findCustomer(storeId: StoreId, id: string): Promise<CustomerDetailView | null> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) return null;
  return withTenantSql(storeId, async (sql) => {
    const rows = await sql<CustomerRow>(
      `select ${profileColumns} from customer_profile p where p.store_id = $1 and p.profile_id = $2`,
      [storeId, id],
    );
    const [customer] = await withPersons(sql, storeId, rows);
    if (!customer) return null;
    const records = await sql<Omit<CustomerRecord, 'createdAt'> & { createdAt: Date | null }>(recordsSql, [
      storeId,
      id,
    ]);
    const links = await sql<LinkView>(linksSql, [storeId, id]);
    return {
      ...customer,
      timeline: await readTimeline(sql, storeId, id),
      records: records.map((one) => ({ ...one, createdAt: one.createdAt?.toISOString() ?? null })),
      links,
    };
  });
}

/** Doubtful matches that wait for a decision, oldest first; what was joined meanwhile is left out. */
export async function listProposals(storeId: StoreId, limit: number): Promise<ProposalView[]> {
  return withTenantSql(storeId, async (sql) => {
    const rows = await sql<{ a: string; b: string; kind: string; createdAt: Date; one: string; other: string }>(
      proposalsSql,
      [storeId, limit],
    );
    const ids = [...new Set(rows.flatMap(({ one, other }) => [one, other]))];
    const profiles = await sql<CustomerRow>(
      `select ${profileColumns} from customer_profile p where p.store_id = $1 and p.profile_id = any($2::uuid[])`,
      [storeId, ids],
    );
    const byId = new Map((await withPersons(sql, storeId, profiles)).map((customer) => [customer.id, customer]));
    return rows.flatMap(({ one, other, createdAt, ...link }) => {
      const [first, second] = [byId.get(one), byId.get(other)];
      if (!first || !second) return [];
      return [{ ...link, createdAt: createdAt.toISOString(), sides: [first, second] as [CustomerView, CustomerView] }];
    });
  });
}

/** How many doubtful matches wait. */
export async function countProposals(storeId: StoreId): Promise<number> {
  return withTenantSql(storeId, async (sql) => {
    const [row] = await sql<{ n: number }>(`select count(*)::int as n from (${proposalsSql}) as waiting`, [
      storeId,
      1000,
    ]);
    return row?.n ?? 0;
  });
}

type Person = {
  profile_id: string;
  name: string | null;
  email: string | null;
  phone: string | null;
  redacted: boolean;
};

async function withPersons(sql: Sql, storeId: StoreId, rows: CustomerRow[]): Promise<CustomerView[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.profile_id);
  const persons = await sql<Person & { currency: string; platform_ids: string[] | null }>(personsSql, [storeId, ids]);
  const byId = new Map(persons.map((person) => [person.profile_id, person]));
  return rows.map((row) => customerView(row, byId.get(row.profile_id)));
}

/** The list's orders; a value and the profile's id say where a page ended. */
const sorts: Record<CustomerSort, { column: string; cast: string }> = {
  last_order: { column: 'last_order_at', cast: 'timestamptz' },
  value: { column: 'net', cast: 'numeric' },
  orders: { column: 'orders', cast: 'int' },
};
const positions: Record<CustomerSort, string> = {
  last_order: `to_char(p.last_order_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
  value: 'p.net::text',
  orders: 'p.orders::text',
};

const profileColumns = `p.profile_id, p.orders, p.gross, p.net, p.refunded, p.add_on_revenue, p.orders_with_add_on,
  p.first_order_at, p.last_order_at, p.last_active_at, p.recency, p.frequency, p.monetary, p.segment`;

/** The newest order of each profile says who it is. */
const personsSql = `
  select p.id as profile_id, o.name, o.email, o.phone, coalesce(o.redacted, false) as redacted,
         coalesce((select currency from store where id = $1), 'USD') as currency,
         (select array_agg(substr(i.identity, 10) order by i.identity) from customer_identity i
           where i.store_id = $1 and i.profile_id = p.id and i.identity like 'customer:%') as platform_ids
    from unnest($2::uuid[]) as p(id)
    left join lateral (
      select customer_name as name, email, phone, redacted_at is not null as redacted from orders
       where store_id = $1 and profile_id = p.id order by created_at desc limit 1) o on true`;

/** As an array the records are found by key; as a join the planner reads all customers. */
const recordsSql = `
  select c.platform_customer_id as "platformCustomerId", nullif(concat_ws(' ', c.first_name, c.last_name), '') as name,
         c.email, c.email_verified as "emailVerified", c.phone, c.state, c.tags, c.email_consent as "emailConsent",
         c.sms_consent as "smsConsent", c.default_address as "defaultAddress", c.created_at as "createdAt"
    from customer c
   where c.store_id = $1 and c.platform_customer_id = any(array(
     select substr(identity, 10) from customer_identity
      where identity like 'customer:%' and store_id = $1 and profile_id = $2))
   order by c.platform_customer_id`;

const linksSql = `
  with own as (select identity from customer_identity where store_id = $1 and profile_id = $2)
  select l.a, l.b, l.kind, l.state, l.decided_by as "decidedBy"
    from own join customer_link l on l.store_id = $1 and l.a = own.identity and l.state <> 'proposed'
   union
  select l.a, l.b, l.kind, l.state, l.decided_by
    from own join customer_link l on l.store_id = $1 and l.b = own.identity and l.state <> 'proposed'
   order by 1, 2, 3`;

const proposalsSql = `
  select l.a, l.b, l.kind, l.created_at as "createdAt", one.profile_id as one, other.profile_id as other
    from customer_link l
    join customer_identity one on one.store_id = $1 and one.identity = l.a
    join customer_identity other on other.store_id = $1 and other.identity = l.b
   where l.store_id = $1 and l.state = 'proposed' and one.profile_id <> other.profile_id
   order by l.created_at, l.a, l.b limit $2`;
