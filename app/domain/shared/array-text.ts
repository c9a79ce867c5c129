/** Columns as PostgreSQL arrays: how many rows travel in one statement. Text for most types, binary for bytes. */
export type ColumnType = 'text' | 'int' | 'numeric' | 'boolean' | 'timestamptz' | 'jsonb' | 'text[]' | 'uuid' | 'bytea';
export type Cell = string | number | boolean | null | string[] | object;

/** One column of many rows as the text of a PostgreSQL array. */
export function arrayText(rows: Record<string, Cell>[], column: string, type: ColumnType): string {
  const write = writers[type];
  let text = '{';
  for (let i = 0; i < rows.length; i++) {
    const cell = rows[i]?.[column] ?? null;
    if (i > 0) text += ',';
    text += cell === null ? 'NULL' : write(cell);
  }
  return `${text}}`;
}

/** The OID of bytea, which a binary array names as the type of its elements. */
const byteaOid = 17;

/**
 * Bytes as a binary PostgreSQL array: bodies of kilobytes are neither escaped nor parsed as text.
 * Layout: dimensions, has nulls, element type, length, lower bound, then length and bytes of each element,
 * integers of four bytes (PostgreSQL's array_recv).
 */
export function byteaArray(cells: readonly Uint8Array[]): Buffer {
  const size = cells.reduce((sum, cell) => sum + 4 + cell.length, 20);
  const array = Buffer.allocUnsafe(size);
  let at = 0;
  for (const head of [1, 0, byteaOid, cells.length, 1]) at = array.writeInt32BE(head, at);
  for (const cell of cells) {
    at = array.writeInt32BE(cell.length, at);
    array.set(cell, at);
    at += cell.length;
  }
  return array;
}

const plain = (cell: Cell) => String(cell);
const quoted = (cell: Cell) => quote(cell as string);

const writers: Record<ColumnType, (cell: Cell) => string> = {
  int: plain,
  numeric: plain,
  boolean: plain,
  uuid: plain,
  text: quoted,
  timestamptz: quoted,
  bytea: quoted,
  jsonb: (cell) => quote(jsonText(cell)),
  'text[]': (cell) => quote(`{${(cell as string[]).map(quote).join(',')}}`),
};

/** In quotes, whatever it says. PostgreSQL's text has no NUL; real notes and properties sometimes do. */
function quote(text: string): string {
  if (!/["\\\0]/.test(text)) return `"${text}"`;
  return `"${text.replace(/["\\\0]/g, (c) => (c === '\0' ? '' : `\\${c}`))}"`;
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
