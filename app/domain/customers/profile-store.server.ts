import type { Sql } from '../../db/client.server';
import { nameForFew } from '../../db/few-rows';
import type { StoreId } from '../shared/ids';
import { type Identity, identityOf, type Link, type ProfileId, profilesOf } from './identity';
import { followCustomers } from './link-store.server';

/** Which profile each order belongs to, kept while news comes in. */
export type OrderPerson = {
  platformOrderId: string;
  platformCustomerId: string | null;
  emailHash: string | null;
  phoneHash: string | null;
  /** set when the person was erased: the order stays where it is, whoever it is said to be */
  keepsProfile: ProfileId | null | undefined;
};
export type Resolved = {
  profiles: Map<string, ProfileId | null>;
  /** profiles that were joined or cut: their orders are others now */
  moved: ProfileId[];
};

/**
 * Joins what orders and customers say about persons with what is known, and gives each order its profile. Alone in
 * its store until the transaction ends: two writers that join the same person would each miss the other's half.
 * @param customers platform ids of customers that may have changed
 */
export async function resolveProfiles(
  sql: Sql,
  storeId: StoreId,
  { persons, customers }: { persons: OrderPerson[]; customers: string[] },
): Promise<Resolved> {
  await takeTurn(sql, storeId);
  const erased = await erasedHashes(sql, storeId, persons);
  const identities = new Map(persons.map((one) => [one.platformOrderId, identityOf(withoutErased(one, erased))]));
  const named = persons.flatMap((one) => (one.platformCustomerId === null ? [] : [one.platformCustomerId]));
  const followed = await followCustomers(sql, storeId, [...new Set([...customers, ...named])]);
  const touched = new Set<Identity>([...followed, ...[...identities.values()].filter((one) => one !== null)]);
  const { profiles, moved } = await settleIdentities(sql, storeId, touched);
  return {
    moved,
    profiles: new Map(
      persons.map((one) => {
        const identity = identities.get(one.platformOrderId) ?? null;
        const found = identity === null ? null : (profiles.get(identity) ?? null);
        return [one.platformOrderId, one.keepsProfile === undefined ? found : one.keepsProfile];
      }),
    ),
  };
}

/** Settles these identities and all that hang together with them; the orders of what moved follow. */
export async function settleIdentities(
  sql: Sql,
  storeId: StoreId,
  touched: Set<Identity>,
): Promise<{ profiles: Map<Identity, ProfileId>; moved: ProfileId[] }> {
  if (touched.size === 0) return { profiles: new Map(), moved: [] };
  const { known, links } = await readNeighbourhood(sql, storeId, touched);
  const profiles = profilesOf(storeId, [...touched, ...known.keys()], links);
  const changed = [...profiles].filter(([identity, profile]) => known.get(identity) !== profile);
  if (changed.length === 0) return { profiles, moved: [] };
  changed.sort(([a], [b]) => (a < b ? -1 : 1));
  await sql(
    `insert into customer_identity (store_id, identity, profile_id)
      select $1, identity, profile from unnest($2::text[], $3::uuid[]) as n(identity, profile)
      on conflict (store_id, identity) do update set profile_id = excluded.profile_id`,
    [storeId, changed.map(([identity]) => identity), changed.map(([, profile]) => profile)],
    'write identities',
  );
  const left = changed.flatMap(([identity]) => known.get(identity) ?? []);
  if (left.length > 0) await moveOrders(sql, storeId, [...new Set(left)]);
  return { profiles, moved: left.length > 0 ? [...new Set([...left, ...changed.map(([, profile]) => profile)])] : [] };
}

/** Waits until no other writer joins persons of this store. */
export async function takeTurn(sql: Sql, storeId: StoreId): Promise<void> {
  await sql('select pg_advisory_xact_lock(hashtext($1), 0)', [`customers ${storeId}`]);
}

type Neighbourhood = { known: Map<Identity, ProfileId>; links: Link[] };

/** What is known of these identities, of all others in their profiles, and of what links lead to. */
async function readNeighbourhood(sql: Sql, storeId: StoreId, touched: Set<Identity>): Promise<Neighbourhood> {
  const known = new Map<Identity, ProfileId>();
  const links = new Map<string, Link>();
  let fresh = [...touched];
  const seen = new Set<Identity>(touched);
  while (fresh.length > 0) {
    const found = await sql<{ a: Identity; b: Identity | null; profile: ProfileId | null }>(
      neighboursSql,
      [storeId, fresh],
      nameForFew('neighbours', fresh.length),
    );
    fresh = [];
    for (const { a, b, profile } of found) {
      if (profile !== null) known.set(a, profile);
      else if (b !== null) links.set(`${a} ${b}`, { a, b });
      for (const one of [a, b]) {
        if (one === null || seen.has(one)) continue;
        seen.add(one);
        fresh.push(one);
      }
    }
  }
  return { known, links: [...links.values()] };
}

/** Links at these identities, and every identity of their profiles. */
const neighboursSql = `
  select i.identity as a, null as b, i.profile_id as profile from customer_identity i
   where i.store_id = $1 and i.profile_id = any(array(
     select profile_id from customer_identity where store_id = $1 and identity = any($2::text[])))
  union all
  select a, b, null from customer_link where store_id = $1 and state = 'active' and a = any($2::text[])
  union all
  select a, b, null from customer_link where store_id = $1 and state = 'active' and b = any($2::text[])`;

/** Gives the orders of these profiles the profiles that their identities are in now. */
async function moveOrders(sql: Sql, storeId: StoreId, profiles: ProfileId[]): Promise<void> {
  await sql(
    `update orders o set profile_id = i.profile_id
       from customer_identity i
      where o.store_id = $1 and o.profile_id = any($2::uuid[]) and i.store_id = $1 and i.identity = ${orderIdentity('o')}
        and o.profile_id <> i.profile_id`,
    [storeId, profiles],
    nameForFew('move orders', profiles.length),
  );
}

/** identityOf, in SQL. */
export function orderIdentity(row: string): string {
  return `coalesce('customer:' || ${row}.platform_customer_id, 'email:' || encode(${row}.email_hash, 'hex'), 'phone:' || encode(${row}.phone_hash, 'hex'))`;
}

/** The e-mail and phone hashes of people who were erased: nobody is known under them again. */
async function erasedHashes(sql: Sql, storeId: StoreId, persons: OrderPerson[]): Promise<Set<string>> {
  const hashes = persons.flatMap((one) => subjectsOf(one));
  if (hashes.length === 0) return new Set();
  const rows = await sql<{ subject: string }>(
    'select subject from privacy_tombstone where store_id = $1 and subject = any($2::text[])',
    [storeId, hashes],
    nameForFew('erased hashes', hashes.length),
  );
  return new Set(rows.map(({ subject }) => subject));
}

function withoutErased(one: OrderPerson, erased: Set<string>): OrderPerson {
  if (erased.size === 0) return one;
  const [email, phone] = [subjectOf('email', one.emailHash), subjectOf('phone', one.phoneHash)];
  return {
    ...one,
    emailHash: email !== null && erased.has(email) ? null : one.emailHash,
    phoneHash: phone !== null && erased.has(phone) ? null : one.phoneHash,
  };
}

function subjectsOf({ emailHash, phoneHash }: OrderPerson): string[] {
  return [subjectOf('email', emailHash), subjectOf('phone', phoneHash)].filter((subject) => subject !== null);
}

function subjectOf(kind: 'email' | 'phone', hash: string | null): string | null {
  return hash === null ? null : `${kind}:${hash.replace(/^\\x/, '')}`;
}
