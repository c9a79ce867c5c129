import type { Sql } from '../../db/client.server';
import type { Cell } from '../shared/column-array';
import { columnArray } from '../shared/column-array';
import type { PlatformName, StoreId } from '../shared/ids';
import { sha256 } from '../shared/sha256.server';
import { fulfillmentsTable, refundLinesTable, refundsTable, transactionsTable } from './fact-tables';
import { lockOrders } from './lock-store.server';
import { mergeOrder } from './merge-order';
import type { OrderNews } from './order';
import { addRows } from './order-rows';
import { readWhole } from './read-whole';
import { noRows, type PersonHashes } from './rows';
import { settleOrder } from './settle-order';
import { linesTable, ordersTable, shippingLinesTable, type Table } from './tables';
import { readOwnVariants } from './write-orders-store.server';
import { arrays } from './write-rows-store.server';

/** What of an order its rows must have: when it last changed, every money field and every status, of it and its parts. */
const money = (...names: string[]) => names.flatMap((name) => [name, `${name}_presentment`]);
const compared: { table: Table; rows: keyof ReturnType<typeof noRows>; columns: string[] }[] = [
  {
    table: ordersTable,
    rows: 'orders',
    columns: [
      ...[
        'order_number',
        'created_at',
        'platform_updated_at',
        'cancelled_at',
        'closed_at',
        'test',
        'status',
        'financial_status',
      ],
      ...['fulfillment_status', 'return_status', 'edited', 'currency', 'presentment_currency', 'taxes_included'],
      ...money('gross', 'discounts', 'returns', 'removed', 'net', 'shipping', 'tax', 'tips', 'duties', 'total'),
      ...money('subtotal', 'total_discounts', 'current_total', 'current_subtotal', 'current_tax', 'current_discounts'),
      ...money('outstanding', 'balance', 'paid', 'refunded', 'add_on_revenue'),
      'has_add_on',
    ],
  },
  {
    table: linesTable,
    rows: 'lines',
    columns: [
      ...['quantity', 'current_quantity', 'refunded_quantity', 'platform_variant_id', 'is_gift_card', 'is_tip'],
      ...money('unit_price', 'discounts', 'tax', 'refunded', 'refunded_tax', 'add_on_revenue'),
      ...['is_add_on', 'add_on_id'],
    ],
  },
  { table: shippingLinesTable, rows: 'shippingLines', columns: money('price', 'discounted') },
  { table: refundsTable, rows: 'refunds', columns: ['created_at', ...money('returns', 'refunded', 'add_on_refunded')] },
  {
    table: refundLinesTable,
    rows: 'refundLines',
    columns: ['platform_line_id', 'quantity', ...money('subtotal', 'tax')],
  },
  { table: transactionsTable, rows: 'transactions', columns: ['kind', 'status', ...money('amount')] },
  { table: fulfillmentsTable, rows: 'fulfillments', columns: ['status'] },
];

export type Difference = {
  platformOrderId: string;
  /** missing: we have no such order; stale: ours is older than the platform's; different: of one time, and not equal */
  cause: 'missing' | 'stale' | 'different';
  /** table and column, at most twenty */
  fields: string[];
};

/**
 * Compares whole orders as the platform has them now with their rows, column by column, in one query per table.
 * Nothing is written.
 */
