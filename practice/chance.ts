/** Chance that can be repeated: the same seed gives the same store, on every machine. */
export type Chance = {
  /** from 0 up to, but not including, 1 */
  next(): number;
  /** a whole number from `low` to `high`, both included */
  between(low: number, high: number): number;
  /** true in `share` of all cases */
  happens(share: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** picks by weight */
  weighted<T>(from: readonly (readonly [T, number])[]): T;
};

/** Mulberry32: small, quick, and good enough to make believable orders. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
  function pick<T>(from: readonly T[]): T {
    const one = from[Math.floor(next() * from.length)];
    if (one === undefined) throw new RangeError('nothing to pick from');
    return one;
  }
  return {
    next,
    pick,
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
    happens: (share) => next() < share,
    weighted<T>(from: readonly (readonly [T, number])[]): T {
      const whole = from.reduce((total, [, weight]) => total + weight, 0);
      let left = next() * whole;
      for (const [one, weight] of from) {
        left -= weight;
        if (left < 0) return one;
      }
      return pick(from)[0];
    },
  };
}
