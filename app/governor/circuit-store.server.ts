import type { Sql } from '../db/client.server';
import type { PlatformName, StoreId } from '../domain/shared/ids';
import { type Circuit, failedOnce } from './circuit';

/** The circuit of a platform as its row holds it: all workers share it, and join it to the change of a store's budget. */

/** The one call that tries a platform again has come back by then, or never will. */
const tryMs = 10_000;

/**
 * How long nobody may ask this platform; 0 when it may be asked. When the time is over, who asks first tries, and the
 * others wait for how that ends.
 */
export async function platformWaitMs(sql: Sql, platform: PlatformName): Promise<number> {
  const [row] = await sql<{ waitMs: number | null }>(
    `select (extract(epoch from greatest(not_before, trying_until) - clock_timestamp()) * 1000)::float8 as "waitMs"
       from platform_circuit where platform = $1 and not_before is not null`,
    [platform],
    'read circuit',
  );
  if (!row || row.waitMs === null) return 0;
  if (row.waitMs > 0) return row.waitMs;
  const tries = await sql(
    `update platform_circuit set trying_until = clock_timestamp() + $2 * interval '1 millisecond', updated_at = now()
      where platform = $1 and greatest(not_before, trying_until) <= clock_timestamp() returning platform`,
    [platform, tryMs],
    'try circuit',
  );
  return tries.length > 0 ? 0 : tryMs;
}

/** A call of this store was not answered. */
export async function noteFailure(sql: Sql, storeId: StoreId, platform: PlatformName): Promise<void> {
  await sql(`insert into platform_circuit (platform) values ($1) on conflict do nothing`, [platform]);
  const [row] = await sql<Circuit & { now: number }>(
    `select failures, stores, coalesce(extract(epoch from not_before) * 1000, 0)::float8 as "notBefore",
            (extract(epoch from clock_timestamp()) * 1000)::float8 as now
       from platform_circuit where platform = $1 for update`,
    [platform],
  );
  if (!row) throw new Error('a row that was inserted is there');
  const { now, ...circuit } = row;
  const next = failedOnce(circuit, storeId, now);
  await sql(
    `update platform_circuit set failures = $2, stores = $3::uuid[], updated_at = now(), trying_until = null,
       not_before = case when $4::float8 > 0 then to_timestamp($4::float8 / 1000) end where platform = $1`,
    [platform, next.failures, next.stores, next.notBefore],
  );
}

/** A call was answered: the platform is there. Written only when it was thought not to be. */
export async function noteAnswer(sql: Sql, platform: PlatformName): Promise<void> {
  await sql(
    `update platform_circuit set failures = 0, stores = '{}', not_before = null, trying_until = null, updated_at = now()
      where platform = $1 and failures > 0`,
    [platform],
    'close circuit',
  );
}
