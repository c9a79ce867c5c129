import type { Cell, ColumnType } from './tables';

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
