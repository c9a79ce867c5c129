import type { refundsTable } from './fact-tables';
import type { linesTable, ordersTable } from './tables';

/** The columns of an order, a line and a refund that follow from others: written again when only those changed. */
export const orderFigureColumns = [
  'gross',
  'gross_presentment',
  'discounts',
  'discounts_presentment',
  'returns',
  'returns_presentment',
  'removed',
  'removed_presentment',
  'net',
  'net_presentment',
  'refunded',
  'refunded_presentment',
  'balance',
  'balance_presentment',
  'paid',
  'paid_presentment',
  'add_on_revenue',
  'add_on_revenue_presentment',
  'has_add_on',
  'last_event_at',
  'payment_method_first',
  'extras_version',
  'edited',
  'return_status',
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
  'platform_return_id',
  'returns',
  'returns_presentment',
  'refunded',
  'refunded_presentment',
  'add_on_refunded',
  'add_on_refunded_presentment',
] as const satisfies (keyof typeof refundsTable.columns)[];
