import { withTenantSql } from '../db/client.server';
import { plainDetails } from '../domain/addons/details';
import { doneStatuses, paidStatuses } from '../domain/addons/fulfil-at-once';
import { proposedRefund, type RefundPolicy } from '../domain/addons/refund-policy';
import type { StoreId } from '../domain/shared/ids';
import { amount, moneyText } from '../domain/shared/money';
import { fulfilledPieces, lastReason } from './at-once-store.server';
import type { FindingKind } from './finding';
import { pageOf, startOf } from './line-pages';

/**
 * The last of the three guards: what the storefront and the checkout let through is found in the orders. An add-on
 * without its product, with more pieces than it should have, or whose product was given back; and one that should be fulfilled at
 * once and is not.
 */
export type Finding = {
  /** as our pages and the API name the order */
  orderId: string;
  platformOrderId: string;
  orderNumber: string;
  createdAt: string;
  platformLineId: string;
  addOnId: string;
  title: string;
  kind: FindingKind;
  /** what the platform said when it refused to fulfil it; null otherwise */
  reason: string | null;
  /** pieces there are (that are fulfilled), and pieces there should be */
  quantity: number;
  expected: number;
  currency: string;
  /** by the add-on's policy, for the pieces that are too many; "0.00" proposes nothing */
  proposedRefund: string;
};

export type Checked = { addOnLines: number; findings: number };

/** How far back orders are checked. */
export const checkedDays = 90;

/** How many add-on lines were checked and how many of them are wrong. */
export function countFindings(storeId: StoreId): Promise<Checked> {
  return withTenantSql(storeId, async (sql) => {
    const [row] = await sql<Checked>(
      `select count(*)::int as "addOnLines", count(*) filter (where kind is not null)::int as findings from (${checked}) c`,
      [storeId, checkedDays],
    );
    return row ?? { addOnLines: 0, findings: 0 };
  });
}

/** What is wrong, the newest order first. */
export function listFindings(
  storeId: StoreId,
  page: { limit: number; after?: string },
  now = new Date(),
): Promise<{ findings: Finding[]; next: string | null }> {
  return withTenantSql(storeId, async (sql) => {
    const rows = await sql<Row>(
      `select * from (${checked}) c where kind is not null
          and (created_at, platform_order_id, platform_line_id) < ($3::timestamptz, $4, $5)
        order by created_at desc, platform_order_id desc, platform_line_id desc limit $6`,
      [storeId, checkedDays, ...startOf(page.after), page.limit + 1],
    );
    const { shown, next } = pageOf(rows, page.limit);
    return {
      findings: shown.map((row) => findingOf(row, now)),
      next,
    };
  });
}

type Row = {
  platform: string;
  platform_order_id: string;
  order_number: string;
  created_at: Date;
  currency: string;
  platform_line_id: string;
  add_on_id: string;
  title: string;
  kind: FindingKind;
  reason: string | null;
  fulfilled: number;
  quantity: number;
  expected: number;
  revenue: string;
  refund: RefundPolicy | null;
};

function findingOf(row: Row, now: Date): Finding {
  const isOpen = row.kind === 'not_fulfilled';
  const excess = isOpen ? 0 : Math.max(0, row.quantity - row.expected);
  const worth = excess === 0 ? '0' : amount(row.revenue).times(excess).dividedBy(row.quantity).toFixed();
  return {
    orderId: `${row.platform}_${row.platform_order_id}`,
    platformOrderId: row.platform_order_id,
    orderNumber: row.order_number,
    createdAt: row.created_at.toISOString(),
    platformLineId: row.platform_line_id,
    addOnId: row.add_on_id,
    title: row.title,
    kind: row.kind,
    reason: isOpen ? row.reason : null,
    quantity: isOpen ? row.fulfilled : row.quantity,
    expected: isOpen ? row.quantity : row.expected,
    currency: row.currency,
    proposedRefund:
      excess === 0
        ? moneyText('0', row.currency)
        : proposedRefund(row.refund ?? plainDetails.refund, worth, row.currency, row.created_at, now),
  };
}

const listed = (words: readonly string[]) => words.map((word) => `'${word}'`).join(', ');

/** A line that the app was to fulfil at once (domain/addons/fulfil-at-once.ts) and that nothing says is done. */
const due = `(a.at_once_since <= o.created_at and o.financial_status in (${listed(paidStatuses)}) and not o.is_summary
  and coalesce(l.fulfillment_status, '') not in (${listed(doneStatuses)}))`;

/**
 * Every add-on line that still has pieces, with the pieces that it should have; fewer are right where some were given back. Starts at the orders with an add-on,
 * newest first (index orders_with_add_on), so that it costs what add-ons sold and not what the store did.
 */
const checked = `
  select l.*, coalesce(case
      when quantity = expected then null
      when quantity < expected then case when refunded_quantity = 0 then 'too_few' end
      when parent_quantity is null then 'orphan'
      when parent_quantity = 0 then 'product_gone'
      else 'too_many' end, case when is_due and fulfilled < quantity and (reason is not null or has_waited) then 'not_fulfilled' end) as kind
    from (
      select o.platform, o.platform_order_id, o.order_number, o.created_at, o.currency, l.platform_line_id, l.add_on_id, l.title,
             l.current_quantity as quantity, l.refunded_quantity, l.add_on_revenue::text as revenue, a.details -> 'refund' as refund,
             p.current_quantity as parent_quantity,
             ${due} as is_due, o.saved_at < now() - interval '2 hours' as has_waited,
             case when ${due} then ${fulfilledPieces} end as fulfilled,
             case when ${due} then (${lastReason("'order ' || o.platform_order_id")}) end as reason,
             case coalesce(a.details #>> '{quantity,kind}', 'per_unit')
               when 'per_unit' then coalesce(p.current_quantity, 0)
               when 'per_line' then least(coalesce(p.current_quantity, 0), 1)
               when 'fixed' then case when p.current_quantity > 0 then (a.details #>> '{quantity,count}')::int else 0 end
               else (select least(count(*), 1)::int from order_line other
                      where other.store_id = $1 and other.platform_order_id = l.platform_order_id
                        and not other.is_add_on and other.current_quantity > 0) end as expected
        from orders o
        join order_line l on l.store_id = $1 and l.platform_order_id = o.platform_order_id and l.is_add_on
        left join add_on a on a.store_id = $1 and a.id = l.add_on_id
        left join order_line p on p.store_id = $1 and p.platform_order_id = l.platform_order_id
          and p.platform_line_id = l.parent_platform_line_id
       where o.store_id = $1 and o.has_add_on and o.created_at > now() - $2 * interval '1 day'
         and not o.test and o.deleted_at is null and o.cancelled_at is null and l.current_quantity > 0) l`;
