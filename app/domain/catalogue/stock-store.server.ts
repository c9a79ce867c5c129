import { type Sql, withTenantSql } from '../../db/client.server';
import type { StoreId } from '../shared/ids';
import { newestLevels, stockVersion, type ToldStock } from './stock';

/** Saves levels that are newer than what is known, and the names of their places. @returns how many changed */
export async function saveStock(sql: Sql, storeId: StoreId, told: ToldStock[]): Promise<number> {
  // In a fixed order, so that two writers with levels in common do not wait for each other.
  const levels = newestLevels(told).sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  if (levels.length === 0) return 0;
  await saveNames(sql, storeId, levels);
  const rows = await sql(
    `insert into stock_level as t
       (store_id, platform_item_id, platform_location_id, available, changed_at, version, deleted_at)
     select $1, u.item, u.place, u.available, u.at, u.version, case when u.gone then u.at end
       from unnest($2::text[], $3::text[], $4::int[], $5::timestamptz[], $6::text[], $7::bool[])
         as u (item, place, available, at, version, gone)
     on conflict (store_id, platform_item_id, platform_location_id) do update set
       (available, changed_at, version, deleted_at, saved_at) =
       (excluded.available, excluded.changed_at, excluded.version, excluded.deleted_at, now())
     where excluded.version collate "C" > t.version
     returning 1 as one`,
    [
      storeId,
      levels.map((level) => level.platformItemId),
      levels.map((level) => level.platformLocationId),
      levels.map((level) => level.available),
      levels.map((level) => level.changedAt),
      levels.map(stockVersion),
      levels.map((level) => level.isGone),
    ],
  );
  return rows.length;
}

const keyOf = (level: ToldStock) => `${level.platformItemId} ${level.platformLocationId}`;

async function saveNames(sql: Sql, storeId: StoreId, levels: ToldStock[]): Promise<void> {
  const names = new Map(
    levels.flatMap((one) => (one.locationName ? [[one.platformLocationId, one.locationName]] : [])),
  );
  if (names.size === 0) return;
  const sorted = [...names].sort(([a], [b]) => (a < b ? -1 : 1));
  await sql(
    `insert into stock_location as t (store_id, platform_location_id, name)
     select $1, * from unnest($2::text[], $3::text[])
     on conflict (store_id, platform_location_id) do update set name = excluded.name where t.name <> excluded.name`,
    [storeId, sorted.map(([id]) => id), sorted.map(([, name]) => name)],
  );
}

export type StockFilter = { search?: string; below?: number };

export type StockRow = {
  platformItemId: string;
  platformLocationId: string;
  location: string | null;
  available: number | null;
  changedAt: Date;
  platformVariantId: string | null;
  sku: string | null;
  title: string | null;
  variantTitle: string | null;
};

/**
 * Levels by item and place, of items whose variant is known or not yet.
 * @param filter.search a SKU or a variant's id, whole
 * @param filter.below levels under so many; those that are not counted are none
 * @param page.after `next` of the page before
 */
export async function listStock(
  storeId: StoreId,
  filter: StockFilter,
  page: { limit: number; after?: string },
): Promise<{ levels: StockRow[]; next: string | null }> {
  const [item, place] = page.after === undefined ? ['', ''] : page.after.split(' ');
  const rows = await withTenantSql(storeId, (sql) =>
    sql<StockRow>(listSql, [storeId, item, place ?? '', filter.search ?? null, filter.below ?? null, page.limit + 1]),
  );
  const levels = rows.slice(0, page.limit);
  const last = levels.at(-1);
  const next = rows.length > page.limit && last ? `${last.platformItemId} ${last.platformLocationId}` : null;
  return { levels, next };
}

const listSql = `
  select t.platform_item_id as "platformItemId", t.platform_location_id as "platformLocationId", l.name as location,
         t.available, t.changed_at as "changedAt", s.platform_variant_id as "platformVariantId", s.sku, s.title,
         s.variant_title as "variantTitle"
    from stock_level t
    left join stock_location l on l.store_id = $1 and l.platform_location_id = t.platform_location_id
    left join sku s on s.store_id = $1 and s.platform_item_id = t.platform_item_id
   where t.store_id = $1 and t.deleted_at is null and (t.platform_item_id, t.platform_location_id) > ($2, $3)
     and ($4::text is null or s.sku = $4 or s.platform_variant_id = $4)
     and ($5::int is null or t.available < $5)
   order by t.platform_item_id, t.platform_location_id limit $6`;
