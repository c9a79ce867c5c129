import type { Cell } from '../shared/column-array';
import type { Table } from './tables';

/**
 * Most stores sell in their own currency, where what the shopper saw and what the store books are the same amounts. Of
 * such rows only one of the two columns travels, and the database reads it twice: a third of the ledger's cells.
 */

const suffix = '_presentment';

/** The column of the store's currency that a column of the shopper's currency stands beside; else null. */
export function shopColumnOf(table: Table, column: string): string | null {
  const shop = column.endsWith(suffix) ? column.slice(0, -suffix.length) : '';
  return shop in table.columns ? shop : null;
}

/** True when every amount of these rows is the same in both currencies, digit by digit. */
export function isOwnCurrency(table: Table, rows: Record<string, Cell>[]): boolean {
  const pairs = pairsOf(table);
  return pairs.length > 0 && rows.every((row) => pairs.every(([shop, shopper]) => row[shop] === row[shopper]));
}

/** The columns that travel. */
export function columnsToSend(table: Table, columns: readonly string[], ownCurrency: boolean): string[] {
  return columns.filter((column) => !ownCurrency || shopColumnOf(table, column) === null);
}

const known = new Map<Table, [string, string][]>();

function pairsOf(table: Table): [string, string][] {
  const before = known.get(table);
  if (before) return before;
  const pairs = Object.keys(table.columns).flatMap((column): [string, string][] => {
    const shop = shopColumnOf(table, column);
    return shop === null ? [] : [[shop, column]];
  });
  known.set(table, pairs);
  return pairs;
}
