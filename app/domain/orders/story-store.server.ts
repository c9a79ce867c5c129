import { withTenantSql } from '../../db/client.server';
import type { StoreId } from '../shared/ids';
import { moneyText } from '../shared/money';
import type { Change } from './change-log';
import { entryParts } from './ledger';
import type { CountedDay, Delivery, EntryView, OrderStory } from './story';

/**
 * Why an order is in the figures as it is: its ledger, then and now, the deliveries that told of it, what each of
 * them changed, and the days that its money counts on.
 */
export async function readStory(storeId: StoreId, platformOrderId: string): Promise<OrderStory | null> {
  return withTenantSql(storeId, async (sql) => {
    const [order] = await sql<{ currency: string; home: string; zone: string; test: boolean; deleted: boolean }>(
      `select o.currency, coalesce(s.currency, o.currency) as home, coalesce(s.time_zone, 'UTC') as zone, o.test,
              o.deleted_at is not null as deleted
         from orders o left join store s on s.id = o.store_id where o.store_id = $1 and o.platform_order_id = $2`,
      [storeId, platformOrderId],
    );
    if (!order) return null;
    const { currency, home, zone, test, deleted } = order;
    const money = (text: string) => moneyText(text, currency);
    const entries = await sql<EntryRow>(entriesSql, [storeId, platformOrderId]);
    const deliveries = await sql<Dated<Delivery, 'at'>>(deliveriesSql, [storeId, platformOrderId]);
    const changes = await sql<{ at: Date; cause: string | null; changes: Change[]; left: number | null }>(changesSql, [
      storeId,
      `order ${platformOrderId}`,
    ]);
    const days = await sql<CountedDay>(daysSql, [storeId, platformOrderId, zone]);
    const reasons = [
      ...(test ? ['test' as const] : []),
      ...(deleted ? ['deleted' as const] : []),
      ...(currency === home ? [] : ['currency' as const]),
    ];
    return {
      currency,
      entries: entries.map((row) => entryView(row, money)),
      deliveries: deliveries.map((one) => ({ ...one, at: one.at.toISOString() })),
      changes: changes.map((one) => ({ ...one, at: one.at.toISOString(), left: one.left ?? 0 })),
      counted: { isCounted: reasons.length === 0, reasons, days: days.map((day) => inMoney(day, money)) },
    };
  });
}

type Dated<View, Name extends keyof View> = Omit<View, Name> & Record<Name, Date>;
type EntryRow = Dated<Omit<EntryView, 'parts' | 'knownTo'>, 'at' | 'knownFrom'> & {
  knownTo: Date | null;
  parts: Record<string, string | null>;
};

function entryView(row: EntryRow, money: (text: string) => string): EntryView {
  const parts = Object.entries(row.parts).flatMap(([part, value]) => (value === null ? [] : [[part, money(value)]]));
  return {
    ...row,
    at: row.at.toISOString(),
    knownFrom: row.knownFrom.toISOString(),
    knownTo: row.knownTo?.toISOString() ?? null,
    parts: Object.fromEntries(parts),
    total: money(row.total),
    paid: money(row.paid),
  };
}

function inMoney(day: CountedDay, money: (text: string) => string): CountedDay {
  const { day: date, orders, ...amounts } = day;
  const shown = Object.fromEntries(Object.entries(amounts).map(([name, value]) => [name, money(value)]));
  return { day: date, orders, ...(shown as Omit<CountedDay, 'day' | 'orders'>) };
}

const columnOf = (part: string) => (part === 'giftCards' ? 'gift_cards' : part);

const entriesSql = `
  select e.entry_key as key, e.kind, e.happened_at as at, e.known_from as "knownFrom", e.known_to as "knownTo", e.cause,
         e.end_cause as "endCause", e.platform_line_id as "platformLineId", e.add_on_id as "addOnId",
         l.title, e.quantity, e.total, e.paid,
         jsonb_build_object(${entryParts.map((part) => `'${part}', e.${columnOf(part)}::text`).join(', ')}) as parts
    from order_entry e
    left join order_line l on l.store_id = $1 and l.platform_order_id = e.platform_order_id
                          and l.platform_line_id = e.platform_line_id
   where e.store_id = $1 and e.platform_order_id = $2
   order by e.happened_at, e.known_from, e.entry_key`;

const deliveriesSql = `
  select id::text as id, source, topic, received_at as at, state, result from inbox_entry
   where store_id = $1 and object_id = $2 order by id desc limit 100`;

const changesSql = `
  select at, detail ->> 'cause' as cause, detail -> 'changes' as changes, (detail ->> 'left')::int as left
    from audit_event where store_id = $1 and subject = $2 and detail ? 'changes' order by id desc limit 50`;

const sumOf = (part: string) => `coalesce(sum(e.${part}), 0)`;

const daysSql = `
  select (case when e.platform_refund_id is null then o.created_at else e.happened_at end at time zone $3)::date as day,
         (bool_or(e.kind = 'sale'))::int as orders,
         ${sumOf('gross')}::text as "grossSales", (-${sumOf('discounts')})::text as discounts,
         (-${sumOf('returns')})::text as returns,
         (${sumOf('gross')} + ${sumOf('discounts')} + ${sumOf('returns')})::text as "netSales",
         coalesce(sum(coalesce(e.gross, 0) + coalesce(e.discounts, 0) + coalesce(e.returns, 0) + coalesce(e.removed, 0))
           filter (where e.add_on_id is not null), 0)::text as "addOnRevenue"
    from order_entry e join orders o on o.store_id = $1 and o.platform_order_id = e.platform_order_id
   where e.store_id = $1 and e.platform_order_id = $2 and e.known_to is null and e.kind not in ('payment', 'repayment')
   group by 1 order by 1`;
