import type { Sql } from '../../db/client.server';
import { nameForFew } from '../../db/few-rows';
import type { StoreId } from '../shared/ids';
import { customerIdentity, hashIdentity, type Identity } from './identity';

/**
 * Links that follow from what the platform says of its customers: a verified e-mail address is theirs, a phone number
 * is theirs when no other customer has it. What looks alike and is not sure (an unverified address that a guest used
 * too, a phone number of two customers) becomes a proposal for a person to decide.
 */

/**
 * A number that more customers have names nobody: a shop's own, or a placeholder. It is not proposed: each order with it would
 * pair all who have it, thousands with thousands.
 */
export const sharersMax = 10;

type Known = { id: string; email: string | null; phone: string | null; verified: boolean };
type Wanted = { a: Identity; b: Identity; kind: 'verified_email' | 'phone' };

/**
 * Brings the links of these customers up to date.
 * @returns every identity whose links may have changed
 */
export async function followCustomers(sql: Sql, storeId: StoreId, ids: string[]): Promise<Identity[]> {
  if (ids.length === 0) return [];
  const customers = await sql<Known>(
    customersSql,
    [storeId, ids, sharersMax],
    nameForFew('linkable customers', ids.length),
  );
  const owners = new Map<string, number>();
  for (const { phone } of customers) if (phone !== null) owners.set(phone, (owners.get(phone) ?? 0) + 1);
  const wanted: Wanted[] = customers.flatMap(({ id, email, phone, verified }) => [
    ...(email !== null && verified ? [link(id, 'verified_email', hashIdentity('email', email))] : []),
    ...(phone !== null && owners.get(phone) === 1 ? [link(id, 'phone', hashIdentity('phone', phone))] : []),
  ]);
  const all = [...new Set([...ids, ...customers.map(({ id }) => id)])].map(customerIdentity);
  const changed = await sql<{ a: Identity; b: Identity }>(
    syncSql,
    [storeId, all, wanted.map(({ a }) => a), wanted.map(({ b }) => b), wanted.map(({ kind }) => kind)],
    nameForFew('sync links', all.length),
  );
  await propose(sql, storeId, customers, owners);
  return [...new Set([...ids.map(customerIdentity), ...changed.flatMap(({ a, b }) => [a, b])])];
}

/** The other way round: orders of guests whose address or number a customer has, unverified or beside another. */
async function propose(
  sql: Sql,
  storeId: StoreId,
  customers: Known[],
  owners: ReadonlyMap<string, number>,
): Promise<void> {
  const unsure = customers.flatMap(({ id, email, phone, verified }) => [
    ...(email !== null && !verified ? [{ id, kind: 'email', hash: email }] : []),
    ...(phone !== null && (owners.get(phone) ?? 0) <= sharersMax ? [{ id, kind: 'phone', hash: phone }] : []),
  ]);
  if (unsure.length === 0) return;
  await sql(
    proposeSql,
    [storeId, unsure.map(({ id }) => id), unsure.map(({ kind }) => kind), unsure.map(({ hash }) => hash)],
    'propose links',
  );
}

function link(id: string, kind: Wanted['kind'], b: Identity): Wanted {
  return { a: customerIdentity(id), b, kind };
}

/** These customers, and others that share a phone number with them: all, or one more than makes it anybody's. */
const customersSql = `
  with mine as (
    select platform_customer_id as id, email_hash, phone_hash, email_verified from customer
     where store_id = $1 and platform_customer_id = any($2::text[]))
  select id, encode(email_hash, 'hex') as email, encode(phone_hash, 'hex') as phone, email_verified as verified from mine
  union
  select c.platform_customer_id, encode(c.email_hash, 'hex'), encode(c.phone_hash, 'hex'), c.email_verified
    from (select distinct phone_hash from mine where phone_hash is not null) p
    cross join lateral (
      select * from customer where store_id = $1 and phone_hash = p.phone_hash limit $3 + 1) c`;

const syncSql = `
  with wanted as (select * from unnest($3::text[], $4::text[], $5::text[]) as w(a, b, kind)),
  gone as (
    delete from customer_link l
     where l.store_id = $1 and l.a = any($2::text[]) and l.kind in ('verified_email', 'phone') and l.state = 'active'
       and not exists (select from wanted w where (w.a, w.b, w.kind) = (l.a, l.b, l.kind))
    returning l.a, l.b),
  came as (
    insert into customer_link (store_id, a, b, kind, state)
      select $1, a, b, kind, 'active' from wanted order by a, b
      on conflict do nothing
    returning a, b)
  select a, b from gone union select a, b from came`;

/** A proposal names two identities in use; decided ones are not proposed again. */
const proposeSql = `
  with unsure as (
    select u.id, u.kind, u.hash from unnest($2::text[], $3::text[], $4::text[]) as u(id, kind, hash)),
  found as (
    select 'customer:' || u.id as a, u.kind || ':' || u.hash as b, 'same ' || u.kind as kind
      from unsure u
      join customer_identity i on i.store_id = $1 and i.identity = u.kind || ':' || u.hash
     where not exists (select from customer_link l where l.store_id = $1 and l.state = 'active'
             and l.a = 'customer:' || u.id and l.b = u.kind || ':' || u.hash)
    union
    select least('customer:' || u.id, 'customer:' || c.platform_customer_id),
           greatest('customer:' || u.id, 'customer:' || c.platform_customer_id), 'same phone'
      from unsure u
      join customer c on c.store_id = $1 and u.kind = 'phone' and c.phone_hash = decode(u.hash, 'hex')
                     and c.platform_customer_id <> u.id)
  insert into customer_link (store_id, a, b, kind, state)
    select $1, a, b, kind, 'proposed' from found order by a, b
    on conflict do nothing`;
