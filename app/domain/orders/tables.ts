import type { Cell, ColumnType } from '../shared/array-text';

/**
 * The order tables as the writer fills them: every column with its type, the store's id left out because every
 * row has it. Rows are objects with these names; the compiler asks for each of them.
 */
export type Table = {
  readonly name: string;
  /** the key after the store's id */
  readonly key: readonly string[];
  readonly columns: Readonly<Record<string, ColumnType>>;
};
export type RowOf<T extends Table> = Record<keyof T['columns'], Cell>;

export const ordersTable = {
  name: 'orders',
  key: ['platform_order_id'],
  columns: {
    platform_order_id: 'text',
    platform: 'text',
    order_number: 'text',
    version: 'text',
    content_hash: 'text',
    created_at: 'timestamptz',
    processed_at: 'timestamptz',
    platform_updated_at: 'timestamptz',
    cancelled_at: 'timestamptz',
    cancel_reason: 'text',
    closed_at: 'timestamptz',
    deleted_at: 'timestamptz',
    test: 'boolean',
    edited: 'boolean',
    status: 'text',
    financial_status: 'text',
    fulfillment_status: 'text',
    raw_financial_status: 'text',
    raw_fulfillment_status: 'text',
    return_status: 'text',
    currency: 'text',
    presentment_currency: 'text',
    taxes_included: 'boolean',
    platform_customer_id: 'text',
    email: 'text',
    phone: 'text',
    customer_name: 'text',
    email_hash: 'bytea',
    phone_hash: 'bytea',
    source_name: 'text',
    tags: 'text[]',
    note: 'text',
    note_attributes: 'jsonb',
    cart_token: 'text',
    checkout_token: 'text',
    payment_gateways: 'text[]',
    gross: 'numeric',
    gross_presentment: 'numeric',
    discounts: 'numeric',
    discounts_presentment: 'numeric',
    returns: 'numeric',
    returns_presentment: 'numeric',
    net: 'numeric',
    net_presentment: 'numeric',
    shipping: 'numeric',
    shipping_presentment: 'numeric',
    tax: 'numeric',
    tax_presentment: 'numeric',
    tips: 'numeric',
    tips_presentment: 'numeric',
    duties: 'numeric',
    duties_presentment: 'numeric',
    total: 'numeric',
    total_presentment: 'numeric',
    current_total: 'numeric',
    current_total_presentment: 'numeric',
    refunded: 'numeric',
    refunded_presentment: 'numeric',
    add_on_revenue: 'numeric',
    add_on_revenue_presentment: 'numeric',
    has_add_on: 'boolean',
  },
} as const satisfies Table;

export const linesTable = {
  name: 'order_line',
  key: ['platform_order_id', 'platform_line_id'],
  columns: {
    platform_order_id: 'text',
    platform_line_id: 'text',
    position: 'int',
    platform_product_id: 'text',
    platform_variant_id: 'text',
    sku: 'text',
    title: 'text',
    variant_title: 'text',
    vendor: 'text',
    quantity: 'int',
    current_quantity: 'int',
    unit_price: 'numeric',
    unit_price_presentment: 'numeric',
    discounts: 'numeric',
    discounts_presentment: 'numeric',
    tax: 'numeric',
    tax_presentment: 'numeric',
    refunded_quantity: 'int',
    refunded: 'numeric',
    refunded_presentment: 'numeric',
    refunded_tax: 'numeric',
    refunded_tax_presentment: 'numeric',
    is_gift_card: 'boolean',
    is_tip: 'boolean',
    requires_shipping: 'boolean',
    taxable: 'boolean',
    fulfillment_status: 'text',
    properties: 'jsonb',
    tax_lines: 'jsonb',
    discount_allocations: 'jsonb',
    duties: 'jsonb',
    is_add_on: 'boolean',
    add_on_id: 'uuid',
    parent_platform_line_id: 'text',
    add_on_revenue: 'numeric',
    add_on_revenue_presentment: 'numeric',
  },
} as const satisfies Table;

export const addressesTable = {
  name: 'order_address',
  key: ['platform_order_id', 'kind'],
  columns: {
    platform_order_id: 'text',
    kind: 'text',
    name: 'text',
    company: 'text',
    address1: 'text',
    address2: 'text',
    city: 'text',
    province: 'text',
    province_code: 'text',
    country: 'text',
    country_code: 'text',
    zip: 'text',
    phone: 'text',
  },
} as const satisfies Table;

export const shippingLinesTable = {
  name: 'order_shipping_line',
  key: ['platform_order_id', 'platform_shipping_line_id'],
  columns: {
    platform_order_id: 'text',
    platform_shipping_line_id: 'text',
    position: 'int',
    title: 'text',
    code: 'text',
    price: 'numeric',
    price_presentment: 'numeric',
    discounted: 'numeric',
    discounted_presentment: 'numeric',
    tax_lines: 'jsonb',
    discount_allocations: 'jsonb',
  },
} as const satisfies Table;

