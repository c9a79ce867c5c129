import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import path from 'node:path';
import type { OrderExport } from '../../platforms/platform';
import { UsageError } from '../command';
import { csvOrders } from './csv-orders';
import { type FileKind, headBytes, kindOf } from './file-kind';
import { jsonOrders } from './json-orders';
import type { Place } from './json-place';
import type { Piece } from './piece';

/** A file, or a stream, that orders are read from. */
export type FileSource = {
  /** the whole path, by which it is known again; a stream has its name only */
  name: string;
  /** bytes; null when nobody knows */
  size: number | null;
  /** the same for the same content; null for what cannot be read twice */
  fingerprint: string | null;
  pieces(from: Place): AsyncGenerator<Piece>;
};

const chunkBytes = 512 * 1024;

/**
 * Opens a file of orders: JSON, JSONL, or the platform's own export as CSV, told apart by how it begins. "-" is standard
 * input.
 * @param dialect how to read the platform's export; without one, there is none
 * @throws {UsageError} when orders cannot be read from it
 */
export async function openSource(given: string, dialect: OrderExport | undefined): Promise<FileSource> {
  if (given === '-') return streamed('standard input', process.stdin, dialect);
  const facts = await stat(given).catch((error) => Promise.reject(cannotBeRead(given, error)));
  if (facts.isDirectory()) throw new UsageError(`${given} is a folder.`);
  if (!facts.isFile()) return streamed(given, createReadStream(given), dialect);
  const file = await open(given).catch((error) => Promise.reject(cannotBeRead(given, error)));
  try {
    const head = await part(file, 0, headBytes);
    const kind = checked(kindOf(head, given, dialect), `The file ${given}`);
    const tail = await part(file, Math.max(0, facts.size - headBytes), headBytes);
    return {
      name: path.resolve(given),
      size: facts.size,
      fingerprint: createHash('sha256').update(`${facts.size} `).update(head).update(tail).digest('hex'),
      pieces: (from) => read(kind, from, facts.mtime, dialect, (start) => fileChunks(given, start)),
    };
  } finally {
    await file.close();
  }
}

/** What can be read once, from its start to its end. */
async function streamed(
  name: string,
  stream: AsyncIterable<Buffer>,
  dialect: OrderExport | undefined,
): Promise<FileSource> {
  const chunks = stream[Symbol.asyncIterator]();
  const first: Buffer[] = [];
  for (let length = 0; length < headBytes; ) {
    const { value, done } = await chunks.next();
    if (done) break;
    first.push(value);
    length += value.length;
  }
  const head = Buffer.concat(first);
  const kind = checked(kindOf(head, '', dialect), name);
  async function* all(start: number) {
    yield head.subarray(start);
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
  }
  return { name, size: null, fingerprint: null, pieces: (from) => read(kind, from, new Date(), dialect, all) };
}

function read(
  kind: FileKind,
  from: Place,
  madeAt: Date,
  dialect: OrderExport | undefined,
  chunks: (start: number) => AsyncIterable<Uint8Array>,
): AsyncGenerator<Piece> {
  if (kind.kind !== 'csv' || !dialect) return jsonOrders(chunks(from.offset), from);
  const start = from.offset === 0 ? kind.begin : from;
  return csvOrders(chunks(start.offset), kind, start, dialect, madeAt.toISOString());
}

function fileChunks(name: string, start: number): AsyncIterable<Buffer> {
  return createReadStream(name, { start, highWaterMark: chunkBytes });
}

async function part(file: FileHandle, start: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, start);
  return buffer.subarray(0, bytesRead);
}

function checked(kind: FileKind, name: string): FileKind {
  if (kind.kind === 'none') throw new UsageError(`${name} ${kind.why}`);
  return kind;
}

function cannotBeRead(name: string, error: NodeJS.ErrnoException): UsageError {
  const why = error.code === 'ENOENT' ? 'there is no such file' : (error.code ?? error.message);
  return new UsageError(`The file ${name} cannot be read: ${why}.`);
}
