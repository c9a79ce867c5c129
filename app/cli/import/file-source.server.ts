import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { parse } from 'lossless-json';
import type { OrderDialect } from '../../platforms/platform';
import { UsageError } from '../command';
import { type CsvHeader, csvHeader, csvPieces } from './csv-pieces.server';
import { jsonPieces, type Place } from './json-pieces';
import { ordersIn } from './orders-in';

/** One record of a file: the bodies of the orders in it, or why there is none. */
export type Piece = { line: number; bodies: string[]; wrong: string | null; raw: string; end: Place };

/** A file, or standard input, that orders are read from. */
export type FileSource = {
  /** bytes; null when nobody knows */
  size: number | null;
  /** the same for the same content; null for what cannot be read twice */
  fingerprint: string | null;
  pieces(from: Place): AsyncGenerator<Piece>;
};

const headBytes = 64 * 1024;

/**
 * Opens a file of orders: JSON, JSONL, or the platform's own export as CSV, told apart by how it begins.
 * @throws {UsageError} when it cannot be read, or is a CSV of something else
 */
export async function openFile(path: string, dialect: OrderDialect): Promise<FileSource> {
  const facts = await stat(path).catch(() => Promise.reject(new UsageError(`The file ${path} cannot be read.`)));
  if (!facts.isFile()) throw new UsageError(`${path} is no file.`);
  const head = await headOf(path);
  const fingerprint = createHash('sha256').update(`${facts.size} ${facts.mtimeMs} `).update(head).digest('hex');
  const csv = isJson(head.toString('utf8')) ? null : csvOf(head.toString('utf8'), path, dialect);
  const read = (from: number) => createReadStream(path, { start: from, highWaterMark: 256 * 1024 });
  return {
    size: facts.size,
    fingerprint,
    pieces: (from) =>
      csv
        ? csvOrders(read(Math.max(from.offset, csv.header.bytes)), csv, from, facts.mtime)
        : jsonOrders(read(from.offset), from),
  };
}

/** Standard input is JSON or JSONL and can be read once. */
export function openStandardInput(stream: AsyncIterable<Uint8Array>): FileSource {
  return { size: null, fingerprint: null, pieces: (from) => jsonOrders(stream, from) };
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** What neither begins with a bracket nor names the columns of an export is left to the JSON reader, which says what is wrong. */
function isJson(head: string): boolean {
  const begin = head.trimStart();
  return /^[{[]/.test(begin) || begin === '' || !begin.split('\n', 1)[0]?.includes(',');
}

type Csv = { header: CsvHeader; groupBy: string };

function csvOf(head: string, path: string, dialect: OrderDialect): Csv {
  const header = csvHeader(head);
  const { csv } = dialect;
  if (!csv || !header) throw new UsageError(`${path} is neither JSON nor an export of orders.`);
  const missing = csv.needs.filter((column) => !header.columns.includes(column));
  if (missing.length > 0) {
    throw new UsageError(
      `${path} is no export of orders: the column${missing.length > 1 ? 's' : ''} ${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} missing.`,
    );
  }
  return { header, groupBy: csv.groupBy };
}

async function* csvOrders(
  bytes: AsyncIterable<Uint8Array>,
  { header, groupBy }: Csv,
  from: Place,
  exportedAt: Date,
): AsyncGenerator<Piece> {
  const start = from.offset === 0 ? undefined : from;
  for await (const { line, rows, wrong, raw, end } of csvPieces(bytes, header, groupBy, start)) {
    const body = JSON.stringify({ exported_at: exportedAt.toISOString(), csv_rows: rows.map(filled) });
    yield { line, bodies: wrong === null ? [body] : [], wrong, raw: JSON.stringify(raw), end };
  }
}

/** An export has some eighty columns, most of them empty. */
function filled(row: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== ''));
}

async function* jsonOrders(bytes: AsyncIterable<Uint8Array>, from: Place): AsyncGenerator<Piece> {
  for await (const { line, text, end } of jsonPieces(decoded(bytes), from)) {
    const found = readOrders(text);
    yield { line, raw: text, end, ...found };
  }
}

function readOrders(text: string): Pick<Piece, 'bodies' | 'wrong'> {
  try {
    const bodies = ordersIn(parse(text));
    return { bodies, wrong: bodies.length > 0 ? null : 'there is no order in it' };
  } catch {
    return { bodies: [], wrong: 'it is not JSON' };
  }
}

/** Characters that span two chunks stay whole; a byte order mark is counted, and trimmed with the space around a value. */
async function* decoded(source: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  for await (const chunk of source) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}
