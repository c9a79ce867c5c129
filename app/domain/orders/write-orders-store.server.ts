import type { Sql } from '../../db/client.server';
import { overlapped } from '../../db/overlap.server';
import { linkSkus } from '../catalogue/sku-store.server';
import type { StoreId } from '../shared/ids';
import type { EntryTimes } from './entries-store.server';
import { deletionsTable } from './fact-tables';
import { orderFigureColumns } from './figure-columns';
import type { MergedOrder } from './merge-order';
import { addRows } from './order-rows';
import { noRows, type PersonHashes, type Rows } from './rows';
import { settleOrder } from './settle-order';
import { ordersTable } from './tables';
import { partSteps } from './write-parts-store.server';
import { type Columns, columnOf, columnsOf, updateRows, upsertColumns, upsertRows } from './write-rows-store.server';

export type Writing = Omit<EntryTimes, 'known'> & {
  hashes: PersonHashes;
  /**
   * Asked once all but the orders' own rows is written: the profile that an order belongs to, by the order's id.
   * Who answers holds up every other writer of the store until the transaction ends, so it is asked as late as it can be.
   */
  profiles: () => Promise<ReadonlyMap<string, string | null>>;
};

/** So many orders at once go to the tables: while the database takes them, the next ones are settled. */
const portion = 500;
/** So many are settled without listening to the database. */
const breath = 50;

/**
 * Settles orders and writes what changed of them: all that hangs on them first, then, with their profiles, their own
 * rows, and the days to count anew. One statement per table and portion.
 * @param ownVariants platform variant id to add-on id
 */
export async function writeOrders(
  sql: Sql,
  storeId: StoreId,
  merged: MergedOrder[],
  ownVariants: ReadonlyMap<string, string>,
  writing: Writing,
): Promise<void> {
  if (merged.length === 0) return;
  const portions = chunksOf(merged, portion).map((part) => ({ part, rows: noRows() }));
  const gathered = noRows();
  const moments = new Set<string>();
  const settle = (some: MergedOrder[], rows: Rows) => async () => {
    for (const one of some) {
      const settled = settleOrder(one, ownVariants);
      addRows(rows, settled, writing.hashes);
      for (const moment of settled.moments) moments.add(moment);
    }
  };
  let heads: Columns | undefined;
  await overlapped(sql, [
    ...portions.flatMap(({ part, rows }) => [
      ...chunksOf(part, breath).map((some) => settle(some, rows)),
      ...partSteps(storeId, part, rows, writing),
    ]),
    async () => {
      gathered.orders = portions.flatMap(({ rows }) => rows.orders);
      gathered.deletions = portions.flatMap(({ rows }) => rows.deletions);
      gathered.orderFigures = portions.flatMap(({ rows }) => rows.orderFigures);
    },
    (turn) => linkSkus(turn, storeId, gathered.orders.map(idOf)),
    (turn) => markDays(turn, storeId, moments),
    async () => {
      heads = columnsOf(ordersTable, gathered.orders);
    },
  ]);
  const profiles = await writing.profiles();
  for (const row of gathered.orders) row.profile_id = profiles.get(idOf(row)) ?? null;
  heads?.values.set('profile_id', columnOf(ordersTable, gathered.orders, 'profile_id'));
  if (heads && gathered.orders.length > 0) await upsertColumns(sql, storeId, ordersTable, heads, onlyNewer);
  await upsertRows(sql, storeId, deletionsTable, gathered.deletions);
  await updateRows(sql, storeId, ordersTable, orderFigureColumns, gathered.orderFigures);
}

function idOf(row: Rows['orders'][number]): string {
  return String(row.platform_order_id);
}

const onlyNewer = `t.version collate "C" < excluded.version collate "C"`;

/** Leaves word for the roll-up: the store's days on which a touched order was created or refunded. */
async function markDays(sql: Sql, storeId: StoreId, moments: ReadonlySet<string>): Promise<void> {
  if (moments.size === 0) return;
  await sql(
    `insert into change_mark (store_id, day)
      select distinct $1::uuid, (m.at at time zone coalesce((select time_zone from store where id = $1), 'UTC'))::date
        from unnest($2::timestamptz[]) as m(at)`,
    [storeId, [...moments]],
    'mark days',
  );
}

/** The variants that are the app's own. @returns platform variant id to add-on id */
export async function readOwnVariants(sql: Sql, storeId: StoreId): Promise<Map<string, string>> {
  const rows = await sql<{ variant: string; add_on: string }>(
    'select platform_variant_id as variant, add_on_id as add_on from add_on_variant where store_id = $1',
    [storeId],
    'own variants',
  );
  return new Map(rows.map(({ variant, add_on }) => [variant, add_on]));
}

function chunksOf<T>(all: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));
}
