import { withTenantSql } from '../../db/client.server';
import { saveMetrics } from '../customers/metrics-store.server';
import { type OrderPerson, resolveProfiles } from '../customers/profile-store.server';
import type { StoreId } from '../shared/ids';
import { sha256 } from '../shared/sha256.server';
import { readHeads, readKnown } from './known-store.server';
import { lockOrders } from './lock-store.server';
import { mergeOrder } from './merge-order';
import { personHashes } from './person-hash.server';
import { readOwnVariants, writeOrders } from './write-orders-store.server';

/** The reading that this release gives its order rows; raise it when rows of older ones must be settled again. */
export const reading = 2;
const chunk = 500;

/**
 * Settles the orders of a store again from their own rows: ledger, figures and profiles as this release has them.
 * Goes on after the last chunk when it was interrupted, and marks the store when all is done.
 * @returns how many orders were settled
 */
export async function settleStore(
  storeId: StoreId,
  { signal, cause = 'new release' }: { signal?: AbortSignal; cause?: string } = {},
): Promise<number> {
  let settled = 0;
  for (let after = ''; ; ) {
    const ids = await settleChunk(storeId, after, cause);
    settled += ids.length;
    const last = ids.at(-1);
    if (last === undefined) break;
    if (signal?.aborted) return settled;
    after = last;
  }
  await withTenantSql(storeId, (sql) => sql('update store set reading = $2 where id = $1', [storeId, reading]));
  return settled;
}

async function settleChunk(storeId: StoreId, after: string, cause: string): Promise<string[]> {
  return withTenantSql(storeId, async (sql) => {
    const persons = await sql<Omit<OrderPerson, 'keepsProfile'>>(
      `select platform_order_id as "platformOrderId", platform_customer_id as "platformCustomerId",
              encode(email_hash, 'hex') as "emailHash", encode(phone_hash, 'hex') as "phoneHash"
         from orders where store_id = $1 and platform_order_id > $2 order by platform_order_id limit ${chunk}`,
      [storeId, after],
    );
    const ids = persons.map(({ platformOrderId }) => platformOrderId);
    if (ids.length === 0) return ids;
    await lockOrders(sql, storeId, ids);
    const heads = await readHeads(sql, storeId, ids);
    const known = await readKnown(sql, storeId, [...heads.values()], ids);
    const named = persons.flatMap((one) => (one.platformCustomerId === null ? [] : [one.platformCustomerId]));
    const resolved = await resolveProfiles(sql, storeId, {
      persons: persons.map((one) => ({ ...one, keepsProfile: undefined })),
      customers: [...new Set(named)],
    });
    const merged = ids.map((id) => mergeOrder(id, known.get(id), [], [], sha256));
    await writeOrders(sql, storeId, merged, await readOwnVariants(sql, storeId), {
      causeOf: () => cause,
      now: [...heads.values()][0]?.now ?? '',
      hashes: personHashes(),
      profiles: async () => new Map(),
    });
    const profiles = ids.map((id) => resolved.profiles.get(id) ?? null);
    await sql(
      `update orders o set profile_id = p.profile from unnest($2::text[], $3::uuid[]) as p(id, profile)
        where o.store_id = $1 and o.platform_order_id = p.id and o.profile_id is distinct from p.profile`,
      [storeId, ids, profiles],
    );
    await saveMetrics(
      sql,
      storeId,
      [...profiles, ...resolved.moved].filter((id) => id !== null),
    );
    return ids;
  });
}
