import { type Sql, withSystem, withTenantSql } from '../db/client.server';
import { nameForFew } from '../db/few-rows';
import type { StoreId } from '../domain/shared/ids';
import type { PrivacySubject } from '../platforms/platform';
import { findPerson, type KnownPerson, subjectNames } from './person-store.server';

/** Erasing in the tables. Bodies are rewritten by scrub-entries; the guards in the database keep erased what is erased. */

/**
 * Remembers the person as erased and empties every row of theirs. Alone under the store's erasure lock, so
 * that every writer either commits before (and is found here) or begins after (and sees the tombstones).
 */
export function erasePersonRows(
  storeId: StoreId,
  subject: PrivacySubject,
  orderIds: string[],
): Promise<KnownPerson & { erased: { orders: number; customers: number } }> {
  return withTenantSql(storeId, async (sql) => {
    await lockWritersOut(sql, storeId);
    const person = await findPerson(sql, storeId, subject, orderIds);
    await sql(
      `insert into privacy_tombstone (store_id, subject) select $1, unnest($2::text[]) on conflict do nothing`,
      [storeId, subjectNames(person)],
    );
    // A touch is enough: the guards empty every personal column of whatever is written.
    const orders = await sql(
      `update orders set saved_at = saved_at where store_id = $1 and platform_order_id = any ($2) returning 1 as one`,
      [storeId, person.orderIds],
    );
    const customers = await sql(
      `update customer set saved_at = saved_at where store_id = $1 and platform_customer_id = any ($2) returning 1 as one`,
      [storeId, person.customerIds],
    );
    await sql(`delete from customer_identity where store_id = $1 and identity = any ($2)`, [
      storeId,
      hashNames(person),
    ]);
    await sql(`delete from customer_link where store_id = $1 and (a = any ($2) or b = any ($2))`, [
      storeId,
      hashNames(person),
    ]);
    // Refunds and fulfilments may be here before their order is.
    await sql(
      `update refund set note = note where store_id = $1 and platform_order_id = any ($2) and note is not null`,
      [storeId, person.orderIds],
    );
    await sql(
      `update fulfillment set tracking = tracking where store_id = $1 and platform_order_id = any ($2) and tracking <> '[]'`,
      [storeId, person.orderIds],
    );
    await sql(
      `update privacy_request set export = null, export_expires_at = null where store_id = $1 and export is not null
         and (platform_customer_id = any ($2) or detail ->> 'emailHash' = any ($3) or detail ->> 'phoneHash' = any ($4))`,
      [storeId, person.customerIds, person.emailHashes, person.phoneHashes],
    );
    return { ...person, erased: { orders: orders.length, customers: customers.length } };
  });
}

/** The identities that are hashes of the person's address and number. */
function hashNames(person: KnownPerson): string[] {
  return subjectNames(person).filter((name) => /^(email|phone):/.test(name));
}

/** Which of these subjects are remembered as erased. */
export async function erasedAmong(sql: Sql, storeId: StoreId, subjects: string[]): Promise<Set<string>> {
  const rows = await sql<{ subject: string }>(
    `select subject from privacy_tombstone where store_id = $1 and subject = any ($2)`,
    [storeId, subjects],
    nameForFew('erased among', subjects.length),
  );
  return new Set(rows.map((row) => row.subject));
}

/** True when anybody, or the store itself, was ever erased. */
export async function hasErasures(sql: Sql, storeId: StoreId): Promise<boolean> {
  const rows = await sql(
    `select 1 as one from privacy_tombstone where store_id = $1 limit 1`,
    [storeId],
    'any erasures',
  );
  return rows.length > 0;
}

/** The raw bodies of entries, as they are now. */
export async function bodiesOf(sql: Sql, storeId: StoreId, ids: string[]): Promise<Map<string, Buffer>> {
  if (ids.length === 0) return new Map();
  const rows = await sql<{ id: string; body: Buffer }>(
    'select id::text as id, body from inbox_entry where store_id = $1 and id = any($2::bigint[])',
    [storeId, ids],
  );
  return new Map(rows.map(({ id, body }) => [id, body]));
}

