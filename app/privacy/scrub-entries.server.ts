import { type Sql, withTenantSql } from '../db/client.server';
import type { StoreId } from '../domain/shared/ids';
import type { PrivacySubject } from '../platforms/platform';
import { bodiesOf, erasedAmong, hasErasures, replaceBodies } from './erasure-store.server';
import { entriesAbout, type KnownPerson, type RawEntry } from './person-store.server';
import { emailsInText, parseRaw, personsIn } from './persons-in';
import { scrubBody, scrubText } from './scrub';
import { subjectsOf } from './subjects.server';

/** An entry as the drain holds it; a body of null is in the table only. */
export type HeldEntry = { id: string; body: Buffer | null; reason?: string | null };

/**
 * The drain's part of an erasure: takes erased persons out of the raw bodies it has just read, in the drain's
 * own transaction, so that a late delivery or a backfill leaves nothing behind. One small query for a store
 * that never erased anybody.
 * @returns how many bodies were rewritten
 */
export async function scrubIfTombstoned(sql: Sql, storeId: StoreId, held: HeldEntry[]): Promise<number> {
  if (held.length === 0 || !(await hasErasures(sql, storeId))) return 0;
  const entries = await withBodies(sql, storeId, held);
  const subjects = new Map(entries.map((entry) => [entry.id, subjectsIn(entry.body)]));
  const erased = await erasedAmong(sql, storeId, [...subjects.values()].flat());
  const affected = entries.filter((entry) => subjects.get(entry.id)?.some((subject) => erased.has(subject)));
  await replaceBodies(sql, storeId, affected.map(scrubbed));
  return affected.length;
}

type BodyEntry = Pick<RawEntry, 'id' | 'body' | 'reason'>;

async function withBodies(sql: Sql, storeId: StoreId, held: HeldEntry[]): Promise<BodyEntry[]> {
  const missing = held.flatMap(({ id, body }) => (body === null ? [id] : []));
  const found = await bodiesOf(sql, storeId, missing);
  return held.flatMap(({ id, body, reason }) => {
    const bytes = body ?? found.get(id);
    return bytes === undefined ? [] : [{ id, body: bytes, reason: reason ?? null }];
  });
}

/** Takes one person out of every raw body that is kept. Run it after the tombstones are committed. */
export async function scrubEntriesOf(storeId: StoreId, person: KnownPerson, subject: PrivacySubject): Promise<number> {
  const needles = [subject.email, subject.phone].filter((needle) => needle !== null);
  let count = 0;
  for await (const entries of entriesAbout(storeId, person, needles)) {
    count += await withTenantSql(storeId, (sql) => scrubIfTombstoned(sql, storeId, entries));
  }
  return count;
}

/** The subjects that a raw body names, of whatever shape. */
export function subjectsIn(body: Buffer): string[] {
  const text = body.toString('utf8');
  const document = parseRaw(text);
  if (document !== undefined) return subjectsOf(personsIn(document));
  return subjectsOf({ orderIds: [], customerIds: [], emails: emailsInText(text), phones: [] });
}

function scrubbed(entry: BodyEntry): BodyEntry {
  const text = entry.body.toString('utf8');
  return {
    id: entry.id,
    body: Buffer.from(scrubBody(text)),
    reason: entry.reason ? scrubText(entry.reason, text) : null,
  };
}
