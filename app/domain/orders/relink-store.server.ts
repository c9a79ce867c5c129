import type { Sql } from '../../db/client.server';
import { saveMetrics } from '../customers/metrics-store.server';
import type { StoreId } from '../shared/ids';
import { sha256 } from '../shared/sha256.server';
import { readHeads, readKnown } from './known-store.server';
import { lockAllOrders } from './lock-store.server';
import { mergeOrder } from './merge-order';
import { personHashes } from './person-hash.server';
import { readOwnVariants, writeOrders } from './write-orders-store.server';

/**
 * Names the add-on lines again after the app's own variants changed, and settles what follows from it.
 * @param platformVariantIds only orders with these variants; without it, every order with an add-on line too
 * @returns how many orders were looked at
 */
export async function relinkAddOns(sql: Sql, storeId: StoreId, platformVariantIds?: string[]): Promise<number> {
  // Waits for writers that looked the variants up before they changed.
  await lockAllOrders(sql, storeId);
  const rows = await sql<{ id: string }>(
    `select distinct platform_order_id as id from order_line
      where store_id = $1 and platform_variant_id = any(coalesce($2::text[],
            (select array_agg(platform_variant_id) from add_on_variant where store_id = $1)))
      union select platform_order_id from order_line where store_id = $1 and is_add_on and $2::text[] is null
      order by id`,
    [storeId, platformVariantIds ?? null],
  );
  for (let at = 0; at < rows.length; at += 1000) {
    const ids = rows.slice(at, at + 1000).map(({ id }) => id);
    const heads = await readHeads(sql, storeId, ids);
    const known = await readKnown(sql, storeId, [...heads.values()], ids);
    const merged = ids.map((id) => mergeOrder(id, known.get(id), [], [], sha256));
    await writeOrders(sql, storeId, merged, await readOwnVariants(sql, storeId), {
      causeOf: () => 'add-on variants changed',
      now: [...heads.values()][0]?.now ?? '',
      hashes: personHashes(),
      profiles: async () => new Map(),
    });
    await saveMetrics(
      sql,
      storeId,
      merged.flatMap((one) => (one.known?.profileId ? [one.known.profileId] : [])),
    );
  }
  return rows.length;
}
