import { expect, test } from 'vitest';
import { topicWords } from '~/ui/topic-words';
import { cureFor, isGoing, progressOf, reasonName, resultWords, thingsOf } from './words';

test('progress is known only where the whole is', () => {
  expect(progressOf({ state: 'running', total: 200, processed: 50 })).toBe(25);
  expect(progressOf({ state: 'running', total: null, processed: 50 })).toBeNull();
  expect(progressOf({ state: 'running', total: 10, processed: 12 })).toBe(100);
  expect(progressOf({ state: 'completed', total: 0, processed: 0 })).toBe(100);
});

test('topics read as words', () => {
  expect(topicWords('order_transactions/create')).toBe('Order transactions, create');
  expect(topicWords('order:pulled')).toBe('Order, fetched by sync');
  expect(topicWords('order:file')).toBe('Order, from a file');
  expect(topicWords('stock:pulled')).toBe('Stock, fetched by sync');
  expect(topicWords('customer.tags_added')).toBe('Customer, tags added');
});

test('every reason has a cure', () => {
  expect(cureFor('unauthorized')).toContain('Open the app');
  expect(cureFor(null)).toContain('Retry');
  expect(reasonName('bug')).toBe('A fault of ours');
  expect(reasonName('new-one')).toBe('new-one');
});

test('a finished run no longer goes', () => {
  expect(isGoing('completed_with_errors')).toBe(false);
  expect(isGoing('cancelling')).toBe(true);
});

test('a run says what came of what it read', () => {
  const run = { kind: 'backfill', created: 0, updated: 0, unchanged: 0, failed: 0 };
  expect(resultWords(run)).toBe('');
  expect(resultWords({ ...run, created: 1200, failed: 2 })).toBe('1,200 new, 2 failed');
  expect(resultWords({ ...run, kind: 'reconcile', unchanged: 9, updated: 1 })).toBe('1 mended, 9 equal');
  expect(resultWords({ ...run, kind: 'inventory', unchanged: 162 })).toBe('162 read');
  expect([thingsOf('inventory'), thingsOf('unsettled')]).toEqual(['variants', 'orders']);
});
