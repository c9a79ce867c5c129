/** Sample bodies of webhooks, made for the traps: small, whole, in dollars unless said otherwise. */
type Change = Record<string, unknown>;

export function line(id: number, price: string, change: Change = {}): Change {
  const quantity = Number(change.quantity ?? 1);
  return {
    ...{ id, title: `Thing ${id}`, variant_id: 900 + id, product_id: 800 + id, sku: `SKU-${id}`, quantity },
    ...{ current_quantity: quantity, price, gift_card: false, tax_lines: [], discount_allocations: [], properties: [] },
    ...change,
  };
}

export function order(id: number | string, lines: Change[], change: Change = {}): Change {
  const sum = lines.reduce((cents, one) => cents + Math.round(Number(one.price) * 100) * Number(one.quantity), 0);
  const total = (sum / 100).toFixed(2);
  return {
    ...{ id, name: `#${id}`, created_at: '2026-11-01T10:00:00Z', processed_at: '2026-11-01T10:00:00Z' },
    ...{ updated_at: '2026-11-01T10:00:00Z', currency: 'USD', presentment_currency: 'USD', taxes_included: false },
    ...{ financial_status: 'paid', fulfillment_status: null, test: false, customer: null },
    ...{
      total_price: total,
      current_total_price: total,
      subtotal_price: total,
      total_tax: '0.00',
      total_discounts: '0.00',
    },
    ...{ line_items: lines, refunds: [], fulfillments: [], shipping_lines: [], payment_gateway_names: ['manual'] },
    ...change,
  };
}

export type Back = { line: Change; subtotal: string; quantity?: number; restock?: string; tax?: string };

/** A refund of lines, paid back in full by one transaction. */
export function refund(id: number, orderId: number, backs: Back[], change: Change = {}, status = 'success'): Change {
  const cents = backs.reduce((sum, back) => sum + Math.round((Number(back.subtotal) + Number(back.tax ?? 0)) * 100), 0);
  const at = (change.created_at as string | undefined) ?? '2026-11-05T10:00:00Z';
  return {
    ...{ id, order_id: orderId, created_at: at, processed_at: at, note: null, order_adjustments: [] },
    refund_line_items: backs.map((back, n) => ({
      ...{ id: id * 10 + n, line_item_id: back.line.id, quantity: back.quantity ?? 1, line_item: back.line },
      ...{ restock_type: back.restock ?? 'return', subtotal: back.subtotal, total_tax: back.tax ?? '0.00' },
    })),
    transactions: [
      transaction(id * 100, orderId, (cents / 100).toFixed(2), { kind: 'refund', status, created_at: at }),
    ],
    ...change,
  };
}

export function transaction(id: number, orderId: number, amount: string, change: Change = {}): Change {
  return {
    ...{ id, order_id: orderId, kind: 'sale', status: 'success', gateway: 'manual', amount, currency: 'USD' },
    ...{ created_at: '2026-11-01T10:00:00Z', processed_at: '2026-11-01T10:00:00Z', test: false, parent_id: null },
    ...change,
  };
}

export function parcel(id: number, orderId: number, number: string, change: Change = {}): Change {
  return {
    ...{ id, order_id: orderId, name: `#${orderId}-F1`, status: 'success', created_at: '2026-11-02T10:00:00Z' },
    ...{ updated_at: '2026-11-02T10:00:00Z', tracking_company: 'Post', tracking_number: number },
    ...{ tracking_numbers: [number], tracking_urls: [], line_items: [], shipment_status: null },
    ...change,
  };
}
