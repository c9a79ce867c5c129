import { type Sql, withSystem, withTenantSql } from '../db/client.server';
import { nameForFew } from '../db/few-rows';
import {
  atOnceDays,
  type Pieces,
  paidStatuses,
  piecesToFulfil,
  type SoldAtOnce,
} from '../domain/addons/fulfil-at-once';
import type { Fault } from '../domain/shared/fault';
import type { StoreId } from '../domain/shared/ids';
import { enqueueIn } from '../jobs/queue.server';

/** Which orders wait for a fulfilment at once, and what became of asking for it. */

/**
 * Asks for the fulfilment of whatever is to be fulfilled at once, one job for each order, in the transaction of `sql`.
 * @param platformOrderIds the orders that were just saved; null looks at all that are young enough
 * @returns how many orders have something to fulfil
 */
export async function askToFulfil(sql: Sql, storeId: StoreId, platformOrderIds: string[] | null): Promise<number> {
  if (platformOrderIds?.length === 0) return 0;
  const now = new Date();
  const orders = await readSold(sql, storeId, platformOrderIds);
  const due = orders.filter((order) => piecesToFulfil(order, now).length > 0);
  if (due.length > 0) {
    await enqueueIn(
      sql,
      'fulfil',
      due.map(({ platformOrderId }) => ({ storeId, platformOrderId })),
    );
  }
  return due.length;
}

/** The same for all of a store's young orders, in a transaction of its own. */
export function askToFulfilStore(storeId: StoreId): Promise<number> {
  return withTenantSql(storeId, (sql) => askToFulfil(sql, storeId, null));
}

/** Has the orders of every store looked at: what was refused may be allowed by now, and a job may have been given up. */
export async function askToFulfilAll(): Promise<void> {
  const stores = await withSystem((sql) =>
    sql<{ storeId: StoreId }>(
      `select distinct a.store_id as "storeId" from add_on a join store s on s.id = a.store_id
        where a.at_once_since is not null and s.state = 'active'`,
    ),
  );
  for (const { storeId } of stores) await askToFulfilStore(storeId);
}

/** What the rule looks at, of one order; null: it has nothing of the kind. */
export async function findSold(storeId: StoreId, platformOrderId: string): Promise<SoldAtOnce | null> {
  return withTenantSql(storeId, async (sql) => (await readSold(sql, storeId, [platformOrderId]))[0] ?? null);
}

type Sold = SoldAtOnce & { platformOrderId: string };
type SoldRow = Omit<Sold, 'lines'> & { lines: LineRow[] };
type LineRow = Omit<SoldAtOnce['lines'][number], 'atOnceSince'> & { atOnceSince: string };

async function readSold(sql: Sql, storeId: StoreId, platformOrderIds: string[] | null): Promise<Sold[]> {
  const values = [storeId, platformOrderIds, atOnceDays, paidStatuses];
  const rows = platformOrderIds
    ? await sql<SoldRow>(soldAmongSql, values, nameForFew('sold at once', platformOrderIds.length))
    : await sql<SoldRow>(soldAllSql, values);
  return rows.map((row) => ({
    ...row,
    lines: row.lines.map((line) => ({ ...line, atOnceSince: new Date(line.atOnceSince) })),
  }));
}

/** Pieces of a line in fulfilments that stand, for statements that have the line as `l`. */
export const fulfilledPieces = `
  (select coalesce(sum((part ->> 'quantity')::int), 0)::int
     from fulfillment f cross join jsonb_array_elements(f.lines) part
    where f.store_id = $1 and f.platform_order_id = l.platform_order_id and f.status = 'success'
      and part ->> 'platformLineId' = l.platform_line_id)`;

/** Begins at the add-ons: a store without one that is fulfilled at once pays for a look at its add-ons and no more. */
const soldSql = (which: string) => `
  with quick as materialized (select id, at_once_since from add_on where store_id = $1 and at_once_since is not null)
  select o.platform_order_id as "platformOrderId", o.created_at as "createdAt", o.cancelled_at as "cancelledAt",
         o.deleted_at as "deletedAt", o.test, o.is_summary as "isSummary", o.financial_status as "financialStatus",
         jsonb_agg(jsonb_build_object('platformLineId', l.platform_line_id, 'atOnceSince', quick.at_once_since,
           'quantity', l.quantity, 'currentQuantity', l.current_quantity, 'refundedQuantity', l.refunded_quantity,
           'fulfillmentStatus', l.fulfillment_status, 'fulfilledQuantity', ${fulfilledPieces})
           order by l.position, l.platform_line_id) as lines
    from orders o
    join order_line l on l.store_id = $1 and l.platform_order_id = o.platform_order_id and l.is_add_on
    join quick on quick.id = l.add_on_id
   where exists (select from quick) and o.store_id = $1 and o.has_add_on and ${which}
     and o.created_at > now() - $3 * interval '1 day' and o.financial_status = any($4)
   group by o.store_id, o.platform_order_id`;
export const soldAllSql = soldSql('$2::text[] is null');
/** A plan that is kept cannot leave out "or all": of some orders is a statement of its own. */
export const soldAmongSql = soldSql('o.platform_order_id = any($2::text[])');

/** Says in the audit what was done to the merchant's order. */
export async function noteFulfilled(storeId: StoreId, platformOrderId: string, pieces: Pieces[]): Promise<void> {
  await withTenantSql(storeId, (sql) =>
    sql(`insert into audit_event (store_id, actor, action, subject, detail) values ($1, 'system', $2, $3, $4)`, [
      ...[storeId, fulfilled, subjectOf(platformOrderId)],
      JSON.stringify({ pieces }),
    ]),
  );
}

/** Keeps why the platform would not; the same reason again is no news. */
export async function noteRefusal(storeId: StoreId, platformOrderId: string, fault: Fault): Promise<void> {
  const { reasonClass, publicMessage: reason } = fault;
  await withTenantSql(storeId, (sql) =>
    sql(
      `insert into audit_event (store_id, actor, action, subject, detail)
       select $1, 'system', $2, $3, $4::jsonb
        where $5 is distinct from (${lastReason('$3')})`,
      [storeId, refused, subjectOf(platformOrderId), JSON.stringify({ reasonClass, reason }), reason],
    ),
  );
}

/** Each time that the platform would not fulfil something of this order at once, for another reason than before. */
export function listRefusals(storeId: StoreId, platformOrderId: string): Promise<{ at: string; reason: string }[]> {
  return withTenantSql(storeId, async (sql) => {
    const rows = await sql<{ at: Date; reason: string }>(
      `select at, detail ->> 'reason' as reason from audit_event
        where store_id = $1 and subject = $2 and action = $3 order by id desc limit 50`,
      [storeId, subjectOf(platformOrderId), refused],
    );
    return rows.map(({ at, reason }) => ({ at: at.toISOString(), reason }));
  });
}

const fulfilled = 'order.fulfilled';
const refused = 'order.fulfillment-refused';
const subjectOf = (platformOrderId: string) => `order ${platformOrderId}`;

/** Why the last asking for an order was refused; null when it was not. `subject` is how the audit names the order. */
export function lastReason(subject: string): string {
  return `select detail ->> 'reason' from audit_event
    where store_id = $1 and subject = ${subject} and action in ('${fulfilled}', '${refused}') order by id desc limit 1`;
}
