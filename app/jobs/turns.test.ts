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

const ms = (n: number) => new Promise((resolve) => setTimeout(resolve, n));

test('a backlog lets short work of others come to its end, and waits no longer than it must', async () => {
  const turns = new Turns();
  const order: string[] = [];
  let end = () => {};
  const short = turns
    .during('other', () => new Promise<void>((resolve) => (end = resolve)))
    .then(() => order.push('short'));
  const backlog = turns.letOthers('big', 5_000).then(() => order.push('backlog'));
  await ms(60);
  expect(order).toEqual([]);
  end();
  await Promise.all([short, backlog]);
  expect(order).toEqual(['short', 'backlog']);
});

test('backlogs do not wait for each other or for themselves, and for nobody without end', async () => {
  const turns = new Turns();
  let end = () => {};
  const hold = () => new Promise<void>((resolve) => (end = resolve));
  const own = turns.during('big', hold);
  await turns.letOthers('big', 60_000);
  end();
  const long = turns.during('another big one', (goesOn) => {
    goesOn();
    return hold();
  });
  await turns.letOthers('big', 60_000);
  end();
  const stuck = turns.during('stuck', hold);
  const began = performance.now();
  await turns.letOthers('big', 80);
  expect(performance.now() - began).toBeGreaterThanOrEqual(75);
  end();
  await Promise.all([own, long, stuck]);
});
