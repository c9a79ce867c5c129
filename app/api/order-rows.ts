import type { OrderView } from '../domain/orders/view';

/** Orders as rows of a file: one for each line, the order's own columns repeated, so that any sheet can sum lines. */
export const orderColumns = [
  ...['order_id', 'order_number', 'created_at', 'updated_at', 'status', 'financial_status', 'fulfillment_status'],
  ...['test', 'payment_method', 'currency', 'customer_id', 'customer_name', 'email', 'order_gross', 'order_discounts'],
  ...['order_returns', 'order_net', 'order_shipping', 'order_tax', 'order_total', 'order_refunded', 'order_balance'],
  ...['order_add_on_revenue', 'line_id', 'variant_id', 'sku', 'title', 'variant_title', 'quantity', 'current_quantity'],
  ...['unit_price', 'line_discounts', 'line_net', 'line_tax', 'is_gift_card', 'is_add_on', 'add_on_id'],
  ...['add_on_revenue', 'parent_line_id'],
] as const;

type Row = Record<(typeof orderColumns)[number], string | number | boolean | null>;

export function orderRows(order: OrderView): Row[] {
  const { totals } = order;
  const own = {
    order_id: order.platformOrderId,
    order_number: order.orderNumber,
    created_at: order.createdAt,
    updated_at: order.updatedAt,
    status: order.status,
    financial_status: order.financialStatus,
    fulfillment_status: order.fulfillmentStatus,
    test: order.test,
    payment_method: order.paymentMethod.first,
    currency: order.currency,
    customer_id: order.customerId,
    customer_name: order.customer?.name ?? null,
    email: order.customer?.email ?? null,
    order_gross: totals.gross,
    order_discounts: totals.discounts,
    order_returns: totals.returns,
    order_net: totals.net,
    order_shipping: totals.shipping,
    order_tax: totals.tax,
    order_total: totals.total,
    order_refunded: totals.refunded,
    order_balance: totals.balance,
    order_add_on_revenue: order.addOnRevenue,
  };
  // An order without lines is an order all the same.
  const lines = order.lines.length > 0 ? order.lines : [null];
  return lines.map((line) => ({
    ...own,
    line_id: line?.platformLineId ?? null,
    variant_id: line?.platformVariantId ?? null,
    sku: line?.sku ?? null,
    title: line?.title ?? null,
    variant_title: line?.variantTitle ?? null,
    quantity: line?.quantity ?? null,
    current_quantity: line?.currentQuantity ?? null,
    unit_price: line?.unitPrice ?? null,
    line_discounts: line?.discounts ?? null,
    line_net: line?.net ?? null,
    line_tax: line?.tax ?? null,
    is_gift_card: line?.isGiftCard ?? null,
    is_add_on: line?.isAddOn ?? null,
    add_on_id: line?.addOnId ?? null,
    add_on_revenue: line?.addOnRevenue ?? null,
    parent_line_id: line?.parentPlatformLineId ?? null,
  }));
}
