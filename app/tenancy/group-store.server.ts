import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { withSystem, withTenantSql } from '../db/client.server';
import { Fault } from '../domain/shared/fault';
import { asStoreId, type StoreId } from '../domain/shared/ids';
import { auditIn } from './audit-store.server';

/**
 * Groups of stores that see one report together. Nobody is put into a group by another: one store makes a code, the other
 * takes it, and either may leave. Inside a group only sums are seen, never orders or people.
 */
export const codeMinutes = 15;

/** Letters and digits that are not mistaken for each other. */
const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** Makes the code that another store takes; an earlier one of this store is good no longer. */
export async function makeInvite(storeId: StoreId, actor: string): Promise<string> {
  // 32 letters to choose from: a byte's rest is even.
  const code = [...randomBytes(20)].map((byte) => alphabet[byte % alphabet.length]).join('');
  await withTenantSql(storeId, async (sql) => {
    await sql(
      `insert into store_group_invite (store_id, code_hash, expires_at)
       values ($1, $2, now() + $3 * interval '1 minute')
       on conflict (store_id) do update set code_hash = excluded.code_hash, expires_at = excluded.expires_at`,
      [storeId, hashOf(code), codeMinutes],
    );
    await auditIn(sql, storeId, { actor, action: 'group.invited', detail: {} });
  });
  return code.replace(/(.{5})(?=.)/g, '$1-');
}

/**
 * Takes another store's code: from now on both are in one group.
 * @throws {Fault} `invalid` for a code that is none, is over, was taken, or is this store's own; `conflict` when this store
 * is in a group already
 */
export async function joinGroup(storeId: StoreId, code: string, actor: string): Promise<void> {
  const hash = hashOf(code.toUpperCase().replace(/[^A-Z0-9]/g, ''));
  const [found] = await withSystem((sql) =>
    sql<{ id: string }>(
      `select store_id as id from store_group_invite where code_hash = $1 and expires_at > now() and store_id <> $2`,
      [hash, storeId],
    ),
  );
  if (!found)
    throw refused(
      'invalid',
      `This code is not good: it is another one, was taken, or is older than ${codeMinutes} minutes.`,
    );
  if ((await membersOf(storeId)).length > 1)
    throw refused('conflict', 'This store is in a group already. Leave it first.');
  const inviter = asStoreId(found.id);
  const groupId = await withTenantSql(inviter, async (sql) => {
    const [taken] = await sql(
      `delete from store_group_invite where store_id = $1 and code_hash = $2 returning store_id`,
      [inviter, hash],
    );
    if (!taken) throw refused('invalid', 'This code was taken a moment ago.');
    const [group] = await sql<{ groupId: string }>(
      `insert into store_group as g (store_id, group_id) values ($1, $2)
       on conflict (store_id) do update set group_id = g.group_id returning group_id as "groupId"`,
      [inviter, randomUUID()],
    );
    await auditIn(sql, inviter, { actor: 'group', action: 'group.joined-by-another', detail: {} });
    return group?.groupId;
  });
  await withTenantSql(storeId, async (sql) => {
    await sql(
      `insert into store_group (store_id, group_id) values ($1, $2)
       on conflict (store_id) do update set group_id = excluded.group_id, joined_at = now()`,
      [storeId, groupId],
    );
    await auditIn(sql, storeId, { actor, action: 'group.joined', detail: {} });
  });
}

/** This store alone leaves; what it sees and shows is its own again. */
export async function leaveGroup(storeId: StoreId, actor: string): Promise<void> {
  await withTenantSql(storeId, async (sql) => {
    await sql(`delete from store_group where store_id = $1`, [storeId]);
    await auditIn(sql, storeId, { actor, action: 'group.left', detail: {} });
  });
}

/** The stores of this store's group that are connected, this one first; it alone where it is in none. */
export async function membersOf(storeId: StoreId): Promise<StoreId[]> {
  const [own] = await withTenantSql(storeId, (sql) =>
    sql<{ groupId: string }>(`select group_id as "groupId" from store_group where store_id = $1`, [storeId]),
  );
  if (!own) return [storeId];
  const others = await withSystem((sql) =>
    sql<{ id: string }>(
      `select g.store_id as id from store_group g join store s on s.id = g.store_id
        where g.group_id = $1 and g.store_id <> $2 and s.state <> 'uninstalled' order by g.joined_at, g.store_id`,
      [own.groupId, storeId],
    ),
  );
  return [storeId, ...others.map(({ id }) => asStoreId(id))];
}

function hashOf(code: string): string {
  return createHash('sha256').update(code).digest('hex');
}

function refused(reasonClass: 'invalid' | 'conflict', publicMessage: string): Fault {
  return new Fault({ reasonClass, retry: false, publicMessage });
}
