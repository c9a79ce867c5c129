import { isUtf8 } from 'node:buffer';
import { asFault } from '../../domain/shared/fault';
import type { OrderExport } from '../../platforms/platform';
import { type CsvRow, type CsvShape, csvRows } from './csv-rows';
import type { Piece } from './piece';

/** No order has so many lines; more rows of one name are not kept. */
const rowsMax = 10_000;

/** Rows that are one order, as far as they were read. */
type Open = { name: string; id: string; rows: Record<string, string>[]; source: CsvRow[]; wrong: string | null };

/**
 * The orders of an export as CSV: a row with an id begins one, the rows after it with its name and no id go on with
 * it. A row that cannot be read spoils the order that it belongs to, because its sums would no longer be true.
 * @param exportedAt when the file was made, ISO 8601
 */
export async function* csvOrders(
  chunks: AsyncIterable<Uint8Array>,
  shape: CsvShape,
  from: { offset: number; line: number },
  dialect: OrderExport,
  exportedAt: string,
): AsyncGenerator<Piece> {
  const columns = shape.columns.map((column) => column.toLowerCase());
  let open: Open | null = null;
  for await (const row of csvRows(chunks, shape, from)) {
    const cells = row.cells && named(columns, row.cells);
    const name: string = cells ? (cells[dialect.name] ?? '') : nameOf(row, shape, open);
    const id = cells?.[dialect.id] ?? '';
    if (open && (open.name !== name || (id !== '' && id !== open.id))) {
      yield closed(open, dialect, exportedAt);
      open = null;
    }
    open ??= { name, id, rows: [], source: [], wrong: null };
    add(open, row, cells, id !== '');
  }
  if (open) yield closed(open, dialect, exportedAt);
}

function add(open: Open, row: CsvRow, cells: Record<string, string> | null, hasId: boolean): void {
  const isFirst = open.source.length === 0;
  // The order itself stands on its first row only; a second one may be the same order once more.
  if (!isFirst && hasId) open.wrong ??= `line ${row.line}: its id stands on a second row`;
  if (row.wrong) open.wrong ??= isFirst ? row.wrong : `line ${row.line}: ${row.wrong}`;
  if (!isUtf8(row.bytes)) open.wrong ??= `line ${row.line} is not UTF-8 text`;
  if (open.rows.length >= rowsMax) open.wrong ??= `it has more than ${rowsMax} rows`;
  const isTooMany = open.source.length >= rowsMax;
  if (cells && !isTooMany) open.rows.push(cells);
  if (isTooMany) open.source[rowsMax - 1] = row;
  else open.source.push(row);
}

function closed({ id, rows, source, wrong }: Open, dialect: OrderExport, exportedAt: string): Piece {
  const [first, last] = [source[0] as CsvRow, source.at(-1) as CsvRow];
  const piece = {
    ...{ line: first.line, start: first.start, end: { ...last.next, within: [], byLine: false } },
    raw: () => Buffer.concat(source.map((row) => row.bytes)).toString(),
  };
  const why = wrong ?? (id === '' ? 'it has no id: the row that begins this order is missing' : null);
  if (why) return { ...piece, bodies: [], wrong: why };
  try {
    const body = JSON.stringify(dialect.order(rows, exportedAt));
    return { ...piece, bodies: [Buffer.from(body)], wrong: null };
  } catch (error) {
    return { ...piece, bodies: [], wrong: asFault(error).publicMessage };
  }
}

/** An export has some eighty columns, most of them empty. */
function named(columns: string[], cells: string[]): Record<string, string> {
  const row: Record<string, string> = {};
  for (const [at, column] of columns.entries()) if (cells[at]) row[column] = cells[at];
  return row;
}

/** Whose row it is, of one that cannot be read. The lines of one broken row lie behind each other. */
function nameOf({ bytes }: CsvRow, { delimiter }: CsvShape, open: Open | null): string {
  const first = (bytes.toString().split(delimiter, 1)[0] ?? '').replace(/^"|"$/g, '').trim();
  const goesOn = open?.source.at(-1)?.wrong && first[0] !== open.name[0];
  return open && goesOn ? open.name : first;
}