export const discountsTable = {
  name: 'order_discount',
  key: ['platform_order_id', 'position'],
  columns: {
    platform_order_id: 'text',
    position: 'int',
    kind: 'text',
    code: 'text',
    title: 'text',
    value: 'numeric',
    value_type: 'text',
    allocation_method: 'text',
    target_selection: 'text',
    target_type: 'text',
  },
} as const satisfies Table;

export const transactionsTable = {
  name: 'order_transaction',
  key: ['platform_order_id', 'platform_transaction_id'],
  columns: {
    platform_order_id: 'text',
    platform_transaction_id: 'text',
    platform_refund_id: 'text',
    parent_transaction_id: 'text',
    kind: 'text',
    status: 'text',
    gateway: 'text',
    amount: 'numeric',
    amount_presentment: 'numeric',
    currency: 'text',
    presentment_currency: 'text',
    test: 'boolean',
    created_at: 'timestamptz',
    processed_at: 'timestamptz',
    version: 'text',
  },
} as const satisfies Table;

export const refundsTable = {
  name: 'refund',
  key: ['platform_order_id', 'platform_refund_id'],
  columns: {
    platform_order_id: 'text',
    platform_refund_id: 'text',
    created_at: 'timestamptz',
    processed_at: 'timestamptz',
    note: 'text',
    restock: 'boolean',
    version: 'text',
    returns: 'numeric',
    returns_presentment: 'numeric',
    refunded: 'numeric',
    refunded_presentment: 'numeric',
    add_on_refunded: 'numeric',
    add_on_refunded_presentment: 'numeric',
  },
} as const satisfies Table;

export const refundLinesTable = {
  name: 'refund_line',
  key: ['platform_order_id', 'platform_refund_id', 'platform_refund_line_id'],
  columns: {
    platform_order_id: 'text',
    platform_refund_id: 'text',
    platform_refund_line_id: 'text',
    platform_line_id: 'text',
    quantity: 'int',
    restock_type: 'text',
    subtotal: 'numeric',
    subtotal_presentment: 'numeric',
    tax: 'numeric',
    tax_presentment: 'numeric',
  },
} as const satisfies Table;

export const refundAdjustmentsTable = {
  name: 'refund_adjustment',
  key: ['platform_order_id', 'platform_refund_id', 'platform_adjustment_id'],
  columns: {
    platform_order_id: 'text',
    platform_refund_id: 'text',
    platform_adjustment_id: 'text',
    kind: 'text',
    reason: 'text',
    amount: 'numeric',
    amount_presentment: 'numeric',
    tax: 'numeric',
    tax_presentment: 'numeric',
  },
} as const satisfies Table;

export const fulfillmentsTable = {
  name: 'fulfillment',
  key: ['platform_order_id', 'platform_fulfillment_id'],
  columns: {
    platform_order_id: 'text',
    platform_fulfillment_id: 'text',
    status: 'text',
    raw_status: 'text',
    shipment_status: 'text',
    created_at: 'timestamptz',
    updated_at: 'timestamptz',
    tracking: 'jsonb',
    lines: 'jsonb',
    version: 'text',
  },
} as const satisfies Table;

export const deletionsTable = {
  name: 'order_deletion',
  key: ['platform_order_id'],
  columns: { platform_order_id: 'text', deleted_at: 'timestamptz' },
} as const satisfies Table;

export const customersTable = {
  name: 'customer',
  key: ['platform_customer_id'],
  columns: {
    platform_customer_id: 'text',
    email: 'text',
    phone: 'text',
    first_name: 'text',
    last_name: 'text',
    email_hash: 'bytea',
    phone_hash: 'bytea',
    tags: 'text[]',
    created_at: 'timestamptz',
    platform_updated_at: 'timestamptz',
    version: 'text',
  },
} as const satisfies Table;

/** The columns of an order, a line and a refund that follow from others: written again when only those changed. */
export const orderFigureColumns = [
  'gross',
  'gross_presentment',
  'discounts',
  'discounts_presentment',
  'returns',
  'returns_presentment',
  'net',
  'net_presentment',
  'refunded',
  'refunded_presentment',
  'add_on_revenue',
  'add_on_revenue_presentment',
  'has_add_on',
  'deleted_at',
] as const satisfies (keyof typeof ordersTable.columns)[];
export const lineFigureColumns = [
  'refunded_quantity',
  'refunded',
  'refunded_presentment',
  'refunded_tax',
  'refunded_tax_presentment',
  'is_add_on',
  'add_on_id',
  'parent_platform_line_id',
  'add_on_revenue',
  'add_on_revenue_presentment',
] as const satisfies (keyof typeof linesTable.columns)[];
export const refundFigureColumns = [
  'returns',
  'returns_presentment',
  'refunded',
  'refunded_presentment',
  'add_on_refunded',
  'add_on_refunded_presentment',
] as const satisfies (keyof typeof refundsTable.columns)[];
