import type { Sql } from '../../db/client.server';
import type { StoreId } from '../shared/ids';

/**
 * Writers of one order take turns, in a fixed order so that they never wait for each other in a ring. A new order
 * has no row to lock, so the lock is advisory; a few buckets per store, because a lock per order of a batch would
 * fill the server's lock table.
 */
export async function lockOrders(sql: Sql, storeId: StoreId, ids: string[]): Promise<void> {
  await lockBuckets(
    sql,
    storeId,
    [...new Set(ids.map(bucketOf))].sort((a, b) => a - b),
  );
}

/** Waits for every writer of the store's orders. */
export async function lockAllOrders(sql: Sql, storeId: StoreId): Promise<void> {
  await lockBuckets(
    sql,
    storeId,
    Array.from({ length: buckets }, (_, i) => i),
  );
}

const buckets = 64;

async function lockBuckets(sql: Sql, storeId: StoreId, which: number[]): Promise<void> {
  await sql('select pg_advisory_xact_lock(hashtext($1), bucket) from unnest($2::int[]) as bucket', [
    `orders ${storeId}`,
    which,
  ]);
}

function bucketOf(id: string): number {
  let mixed = 0;
  for (let i = 0; i < id.length; i++) mixed = (Math.imul(mixed, 31) + id.charCodeAt(i)) >>> 0;
  return mixed % buckets;
}
