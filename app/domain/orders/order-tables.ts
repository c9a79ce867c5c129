import {
  editsTable,
  fulfillmentsTable,
  refundAdjustmentsTable,
  refundLinesTable,
  refundsTable,
  returnLinesTable,
  returnsTable,
  transactionsTable,
} from './fact-tables';
import type { Rows } from './rows';
import { addressesTable, discountsTable, linesTable, ordersTable, shippingLinesTable, type Table } from './tables';

/** The tables that hold an order and its parts, the order first, and which rows go there. The ledger stands apart. */
export const orderTables = [
  { table: ordersTable, rows: 'orders' },
  { table: linesTable, rows: 'lines' },
  { table: addressesTable, rows: 'addresses' },
  { table: shippingLinesTable, rows: 'shippingLines' },
  { table: discountsTable, rows: 'discounts' },
  { table: refundsTable, rows: 'refunds' },
  { table: refundLinesTable, rows: 'refundLines' },
  { table: refundAdjustmentsTable, rows: 'refundAdjustments' },
  { table: transactionsTable, rows: 'transactions' },
  { table: fulfillmentsTable, rows: 'fulfillments' },
  { table: returnsTable, rows: 'returns' },
  { table: returnLinesTable, rows: 'returnLines' },
  { table: editsTable, rows: 'edits' },
] as const satisfies { table: Table; rows: keyof Rows }[];
