import { binaryArray, booleanCell, jsonbCell, textCell, timestamptzCell } from './binary-array';

/**
 * One column of many rows as a PostgreSQL array: how many rows travel in one statement, as
 * `unnest($2::text[], $3::numeric[], ...)`. Binary where that is cheaper for both sides, else text.
 */
export type ColumnType = 'text' | 'int' | 'numeric' | 'boolean' | 'timestamptz' | 'jsonb' | 'text[]' | 'uuid' | 'bytea';
export type Cell = string | number | boolean | null | string[] | object;

/**
 * A column that is empty in every row is an empty array: unnest of several fills it up with nulls. One column at
 * least, the key's, has to be filled.
 */
export function columnArray(rows: Record<string, Cell>[], column: string, type: ColumnType): string | Buffer {
  const cells = rows.map((row) => row[column] ?? null);
  if (cells.every((cell) => cell === null)) return '{}';
  return arrays[type](cells);
}

const arrays: Record<ColumnType, (cells: Cell[]) => string | Buffer> = {
  int: plainArray,
  numeric: plainArray,
  uuid: plainArray,
  bytea: quotedArray,
  text: (cells) => binary('text', cells, (cell) => textCell(cell as string)),
  boolean: (cells) => binary('boolean', cells, (cell) => booleanCell(cell as boolean)),
  jsonb: (cells) => binary('jsonb', cells, (cell) => jsonbCell(jsonText(cell))),
  // A list inside a cell travels as its own literal: arrays of arrays of different lengths do not exist.
  'text[]': (cells) => binary('text', cells, (cell) => textCell(`{${(cell as string[]).map(quote).join(',')}}`)),
  timestamptz: instants,
};

function binary(type: 'text' | 'boolean' | 'jsonb', cells: Cell[], write: (cell: Cell) => string): Buffer {
  return binaryArray(
    type,
    cells.map((cell) => (cell === null ? null : write(cell))),
  );
}

/** Binary when all are plain; many rows beside each other share one instant. */
function instants(cells: Cell[]): string | Buffer {
  const written: (string | null)[] = [];
  let last: Cell = null;
  let bytes: string | undefined;
  for (const cell of cells) {
    if (cell !== null && cell !== last) {
      bytes = timestamptzCell(cell as string);
      if (bytes === undefined) return quotedArray(cells);
      last = cell;
    }
    written.push(cell === null ? null : (bytes as string));
  }
  return binaryArray('timestamptz', written);
}

function plainArray(cells: Cell[]): string {
  return `{${cells.map((cell) => (cell === null ? 'NULL' : String(cell))).join(',')}}`;
}

function quotedArray(cells: Cell[]): string {
  return `{${cells.map((cell) => (cell === null ? 'NULL' : quote(cell as string))).join(',')}}`;
}

/** In quotes, whatever it says. */
function quote(text: string): string {
  return /["\\]/.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : `"${text}"`;
}

/** JSON that jsonb takes: without NUL, and without half a surrogate pair. */
function jsonText(value: Cell): string {
  const text = JSON.stringify(value);
  if (!text.includes('\\u0000') && !text.includes('\\ud')) return text;
  return text.replace(/\\(u0000|ud[89a-f][0-9a-f]{2}|[^u]|u)/g, (whole, escaped: string) => {
    if (escaped === 'u0000') return '';
    return escaped.startsWith('ud') ? '\ufffd' : whole;
  });
}
