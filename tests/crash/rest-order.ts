/** A small whole order in the shape of a webhook body. */
export function restOrder(id: number, change: Record<string, unknown> = {}): string {
  return JSON.stringify({
    id,
    admin_graphql_api_id: `gid://shopify/Order/${id}`,
    name: `#${id}`,
    order_number: id,
    created_at: '2026-11-01T10:00:00Z',
    updated_at: '2026-11-01T10:00:00Z',
    currency: 'USD',
    presentment_currency: 'USD',
    financial_status: 'paid',
    fulfillment_status: null,
    total_price: '10.00',
    current_total_price: '10.00',
    total_tax: '0.00',
    taxes_included: false,
    customer: null,
    line_items: [{ id: id * 10 + 1, title: 'Mug', quantity: 1, current_quantity: 1, price: '10.00', variant_id: 7 }],
    refunds: [],
    fulfillments: [],
    shipping_lines: [],
    ...change,
  });
}
