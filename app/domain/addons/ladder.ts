/**
 * A price that depends on the product needs one variant for each price that a shopper may be charged, and a
 * platform allows only so many variants. This places them: the rungs of a ladder, so that the worst relative
 * error over the prices that the store really asks is as small as that many rungs allow.
 */

export type Ladder = {
  /** in minor units, ascending, multiples of the step */
  rungs: number[];
  /** the largest |rung - wanted| / wanted that a shopper meets; 0 when every price has its own rung */
  worstError: number;
};

/**
 * @param wanted the exact prices in minor units, above zero, in any order, doubled ones allowed
 * @param most how many rungs the platform allows, at least 1
 * @param step what a price must be a multiple of, in minor units (1: any)
 * @source the k-centre problem on a line: for a bound e the rungs are placed greedily from the left (each covers as far as
 *   one rung can), and the least feasible e is found by bisection. A test compares with brute force.
 */
export function placeRungs(wanted: number[], most: number, step = 1): Ladder {
  const prices = [...new Set(wanted)].filter((price) => price > 0).sort((a, b) => a - b);
  if (prices.length === 0) return { rungs: [], worstError: 0 };
  let best = cover(prices, most, step, Number.POSITIVE_INFINITY) as number[];
  let high = worstErrorOf(prices, best);
  let low = 0;
  const exact = cover(prices, most, step, 0);
  if (exact) return { rungs: exact, worstError: 0 };
  // The error takes finitely many values: sixty halvings part any two of them that doubles can tell apart.
  for (let n = 0; n < 60 && high > low; n++) {
    const bound = (low + high) / 2;
    const rungs = cover(prices, most, step, bound);
    if (!rungs) low = bound;
    else {
      best = rungs;
      high = Math.min(bound, worstErrorOf(prices, rungs));
    }
  }
  return { rungs: best, worstError: worstErrorOf(prices, best) };
}

/** The rung that is nearest to a price, the lower of two that are as near: a shopper is never charged more for a tie. */
export function nearestRung(rungs: number[], price: number): number | undefined {
  let low = 0;
  let high = rungs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rungs[middle] as number) < price) low = middle + 1;
    else high = middle;
  }
  const above = rungs[low];
  const below = rungs[low - 1];
  if (above === undefined || below === undefined) return above ?? below;
  return price - below <= above - price ? below : above;
}

/** The largest relative error over these prices when each is charged its nearest rung. */
export function worstErrorOf(prices: number[], rungs: number[]): number {
  let worst = 0;
  for (const price of prices) {
    const rung = nearestRung(rungs, price);
    if (rung !== undefined) worst = Math.max(worst, Math.abs(rung - price) / price);
  }
  return worst;
}

/** Rungs that keep every price within the bound, or nothing when more than `most` would be needed. */
function cover(prices: number[], most: number, step: number, bound: number): number[] | undefined {
  if (bound === Number.POSITIVE_INFINITY) return [rungFor(prices[0] as number, prices.at(-1) as number, step)];
  const rungs: number[] = [];
  for (let i = 0; i < prices.length; ) {
    const first = prices[i] as number;
    let last = first;
    if (!canCover(first, first, step, bound)) return undefined;
    while (i < prices.length && canCover(first, prices[i] as number, step, bound)) last = prices[i++] as number;
    if (rungs.length === most) return undefined;
    rungs.push(rungFor(first, last, step));
  }
  return rungs;
}

/** Whether one rung is within the bound of both ends; then it is of all between. */
function canCover(first: number, last: number, step: number, bound: number): boolean {
  const rung = rungFor(first, last, step);
  return errorAt(rung, first, last) <= bound;
}

function errorAt(rung: number, first: number, last: number): number {
  return Math.max(Math.abs(rung - first) / first, Math.abs(last - rung) / last);
}

/** The best rung for prices from first to last: their harmonic mean has the same relative error at both ends. */
function rungFor(first: number, last: number, step: number): number {
  const middle = (2 * first * last) / (first + last);
  const below = Math.max(step, Math.floor(middle / step) * step);
  const above = below + step;
  return errorAt(below, first, last) <= errorAt(above, first, last) ? below : above;
}
