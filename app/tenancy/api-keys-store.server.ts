import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { validate as isUuid, v7 } from 'uuid';
import { withTenant, withTenantSql } from '../db/client.server';
import { asStoreId, type StoreId } from '../domain/shared/ids';
import { isRole, type Role } from './roles';

/**
 * Keys of the REST API. A key belongs to one store and says so itself (`tgl_<store id>_<secret>`), so
 * that it is looked for inside that store only; what is kept is its SHA-256. The secret has 256 random
 * bits, which is why a fast hash is enough.
 */
export type ApiCaller = { storeId: StoreId; role: Role; keyId: string };

export type ApiKeyView = {
  id: string;
  name: string;
  role: Role;
  prefix: string;
  createdAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
};

/** Makes a key. Its text is given here and never again. */
export async function createApiKey(storeId: StoreId, name: string, role: Role): Promise<{ id: string; key: string }> {
  const id = v7();
  const secret = randomBytes(32).toString('base64url');
  const key = `tgl_${storeId.replaceAll('-', '')}_${secret}`;
  await withTenant(storeId, (tx) =>
    tx.apiKey.create({ data: { storeId, id, name, role, prefix: `tgl_…${secret.slice(0, 6)}`, hash: hashOf(key) } }),
  );
  return { id, key };
}

/**
 * Reads an Authorization header.
 * @returns null for anything but a live key: missing, senseless, unknown, revoked
 */
export async function authenticateApiKey(header: string | null): Promise<ApiCaller | null> {
  const [, key, storeHex] = header?.match(/^Bearer (tgl_([0-9a-f]{32})_[A-Za-z0-9_-]{43})$/i) ?? [];
  if (!key || !storeHex) return null;
  const storeId = asStoreId(storeHex.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'));
  const hash = hashOf(key);
  // In SQL, as every call of the API passes here: Prisma takes the processor three times as long.
  return withTenantSql(storeId, async (sql) => {
    const live = await sql<{ id: string; role: string; hash: Buffer; stale: boolean }>(
      `select id, role, hash, coalesce(last_used_at < now() - interval '1 minute', true) as stale
       from api_key where store_id = $1 and revoked_at is null`,
      [storeId],
    );
    const found = live.find((row) => row.hash.length === hash.length && timingSafeEqual(row.hash, hash));
    if (!found || !isRole(found.role)) return null;
    // Once a minute is enough to see which keys are in use, and keeps reads from writing.
    if (found.stale)
      await sql(`update api_key set last_used_at = now() where store_id = $1 and id = $2`, [storeId, found.id]);
    return { storeId, role: found.role, keyId: found.id };
  });
}

/** All keys of a store, newest first, revoked ones too. */
export async function listApiKeys(storeId: StoreId): Promise<ApiKeyView[]> {
  const keys = await withTenant(storeId, (tx) =>
    tx.apiKey.findMany({
      where: { storeId },
      omit: { storeId: true, hash: true },
      orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
    }),
  );
  // Nobody writes another (createApiKey).
  return keys.map((one) => ({ ...one, role: one.role as Role }));
}

/**
 * Ends a key at once.
 * @returns false when there is no such live key
 */
export async function revokeApiKey(storeId: StoreId, keyId: string): Promise<boolean> {
  if (!isUuid(keyId)) return false;
  const ended = await withTenant(storeId, (tx) =>
    tx.apiKey.updateMany({ where: { storeId, id: keyId, revokedAt: null }, data: { revokedAt: new Date() } }),
  );
  return ended.count > 0;
}

function hashOf(key: string) {
  return createHash('sha256').update(key).digest();
}
