import type { Sql } from '../../db/client.server';
import { takeTurn } from '../customers/profile-store.server';
import type { StoreId } from '../shared/ids';

/** An order that was told once more as the rows have it, by a telling that is later. */
export type ToldAgain = { id: string; version: string | null; extrasVersion: string | null };

/** Raises the versions of orders whose content stays: no revision, no change to tell of. */
export async function raiseVersions(sql: Sql, storeId: StoreId, orders: ToldAgain[]): Promise<void> {
  if (orders.length === 0) return;
  // Whoever has the turn may move any order to another profile: rows of orders are locked by nobody else.
  await takeTurn(sql, storeId);
  await sql(
    `update orders as t set version = x.version, extras_version = x.extras_version
       from unnest($2::text[], $3::text[], $4::text[]) as x(id, version, extras_version)
      where t.store_id = $1 and t.platform_order_id = x.id`,
    [storeId, orders.map((one) => one.id), orders.map((one) => one.version), orders.map((one) => one.extrasVersion)],
    'raise versions',
  );
}
