import { expect, test } from 'vitest';
import { explain } from './explain-error';

test('an unknown error says nothing about itself', () => {
  const words = explain(new Error('password authentication failed for user postgres'));
  expect(words.message).not.toContain('postgres');
  expect(words).toMatchObject({ retry: true, requestId: null });
});

test('our own error keeps its words and its request id', () => {
  const thrown = { status: 503, data: { message: 'Your store is busy.', requestId: 'r-1', retry: true } };
  expect(explain(thrown)).toMatchObject({ message: 'Your store is busy.', requestId: 'r-1', retry: true });
});

test('a foreign string is never shown', () => {
  const words = explain({ status: 404, data: 'Error: No route matches URL "/app/<script>"' });
  expect(words.message).not.toContain('<script>');
  expect(words).toMatchObject({ title: 'This page is not here', retry: false });
});

test('an ended session says what to do', () => {
  expect(explain({ status: 401, data: null }).message).toContain('Open Tagalong again');
});
