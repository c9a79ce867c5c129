import { expect, test } from 'vitest';
import { topicWords } from '~/ui/topic-words';
import { cureFor, isGoing, progressOf, reasonName } from './words';

test('progress is known only where the whole is', () => {
  expect(progressOf({ state: 'running', total: 200, processed: 50 })).toBe(25);
  expect(progressOf({ state: 'running', total: null, processed: 50 })).toBeNull();
  expect(progressOf({ state: 'running', total: 10, processed: 12 })).toBe(100);
  expect(progressOf({ state: 'completed', total: 0, processed: 0 })).toBe(100);
});

test('topics read as words', () => {
  expect(topicWords('order_transactions/create')).toBe('Order transactions, create');
  expect(topicWords('order:pulled')).toBe('Order, fetched by sync');
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
