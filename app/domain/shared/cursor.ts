import { Fault } from './fault';

/** Cursors of lists: the values of the last row seen, so that what arrives meanwhile neither repeats nor hides others. */
export function writeCursor(values: string[]): string {
  return Buffer.from(JSON.stringify(values), 'utf8').toString('base64url');
}

/**
 * @param count how many values the list's cursors have
 * @throws {Fault} `invalid` when it is no cursor of such a list
 */
export function readCursor(cursor: string, count: number): string[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(values) && values.length === count && values.every((one) => typeof one === 'string')) {
      return values;
    }
  } catch {
    // No JSON: no cursor of ours.
  }
  throw new Fault({
    reasonClass: 'invalid',
    retry: false,
    publicMessage: 'The cursor is not one of ours; start again without it.',
  });
}
