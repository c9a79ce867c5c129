import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import {
  count,
  decimal,
  flag,
  instant,
  maybeCount,
  maybeDecimal,
  maybeFlag,
  maybeInstant,
  readAs,
  text,
} from './fields';

const digits = (most: number) => fc.stringMatching(new RegExp(`^\\d{1,${most}}$`));
const spelt = fc
  .tuple(fc.constantFrom('', '-'), digits(25), fc.option(digits(25)), fc.constantFrom('', '', '', 'e2', 'E-3'))
  .map(([sign, whole, rest, power]) => `${sign}${whole}${rest === null ? '' : `.${rest}`}${power}`);

test('an amount is the number that was spelt, in its shortest spelling', () => {
  fc.assert(
    fc.property(spelt, (told) => {
      const read = decimal.parse(told);
      expect(new Decimal(read).equals(told)).toBe(true);
      expect(read).toBe(new Decimal(told).toFixed());
      expect(decimal.parse(read)).toBe(read);
    }),
    { numRuns: 3000 },
  );
});

test.each([
  ['10.00', '10'],
  ['10.50', '10.5'],
  ['-0.50', '-0.5'],
  ['007', '7'],
  [' 7.10 ', '7.1'],
  ['1E1', '10'],
  ['100', '100'],
  ['0.00', '0'],
])('%j is %s', (told, read) => expect(decimal.parse(told)).toBe(read));

test('what was not told is nothing, and what is required says that it is missing', () => {
  const nothing = z.object({ a: text, b: maybeDecimal, c: maybeInstant, d: maybeCount, e: maybeFlag, f: flag });
  const none = { a: null, b: null, c: null, d: null, e: null, f: false };
  expect(nothing.parse({})).toEqual(none);
  expect(nothing.parse({ a: '', b: null, c: null, d: null, e: null, f: null })).toEqual(none);
  const needed = z.object({ decimal, instant, count });
  const missing = 'decimal: is missing; instant: is missing; count: is missing';
  expect(() => readAs(needed, {}, 'a thing')).toThrow(missing);
});

test.each([
  [decimal, ['', 'ten', '1,5', '1e999', 'Infinity', true, {}], 'is not an amount'],
  [instant, ['yesterday', '2026-13-01T00:00:00Z', false], 'is not a time'],
  [count, ['1.5', '12345678901', 'x', true], 'is not a whole number'],
  [flag, ['true', '1'], 'is neither true nor false'],
  [text, [{}, ['a']], 'is not text'],
])('what is wrong is refused by name (%#)', (schema, wrong, why) => {
  for (const value of wrong) expect(schema.safeParse(value).error?.issues[0]?.message, String(value)).toBe(why);
});
