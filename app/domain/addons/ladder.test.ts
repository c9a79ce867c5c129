import { expect, test } from 'vitest';
import { randomOf } from '../../../tests/setup/random';
import { nearestRung, placeRungs, worstErrorOf } from './ladder';

/** Every way to cut the sorted prices into groups, each with every rung that could serve it. */
function bruteForce(wanted: number[], most: number, step: number): number {
  const prices = [...new Set(wanted)].sort((a, b) => a - b);
  const bestFor = (group: number[]): number => {
    let best = Number.POSITIVE_INFINITY;
    for (let rung = step; rung <= (prices.at(-1) as number) + step; rung += step) {
      best = Math.min(best, Math.max(...group.map((price) => Math.abs(rung - price) / price)));
    }
    return best;
  };
  const from = (start: number, left: number): number => {
    if (start === prices.length) return 0;
    if (left === 0) return Number.POSITIVE_INFINITY;
    let best = Number.POSITIVE_INFINITY;
    for (let end = start + 1; end <= prices.length; end++) {
      best = Math.min(best, Math.max(bestFor(prices.slice(start, end)), from(end, left - 1)));
    }
    return best;
  };
  return from(0, most);
}

test('300 small ladders are as good as the best that brute force finds', () => {
  const random = randomOf(7);
  for (let n = 0; n < 300; n++) {
    const wanted = Array.from({ length: 1 + Math.floor(random() * 7) }, () => 1 + Math.floor(random() * 60));
    const most = 1 + Math.floor(random() * 4);
    const step = [1, 1, 2, 5][Math.floor(random() * 4)] as number;
    const { rungs, worstError } = placeRungs(wanted, most, step);
    expect(rungs.length).toBeLessThanOrEqual(most);
    expect(rungs.every((rung) => rung > 0 && rung % step === 0)).toBe(true);
    expect(worstError, JSON.stringify({ wanted, most, step, rungs })).toBeCloseTo(bruteForce(wanted, most, step), 12);
  }
});

test('with enough rungs every price is exact', () => {
  expect(placeRungs([1999, 499, 1999, 25], 3)).toEqual({ rungs: [25, 499, 1999], worstError: 0 });
});

test('2,048 rungs hold 50,000 prices from 0.50 to 5,000 within a quarter of a percent, quickly', () => {
  const random = randomOf(3);
  const wanted = Array.from({ length: 50_000 }, () => Math.round(50 * 10_000 ** random()));
  const { rungs, worstError } = placeRungs(wanted, 2_048);
  expect(rungs.length).toBeLessThanOrEqual(2_048);
  process.stdout.write(
    `ladder: 50,000 prices, ${rungs.length} rungs, worst error ${(worstError * 100).toFixed(3)} %\n`,
  );
  expect(worstError).toBeLessThan(0.0025);
  expect(worstErrorOf(wanted, rungs)).toBe(worstError);
});

test('no prices, no rungs; a tie goes to the lower rung', () => {
  expect(placeRungs([], 10)).toEqual({ rungs: [], worstError: 0 });
  expect(nearestRung([100, 200], 150)).toBe(100);
  expect(nearestRung([100, 200], 151)).toBe(200);
  expect(nearestRung([100], 5)).toBe(100);
  expect(nearestRung([], 5)).toBeUndefined();
});
