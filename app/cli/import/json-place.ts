/**
 * The containers around the place where a file is read, outermost first, each with the name it stands under: a list
 * ("[orders"), or an object ("{data") that is read member by member because it only wraps orders.
 */
export type Within = readonly string[];

/** Where a file can be read on: in bytes from its start, with what a reader must know there. */
export type Place = {
  offset: number;
  line: number;
  within: Within;
  /** a whole value stood on one line, as every value of a JSONL file does */
  byLine: boolean;
};
export const fileStart: Place = { offset: 0, line: 1, within: [], byLine: false };

/** One value of a JSON file: where it stands, and the place behind it. */
export type JsonPiece = {
  line: number;
  start: number;
  bytes: Buffer;
  /** the name that it stands under */
  key: string;
  /** a member of a wrapper beside its orders: there need be no order in it */
  isAside: boolean;
  /** why it is no value; "not closed" is said of a list or wrapper whose values were given */
  broken: 'cut off' | 'too long' | 'not closed' | null;
  end: Place;
};

/** A list or object under one of these names wraps orders; an order has none of them before its id. */
export const wrapping: ReadonlySet<string> = new Set(['order', 'orders', 'node', 'nodes', 'edges', 'data']);

/** The bytes of JSON that have a meaning. */
export const sign = {
  newLine: 10,
  quote: 34,
  comma: 44,
  colon: 58,
  openList: 91,
  backslash: 92,
  closeList: 93,
  openObject: 123,
  closeObject: 125,
} as const;

export function isSpace(byte: number | undefined): boolean {
  return byte === 32 || byte === 10 || byte === 13 || byte === 9;
}
