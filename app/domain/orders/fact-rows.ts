import { amount, type MoneyPair } from '../shared/money';
import type { OrderExtras, Transaction } from './order-parts';
import type { Rows } from './rows';
import type { SettledOrder } from './settle-order';

/** Adds the refunds, transactions, fulfilments and the end of an order that are newer than the rows. */
export function addFacts(rows: Rows, settled: SettledOrder): void {
  const { merged, figures } = settled;
  const { known } = merged;
  const id = merged.platformOrderId;
  for (const [refundId, { value, version }] of merged.refunds) {
    rows.refunds.push({
      platform_order_id: id,
      platform_refund_id: refundId,
      platform_return_id: value.platformReturnId,
      created_at: value.createdAt,
      processed_at: value.processedAt,
      note: value.note,
      restock: value.restock,
      version,
      ...refundFigureCells(settled, refundId),
    });
    for (const line of value.lines) {
      rows.refundLines.push({
        platform_order_id: id,
        platform_refund_id: refundId,
        platform_refund_line_id: line.platformRefundLineId,
        platform_line_id: line.platformLineId,
        quantity: line.quantity,
        restock_type: line.restockType,
        subtotal: line.subtotal.shop,
        subtotal_presentment: line.subtotal.presentment,
        tax: line.tax.shop,
        tax_presentment: line.tax.presentment,
      });
    }
    for (const one of value.adjustments) {
      rows.refundAdjustments.push({
        platform_order_id: id,
        platform_refund_id: refundId,
        platform_adjustment_id: one.platformAdjustmentId,
        kind: one.kind,
        reason: one.reason,
        amount: one.amount.shop,
        amount_presentment: one.amount.presentment,
        tax: one.tax.shop,
        tax_presentment: one.tax.presentment,
      });
    }
  }
  for (const refundId of figures.refunds.keys()) {
    if (merged.refunds.has(refundId)) continue;
    rows.refundFigures.push({
      platform_order_id: id,
      platform_refund_id: refundId,
      platform_return_id:
        merged.refundReturns.get(refundId) ?? known?.refunds.get(refundId)?.refund.platformReturnId ?? null,
      ...refundFigureCells(settled, refundId),
    });
  }
  for (const { value, version } of merged.transactions.values()) {
    rows.transactions.push({
      platform_order_id: id,
      platform_transaction_id: value.platformTransactionId,
      platform_refund_id: value.platformRefundId,
      parent_transaction_id: value.parentTransactionId,
      kind: value.kind,
      status: value.status,
      gateway: value.gateway,
      error_code: value.errorCode,
      amount: value.amount.shop,
      amount_presentment: value.amount.presentment,
      currency: value.currency,
      presentment_currency: value.presentmentCurrency,
      exchange_rate: exchangeRate(value),
      test: value.test,
      created_at: value.createdAt,
      processed_at: value.processedAt,
      version,
    });
  }
  for (const { value, version } of merged.fulfillments.values()) {
    rows.fulfillments.push({
      platform_order_id: id,
      platform_fulfillment_id: value.platformFulfillmentId,
      name: value.name,
      status: value.status,
      raw_status: value.rawStatus,
      shipment_status: value.shipmentStatus,
      service: value.service,
      created_at: value.createdAt,
      updated_at: value.updatedAt,
      delivered_at: value.deliveredAt,
      tracking: value.tracking,
      lines: value.lines,
      version,
    });
  }
  if (merged.extras) addExtras(rows, id, merged.extras.value);
  if (merged.deletionChanged) rows.deletions.push({ platform_order_id: id, deleted_at: merged.deletedAt });
}

function addExtras(rows: Rows, id: string, extras: OrderExtras): void {
  for (const one of extras.returns) {
    rows.returns.push({
      platform_order_id: id,
      platform_return_id: one.platformReturnId,
      name: one.name,
      state: one.state,
      raw_state: one.rawState,
      created_at: one.createdAt,
      approved_at: one.approvedAt,
      closed_at: one.closedAt,
      decline_reason: one.declineReason,
      fees: one.fees.shop,
      fees_presentment: one.fees.presentment,
      exchange_lines: one.exchangeLines,
    });
    for (const line of one.lines) {
      rows.returnLines.push({
        platform_order_id: id,
        platform_return_id: one.platformReturnId,
        platform_return_line_id: line.platformReturnLineId,
        platform_line_id: line.platformLineId,
        quantity: line.quantity,
        processed_quantity: line.processedQuantity,
        refunded_quantity: line.refundedQuantity,
        reason: line.reason,
        note: line.note,
      });
    }
  }
  for (const edit of extras.edits) {
    rows.edits.push({ platform_order_id: id, platform_edit_id: edit.platformEditId, at: edit.at, lines: edit.lines });
  }
}

