import { AsyncLocalStorage } from 'node:async_hooks';
import { type Sql, withTenantSql } from '../db/client.server';
import { once } from '../db/once.server';
import { type PlatformName, type StoreId, storeIdOf } from '../domain/shared/ids';
import { log } from '../observability/log.server';
import { seal, unseal } from './secrets.server';

/** The session table: token pairs of stores, sealed. Only this file sees ciphertext. */

/** Whose session it is; the platform and the store are bound into the ciphertext. */
export type SessionOwner = { platform: PlatformName; storeId: StoreId };

/** The owner that a store's domain stands for. */
export function ownerOf(platform: PlatformName, domain: string): SessionOwner {
  return { platform, storeId: storeIdOf(platform, domain) };
}

export type StoredSession = {
  id: string;
  isOnline: boolean;
  state: string;
  scope: string | null;
  accessToken: string | null;
  accessTokenExpiresAt: Date | null;
  refreshToken: string | null;
  refreshTokenExpiresAt: Date | null;
  userId: string | null;
};

const columns = `id, is_online as "isOnline", state, scope, access_token as "accessToken",
  access_token_expires_at as "accessTokenExpiresAt", refresh_token as "refreshToken",
  refresh_token_expires_at as "refreshTokenExpiresAt", user_id as "userId"`;

/** Reads one session; a token that does not open any more (its key is gone) counts as absent. */
export async function readSession(owner: SessionOwner, id: string): Promise<StoredSession | null> {
  const [row] = await inStore(owner.storeId, (sql) =>
    sql<StoredSession>(`select ${columns} from session where store_id = $1 and id = $2`, [owner.storeId, id]),
  );
  return row ? opened(owner, row) : null;
}

/** Reads every session of the store. */
export async function readSessions(owner: SessionOwner): Promise<StoredSession[]> {
  const rows = await inStore(owner.storeId, (sql) =>
    sql<StoredSession>(`select ${columns} from session where store_id = $1 order by id`, [owner.storeId]),
  );
  return rows.map((row) => opened(owner, row));
}

/**
 * Writes a session in one statement, so that two writers cannot collide. A pair without a refresh token
 * keeps the one that stands: losing it would cut the store off. The session belongs to the installation
 * that is there or, when the store had left, to the one that is about to begin.
 */
export async function writeSession(owner: SessionOwner, session: StoredSession): Promise<void> {
  await inStore(owner.storeId, (sql) =>
    sql(
      `insert into session as s (store_id, id, is_online, state, scope, access_token, access_token_expires_at,
         refresh_token, refresh_token_expires_at, user_id, installation_epoch, updated_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, coalesce((select installation_epoch
         + case when state = 'uninstalled' or installation_epoch = 0 then 1 else 0 end from store where id = $1), 1), now())
       on conflict (store_id, id) do update set is_online = excluded.is_online, state = excluded.state,
         scope = excluded.scope, access_token = excluded.access_token,
         access_token_expires_at = excluded.access_token_expires_at,
         refresh_token = coalesce(excluded.refresh_token, s.refresh_token),
         refresh_token_expires_at = case when excluded.refresh_token is null then s.refresh_token_expires_at
           else excluded.refresh_token_expires_at end,
         user_id = excluded.user_id, installation_epoch = excluded.installation_epoch, updated_at = now()`,
      [
        owner.storeId,
        session.id,
        session.isOnline,
        session.state,
        session.scope,
        sealed(owner, 'access_token', session.accessToken),
        session.accessTokenExpiresAt,
        sealed(owner, 'refresh_token', session.refreshToken),
        session.refreshTokenExpiresAt,
        session.userId,
      ],
    ),
  );
}

/** Forgets the access token that the platform refused, unless another one stands by now. Serialised with refreshes. */
export async function dropAccessToken(owner: SessionOwner, id: string, refused: string): Promise<void> {
  await withSessionLock(owner.storeId, async () => {
    const session = await readSession(owner, id);
    if (session?.accessToken === refused) await writeSession(owner, { ...session, accessToken: null });
  });
}

/** Removes sessions by id. */
export async function removeSessions(storeId: StoreId, ids: string[]): Promise<void> {
  await inStore(storeId, (sql) =>
    sql(`delete from session where store_id = $1 and id = any ($2::text[])`, [storeId, ids]),
  );
}

const held = once('session-lock', () => new AsyncLocalStorage<{ storeId: StoreId; sql: Sql }>());

/**
 * Runs `work` while no other process changes the tokens of this store. The sessions read and written inside use
 * the lock's own connection and see what the previous holder wrote.
 */
export function withSessionLock<T>(storeId: StoreId, work: () => Promise<T>): Promise<T> {
  if (held.getStore()?.storeId === storeId) return work();
  return withTenantSql(storeId, async (sql) => {
    await sql(`select pg_advisory_xact_lock(hashtextextended('session ' || $1, 0))`, [storeId]);
    return held.run({ storeId, sql }, work);
  });
}

function inStore<T>(storeId: StoreId, work: (sql: Sql) => Promise<T>): Promise<T> {
  const lock = held.getStore();
  return lock?.storeId === storeId ? work(lock.sql) : withTenantSql(storeId, work);
}

function sealed(owner: SessionOwner, column: string, token: string | null): string | null {
  return token === null ? null : seal(token, { ...owner, column: `session.${column}` });
}

function opened(owner: SessionOwner, row: StoredSession): StoredSession {
  const open = (column: string, envelope: string | null) => {
    try {
      return envelope === null ? null : unseal(envelope, { ...owner, column: `session.${column}` });
    } catch (err) {
      log.error(
        { err, storeId: owner.storeId, column },
        'a stored token does not open; the store must be visited again',
      );
      return null;
    }
  };
  return {
    ...row,
    accessToken: open('access_token', row.accessToken),
    refreshToken: open('refresh_token', row.refreshToken),
  };
}
