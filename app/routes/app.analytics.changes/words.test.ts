import { expect, test } from 'vitest';
import { causeWords, entryWords } from './words';

test('what came and what went', () => {
  expect(entryWords({ kind: 'refund', title: 'Gift wrap', change: 'came' })).toBe('refund of Gift wrap');
  expect(entryWords({ kind: 'sale', title: null, change: 'went' })).toBe('sale as it was known before');
  expect(causeWords('entry 12')).toBe('inbox entry 12');
  expect(causeWords('new release')).toBe('new release');
});
