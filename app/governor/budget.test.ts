import { describe, expect, test } from 'vitest';
import { type Budget, fullBudget, settle, take } from './budget';

const full: Budget = { ...fullBudget(), available: 1000, maximum: 1000, restoreRate: 50, at: 0 };
const said = (available: number) => ({ available, maximum: 1000, restoreRate: 50 });

describe('taking', () => {
  test('takes what is there and counts it as under way', () => {
    const { budget, waitMs } = take(full, 100, 'background', 0);
    expect(waitMs).toBe(0);
    expect(budget).toMatchObject({ available: 900, underWay: 100 });
  });

  test('waits exactly until the points are back', () => {
    const empty = { ...full, available: 0 };
    const { budget, waitMs } = take(empty, 100, 'interactive', 0);
    expect(waitMs).toBe(2000);
    expect(budget.available).toBe(0);
    expect(take(budget, 100, 'interactive', 1999).waitMs).toBeGreaterThan(0);
    expect(take(budget, 100, 'interactive', 2000).waitMs).toBe(0);
  });

  test('leaves a tenth of the bucket to people', () => {
    const low = { ...full, available: 150 };
    expect(take(low, 100, 'background', 0).waitMs).toBe(1000);
    expect(take(low, 100, 'interactive', 0).waitMs).toBe(0);
  });

  test('a call that costs more than there can be goes when the bucket is full', () => {
    expect(take(full, 5000, 'background', 0).waitMs).toBe(0);
  });
});

describe('settling', () => {
  test('the platform’s word counts, less what it has not seen yet', () => {
    const two = take(take(full, 100, 'background', 0).budget, 300, 'background', 0).budget;
    const settled = settle(two, 100, { kind: 'answered', status: said(940) }, 0);
    expect(settled).toMatchObject({ available: 640, underWay: 300 });
  });

  test('learns another plan’s bucket', () => {
    const status = { available: 19_000, maximum: 20_000, restoreRate: 1000 };
    expect(settle(full, 0, { kind: 'answered', status }, 0)).toMatchObject(status);
  });

  test('a call that was lost gives its points back after a minute', () => {
    const lost = take(full, 700, 'background', 0).budget;
    expect(take(lost, 10, 'background', 61_000).budget.underWay).toBe(10);
  });

  test('waits as long as a throttled answer says', () => {
    const settled = settle(full, 0, { kind: 'throttled', status: said(5), waitMs: 3000 }, 0);
    expect(take(settled, 10, 'interactive', 1000)).toMatchObject({ waitMs: 2000, open: false });
  });
});

test('an answer to another call does not undo what the platform asked us to wait', () => {
  const told = settle(full, 0, { kind: 'throttled', status: said(5), waitMs: 3000 }, 0);
  const answered = settle(told, 0, { kind: 'answered', status: said(900) }, 100);
  expect(take(answered, 10, 'interactive', 1000)).toMatchObject({ waitMs: 2000, open: false });
});

test('a call that never went out gives its points back and says nothing of the platform', () => {
  const failing = { ...full, failures: 3 };
  const taken = take(failing, 100, 'background', 0).budget;
  expect(settle(taken, 100, { kind: 'unsent' }, 0)).toEqual(failing);
});

describe('the circuit', () => {
  const failed = (times: number, at = 0) => {
    let budget = full;
    for (let n = 0; n < times; n++) budget = settle(budget, 0, { kind: 'failed', waitMs: null }, at);
    return budget;
  };

  test('stays closed for four failures, opens with the fifth, longer each time', () => {
    expect(take(failed(4), 10, 'interactive', 0)).toMatchObject({ waitMs: 0, open: false });
    expect(take(failed(5), 10, 'interactive', 0)).toMatchObject({ waitMs: 15_000, open: true });
    expect(take(failed(6), 10, 'interactive', 0)).toMatchObject({ waitMs: 30_000, open: true });
    expect(take(failed(50), 10, 'interactive', 0)).toMatchObject({ waitMs: 600_000, open: true });
  });

  test('afterwards lets one call try; an answer closes it', () => {
    const first = take(failed(5), 10, 'interactive', 15_000);
    expect(first.waitMs).toBe(0);
    expect(take(first.budget, 10, 'interactive', 15_001)).toMatchObject({ open: true });
    const closed = settle(first.budget, 10, { kind: 'answered', status: null }, 15_500);
    expect(take(closed, 10, 'interactive', 15_500)).toMatchObject({ waitMs: 0, open: false });
  });
});
