import type { MoneyPair } from '../shared/money';
import type { Rows } from './rows';
import type { SettledOrder } from './settle-order';

/** Adds the refunds, transactions, fulfilments and the end of an order that are newer than the rows. */
export function addFacts(rows: Rows, settled: SettledOrder): void {
  const { merged, figures } = settled;
  const id = merged.platformOrderId;
  for (const [refundId, { value, version }] of merged.refunds) {
    rows.refunds.push({
      platform_order_id: id,
      platform_refund_id: refundId,
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
      amount: value.amount.shop,
      amount_presentment: value.amount.presentment,
      currency: value.currency,
      presentment_currency: value.presentmentCurrency,
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
      status: value.status,
      raw_status: value.rawStatus,
      shipment_status: value.shipmentStatus,
      created_at: value.createdAt,
      updated_at: value.updatedAt,
      tracking: value.tracking,
      lines: value.lines,
      version,
    });
  }
  if (merged.deletionChanged) rows.deletions.push({ platform_order_id: id, deleted_at: merged.deletedAt });
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

function orderFigureCells({ merged, figures: { order } }: SettledOrder) {
  return {
    gross: order.gross.shop,
    gross_presentment: order.gross.presentment,
    discounts: order.discounts.shop,
    discounts_presentment: order.discounts.presentment,
    returns: order.returns.shop,
    returns_presentment: order.returns.presentment,
    net: order.net.shop,
    net_presentment: order.net.presentment,
    refunded: order.refunded.shop,
    refunded_presentment: order.refunded.presentment,
    add_on_revenue: order.addOnRevenue.shop,
    add_on_revenue_presentment: order.addOnRevenue.presentment,
    has_add_on: order.hasAddOn,
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
