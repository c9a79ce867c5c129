import { type Info, parse } from 'csv-parse';
import { fileStart, type Place } from './json-pieces';

/** One order of a CSV: its rows by column, or why they cannot be read; `text` is what stands in the file. */
export type CsvPiece = {
  line: number;
  rows: Record<string, string>[];
  wrong: string | null;
  raw: string[][];
  end: Place;
};

export type CsvHeader = { columns: string[]; bytes: number; lines: number };

/**
 * Cuts a CSV into orders: rows that follow each other with the same value in `groupBy` are one.
 * @param from behind a piece of an earlier reading: then `header` says what was read there
 * @throws {Error} when a quote is opened and never closed; what came before it was given
 */
export async function* csvPieces(
  bytes: AsyncIterable<Uint8Array>,
  header: CsvHeader,
  groupBy: string,
  from: Place = { ...fileStart, offset: header.bytes, line: header.lines + 1 },
): AsyncGenerator<CsvPiece> {
  const parser = parse({ columns: false, info: true, relax_column_count: true });
  feed(parser, bytes);
  let open: CsvPiece | null = null;
  let next = from.line;
  for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
    const row = Object.fromEntries(header.columns.map((column, at) => [column, record[at] ?? '']));
    const end: Place = { offset: from.offset + info.bytes, line: from.line + info.lines, inList: false };
    const wrong =
      record.length === header.columns.length
        ? null
        : `line ${next} has ${record.length} fields where the header has ${header.columns.length}`;
    if (open !== null && open.rows[0]?.[groupBy] !== row[groupBy]) {
      yield open;
      open = null;
    }
    if (open === null) open = { line: next, rows: [row], wrong, raw: [record], end };
    else {
      open.rows.push(row);
      open.raw.push(record);
      open.end = end;
      open.wrong ??= wrong;
    }
    next = from.line + info.lines;
  }
  if (open !== null) yield open;
}

/** The first row of a CSV; null when the text holds no whole row. */
export function csvHeader(text: string): CsvHeader | null {
  let found: CsvHeader | null = null;
  const parser = parse({ columns: false, info: true, to: 1, relax_column_count: true, bom: true });
  parser.on('data', ({ record, info }: { record: string[]; info: Info }) => {
    found ??= { columns: record.map((name) => name.trim()), bytes: info.bytes, lines: info.lines };
  });
  parser.on('error', () => {});
  parser.write(text);
  parser.end();
  parser.read();
  return found;
}

function feed(parser: ReturnType<typeof parse>, bytes: AsyncIterable<Uint8Array>): void {
  const write = async () => {
    for await (const chunk of bytes) {
      if (!parser.write(chunk)) await new Promise((resolve) => parser.once('drain', resolve));
    }
    parser.end();
  };
  write().catch((error) => parser.destroy(error as Error));
}
