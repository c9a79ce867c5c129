import { restAmount } from '../../money';
import { gid } from '../gids';
import type { OrderDoc, TransactionDoc } from '../ledger/order';
import { isManual, paymentIdOf } from '../orders/payment-id';
import { sourceOf } from '../orders/sales-channel';
import { capturableOf } from '../orders/totals';
import type { StoreRoom } from '../store-room';
import { localTime, num, numOrNull } from './json';

/** A transaction's amount stands in the currency that the shopper paid with, as on the platform. */
export function transactionPayload(room: StoreRoom, order: OrderDoc, one: TransactionDoc) {
  const unsettled = capturableOf(order, one.id);
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
    error_code: one.errorCode?.toLowerCase() ?? null,
    source_name: sourceOf(order),
    receipt: {},
    amount: restAmount(one.amount.presentment, order.presentmentCurrency),
    currency: order.presentmentCurrency,
    payment_id: paymentIdOf(order, one),
    currency_exchange_adjustment: null,
    total_unsettled_set: {
      presentment_money: {
        amount: restAmount(unsettled.presentment, order.presentmentCurrency),
        currency: order.presentmentCurrency,
      },
      shop_money: { amount: restAmount(unsettled.shop, order.currency), currency: order.currency },
    },
    manual_payment_gateway: isManual(one.gateway),
    amount_rounding: null,
    admin_graphql_api_id: gid('OrderTransaction', one.id),
  };
}
