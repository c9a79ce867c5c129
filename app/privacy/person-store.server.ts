import { type Sql, withTenantSql } from '../db/client.server';
import type { StoreId } from '../domain/shared/ids';
import type { PrivacySubject } from '../platforms/platform';
import { emailHashOf, phoneHashOf } from './subjects.server';

/** Everything under which one person is known in one store. Hashes are hex. */
export type KnownPerson = { customerIds: string[]; emailHashes: string[]; phoneHashes: string[]; orderIds: string[] };

/**
 * Finds a person by what a platform's request says: its customer id, an e-mail address, a phone number, some
 * of its orders; any of them may be missing. Customers found by one of these add what else they are known by.
 */
export async function findPerson(
  sql: Sql,
  storeId: StoreId,
  subject: PrivacySubject,
  orderIds: string[],
): Promise<KnownPerson> {
  const email = emailHashOf(subject.email);
  const phone = phoneHashOf(subject.phone);
  const customers = await sql<{ id: string; email: string | null; phone: string | null }>(
    `select platform_customer_id as id, encode(email_hash, 'hex') as email, encode(phone_hash, 'hex') as phone
     from customer where store_id = $1
       and (platform_customer_id = $2 or email_hash = decode($3, 'hex') or phone_hash = decode($4, 'hex'))`,
    [storeId, subject.platformCustomerId, email, phone],
  );
  const known = {
    customerIds: distinct([subject.platformCustomerId, ...customers.map((c) => c.id)]),
    emailHashes: distinct([email, ...customers.map((c) => c.email)]),
    phoneHashes: distinct([phone, ...customers.map((c) => c.phone)]),
  };
  const orders = await sql<{ id: string }>(
    `select platform_order_id as id from orders where store_id = $1 and (platform_customer_id = any ($2)
       or encode(email_hash, 'hex') = any ($3) or encode(phone_hash, 'hex') = any ($4))`,
    [storeId, known.customerIds, known.emailHashes, known.phoneHashes],
  );
  return { ...known, orderIds: distinct([...orderIds, ...orders.map((o) => o.id)]) };
}

/** The names under which this person is remembered as erased. */
export function subjectNames(person: KnownPerson): string[] {
  return [
    ...person.customerIds.map((id) => `customer:${id}`),
    ...person.emailHashes.map((hash) => `email:${hash}`),
    ...person.phoneHashes.map((hash) => `phone:${hash}`),
    ...person.orderIds.map((id) => `order:${id}`),
  ];
}

/** One raw inbox entry. */
export type RawEntry = { id: string; topic: string; receivedAt: Date; body: Buffer; reason: string | null };

/**
 * Walks through the raw bodies that may speak of a person, oldest first: those of the person's orders, those
 * that contain a needle, and all that were not made into rows (nobody read them yet).
 */
export async function* entriesAbout(
  storeId: StoreId,
  person: KnownPerson,
  needles: string[],
): AsyncGenerator<RawEntry[]> {
  const objectIds = [...person.orderIds, ...person.customerIds];
  const wanted = [...needles, ...person.customerIds].filter((needle) => needle.length >= 4);
  for (let after = '0'; ; ) {
    const from = after;
    const chunk = await withTenantSql(storeId, async (sql) => {
      // Two steps, so that the bodies of one chunk only are unpacked and no statement runs for long.
      const [end] = await sql<{ id: string | null }>(
        `select max(id) as id from (select id from inbox_entry where store_id = $1 and id > $2 order by id limit 2000) e`,
        [storeId, from],
      );
      if (!end?.id) return null;
      const entries = await sql<RawEntry>(
        `select id, topic, received_at as "receivedAt", body, reason from inbox_entry
         where store_id = $1 and id > $2 and id <= $3 and (state <> 'processed' or object_id is null or object_id = any ($4)
           or exists (select from unnest($5::text[]) as needle
             where strpos(lower(encode(body, 'escape')), lower(encode(convert_to(needle, 'UTF8'), 'escape'))) > 0))
         order by id`,
        [storeId, from, end.id, objectIds, wanted],
      );
      return { end: end.id, entries };
    });
    if (!chunk) return;
    after = chunk.end;
    if (chunk.entries.length > 0) yield chunk.entries;
  }
}

function distinct(values: (string | null)[]): string[] {
  return [...new Set(values.filter((value) => value !== null))];
}
