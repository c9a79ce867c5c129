import { withTenantSql } from '../db/client.server';
import { type Consent, consentOf } from '../domain/addons/consent';
import type { StoreId } from '../domain/shared/ids';
import { pageOf, startOf } from './line-pages';

/** One add-on line of one order with the proof that the shopper ticked it; null where none came along. */
export type ConsentRow = {
  platformOrderId: string;
  orderNumber: string;
  orderedAt: string;
  platformLineId: string;
  addOnId: string | null;
  title: string;
  quantity: number;
  consent: Consent | null;
};

/** Add-on lines of orders made in [from, to), the newest first. */
export function listConsents(
  storeId: StoreId,
  filter: { from?: string | undefined; to?: string | undefined },
  page: { limit: number; after?: string },
): Promise<{ consents: ConsentRow[]; next: string | null }> {
  return withTenantSql(storeId, async (sql) => {
    const rows = await sql<Row>(
      `select o.platform_order_id, o.order_number, o.created_at, l.platform_line_id, l.add_on_id, l.title, l.quantity,
              l.properties
         from orders o
         join order_line l on l.store_id = $1 and l.platform_order_id = o.platform_order_id and l.is_add_on
        where o.store_id = $1 and o.has_add_on and o.deleted_at is null
          and o.created_at >= coalesce($2::timestamptz, '-infinity') and o.created_at < coalesce($3::timestamptz, 'infinity')
          and (o.created_at, o.platform_order_id, l.platform_line_id) < ($4::timestamptz, $5, $6)
        order by o.created_at desc, o.platform_order_id desc, l.platform_line_id desc limit $7`,
      [storeId, filter.from ?? null, filter.to ?? null, ...startOf(page.after), page.limit + 1],
    );
    const { shown, next } = pageOf(rows, page.limit);
    return {
      consents: shown.map((row) => ({
        platformOrderId: row.platform_order_id,
        orderNumber: row.order_number,
        orderedAt: row.created_at.toISOString(),
        platformLineId: row.platform_line_id,
        addOnId: row.add_on_id,
        title: row.title,
        quantity: row.quantity,
        consent: consentOf(row.properties),
      })),
      next,
    };
  });
}

type Row = {
  platform_order_id: string;
  order_number: string;
  created_at: Date;
  platform_line_id: string;
  add_on_id: string | null;
  title: string;
  quantity: number;
  properties: { name: string; value: string }[];
};
