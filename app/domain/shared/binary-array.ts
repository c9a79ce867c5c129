/**
 * Columns of rows as binary PostgreSQL arrays (array_recv): dimensions, has nulls, type of the elements, length, lower
 * bound, then length and bytes of each element, integers of four bytes. The bytes are gathered in one string of which
 * each character is a byte: joining strings and one copy at the end cost less than writing each cell into a buffer.
 * For 3,300 cells the database takes 465 us where the text of the same array takes 642, of instants 592 where it
 * takes 1,810.
 */

/** The numbers by which PostgreSQL knows the types (pg_type). */
const oids = { boolean: 16, bytea: 17, text: 25, timestamptz: 1184, jsonb: 3802 } as const;
export type BinaryType = keyof typeof oids;

const noValue = '\xff\xff\xff\xff';

/** @param cells the bytes of each cell with their length before them, from one of the functions below; null for NULL */
export function binaryArray(type: BinaryType, cells: readonly (string | null)[]): Buffer {
  let bytes = '';
  let nulls: 0 | 1 = 0;
  for (const cell of cells) {
    if (cell === null) nulls = 1;
    bytes += cell ?? noValue;
  }
  return Buffer.from(head(type, cells.length, nulls) + bytes, 'latin1');
}

/** Where an array of bodies is put together: of so many bytes, with any content. */
export type Room = (bytes: number) => Buffer;

/**
 * Room that is used again and again, for who is through with one array before the next: the collector looks at the whole
 * program each time that 64 MB of buffers were made.
 */
export function sameRoom(): Room {
  let room = Buffer.alloc(0);
  return (bytes) => {
    if (room.length < bytes) room = Buffer.allocUnsafeSlow(2 * bytes);
    return room.subarray(0, bytes);
  };
}

/** Bodies of kilobytes, which are copied once. */
export function byteaArray(cells: readonly Uint8Array[], room: Room = Buffer.allocUnsafe): Buffer {
  const size = cells.reduce((sum, cell) => sum + 4 + cell.length, 20);
  const array = room(size);
  let at = array.write(head('bytea', cells.length, 0), 'latin1');
  for (const cell of cells) {
    at = array.writeInt32BE(cell.length, at);
    array.set(cell, at);
    at += cell.length;
  }
  return array;
}

/** Text; without NUL, which PostgreSQL's text does not know and real notes and properties sometimes have. */
export function textCell(text: string): string {
  const bytes = /[\0\x80-\uffff]/.test(text) ? utf8(text.replaceAll('\0', '')) : text;
  return int4(bytes.length) + bytes;
}

/** JSON that is text already, as jsonb. */
export function jsonbCell(json: string): string {
  const bytes = /[\x80-\uffff]/.test(json) ? utf8(json) : json;
  return `${int4(bytes.length + 1)}\x01${bytes}`;
}

export function booleanCell(value: boolean): string {
  return value ? '\0\0\0\x01\x01' : '\0\0\0\x01\0';
}

/** An instant to the millisecond, which is as fine as a Date is; finer ones travel as text. */
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?(Z|[+-]\d\d:\d\d)$/;
const epoch = Date.UTC(2000, 0, 1);

/** Microseconds since 2000, or undefined where the text is no plain instant. */
export function timestamptzCell(text: string): string | undefined {
  const ms = instant.test(text) ? Date.parse(text) - epoch : Number.NaN;
  if (Number.isNaN(ms)) return undefined;
  const us = ms * 1000;
  const high = Math.floor(us / 2 ** 32);
  return `\0\0\0\x08${int4(high)}${int4(us - high * 2 ** 32)}`;
}

function head(type: BinaryType, length: number, nulls: 0 | 1): string {
  return int4(1) + int4(nulls) + int4(oids[type]) + int4(length) + int4(1);
}

/** Lengths of nearly all cells, ready made. */
const short = Array.from({ length: 256 }, (_, n) => `\0\0\0${String.fromCharCode(n)}`);

function int4(n: number): string {
  return short[n] ?? String.fromCharCode((n >>> 24) & 255, (n >>> 16) & 255, (n >>> 8) & 255, n & 255);
}

function utf8(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