/** Shop money for one of presentment; null where both are the same currency or nothing was paid. */
function exchangeRate(one: Transaction): string | null {
  if (one.currency === one.presentmentCurrency) return null;
  const presentment = amount(one.amount.presentment);
  return presentment.isZero() ? null : amount(one.amount.shop).dividedBy(presentment).toDecimalPlaces(12).toFixed();
}

/** Adds only what follows from the facts: the whole order in the rows is the newer one. */
export function addFigures(rows: Rows, settled: SettledOrder): void {
  const id = settled.merged.platformOrderId;
  rows.orderFigures.push({ platform_order_id: id, ...orderFigureCells(settled) });
  for (const { platformLineId } of settled.lines) {
    rows.lineFigures.push({
      platform_order_id: id,
      platform_line_id: platformLineId,
      ...lineFigureCells(settled, platformLineId),
    });
  }
}

function orderFigureCells({ merged, extras, lastEventAt, figures: { order } }: SettledOrder) {
  return {
    gross: order.gross.shop,
    gross_presentment: order.gross.presentment,
    discounts: order.discounts.shop,
    discounts_presentment: order.discounts.presentment,
    removed: order.removed.shop,
    removed_presentment: order.removed.presentment,
    returns: order.returns.shop,
    returns_presentment: order.returns.presentment,
    net: order.net.shop,
    net_presentment: order.net.presentment,
    refunded: order.refunded.shop,
    refunded_presentment: order.refunded.presentment,
    balance: order.balance.shop,
    balance_presentment: order.balance.presentment,
    paid: order.paid.shop,
    paid_presentment: order.paid.presentment,
    add_on_revenue: order.addOnRevenue.shop,
    add_on_revenue_presentment: order.addOnRevenue.presentment,
    has_add_on: order.hasAddOn,
    last_event_at: lastEventAt,
    payment_method_first: merged.paymentMethodFirst,
    extras_version: extras.version,
    edited: extras.edited,
    return_status: extras.returnStatus,
    deleted_at: merged.deletedAt,
  };
}

function lineFigureCells({ figures, attribution }: SettledOrder, platformLineId: string) {
  const figure = figures.lines.get(platformLineId) ?? noFigures;
  const addOn = attribution.get(platformLineId);
  return {
    refunded_quantity: figure.refundedQuantity,
    refunded: figure.refunded.shop,
    refunded_presentment: figure.refunded.presentment,
    refunded_tax: figure.refundedTax.shop,
    refunded_tax_presentment: figure.refundedTax.presentment,
    is_add_on: addOn !== undefined,
    add_on_id: addOn?.addOnId ?? null,
    parent_platform_line_id: addOn?.parentPlatformLineId ?? null,
    add_on_revenue: figure.addOnRevenue.shop,
    add_on_revenue_presentment: figure.addOnRevenue.presentment,
  };
}

function refundFigureCells({ figures }: SettledOrder, platformRefundId: string) {
  const figure = figures.refunds.get(platformRefundId) ?? noFigures;
  return {
    returns: figure.returns.shop,
    returns_presentment: figure.returns.presentment,
    refunded: figure.refunded.shop,
    refunded_presentment: figure.refunded.presentment,
    add_on_refunded: figure.addOnRefunded.shop,
    add_on_refunded_presentment: figure.addOnRefunded.presentment,
  };
}

const nothing: MoneyPair = { shop: '0', presentment: '0' };
const noFigures = {
  refundedQuantity: 0,
  refunded: nothing,
  refundedTax: nothing,
  addOnRevenue: nothing,
  returns: nothing,
  addOnRefunded: nothing,
};
