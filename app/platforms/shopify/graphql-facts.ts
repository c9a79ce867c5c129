import { z } from 'zod';
import type { Fulfillment, Refund, Transaction } from '../../domain/orders/order-parts';
import { count, flag, list, maybeCount, maybeInstant, text } from '../fields';
import { undated } from '../news';
import { id } from './ids';
import { moneySet, pairOf } from './money';
import { dutyRefund, shipmentName, shippingRefund } from './shared-order';
import { rawStatus, shipmentState } from './statuses';

/** What the Admin API tells about an order beside the order itself: transactions, refunds, fulfilments. */
const named = z.object({ id }).nullish();

export const graphqlTransaction = z.object({
  id: id.nullish(),
  parentTransaction: named,
  kind: text,
  status: text,
  gateway: text,
  errorCode: text,
  amountSet: moneySet,
  test: flag,
  createdAt: maybeInstant,
  processedAt: maybeInstant,
});

export const graphqlRefund = z.object({
  id,
  createdAt: maybeInstant,
  processedAt: maybeInstant,
  note: text,
  return: named,
  duties: list(z.object({ amountSet: moneySet })),
  refundLineItems: list(
    z.object({
      id: id.nullish(),
      lineItem: named,
      quantity: count,
      restockType: text,
      subtotalSet: moneySet,
      totalTaxSet: moneySet,
    }),
  ),
  refundShippingLines: list(z.object({ subtotalAmountSet: moneySet, taxAmountSet: moneySet })),
  orderAdjustments: list(z.object({ id, reason: text, amountSet: moneySet, taxAmountSet: moneySet })),
  transactions: list(graphqlTransaction),
});

export const graphqlFulfillment = z.object({
  id,
  status: text,
  displayStatus: text,
  name: text,
  service: z.object({ handle: text }).nullish(),
  deliveredAt: maybeInstant,
  createdAt: maybeInstant,
  updatedAt: maybeInstant,
  trackingInfo: list(z.object({ company: text, number: text, url: text })),
  fulfillmentLineItems: list(z.object({ quantity: maybeCount, lineItem: named })),
});

export function asTransaction(
  t: z.infer<typeof graphqlTransaction>,
  currency: string,
  presentmentCurrency: string,
  platformRefundId: string | null,
  fallbackId: string,
): Transaction {
  return {
    platformTransactionId: t.id ?? fallbackId,
    platformRefundId,
    parentTransactionId: t.parentTransaction?.id ?? null,
    kind: t.kind?.toLowerCase() ?? 'unknown',
    status: t.status?.toLowerCase() ?? 'unknown',
    gateway: t.gateway,
    errorCode: t.errorCode?.toLowerCase() ?? null,
    amount: pairOf(t.amountSet),
    currency,
    presentmentCurrency,
    test: t.test,
    createdAt: t.createdAt ?? t.processedAt,
    processedAt: t.processedAt ?? t.createdAt,
  };
}

export function asRefund(r: z.infer<typeof graphqlRefund>, currency: string, presentmentCurrency: string): Refund {
  const lines = r.refundLineItems.map((part, position) => ({
    platformRefundLineId: part.id ?? `${r.id}-${position}`,
    platformLineId: part.lineItem?.id ?? '',
    quantity: part.quantity,
    restockType: part.restockType?.toLowerCase() ?? null,
    subtotal: pairOf(part.subtotalSet),
    tax: pairOf(part.totalTaxSet),
  }));
  const shipping = r.refundShippingLines.map((part) => ({
    amount: pairOf(part.subtotalAmountSet),
    tax: pairOf(part.taxAmountSet),
  }));
  return {
    platformRefundId: r.id,
    platformReturnId: r.return?.id ?? null,
    createdAt: r.createdAt ?? r.processedAt ?? undated,
    processedAt: r.processedAt,
    note: r.note,
    restock: lines.some((line) => line.restockType !== null && line.restockType !== 'no_restock'),
    lines,
    adjustments: [
      ...shippingRefund(r.id, shipping),
      ...dutyRefund(
        r.id,
        r.duties.map((part) => pairOf(part.amountSet)),
      ),
      // What the API calls an order adjustment is the discrepancy only; refunded shipping stands apart.
      ...r.orderAdjustments.map((part) => ({
        platformAdjustmentId: part.id,
        kind: 'refund_discrepancy',
        reason: part.reason?.toLowerCase() ?? null,
        amount: pairOf(part.amountSet),
        tax: pairOf(part.taxAmountSet),
      })),
    ],
    transactions: r.transactions.map((part, position) =>
      asTransaction(part, currency, presentmentCurrency, r.id, `${r.id}-transaction-${position}`),
    ),
  };
}

/** Display states that only repeat that the shipment was made; REST says nothing then. */
const noNews = new Set(['FULFILLED', 'SUBMITTED', 'CANCELED', 'MARKED_AS_FULFILLED']);

export function asFulfillment(f: z.infer<typeof graphqlFulfillment>): Fulfillment {
  return {
    platformFulfillmentId: f.id,
    name: shipmentName(f.name),
    status: shipmentState(rawStatus(f.status)),
    rawStatus: rawStatus(f.status),
    shipmentStatus: f.displayStatus === null || noNews.has(f.displayStatus) ? null : rawStatus(f.displayStatus),
    createdAt: f.createdAt,
    service: f.service?.handle ?? null,
    updatedAt: f.updatedAt,
    deliveredAt: f.deliveredAt,
    tracking: f.trackingInfo,
    lines: f.fulfillmentLineItems.flatMap((part) =>
      part.lineItem ? [{ platformLineId: part.lineItem.id, quantity: part.quantity ?? 0 }] : [],
    ),
  };
}
