import type { Sql } from '../../db/client.server';
import { nameForFew } from '../../db/few-rows';
import type { StoreId } from '../shared/ids';
import type { KnownOrder, KnownWhole } from './merge-order';
import type { Fulfillment } from './order-parts';
import type { PaymentMethod } from './payment-method';

/** Reading what the rows know, as far as merging needs it. */

export type KnownHead = {
  id: string;
  version: string | null;
  content_hash: string | null;
  extras_version: string | null;
  deleted_at: string | null;
  has_facts: boolean;
  order:
    | (KnownWhole &
        Pick<KnownOrder, 'edited' | 'returnStatus' | 'profileId' | 'redacted'> & { paymentMethodFirst: PaymentMethod })
    | null;
  /** the database's clock once this batch's orders were locked: from when on what is written now is known */
  now: string;
};

/** One row per asked id: which whole order the rows have, and whether facts came before it. */
export async function readHeads(sql: Sql, storeId: StoreId, ids: string[]): Promise<Map<string, KnownHead>> {
  const rows = await sql<KnownHead>(headsSql, [storeId, ids], nameForFew('order heads', ids.length));
  return new Map(rows.map((row) => [row.id, row]));
}

type Fact = { kind: string; id: string; fact: unknown };
type RefundFact = KnownOrder['refunds'] extends Map<string, infer One> ? One : never;
type RefundPart<Name extends 'lines' | 'adjustments'> = { refundId: string } & RefundFact['refund'][Name][number];
type TransactionFact = KnownOrder['transactions'] extends Map<string, infer One> ? One : never;

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
  const rows = await sql<Fact>(factsSql, [storeId, ids, withLines], nameForFew('order facts', ids.length));
  for (const row of rows) {
    const order = known.get(row.id);
    if (order) addFact[row.kind]?.(order, row.fact as never);
  }
  return known;
}

function emptyKnown(head: KnownHead): KnownOrder {
  return {
    version: head.version,
    contentHash: head.content_hash,
    extrasVersion: head.extras_version,
    whole: head.order,
    edited: head.order?.edited ?? false,
    returnStatus: head.order?.returnStatus ?? null,
    paymentMethodFirst: head.order?.paymentMethodFirst ?? null,
    deletedAt: head.deleted_at,
    profileId: head.order?.profileId ?? null,
    redacted: head.order?.redacted ?? false,
    lastReturnAt: null,
    lines: [],
    shippingLines: [],
    edits: [],
    refunds: new Map(),
    transactions: new Map(),
    fulfillments: new Map(),
  };
}

/** Refunds come before their lines and adjustments: the query gives them in that order. */
const addFact: Record<string, (order: KnownOrder, fact: never) => void> = {
  line: (order, fact: KnownOrder['lines'][number]) => order.lines.push(fact),
  shipping: (order, fact: KnownOrder['shippingLines'][number]) => order.shippingLines.push(fact),
  edit: (order, fact: KnownOrder['edits'][number]) => order.edits.push(fact),
  return: (order, { createdAt }: { createdAt: string | null }) => {
    if (createdAt !== null && createdAt > (order.lastReturnAt ?? '')) order.lastReturnAt = createdAt;
  },
  refund: (order, { version, ...refund }: RefundFact['refund'] & { version: string }) => {
    order.refunds.set(refund.platformRefundId, { version, refund: { ...refund, lines: [], adjustments: [] } });
  },
  'refund-line': (order, { refundId, ...line }: RefundPart<'lines'>) => {
    order.refunds.get(refundId)?.refund.lines.push(line);
  },
  'refund-adjustment': (order, { refundId, ...adjustment }: RefundPart<'adjustments'>) => {
    order.refunds.get(refundId)?.refund.adjustments.push(adjustment);
  },
  transaction: (order, { version, ...transaction }: TransactionFact['transaction'] & { version: string }) => {
    order.transactions.set(transaction.platformTransactionId, { version, transaction });
  },
  fulfillment: (order, { version, ...fulfillment }: Fulfillment & { version: string }) => {
    order.fulfillments.set(fulfillment.platformFulfillmentId, { version, fulfillment });
  },
};

/** Money as text, so that no amount passes through a float on its way out of JSON. */
function money(shop: string, presentment = `${shop}_presentment`): string {
  return `jsonb_build_object('shop', ${shop}::text, 'presentment', ${presentment}::text)`;
}

function instant(column: string): string {
  return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}

const hasFacts = ['refund', 'order_transaction', 'fulfillment']
  .map((table) => `exists (select from ${table} t where t.store_id = $1 and t.platform_order_id = k.id)`)
  .join(' or ');

