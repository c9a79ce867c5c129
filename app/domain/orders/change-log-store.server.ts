import type { Sql } from '../../db/client.server';
import type { StoreId } from '../shared/ids';
import { isPersonal } from '../shared/personal-fields';
import { changesBetween, type RowImage } from './change-log';

/** Writing down what a save changed of orders that were here before. */

/** The rows of orders as they are now, by order. */
export async function readImages(sql: Sql, storeId: StoreId, ids: string[]): Promise<Map<string, RowImage[]>> {
  const images = new Map<string, RowImage[]>(ids.map((id) => [id, []]));
  if (ids.length === 0) return images;
  const rows = await sql<RowImage & { id: string }>(imagesSql, [storeId, ids], 'order images');
  for (const { id, ...image } of rows) images.get(id)?.push(image);
  return images;
}

/** Adds one audit event for each order whose rows differ from their images before. */
export async function writeChanges(
  sql: Sql,
  storeId: StoreId,
  before: Map<string, RowImage[]>,
  causeOf: (platformOrderId: string) => string | null,
): Promise<void> {
  if (before.size === 0) return;
  const after = await readImages(sql, storeId, [...before.keys()]);
  const events = [...before].flatMap(([id, images]) => {
    const { changes, left } = changesBetween(images, after.get(id) ?? [], isPersonal);
    if (changes.length === 0) return [];
    return [{ subject: `order ${id}`, detail: JSON.stringify({ cause: causeOf(id), changes, ...(left && { left }) }) }];
  });
  if (events.length === 0) return;
  await sql(
    `insert into audit_event (store_id, actor, action, subject, detail)
      select $1, 'platform', 'order.changed', subject, detail::jsonb
        from unnest($2::text[], $3::text[]) as e(subject, detail)`,
    [storeId, events.map(({ subject }) => subject), events.map(({ detail }) => detail)],
    'write changes',
  );
}

/** Columns that change with every save and say nothing. */
const silent = `'{store_id,platform_order_id,version,content_hash,extras_version,saved_at,revision,email_hash,phone_hash,last_event_at}'::text[]`;

const tables: Record<string, string> = {
  orders: `''`,
  order_line: 'platform_line_id',
  order_address: 'kind',
  order_shipping_line: 'platform_shipping_line_id',
  order_discount: 'position::text',
  order_transaction: 'platform_transaction_id',
  refund: 'platform_refund_id',
  refund_line: `platform_refund_id || ' ' || platform_refund_line_id`,
  fulfillment: 'platform_fulfillment_id',
  order_return: 'platform_return_id',
  order_edit: 'platform_edit_id',
};

const imagesSql = Object.entries(tables)
  .map(
    ([table, key]) => `select t.platform_order_id as id, '${table}' as table, ${key} as key,
        (select jsonb_object_agg(f.key, f.value) from jsonb_each_text(to_jsonb(t) - ${silent}) f) as fields
       from ${table} t where t.store_id = $1 and t.platform_order_id = any($2::text[])`,
  )
  .join('\n  union all\n  ');
