import { expect, test } from 'vitest';
import { causeCure, causeWords, fieldWords } from './parity-words';

test('every cause has words and a cure', () => {
  for (const cause of ['missing', 'stale', 'different', 'gone']) {
    expect(causeWords(cause)).not.toBe(cause);
    expect(causeCure(cause)).toMatch(/^Repair/);
  }
});

test('fields read as words, the first four of them', () => {
  expect(fieldWords(['orders.financial_status', 'order_line.missing', 'refund.refunded_presentment'])).toBe(
    'financial status, line missing, refund refunded as the shopper saw it',
  );
  expect(fieldWords(['a', 'b', 'c', 'd', 'e'].map((name) => `orders.${name}`))).toBe('a, b, c, d and 1 more');
  expect(fieldWords([])).toBe('');
});