const headsSql = `
  select k.id, o.version, o.content_hash, o.extras_version, ${instant('d.deleted_at')} as deleted_at,
         o.version is not null or ${hasFacts} as has_facts,
         ${instant('clock_timestamp()')} as now,
         case when o.version is not null then jsonb_build_object(
           'createdAt', ${instant('o.created_at')}, 'updatedAt', ${instant('o.platform_updated_at')},
           'cancelledAt', ${instant('o.cancelled_at')}, 'currency', o.currency,
           'presentmentCurrency', o.presentment_currency, 'taxesIncluded', o.taxes_included, 'isSummary', o.is_summary,
           'edited', o.edited, 'profileId', o.profile_id, 'redacted', o.redacted_at is not null, 'returnStatus', o.return_status, 'paymentMethodFirst', o.payment_method_first,
           'totals', jsonb_build_object('total', ${money('o.total')}, 'tax', ${money('o.tax')},
             'shipping', ${money('o.shipping')}, 'tips', ${money('o.tips')}, 'duties', ${money('o.duties')},
             'currentTotal', case when o.current_total is not null then ${money('o.current_total')} end,
             'outstanding', case when o.outstanding is not null then ${money('o.outstanding')} end)) end as "order"
    from unnest($2::text[]) as k(id)
    left join orders o on o.store_id = $1 and o.platform_order_id = k.id
    left join order_deletion d on d.store_id = $1 and d.platform_order_id = k.id`;

function facts(rank: number, kind: string, table: string, fact: Record<string, string>): string {
  const ids = kind === 'line' || kind === 'shipping' ? '$3' : '$2';
  const pairs = Object.entries(fact).map(([name, value]) => `'${name}', ${value}`);
  return `select ${rank} as rank, '${kind}' as kind, platform_order_id as id, jsonb_build_object(${pairs.join(', ')}) as fact
            from ${table} where store_id = $1 and platform_order_id = any(${ids}::text[])`;
}

const lineFact = {
  platformLineId: 'platform_line_id',
  platformVariantId: 'platform_variant_id',
  quantity: 'quantity',
  currentQuantity: 'current_quantity',
  unitPrice: money('unit_price'),
  discounts: money('discounts'),
  tax: money('tax'),
  isGiftCard: 'is_gift_card',
  isTip: 'is_tip',
  isAddOn: 'is_add_on',
  properties: 'properties',
  position: 'position',
};
const shippingFact = {
  platformShippingLineId: 'platform_shipping_line_id',
  discounted: money('discounted'),
  tax: money('tax'),
  position: 'position',
};
const refundFact = {
  platformRefundId: 'platform_refund_id',
  platformReturnId: 'platform_return_id',
  version: 'version',
  createdAt: instant('created_at'),
};
const refundLineFact = {
  refundId: 'platform_refund_id',
  platformRefundLineId: 'platform_refund_line_id',
  platformLineId: 'platform_line_id',
  quantity: 'quantity',
  restockType: 'restock_type',
  subtotal: money('subtotal'),
  tax: money('tax'),
};
const adjustmentFact = {
  refundId: 'platform_refund_id',
  platformAdjustmentId: 'platform_adjustment_id',
  kind: 'kind',
  amount: money('amount'),
  tax: money('tax'),
};
const transactionFact = {
  platformTransactionId: 'platform_transaction_id',
  platformRefundId: 'platform_refund_id',
  parentTransactionId: 'parent_transaction_id',
  kind: 'kind',
  status: 'status',
  gateway: 'gateway',
  errorCode: 'error_code',
  amount: money('amount'),
  currency: 'currency',
  presentmentCurrency: 'presentment_currency',
  test: 'test',
  createdAt: instant('created_at'),
  processedAt: instant('processed_at'),
  version: 'version',
};
const fulfillmentFact = {
  platformFulfillmentId: 'platform_fulfillment_id',
  version: 'version',
  name: 'name',
  status: 'status',
  rawStatus: 'raw_status',
  shipmentStatus: 'shipment_status',
  service: 'service',
  createdAt: instant('created_at'),
  updatedAt: instant('updated_at'),
  deliveredAt: instant('delivered_at'),
  tracking: 'tracking',
  lines: 'lines',
};

const factsSql = `select kind, id, fact from (
  ${[
    facts(1, 'line', 'order_line', lineFact),
    facts(1, 'shipping', 'order_shipping_line', shippingFact),
    facts(2, 'refund', 'refund', refundFact),
    facts(3, 'refund-line', 'refund_line', refundLineFact),
    facts(3, 'refund-adjustment', 'refund_adjustment', adjustmentFact),
    facts(4, 'transaction', 'order_transaction', transactionFact),
    facts(5, 'fulfillment', 'fulfillment', fulfillmentFact),
    facts(6, 'edit', 'order_edit', { platformEditId: 'platform_edit_id', at: instant('at'), lines: 'lines' }),
    facts(6, 'return', 'order_return', { createdAt: instant('created_at') }),
  ].join('\n  union all\n  ')}
) as known order by rank, (fact ->> 'position')::int nulls last`;
