import type { Sql } from '../../db/client.server';
import type { StoreId } from '../shared/ids';
import type { KnownOrder } from './merge-order';

/** Reading what the rows know, as far as merging needs it. */

export type KnownHead = {
  id: string;
  version: string | null;
  content_hash: string | null;
  created_at: string | null;
  currency: string | null;
  presentment_currency: string | null;
  deleted_at: string | null;
  has_facts: boolean;
};

/** One row per asked id: which whole order the rows have, and whether facts came before it. */
export async function readHeads(sql: Sql, storeId: StoreId, ids: string[]): Promise<Map<string, KnownHead>> {
  const rows = await sql<KnownHead>(
    `select k.id, o.version, o.content_hash, o.currency, o.presentment_currency,
            ${instant('o.created_at')} as created_at, ${instant('d.deleted_at')} as deleted_at,
            o.version is not null
              or exists (select from refund r where r.store_id = $1 and r.platform_order_id = k.id)
              or exists (select from order_transaction t where t.store_id = $1 and t.platform_order_id = k.id)
              or exists (select from fulfillment f where f.store_id = $1 and f.platform_order_id = k.id) as has_facts
       from unnest($2::text[]) as k(id)
       left join orders o on o.store_id = $1 and o.platform_order_id = k.id
       left join order_deletion d on d.store_id = $1 and d.platform_order_id = k.id`,
    [storeId, ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

type FactRow = { kind: string; id: string; fact: unknown };
type LineFact = KnownOrder['lines'][number];
type RefundFact = { id: string; version: string; createdAt: string };
type RefundLineFact = { refundId: string } & KnownRefund['lines'][number];
type AdjustmentFact = { refundId: string } & KnownRefund['adjustments'][number];
type TransactionFact = KnownTransaction & { version: string };
type KnownRefund = KnownOrder['refunds'] extends Map<string, infer R extends { refund: unknown }> ? R['refund'] : never;
type KnownTransaction =
  KnownOrder['transactions'] extends Map<string, infer T extends { transaction: unknown }> ? T['transaction'] : never;

/**
 * The known orders behind `heads`, with their facts.
 * @param withLines the orders whose lines are needed too: those whose whole in the rows may stand
 */
export async function readKnown(
  sql: Sql,
  storeId: StoreId,
  heads: KnownHead[],
  withLines: string[],
): Promise<Map<string, KnownOrder>> {
  const known = new Map(heads.map((head) => [head.id, emptyKnown(head)]));
  const ids = heads.filter((head) => head.has_facts).map((head) => head.id);
  if (ids.length === 0) return known;
  const rows = await sql<FactRow>(factsSql, [storeId, ids, withLines]);
  for (const row of rows) {
    const order = known.get(row.id);
    if (order) addFact(order, row.kind, row.fact);
  }
  return known;
}

function emptyKnown(head: KnownHead): KnownOrder {
  return {
    version: head.version,
    contentHash: head.content_hash,
    createdAt: head.created_at,
    currency: head.currency ?? 'USD',
    presentmentCurrency: head.presentment_currency ?? head.currency ?? 'USD',
    deletedAt: head.deleted_at,
    lines: [],
    refunds: new Map(),
    transactions: new Map(),
    fulfillments: new Map(),
  };
}

/** Refunds come before their lines and adjustments: the query gives them in that order. */
function addFact(order: KnownOrder, kind: string, fact: unknown): void {
  if (kind === 'line') order.lines.push(fact as LineFact);
  if (kind === 'refund') {
    const { id, version, createdAt } = fact as RefundFact;
    order.refunds.set(id, { version, createdAt, refund: { platformRefundId: id, lines: [], adjustments: [] } });
  }
  if (kind === 'refund-line') {
    const { refundId, ...line } = fact as RefundLineFact;
    order.refunds.get(refundId)?.refund.lines.push(line);
  }
  if (kind === 'refund-adjustment') {
    const { refundId, ...adjustment } = fact as AdjustmentFact;
    order.refunds.get(refundId)?.refund.adjustments.push(adjustment);
  }
  if (kind === 'transaction') {
    const { version, ...transaction } = fact as TransactionFact;
    order.transactions.set(transaction.platformTransactionId, { version, transaction });
  }
  if (kind === 'fulfillment') {
    const { id, version } = fact as { id: string; version: string };
    order.fulfillments.set(id, version);
  }
}

/** Money as text, so that no amount passes through a float on its way out of JSON. */
function money(shop: string, presentment = `${shop}_presentment`): string {
  return `jsonb_build_object('shop', ${shop}::text, 'presentment', ${presentment}::text)`;
}

function instant(column: string): string {
  return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}

function facts(rank: number, kind: string, table: string, ids: string, fact: string): string {
  return `select ${rank} as rank, '${kind}' as kind, platform_order_id as id, ${fact} as fact
            from ${table} where store_id = $1 and platform_order_id = any(${ids}::text[])`;
}

const factsSql = `select kind, id, fact from (
  ${[
    facts(
      1,
      'line',
      'order_line',
      '$3',
      `jsonb_build_object('platformLineId', platform_line_id, 'platformVariantId', platform_variant_id,
        'quantity', quantity, 'currentQuantity', current_quantity, 'unitPrice', ${money('unit_price')},
        'discounts', ${money('discounts')}, 'isGiftCard', is_gift_card, 'isTip', is_tip, 'isAddOn', is_add_on,
        'properties', properties, 'position', position)`,
    ),
    facts(
      2,
      'refund',
      'refund',
      '$2',
      `jsonb_build_object('id', platform_refund_id, 'version', version, 'createdAt', ${instant('created_at')})`,
    ),
    facts(
      3,
      'refund-line',
      'refund_line',
      '$2',
      `jsonb_build_object('refundId', platform_refund_id, 'platformLineId', platform_line_id, 'quantity', quantity,
        'subtotal', ${money('subtotal')}, 'tax', ${money('tax')})`,
    ),
    facts(
      3,
      'refund-adjustment',
      'refund_adjustment',
      '$2',
      `jsonb_build_object('refundId', platform_refund_id, 'kind', kind, 'amount', ${money('amount')})`,
    ),
    facts(
      4,
      'transaction',
      'order_transaction',
      '$2',
      `jsonb_build_object('platformTransactionId', platform_transaction_id, 'platformRefundId', platform_refund_id,
        'parentTransactionId', parent_transaction_id, 'kind', kind, 'status', status, 'gateway', gateway,
        'amount', ${money('amount')}, 'currency', currency, 'presentmentCurrency', presentment_currency, 'test', test,
        'createdAt', ${instant('created_at')}, 'processedAt', ${instant('processed_at')}, 'version', version)`,
    ),
    facts(
      5,
      'fulfillment',
      'fulfillment',
      '$2',
      `jsonb_build_object('id', platform_fulfillment_id, 'version', version)`,
    ),
  ].join('\n  union all\n  ')}
) as known order by rank, (fact ->> 'position')::int nulls last`;
