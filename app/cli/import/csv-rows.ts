import { once } from 'node:events';
import { type Parser, parse } from 'csv-parse';

/** One row of a CSV and where it stands; `cells` is null when it cannot be read, and `wrong` says why. */
export type CsvRow = {
  line: number;
  /** in bytes of the file */
  start: number;
  bytes: Buffer;
  cells: string[] | null;
  wrong: string | null;
  /** where the next row begins */
  next: { offset: number; line: number };
};

export type CsvShape = { columns: string[]; delimiter: string };

/** More characters than a row may have: a quote that is never closed would take in the whole file. */
const rowMax = 1_000_000;
const newLine = 10;

/**
 * Reads the rows of a CSV. A row that breaks the rules costs itself alone: reading begins anew with the next line.
 * @param from where the stream begins in its file
 */
export async function* csvRows(
  chunks: AsyncIterable<Uint8Array>,
  shape: CsvShape,
  from: { offset: number; line: number },
): AsyncGenerator<CsvRow> {
  const rows = new Rows(shape, from);
  for await (const chunk of chunks) yield* await rows.take(chunk, false);
  yield* await rows.take(Buffer.alloc(0), true);
}

class Rows {
  private parser: Parser;
  /** what was not given as a row yet; it begins at `offset` of the file, on `line` */
  private rest: Buffer = Buffer.alloc(0);
  private offset: number;
  private line: number;
  /** where the parser began */
  private base: number;
  private parsed: { cells: string[]; end: number }[] = [];
  /** why the parser gave up on the row that `rest` begins with */
  private error: Error | null = null;

  constructor(
    private readonly shape: CsvShape,
    from: { offset: number; line: number },
  ) {
    [this.offset, this.base, this.line] = [from.offset, from.offset, from.line];
    this.parser = this.begin();
  }

  /** @returns the rows that end in this chunk */
  async take(chunk: Uint8Array, isLast: boolean): Promise<CsvRow[]> {
    this.rest = Buffer.concat([this.rest, chunk]);
    const rows: CsvRow[] = [];
    for (let next = chunk; ; next = this.rest) {
      this.error ??= await this.parse(next, isLast);
      for (const { cells, end } of this.parsed.splice(0)) rows.push(...this.row(end, cells, null));
      if (this.error === null) return rows;
      const lineEnd = this.rest.indexOf(newLine);
      // The rest of its line comes with the next chunk.
      if (lineEnd < 0 && !isLast) return rows;
      const end = this.offset + (lineEnd < 0 ? this.rest.length : lineEnd + 1);
      rows.push(...this.row(end, null, wordsFor(this.error)));
      [this.error, this.base] = [null, this.offset];
      this.parser = this.begin();
    }
  }

  /** @returns why the parser gave up */
  private async parse(bytes: Uint8Array, isLast: boolean): Promise<Error | null> {
    const { parser } = this;
    const failed = await new Promise<Error | null | undefined>((resolve) => parser.write(bytes, resolve));
    if (failed || !isLast) return failed ?? null;
    const ended = once(parser, 'end');
    parser.end();
    return ended.then(
      () => null,
      (error) => error as Error,
    );
  }

  private begin(): Parser {
    const { columns, delimiter } = this.shape;
    const parser = parse({
      ...{ delimiter, record_delimiter: ['\r\n', '\n'], relax_column_count: true, skip_empty_lines: true },
      max_record_size: rowMax,
      on_record: (cells: string[], { bytes }) => {
        if (cells.length !== columns.length) throw new WrongLength(cells.length, columns.length);
        this.parsed.push({ cells, end: this.base + bytes });
        return null;
      },
    });
    // What goes wrong is told where the bytes are written.
    parser.on('error', () => {});
    parser.resume();
    return parser;
  }

  /** Takes what ends at `end` off the rest; lines without anything before it are passed. */
  private row(end: number, cells: string[] | null, wrong: string | null): CsvRow[] {
    const all = this.rest.subarray(0, end - this.offset);
    const blank = all.findIndex((byte) => byte !== newLine && byte !== 13);
    const skipped = blank < 0 ? all.length : blank;
    const line = this.line + linesIn(all.subarray(0, skipped));
    const start = this.offset + skipped;
    this.rest = this.rest.subarray(all.length);
    [this.offset, this.line] = [end, this.line + linesIn(all)];
    const next = { offset: this.offset, line: this.line };
    return skipped === all.length ? [] : [{ line, start, bytes: all.subarray(skipped), cells, wrong, next }];
  }
}

class WrongLength extends Error {
  constructor(found: number, columns: number) {
    super(`it has ${found} fields where the header has ${columns}`);
  }
}

function wordsFor(error: Error): string {
  if (error instanceof WrongLength) return error.message;
  const code = (error as { code?: string }).code ?? '';
  if (/QUOTE/.test(code)) return 'a quote in it is not where a field begins or ends';
  return /MAX_RECORD_SIZE/.test(code) ? 'a quote in it is never closed' : 'it is no row of a CSV';
}

function linesIn(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = bytes.indexOf(newLine); at >= 0; at = bytes.indexOf(newLine, at + 1)) lines++;
  return lines;
}
