import { gid } from '../gids';
import type { OrderDoc, TransactionDoc } from '../ledger/order';
import { restAmount } from '../money';
import type { StoreRoom } from '../store-room';
import { localTime, num, numOrNull } from './json';

/** A transaction's amount stands in the currency that the shopper paid with, as on the platform. */
export function transactionPayload(room: StoreRoom, order: OrderDoc, one: TransactionDoc) {
  return {
    id: num(one.id),
    order_id: num(order.id),
    kind: one.kind.toLowerCase(),
    gateway: one.gateway,
    status: one.status.toLowerCase(),
    message: null,
    created_at: localTime(room, one.createdAt),
    test: one.test,
    authorization: null,
    location_id: null,
    user_id: null,
    parent_id: numOrNull(one.parentId),
    processed_at: localTime(room, one.processedAt),
    device_id: null,
    error_code: null,
    source_name: order.sourceName ?? 'web',
    receipt: {},
    amount: restAmount(one.amount.presentment, order.presentmentCurrency),
    currency: order.presentmentCurrency,
    payment_id: `${order.name}.${one.id}`,
    total_unsettled_set: {
      presentment_money: { amount: restAmount('0', order.presentmentCurrency), currency: order.presentmentCurrency },
      shop_money: { amount: restAmount('0', order.currency), currency: order.currency },
    },
    manual_payment_gateway: one.gateway === 'manual',
    amount_rounding: null,
    admin_graphql_api_id: gid('OrderTransaction', one.id),
  };
}