/** Puts scrubbed bodies in the place of raw ones. */
export async function replaceBodies(
  sql: Sql,
  storeId: StoreId,
  scrubbed: { id: string; body: Buffer; reason: string | null }[],
): Promise<void> {
  if (scrubbed.length === 0) return;
  await sql(
    `update inbox_entry e set body = s.body, reason = s.reason
     from unnest($2::bigint[], $3::bytea[], $4::text[]) as s (id, body, reason) where e.store_id = $1 and e.id = s.id`,
    [storeId, scrubbed.map((s) => s.id), scrubbed.map((s) => s.body), scrubbed.map((s) => s.reason)],
  );
}

/**
 * Erases a whole store: what lets anybody in or writes goes first, in one transaction with the tombstone that
 * refuses further writing; the mass follows in portions. May be called again at any time.
 * @returns false when the store is active again (`mayErase` says so under the lock) and nothing was done
 */
export async function eraseStoreRows(
  storeId: StoreId,
  mayErase: (store: { state: string; epoch: number } | null) => boolean,
): Promise<boolean> {
  const going = await withTenantSql(storeId, async (sql) => {
    await lockWritersOut(sql, storeId);
    const [store] = await sql<{ state: string; epoch: number }>(
      `select state, installation_epoch as epoch from store where id = $1 for update`,
      [storeId],
    );
    if (!mayErase(store ?? null)) return false;
    await sql(`insert into privacy_tombstone (store_id, subject) values ($1, 'store') on conflict do nothing`, [
      storeId,
    ]);
    await sql(`delete from session where store_id = $1`, [storeId]);
    await sql(`delete from api_key where store_id = $1`, [storeId]);
    await sql(`delete from store where id = $1`, [storeId]);
    return true;
  });
  if (!going) return false;
  await dropStoreRows(storeId);
  return true;
}

/** What a row of an erased store still is when it arrives late: dropped. True when the store is erased. */
export async function dropIfErased(storeId: StoreId): Promise<boolean> {
  const erased = await withTenantSql(storeId, (sql) => erasedAmong(sql, storeId, ['store']));
  if (!erased.has('store')) return false;
  await dropStoreRows(storeId);
  return true;
}

/** Every tenant table, asked of the catalogue so that none is forgotten; the tombstones stay. */
async function dropStoreRows(storeId: StoreId): Promise<void> {
  const tables = await withTenantSql(storeId, (sql) =>
    sql<{ name: string }>(
      `select quote_ident(c.relname) as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'store_id'
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
         and c.relname not in ('privacy_tombstone', 'audit_event', 'order_entry') order by 1`,
    ),
  );
  for (const { name } of tables) {
    for (let dropped = portion; dropped === portion; ) {
      dropped = await withTenantSql(storeId, async (sql) => {
        const [row] = await sql<{ n: number }>(
          `with gone as (delete from ${name} where ctid = any (array(select ctid from ${name} where store_id = $1 limit $2)) returning 1)
           select count(*)::int as n from gone`,
          [storeId, portion],
        );
        return row?.n ?? 0;
      });
    }
  }
  await withSystem(async (sql) => {
    await sql(`select set_config('app.store_id', $1, true)`, [storeId]);
    await sql(`delete from audit_event where store_id = $1`, [storeId]);
    await sql(`delete from order_entry where store_id = $1`, [storeId]);
  });
}

const portion = 5000;

/** Waits for the writers of this store and keeps new ones waiting until the end of the transaction. */
async function lockWritersOut(sql: Sql, storeId: StoreId): Promise<void> {
  await sql(`select pg_advisory_xact_lock(privacy_lock_key($1))`, [storeId]);
}
