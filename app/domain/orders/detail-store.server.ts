import type { Sql } from '../../db/client.server';
import type { StoreId } from '../shared/ids';
import { moneyText } from '../shared/money';
import type { AddressView, FulfillmentView, OrderDetail, RefundView, TransactionView } from './view';

type Head = Omit<
  OrderDetail,
  'addresses' | 'shippingLines' | 'discounts' | 'transactions' | 'refunds' | 'fulfillments' | 'closedAt'
> & { closedAt: Date | null };

/** What hangs on one order besides its lines: people, money that moved, parcels. */
export async function readDetail(sql: Sql, storeId: StoreId, id: string, currency: string): Promise<OrderDetail> {
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
  const fulfillments = await read<Omit<FulfillmentView, 'createdAt'> & { createdAt: Date | null }>(
    fulfillmentColumns,
    'fulfillment',
    'created_at nulls first, platform_fulfillment_id',
  );
  return {
    ...head,
    closedAt: head.closedAt?.toISOString() ?? null,
    currentTotal: money(head.currentTotal),
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
    refunds: refunds.map((refund) => ({
      ...refund,
      createdAt: refund.createdAt.toISOString(),
      returns: money(refund.returns),
      refunded: money(refund.refunded),
      addOnRefunded: money(refund.addOnRefunded),
      lines: refundLines
        .filter(({ refundId }) => refundId === refund.platformRefundId)
        .map(({ refundId: _, ...line }) => ({ ...line, subtotal: money(line.subtotal), tax: money(line.tax) })),
    })),
    fulfillments: fulfillments.map((one) => ({ ...one, createdAt: one.createdAt?.toISOString() ?? null })),
  };
}

const headColumns = `cancel_reason as "cancelReason", closed_at as "closedAt",
  raw_financial_status as "rawFinancialStatus", raw_fulfillment_status as "rawFulfillmentStatus",
  return_status as "returnStatus", balance as "currentTotal", edited, source_name as "sourceName", tags, note,
  payment_gateways as "paymentGateways"`;
const addressColumns = `kind, name, company, address1, address2, city, province, country,
  country_code as "countryCode", zip, phone`;
const transactionColumns = `platform_transaction_id as "platformTransactionId",
  platform_refund_id as "platformRefundId", kind, status, gateway, amount, coalesce(processed_at, created_at) as at`;
const refundColumns = `platform_refund_id as "platformRefundId", created_at as "createdAt", note, returns, refunded,
  add_on_refunded as "addOnRefunded"`;
const refundLineColumns = `platform_refund_id as "refundId", platform_line_id as "platformLineId", quantity, subtotal,
  tax, restock_type as "restockType"`;
const fulfillmentColumns = `platform_fulfillment_id as "platformFulfillmentId", status,
  shipment_status as "shipmentStatus", created_at as "createdAt", tracking, lines`;
