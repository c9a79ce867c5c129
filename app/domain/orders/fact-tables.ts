import type { Table } from './tables';

/** The tables of what hangs on an order and lives by itself: payments, refunds, shipments, returns, edits, its end. */

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
    error_code: 'text',
    amount: 'numeric',
    amount_presentment: 'numeric',
    currency: 'text',
    presentment_currency: 'text',
    exchange_rate: 'numeric',
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
    platform_return_id: 'text',
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
    name: 'text',
    status: 'text',
    raw_status: 'text',
    shipment_status: 'text',
    service: 'text',
    created_at: 'timestamptz',
    updated_at: 'timestamptz',
    delivered_at: 'timestamptz',
    tracking: 'jsonb',
    lines: 'jsonb',
    version: 'text',
  },
} as const satisfies Table;

export const returnsTable = {
  name: 'order_return',
  key: ['platform_order_id', 'platform_return_id'],
  columns: {
    platform_order_id: 'text',
    platform_return_id: 'text',
    name: 'text',
    state: 'text',
    raw_state: 'text',
    created_at: 'timestamptz',
    approved_at: 'timestamptz',
    closed_at: 'timestamptz',
    decline_reason: 'text',
    fees: 'numeric',
    fees_presentment: 'numeric',
    exchange_lines: 'jsonb',
  },
} as const satisfies Table;

export const returnLinesTable = {
  name: 'order_return_line',
  key: ['platform_order_id', 'platform_return_id', 'platform_return_line_id'],
  columns: {
    platform_order_id: 'text',
    platform_return_id: 'text',
    platform_return_line_id: 'text',
    platform_line_id: 'text',
    quantity: 'int',
    processed_quantity: 'int',
    refunded_quantity: 'int',
    reason: 'text',
    note: 'text',
  },
} as const satisfies Table;

export const editsTable = {
  name: 'order_edit',
  key: ['platform_order_id', 'platform_edit_id'],
  columns: { platform_order_id: 'text', platform_edit_id: 'text', at: 'timestamptz', lines: 'jsonb' },
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
    email_verified: 'boolean',
    phone: 'text',
    first_name: 'text',
    last_name: 'text',
    email_hash: 'bytea',
    phone_hash: 'bytea',
    state: 'text',
    tax_exempt: 'boolean',
    default_address: 'jsonb',
    created_at: 'timestamptz',
    platform_updated_at: 'timestamptz',
    version: 'text',
    tags: 'text[]',
    tags_version: 'text',
    email_consent: 'jsonb',
    sms_consent: 'jsonb',
    consents_version: 'text',
  },
  parts: { tags_version: ['tags'], consents_version: ['email_consent', 'sms_consent'] },
} as const satisfies Table;
