import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { type InStore, type Sql, withSystem, withTenantSql, withTenantsInTurn } from '../db/client.server';
import { Fault } from '../domain/shared/fault';
import { asStoreId, type StoreId } from '../domain/shared/ids';
import { type AuditEvent, auditIn } from './audit-store.server';

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
 * Takes another store's code: from now on both are in one group, and every store of it has that in its audit. All of this
 * happens or none; then the code is as good as before.
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
  const inviter = asStoreId(found.id);
  await changeGroups(storeId, async (inStore) => {
    const own = await inStore(storeId, (sql) => groupOf(sql, storeId));
    if (own && (await othersIn(own, storeId)).some((one) => one.isHere))
      throw refused('conflict', 'This store is in a group already. Leave it first.');
    const groupId = await inStore(inviter, async (sql) => {
      const [taken] = await sql(
        `delete from store_group_invite where store_id = $1 and code_hash = $2 returning store_id`,
        [inviter, hash],
      );
      if (!taken) throw refused('invalid', 'This code was taken a moment ago.');
      await sql(`insert into store_group (store_id, group_id) values ($1, $2) on conflict (store_id) do nothing`, [
        inviter,
        randomUUID(),
      ]);
      return groupOf(sql, inviter);
    });
    if (groupId === null) throw new Error('an inviter is in a group');
    await inStore(storeId, async (sql) => {
      await sql(
        `insert into store_group (store_id, group_id) values ($1, $2)
         on conflict (store_id) do update set group_id = excluded.group_id, joined_at = now()`,
        [storeId, groupId],
      );
      await auditIn(sql, storeId, { actor, action: 'group.joined', detail: {} });
    });
    // A group that is made here is seen by nobody else yet: its inviter is named, not looked for.
    const others = await othersIn(groupId, storeId);
    const told = new Set([inviter, ...others.map(({ id }) => id)]);
    await tell(inStore, [...told], { actor: 'group', action: 'group.joined-by-another', detail: { storeId } });
  });
}

/** This store alone leaves, and a code that it made is good no longer; what it sees and shows is its own again. */
export async function leaveGroup(storeId: StoreId, actor: string): Promise<void> {
  await changeGroups(storeId, async (inStore) => {
    const left = await inStore(storeId, async (sql) => {
      await sql(`delete from store_group_invite where store_id = $1`, [storeId]);
      const groupId = await groupOf(sql, storeId);
      await sql(`delete from store_group where store_id = $1`, [storeId]);
      await auditIn(sql, storeId, { actor, action: 'group.left', detail: {} });
      return groupId;
    });
    const others = left === null ? [] : (await othersIn(left, storeId)).map(({ id }) => id);
    await tell(inStore, others, { actor: 'group', action: 'group.left-by-another', detail: { storeId } });
  });
}

/** The stores of this store's group that are connected, this one first; it alone where it is in none. */
export async function membersOf(storeId: StoreId): Promise<StoreId[]> {
  const own = await withTenantSql(storeId, (sql) => groupOf(sql, storeId));
  if (own === null) return [storeId];
  const others = await othersIn(own, storeId);
  return [storeId, ...others.filter((one) => one.isHere).map(({ id }) => id)];
}

/**
 * Groups change rarely, so they change one at a time, whichever they are: nobody joins two at once, and those who are told
 * of a change are those who are in.
 */
async function changeGroups(storeId: StoreId, work: (inStore: InStore) => Promise<void>): Promise<void> {
  await withTenantsInTurn(async (inStore) => {
    await inStore(storeId, (sql) => sql(`select pg_advisory_xact_lock(hashtextextended('store groups', 0))`));
    await work(inStore);
  });
}

async function groupOf(sql: Sql, storeId: StoreId): Promise<string | null> {
  const [own] = await sql<{ groupId: string }>(`select group_id as "groupId" from store_group where store_id = $1`, [
    storeId,
  ]);
  return own?.groupId ?? null;
}

/** The other stores of a group in the order in which they joined. One that was uninstalled is in it again when it returns. */
async function othersIn(groupId: string, storeId: StoreId): Promise<{ id: StoreId; isHere: boolean }[]> {
  return withSystem((sql) =>
    sql(
      `select g.store_id as id, s.state <> 'uninstalled' as "isHere" from store_group g join store s on s.id = g.store_id
        where g.group_id = $1 and g.store_id <> $2 order by g.joined_at, g.store_id`,
      [groupId, storeId],
    ),
  );
}

/** Each store's audit has it, through that store's own tenant. */
async function tell(inStore: InStore, storeIds: StoreId[], event: AuditEvent): Promise<void> {
  for (const id of storeIds) await inStore(id, (sql) => auditIn(sql, id, event));
}

function hashOf(code: string): string {
  return createHash('sha256').update(code).digest('hex');
}

function refused(reasonClass: 'invalid' | 'conflict', publicMessage: string): Fault {
  return new Fault({ reasonClass, retry: false, publicMessage });
}