export async function compareOrders(
  sql: Sql,
  storeId: StoreId,
  platform: PlatformName,
  news: OrderNews[],
): Promise<Difference[]> {
  const ids = news.map((one) => one.platformOrderId);
  if (ids.length === 0) return [];
  const ownVariants = await readOwnVariants(sql, storeId);
  const rows = noRows();
  const updatedAt = new Map<string, string>();
  for (const one of news) {
    const wholes = one.order ? [readWhole(platform, one.order, sha256)] : [];
    if (one.order) updatedAt.set(one.platformOrderId, one.order.updatedAt);
    addRows(rows, settleOrder(mergeOrder(one.platformOrderId, undefined, wholes, [one], sha256), ownVariants), nobody);
  }
  const fields = new Map<string, string[]>();
  for (const { table, rows: name, columns } of compared) {
    for (const { id, field } of await differing(
      sql,
      storeId,
      table,
      columns,
      rows[name] as Record<string, Cell>[],
      ids,
    )) {
      fields.set(id, [...(fields.get(id) ?? []), `${table.name}.${field}`]);
    }
  }
  const ours = await sql<{ id: string; at: Date; deleted: boolean }>(
    `select platform_order_id as id, platform_updated_at as at, deleted_at is not null as deleted
       from orders where store_id = $1 and platform_order_id = any($2)`,
    [storeId, ids],
  );
  const known = new Map(ours.map((one) => [one.id, one]));
  for (const { id, deleted } of ours) if (deleted) fields.set(id, [...(fields.get(id) ?? []), 'orders.deleted_at']);
  return [...fields].map(([platformOrderId, all]) => {
    const own = known.get(platformOrderId);
    const isOlder = own !== undefined && own.at.getTime() < Date.parse(updatedAt.get(platformOrderId) ?? '');
    const cause = own === undefined ? 'missing' : isOlder ? 'stale' : 'different';
    return { platformOrderId, cause, fields: [...new Set(all)].slice(0, 20) };
  });
}

/** Columns that differ, rows that are missing, and rows that the platform does not have. */
async function differing(
  sql: Sql,
  storeId: StoreId,
  table: Table,
  columns: string[],
  rows: Record<string, Cell>[],
  ids: string[],
): Promise<{ id: string; field: string }[]> {
  const all = [...table.key, ...columns];
  const values = all.map((column) => columnArray(rows, column, table.columns[column] ?? 'text'));
  const onKey = table.key.map((column) => `t.${column} = x.${column}`).join(' and ');
  const cells = columns.map((c) => `case when t.${c} is distinct from x.${c} then '${c}' end`).join(', ');
  const wrong = await sql<{ id: string; field: string }>(
    `select x.platform_order_id as id, f.field
       from ${arrays(table, all)}
       left join ${table.name} t on t.store_id = $1 and ${onKey}
       cross join lateral unnest(case when t.platform_order_id is null then array['missing'] else array[${cells}] end) f(field)
      where f.field is not null`,
    [storeId, ...values],
  );
  const keys = table.key.map((column) => columnArray(rows, column, 'text'));
  const extra = await sql<{ id: string; field: string }>(
    `select t.platform_order_id as id, 'not on the platform' as field from ${table.name} t
      where t.store_id = $1 and t.platform_order_id = any($${keys.length + 2}::text[])
        and not exists (select from ${arrays(table, table.key)} where ${onKey})`,
    [storeId, ...keys, ids],
  );
  return [...wrong, ...extra];
}

/** Persons are not compared: the platform's word of them may be erased here. */
const nobody: PersonHashes = () => ({ email_hash: null, phone_hash: null });

/** Tables of parts that are written anew with the whole order they hang on. */
const parts = [
  ...['refund_line', 'refund_adjustment', 'refund', 'order_transaction', 'fulfillment'],
  ...['order_return_line', 'order_return', 'order_edit'],
];

/**
 * Makes the next telling of these orders win whatever their rows say now: saving it, in the same transaction, writes
 * every column anew, and what the platform does not have any more is gone. The ledger keeps what was known before.
 */
export async function distrustRows(sql: Sql, storeId: StoreId, ids: string[]): Promise<void> {
  await lockOrders(sql, storeId, ids);
  for (const table of [...parts, 'order_deletion']) {
    await sql(`delete from ${table} where store_id = $1 and platform_order_id = any($2)`, [storeId, ids]);
  }
  // Sorts before every version there is.
  await sql(
    `update orders set version = '!', content_hash = '', extras_version = null
      where store_id = $1 and platform_order_id = any($2)`,
    [storeId, ids],
  );
}
