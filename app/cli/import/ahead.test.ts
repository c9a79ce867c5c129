import { expect, test } from 'vitest';
import { ahead } from './ahead';
import { progressLine } from './progress';

const pause = () => new Promise((resolve) => setTimeout(resolve, 1));

test('reads ahead of who takes, in order, and never by more than it may', async () => {
  let given = 0;
  let closed = false;
  async function* source() {
    try {
      for (; given < 20; given++) yield given;
    } finally {
      closed = true;
    }
  }
  const taken: number[] = [];
  let most = 0;
  for await (const one of ahead(source(), 3)) {
    await pause();
    taken.push(one);
    most = Math.max(most, given - one);
  }
  expect(taken).toEqual(Array.from({ length: 20 }, (_, at) => at));
  expect([most, closed]).toEqual([3, true]);
});

test('a failure of the source comes after what it gave before it; who stops taking closes it', async () => {
  let closed = 0;
  async function* source() {
    try {
      yield 1;
      yield 2;
      throw new Error('broken');
    } finally {
      closed++;
    }
  }
  const taken: number[] = [];
  const all = async () => {
    for await (const one of ahead(source(), 5)) {
      await pause();
      taken.push(one);
    }
  };
  await expect(all()).rejects.toThrow('broken');
  expect(taken).toEqual([1, 2]);
  for await (const _ of ahead(source(), 1)) break;
  expect(closed).toBe(2);
});

test('a line of progress', () => {
  const start = { offset: 1_000_000, orders: 500 };
  expect(progressLine(5_000_000, start, { offset: 2_000_000, orders: 2_500 }, 10)).toBe(
    '2.0 MB of 5.0 MB, 2,500 orders, 200 a second, 30 s left',
  );
  expect(progressLine(null, { offset: 0, orders: 0 }, { offset: 1_500_000, orders: 9 }, 3)).toBe(
    '1.5 MB, 9 orders, 3 a second',
  );
});
