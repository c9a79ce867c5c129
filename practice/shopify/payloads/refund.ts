import { type Pair, times } from '../../money';
import { gid } from '../gids';
import type { OrderDoc, RefundDoc } from '../ledger/order';
import type { StoreRoom } from '../store-room';
import { localTime, moneySet, num, numOrNull, shopAmount } from './json';
import { linePayload } from './line';
import { transactionPayload } from './transaction';

export function refundPayload(room: StoreRoom, order: OrderDoc, refund: RefundDoc) {
  const adjustment = (id: string, kind: string, reason: string, amount: Pair, tax: Pair) => ({
    id: num(id),
    order_id: num(order.id),
    refund_id: num(refund.id),
    amount: shopAmount(amount, order),
    amount_set: moneySet(amount, order),
    kind,
    reason,
    tax_amount: shopAmount(tax, order),
    tax_amount_set: moneySet(tax, order),
  });
  const zero = { shop: '0', presentment: '0' };
  return {
    id: num(refund.id),
    admin_graphql_api_id: gid('Refund', refund.id),
    created_at: localTime(room, refund.createdAt),
    note: refund.note,
    order_id: num(order.id),
    processed_at: localTime(room, refund.processedAt),
    restock: refund.lines.some((line) => line.restockType !== 'NO_RESTOCK'),
    user_id: null,
    return:
      refund.returnId === null
        ? null
        : { id: num(refund.returnId), admin_graphql_api_id: gid('Return', refund.returnId) },
    order_adjustments: [
      ...(refund.shipping === null
        ? []
        : [
            adjustment(
              refund.shipping.id,
              'shipping_refund',
              'Shipping refund',
              times(refund.shipping.amount, -1),
              times(refund.shipping.tax, -1),
            ),
          ]),
      ...(refund.discrepancy === null
        ? []
        : [
            adjustment(
              refund.discrepancy.id,
              'refund_discrepancy',
              'Refund discrepancy',
              refund.discrepancy.amount,
              zero,
            ),
          ]),
    ],
    transactions: order.transactions
      .filter((one) => one.refundId === refund.id)
      .map((one) => transactionPayload(room, order, one)),
    refund_line_items: refund.lines.flatMap((part) => {
      const line = order.lines.find((x) => x.id === part.lineId);
      if (line === undefined) return [];
      return {
        id: num(part.id),
        line_item_id: num(part.lineId),
        location_id: numOrNull(part.locationId),
        quantity: part.quantity,
        restock_type: part.restockType.toLowerCase(),
        subtotal: Number(shopAmount(part.subtotal, order)),
        subtotal_set: moneySet(part.subtotal, order),
        total_tax: Number(shopAmount(part.tax, order)),
        total_tax_set: moneySet(part.tax, order),
        line_item: linePayload(order, line),
      };
    }),
    duties: [],
    total_duties_set: moneySet(zero, order),
    additional_fees: [],
    refund_shipping_lines:
      refund.shipping === null
        ? []
        : [
            {
              id: num(refund.shipping.id),
              subtotal_amount_set: moneySet(refund.shipping.amount, order),
              tax_amount_set: moneySet(refund.shipping.tax, order),
            },
          ],
  };
}
