import { expect, test } from 'vitest';
import { largeBatch, smallBatch, Turns } from './turns';

test('a store alone takes large batches, beside others small ones, and large ones again when they have gone', () => {
  const turns = new Turns();
  expect(turns.batchFor('big', 0)).toBe(largeBatch);
  expect(turns.batchFor('big', 400)).toBe(largeBatch);
  expect(turns.batchFor('other', 450)).toBe(smallBatch);
  expect(turns.batchFor('big', 500)).toBe(smallBatch);
  expect(turns.batchFor('big', 1000)).toBe(smallBatch);
  expect(turns.batchFor('big', 2449)).toBe(smallBatch);
  expect(turns.batchFor('big', 2450)).toBe(largeBatch);
});
