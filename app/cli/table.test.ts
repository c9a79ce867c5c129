import { expect, test } from 'vitest';
import { csvLine, table } from './table';

test('CSV: quotes what needs it, defuses formulas, leaves numbers alone', () => {
  expect(csvLine(['a,b', '=1+1', '-12.50', '@x', 'say "hi"', null, true])).toBe(
    `"a,b",'=1+1,-12.50,'@x,"say ""hi""",,true`,
  );
});

test('a table lines up', () => {
  expect(
    table([
      { a: 'x', long: 1 },
      { a: 'yyy', long: null },
    ]),
  ).toBe('a    long\nx    1\nyyy');
});
