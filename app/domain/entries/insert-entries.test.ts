import { expect, it } from 'vitest';
import { byteaArray } from '../shared/binary-array';
import { storeIdOf } from '../shared/ids';
import type { NewEntry } from './entry';
import { groupsOf, insertValues } from './insert-entries';

const storeId = storeIdOf('shopify', 'a.myshopify.com');
const entry = (n: number, bytes: number): NewEntry => ({
  storeId,
  source: 'file',
  topic: 'orders/import',
  dedupeKey: `key "${n}"`,
  body: Buffer.alloc(bytes, n),
});

it('cuts lists into groups without losing or repeating one, none too large', () => {
  for (const [length, bytes] of [
    [0, 1],
    [1, 1],
    [1000, 10],
    [2500, 10],
    [7, 6_000_000],
    [3, 40_000_000],
  ] as const) {
    const entries = Array.from({ length }, (_, n) => entry(n, bytes));
    const groups = groupsOf(entries);
    expect(groups.flat()).toEqual(entries);
    for (const group of groups) {
      expect(group.length).toBeLessThanOrEqual(1000);
      expect(group.length === 1 || group.length * bytes <= 16 * 1024 * 1024).toBe(true);
    }
  }
});

it('sends each column as one array, bodies as they are', () => {
  const values = insertValues([entry(1, 2), { ...entry(2, 0), eventId: 'e' }]);
  expect(values[0]).toBe(`{${storeId},${storeId}}`);
  expect(values[3]).toEqual(
    Buffer.concat([Buffer.from('0000000100000000000000190000000200000001', 'hex'), text('key "1"'), text('key "2"')]),
  );
  expect(values[4]).toEqual(
    Buffer.concat([Buffer.from('0000000100000001000000190000000200000001', 'hex'), none, text('e')]),
  );
  expect(values[8], 'nobody has a job').toBe('{}');
  expect(values[9]).toEqual(Buffer.from('000000010000000000000011000000020000000100000002010100000000', 'hex'));
  expect(byteaArray([])).toHaveLength(20);
});

const none = Buffer.from('ffffffff', 'hex');
const text = (cell: string) => Buffer.concat([Buffer.from([0, 0, 0, cell.length]), Buffer.from(cell)]);
