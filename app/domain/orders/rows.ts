import type {
  deletionsTable,
  editsTable,
  fulfillmentsTable,
  refundAdjustmentsTable,
  refundLinesTable,
  refundsTable,
  returnLinesTable,
  returnsTable,
  transactionsTable,
} from './fact-tables';
import type { entriesTable } from './ledger-table';
import type { addressesTable, discountsTable, linesTable, ordersTable, RowOf, shippingLinesTable } from './tables';

/** Everything that one call of the writer puts into the tables, in rows. */
export type Rows = {
  orders: RowOf<typeof ordersTable>[];
  lines: RowOf<typeof linesTable>[];
  addresses: RowOf<typeof addressesTable>[];
  shippingLines: RowOf<typeof shippingLinesTable>[];
  discounts: RowOf<typeof discountsTable>[];
  transactions: RowOf<typeof transactionsTable>[];
  refunds: RowOf<typeof refundsTable>[];
  refundLines: RowOf<typeof refundLinesTable>[];
  refundAdjustments: RowOf<typeof refundAdjustmentsTable>[];
  fulfillments: RowOf<typeof fulfillmentsTable>[];
  returns: RowOf<typeof returnsTable>[];
  returnLines: RowOf<typeof returnLinesTable>[];
  edits: RowOf<typeof editsTable>[];
  deletions: RowOf<typeof deletionsTable>[];
  /** the whole ledger of each order */
  entries: RowOf<typeof entriesTable>[];
  /** orders whose whole was not replaced: only what follows from their facts is written */
  orderFigures: FigureRow[];
  lineFigures: FigureRow[];
  refundFigures: FigureRow[];
};
export type FigureRow = Record<string, string | number | boolean | null>;
/** Keyed hashes of a person's normalised e-mail address and phone number, as `\x` hex. */
export type PersonHashes = (person: { email: string | null; phone: string | null }) => {
  email_hash: string | null;
  phone_hash: string | null;
};

export function noRows(): Rows {
  return {
    orders: [],
    lines: [],
    addresses: [],
    shippingLines: [],
    discounts: [],
    transactions: [],
    refunds: [],
    refundLines: [],
    refundAdjustments: [],
    fulfillments: [],
    returns: [],
    returnLines: [],
    edits: [],
    deletions: [],
    entries: [],
    orderFigures: [],
    lineFigures: [],
    refundFigures: [],
  };
}
