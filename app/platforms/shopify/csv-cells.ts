import { type Amount, amount, zero } from '../../domain/shared/money';
import { malformed } from '../fields';

/** The cells of an export as CSV. What is wrong is told by the name of its column, never by its content. */

/** A row by the names of its columns in small letters; empty cells are not in it. */
export type Row = Readonly<Record<string, string>>;

export function cell(row: Row, column: string): string | null {
  return row[column.toLowerCase()]?.trim() || null;
}

/** What a spreadsheet must not take for a number stands behind an apostrophe. */
export function plainCell(row: Row, column: string): string | null {
  return cell(row, column)?.replace(/^'/, '') || null;
}

/** An amount; an empty cell is none. */
export function money(row: Row, column: string): Amount | null {
  const written = cell(row, column);
  if (written === null) return null;
  try {
    return amount(written);
  } catch {
    throw malformed(`"${column}" is not an amount.`);
  }
}

export function moneyOrNone(row: Row, column: string): Amount {
  return money(row, column) ?? zero;
}

/** An id; spreadsheets write long ones as 5.12E+12, and then the order cannot be told any more. */
export function idIn(row: Row, column: string): string {
  const id = plainCell(row, column);
  if (id === null || !/^\d+$/.test(id)) {
    throw malformed(`"${column}" is not a whole number: a spreadsheet may have rounded it.`);
  }
  return id;
}

/** "2026-02-01 09:00:00 +0100" as ISO 8601 in UTC. */
export function instantIn(row: Row, column: string): string | null {
  const written = cell(row, column);
  if (written === null) return null;
  const [, day, time, zone] =
    /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2}) ?(UTC|Z|[+-]\d{2}:?\d{2})$/.exec(written) ?? [];
  const hours = zone?.startsWith('U') ? 'Z' : zone?.replace(/(\d{2})(\d{2})$/, '$1:$2');
  const at = new Date(`${day}T${time}${hours}`);
  if (Number.isNaN(at.getTime())) {
    throw malformed(`"${column}" is not a time with its zone: a spreadsheet may have rewritten it.`);
  }
  return at.toISOString();
}

export function flagIn(row: Row, column: string): boolean | null {
  const written = cell(row, column)?.toLowerCase();
  if (written === undefined) return null;
  return written === 'true' || written === 'yes';
}
