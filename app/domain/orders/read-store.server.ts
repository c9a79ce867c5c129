import { type Sql, withTenantSql } from '../../db/client.server';
import { Fault } from '../shared/fault';
import { platformOrderIdIn, type StoreId } from '../shared/ids';
import { readDetail } from './detail-store.server';
import { type Conditions, conditionsOf } from './filter-store.server';
import { type LineRow, type OrderRow, orderView, totalNames } from './row-view';
import type { OrderDetailView, OrderFilter, OrderPage } from './view';

/**
 * One page of orders, newest first. The cursor names the last order seen, so that orders which arrive while
 * somebody pages neither repeat nor hide others.
 * @throws {Fault} `invalid` when `after` is no cursor of ours
 */
export async function listOrders(
  storeId: StoreId,
  filter: OrderFilter,
  page: { after?: string; limit: number },
): Promise<OrderPage> {
  const limit = Math.min(Math.max(1, Math.trunc(page.limit)), 250);
  return withTenantSql(storeId, async (sql) => {
    const { where, values, ofLines } = await conditionsOf(sql, storeId, filter);
    if (page.after !== undefined) {
      const { at, id } = readCursor(page.after);
      values.push(at, id);
      const [last, tie] = [`$${values.length - 1}::timestamptz`, `$${values.length}`];
      where.push(`o.created_at <= ${last} and (o.created_at < ${last} or o.platform_order_id > ${tie})`);
    }
    values.push(limit + 1);
    const rows = await readPage(sql, { where, values, ofLines });
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const lines = await readLines(
      sql,
      storeId,
      shown.map((row) => row.platform_order_id),
    );
    return {
      orders: shown.map((row) => orderView(row, lines.get(row.platform_order_id) ?? [])),
      next: rows.length > limit && last ? cursorOf(last) : null,
    };
  });
}

type ListedRow = OrderRow & { exactly: string };

/**
 * The rows of a page; how many is the last of the values. Where very many lines match, a full page is nearly always
 * among the newest orders, and to look there costs less than to name all that match.
 */
async function readPage(sql: Sql, { where, values, ofLines }: Conditions): Promise<ListedRow[]> {
  const newest = `order by o.created_at desc, o.platform_order_id`;
  const limit = `limit $${values.length}`;
  const read = (conditions: string[]) =>
    sql<ListedRow>(
      `select ${orderColumns} from orders o ${annotated} where ${conditions.join(' and ')} ${newest} ${limit}`,
      values,
    );
  if (ofLines === null) return read(where);
  const keys = `select o.platform_order_id, o.created_at from`;
  const near = `${keys} orders o where ${where.join(' and ')} ${newest} limit ${ofLines.nearby}`;
  const rows = await sql<ListedRow>(
    `select ${orderColumns} from (${keys} (${near}) as o where ${ofLines.near} ${newest} ${limit}) as found
       join orders o on o.store_id = $1 and o.platform_order_id = found.platform_order_id ${annotated} ${newest}`,
    values,
  );
  return rows.length === values.at(-1) ? rows : read([...where, ofLines.named]);
}

/** An order with everything its page shows, by our id or the platform's; null when there is none. */
export async function findOrder(storeId: StoreId, orderId: string): Promise<OrderDetailView | null> {
  return withTenantSql(storeId, async (sql) => {
    const [row] = await sql<OrderRow>(
      `select ${orderColumns} from orders o ${annotated} where o.store_id = $1 and o.platform_order_id = any($2)
        order by o.platform_order_id = $3 desc limit 1`,
      [storeId, [orderId, platformOrderIdIn(orderId) ?? orderId], orderId],
    );
    if (!row) return null;
    const lines = await readLines(sql, storeId, [row.platform_order_id]);
    const view = orderView(row, lines.get(row.platform_order_id) ?? []);
    return { ...view, detail: await readDetail(sql, storeId, view) };
  });
}

async function readLines(sql: Sql, storeId: StoreId, ids: string[]): Promise<Map<string, LineRow[]>> {
  const byOrder = new Map<string, LineRow[]>(ids.map((id) => [id, []]));
  if (ids.length === 0) return byOrder;
  const rows = await sql<LineRow>(
    `select ${lineColumns} from order_line where store_id = $1 and platform_order_id = any($2)
      order by platform_order_id, position`,
    [storeId, ids],
  );
  for (const row of rows) byOrder.get(row.platform_order_id)?.push(row);
  return byOrder;
}

const lineColumns = `platform_order_id, platform_line_id, platform_product_id, platform_variant_id, sku, title,
  variant_title, vendor, fulfillment_status, sku_link, tax, quantity, current_quantity, unit_price, unit_price_presentment, discounts, discounts_presentment,
  refunded, refunded_presentment, is_gift_card, is_tip, is_add_on, add_on_id, add_on_revenue,
  add_on_revenue_presentment, parent_platform_line_id, properties`;

const annotated = `left join order_annotation a on a.store_id = o.store_id and a.platform_order_id = o.platform_order_id`;

const orderColumns = `o.platform, o.platform_order_id, o.order_number, o.status, o.financial_status,
  o.fulfillment_status, o.test, o.currency, o.presentment_currency, o.created_at, o.processed_at,
  o.platform_updated_at, o.cancelled_at, o.deleted_at, o.platform_customer_id, o.customer_name, o.email, o.phone,
  o.redacted_at, o.payment_method_first, o.payment_method_current, o.profile_id, o.revision, a.note as our_note,
  a.tags as our_tags, a.revision as our_revision, o.add_on_revenue, o.add_on_revenue_presentment,
  ${totalNames.flatMap((name) => [`o.${name}`, `o.${name}_presentment`]).join(', ')},
  to_char(o.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as exactly`;

function cursorOf(row: { exactly: string; platform_order_id: string }): string {
  return Buffer.from(`${row.exactly} ${row.platform_order_id}`, 'utf8').toString('base64url');
}

function readCursor(cursor: string): { at: string; id: string } {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const [, at, id] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z) ([^\0]+)$/.exec(text) ?? [];
  if (at && id) return { at, id };
  throw new Fault({
    reasonClass: 'invalid',
    retry: false,
    publicMessage: 'The cursor is not one of ours; start again without it.',
  });
}
