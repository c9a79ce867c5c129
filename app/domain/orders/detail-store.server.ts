import type { Sql } from '../../db/client.server';
import type { StoreId } from '../shared/ids';
import { moneyText } from '../shared/money';
import { stageOf } from './stage';
import { isDelivered, trackingOf } from './tracking';
import type {
  AddressView,
  FulfillmentView,
  OrderDetail,
  OrderView,
  RefundView,
  ReturnView,
  TransactionView,
} from './view';

type Head = Omit<
  OrderDetail,
  | ('addresses' | 'shippingLines' | 'discounts' | 'transactions' | 'refunds' | 'fulfillments' | 'returns' | 'edits')
  | ('closedAt' | 'stage' | 'tracking')
> & { closedAt: Date | null };

/** What hangs on one order besides its lines: people, money that moved, parcels. */
export async function readDetail(sql: Sql, storeId: StoreId, order: OrderView): Promise<OrderDetail> {
  const { platformOrderId: id, currency } = order;
  const of = 'where store_id = $1 and platform_order_id = $2';
  const read = <Row extends object>(columns: string, table: string, order: string) =>
    sql<Row>(`select ${columns} from ${table} ${of} order by ${order}`, [storeId, id]);
  const money = (text: string) => moneyText(text, currency);

  const [head] = await read<Head>(headColumns, 'orders', '1');
  if (!head) throw new Error('the order went away while it was read');
  const addresses = await read<AddressView>(addressColumns, 'order_address', 'kind');
  const shippingLines = await read<OrderDetail['shippingLines'][number]>(
    'title, code, price, discounted',
    'order_shipping_line',
    'position',
  );
  const discounts = await read<OrderDetail['discounts'][number]>(
    'kind, code, title, value, value_type as "valueType"',
    'order_discount',
    'position',
  );
  const transactions = await read<Omit<TransactionView, 'at'> & { at: Date | null }>(
    transactionColumns,
    'order_transaction',
    'at nulls first, platform_transaction_id',
  );
  const refunds = await read<Omit<RefundView, 'createdAt' | 'lines'> & { createdAt: Date }>(
    refundColumns,
    'refund',
    'created_at, platform_refund_id',
  );
  const refundLines = await read<RefundView['lines'][number] & { refundId: string }>(
    refundLineColumns,
    'refund_line',
    'platform_refund_line_id',
  );
  const shipments = await read<Dated<FulfillmentView, 'createdAt' | 'deliveredAt'>>(
    fulfillmentColumns,
    'fulfillment',
    'created_at nulls first, platform_fulfillment_id',
  );
  const fulfillments = shipments.map((one) => ({
    ...one,
    createdAt: text(one.createdAt),
    deliveredAt: text(one.deliveredAt),
  }));
  const returns = await read<Dated<Omit<ReturnView, 'lines'>, 'createdAt' | 'closedAt'>>(
    returnColumns,
    'order_return',
    'created_at nulls first, platform_return_id',
  );
  const returnLines = await read<ReturnView['lines'][number] & { returnId: string }>(
    returnLineColumns,
    'order_return_line',
    'platform_return_line_id',
  );
  const edits = await read<Dated<OrderDetail['edits'][number], 'at'>>(
    'platform_edit_id as "platformEditId", at, lines',
    'order_edit',
    'at',
  );
  const { returnStatus } = head;
  return {
    ...head,
    closedAt: head.closedAt?.toISOString() ?? null,
    currentTotal: money(head.currentTotal),
    outstanding: money(head.outstanding),
    stage: stageOf({ ...order, returnStatus, isDelivered: isDelivered(fulfillments) }),
    tracking: trackingOf(fulfillments),
    addresses,
    shippingLines: shippingLines.map((line) => ({
      ...line,
      price: money(line.price),
      discounted: money(line.discounted),
    })),
    discounts,
    transactions: transactions.map((one) => ({
      ...one,
      amount: money(one.amount),
      at: one.at?.toISOString() ?? null,
    })),
    refunds: refunds
      .map((refund) => ({
        ...refund,
        createdAt: refund.createdAt.toISOString(),
        returns: money(refund.returns),
        refunded: money(refund.refunded),
        addOnRefunded: money(refund.addOnRefunded),
        lines: refundLines
          .filter(({ refundId }) => refundId === refund.platformRefundId)
          .map(({ refundId: _, ...line }) => ({ ...line, subtotal: money(line.subtotal), tax: money(line.tax) })),
      }))
      // One that stood for what was not told yet gives nothing back once it is told.
      .filter(
        ({ lines, note, returns: goods, refunded }) =>
          lines.length > 0 || note !== null || Number(goods) !== 0 || Number(refunded) !== 0,
      ),
    fulfillments,
    returns: returns.map((one) => ({
      ...one,
      createdAt: text(one.createdAt),
      closedAt: text(one.closedAt),
      lines: returnLines
        .filter(({ returnId }) => returnId === one.platformReturnId)
        .map(({ returnId: _, ...line }) => line),
    })),
    edits: edits.map((one) => ({ ...one, at: text(one.at) ?? '' })),
  };
}

const headColumns = `cancel_reason as "cancelReason", closed_at as "closedAt",
  raw_financial_status as "rawFinancialStatus", raw_fulfillment_status as "rawFulfillmentStatus",
  return_status as "returnStatus", balance as "currentTotal",
  balance - paid as outstanding, payment_terms as "paymentTerms", edited, source_name as "sourceName", tags, note,
  payment_gateways as "paymentGateways"`;
const addressColumns = `kind, name, company, address1, address2, city, province, country,
  country_code as "countryCode", zip, phone`;
const transactionColumns = `platform_transaction_id as "platformTransactionId",
  platform_refund_id as "platformRefundId", kind, status, gateway, error_code as "errorCode", amount, coalesce(processed_at, created_at) as at`;
const refundColumns = `platform_refund_id as "platformRefundId", created_at as "createdAt", note, returns, refunded,
  add_on_refunded as "addOnRefunded"`;
const refundLineColumns = `platform_refund_id as "refundId", platform_line_id as "platformLineId", quantity, subtotal,
  tax, restock_type as "restockType"`;
const fulfillmentColumns = `platform_fulfillment_id as "platformFulfillmentId", status,
  shipment_status as "shipmentStatus", service, created_at as "createdAt", delivered_at as "deliveredAt", tracking, lines`;
const returnColumns = `platform_return_id as "platformReturnId", name, state, created_at as "createdAt",
  closed_at as "closedAt", decline_reason as "declineReason", exchange_lines as "exchangeLines"`;
const returnLineColumns = `platform_return_id as "returnId", platform_return_line_id as "platformReturnLineId",
  platform_line_id as "platformLineId", quantity, processed_quantity as "processedQuantity", reason, note`;

/** A view whose times are still the driver's. */
type Dated<View, Names extends keyof View> = Omit<View, Names> & Record<Names, Date | null>;

function text(time: Date | null): string | null {
  return time?.toISOString() ?? null;
}
