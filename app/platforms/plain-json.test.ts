import fc from 'fast-check';
import { parse } from 'lossless-json';
import { expect, test } from 'vitest';
import { parseBody } from './fields';
import { isPlain, withNumbersAsText } from './plain-json';

const careful = (text: string) => parse(text, undefined, { parseNumber: (number) => number });

const digits = fc.stringMatching(/^(0|[1-9]\d{0,19})$/);
const number = fc
  .tuple(
    fc.constantFrom('', '-'),
    digits,
    fc.option(fc.stringMatching(/^\d{1,9}$/)),
    fc.constantFrom('', '', 'e3', 'E-7'),
  )
  .map(([sign, whole, rest, power]) => `${sign}${whole}${rest === null ? '' : `.${rest}`}${power}`);
const leaf = fc.oneof(
  number,
  fc.string().map((text) => JSON.stringify(text)),
  fc.constantFrom('true', 'false', 'null', '[]', '{}', '"1.10"', '"a: 1.0, b"'),
);
const json = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, leaf, tie('list'), tie('object')),
  list: fc.array(tie('value'), { maxLength: 4 }).map((all) => `[${all.join(', ')}]`),
  object: fc
    .uniqueArray(fc.tuple(fc.stringMatching(/^[a-z_]{1,6}$/), tie('value')), { maxLength: 4, selector: ([key]) => key })
    .map((all) => `{${all.map(([key, value]) => `"${key}":${value}`).join(',')}}`),
})).value as fc.Arbitrary<string>;

test('what is read the fast way is what the careful parser reads, digit by digit', () => {
  let plain = 0;
  fc.assert(
    fc.property(json, (text) => {
      if (!isPlain(text)) return;
      plain += 1;
      expect(withNumbersAsText(JSON.parse(text))).toEqual(careful(text));
    }),
    { numRuns: 5000 },
  );
  expect(plain).toBeGreaterThan(1000);
});

test.each(['1.10', '1.0', '-0', '1E1', '2e-7', '0.0000001', '12345678901234567', '0.1234567890123456789', '-1.50'])(
  '%s keeps its spelling',
  (number) => {
    for (const text of [number, `[${number}]`, `{"a": ${number}}`, `{"a":${number},"b":1}`]) {
      expect(isPlain(text), text).toBe(false);
      expect(parseBody(text)).toEqual(careful(text));
    }
  },
);

test('an order as platforms tell it is read the fast way', () => {
  const text =
    '{"id":5512345678901,"total_price":"10.00","rate":0.19,"tax_lines":[{"rate":0.07}],"created_at":"2026-01-05T00:00:00-05:00"}';
  expect(isPlain(text)).toBe(true);
  expect(parseBody(text)).toEqual(careful(text));
});
