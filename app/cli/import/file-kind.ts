import { isUtf8 } from 'node:buffer';
import { parse } from 'csv-parse/sync';
import type { OrderExport } from '../../platforms/platform';
import type { CsvShape } from './csv-rows';

/** What a file is, by how it begins, or why nobody can read orders from it. */
export type FileKind =
  | { kind: 'json' }
  | ({ kind: 'csv'; begin: { offset: number; line: number } } & CsvShape)
  | { kind: 'none'; why: string };

/** So much of a file says what it is. */
export const headBytes = 64 * 1024;

/**
 * @param head the first bytes
 * @param name by which a file says itself that it is JSON, whatever its first line is
 */
export function kindOf(head: Buffer, name: string, dialect: OrderExport | undefined): FileKind {
  const why = noText(head);
  if (why) return { kind: 'none', why };
  const text = head.toString().replace(/^\ufeff/, '');
  if (/^\s*[{[]/.test(text) || /\.(json|jsonl|ndjson)$/i.test(name)) return { kind: 'json' };
  const header = dialect ? headerOf(head, text) : null;
  if (!dialect || !header || header.columns.length < 2) {
    return { kind: 'none', why: 'is neither JSON nor an export of orders as CSV.' };
  }
  const known = new Set(header.columns.map((column) => column.toLowerCase()));
  const missing = dialect.needs.filter((column) => !known.has(column.toLowerCase()));
  if (missing.length === 0) return { kind: 'csv', ...header };
  const [columns, are] = missing.length > 1 ? ['columns', 'are'] : ['column', 'is'];
  return { kind: 'none', why: `is no export of orders: the ${columns} ${missing.join(', ')} ${are} missing.` };
}

/** Why these bytes are no text that we can read. */
function noText(head: Buffer): string | null {
  if (head.length === 0) return 'is empty.';
  if (head[0] === 0x1f && head[1] === 0x8b) return 'is compressed (gzip): unpack it first.';
  if (head.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004') {
    return 'is a zip archive or a workbook: unpack it first, or save it as CSV.';
  }
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) {
    return 'is UTF-16 text: save it as UTF-8.';
  }
  if (head.includes(0)) return 'is no text: there are zero bytes in it.';
  // A full head may end inside a character.
  const isText = (head.length < headBytes ? [0] : [0, 1, 2, 3]).some((cut) =>
    isUtf8(head.subarray(0, head.length - cut)),
  );
  return isText || /^[\s\ufeff]*[{[]/.test(head.toString()) ? null : 'is not UTF-8 text.';
}

function headerOf(head: Buffer, text: string) {
  const line = text.split('\n', 1)[0] ?? '';
  const count = (sign: string) => line.split(sign).length;
  const delimiter = [',', ';', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
  try {
    const options = { delimiter, to: 1, bom: true, info: true, relax_column_count: true } as const;
    const [first] = parse(head, { ...options, record_delimiter: ['\r\n', '\n'] }) as unknown as {
      record: string[];
      info: { bytes: number };
    }[];
    if (!first) return null;
    const lines = head.subarray(0, first.info.bytes).toString().split('\n').length;
    const begin = { offset: first.info.bytes, line: lines };
    return { columns: first.record.map((column) => column.trim()), delimiter, begin };
  } catch {
    return null;
  }
}
