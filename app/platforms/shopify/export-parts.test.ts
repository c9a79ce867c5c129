import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutIntoParts } from './export-parts';

const day = 86_400_000;
const start = Date.UTC(2026, 0, 1);
const sampled = (...before: number[]) => before.map((n, at) => ({ at: new Date(start + at * day), before: n }));
const boundsOf = (parts: { from: string | null; to: string | null }[]) => parts.map(({ from, to }) => [from, to]);

test('a store that sells evenly is cut evenly', () => {
  const noon = '2026-01-01T12:00:00.000Z';
  expect(boundsOf(cutIntoParts(sampled(0, 100), 2))).toEqual([
    [null, noon],
    [noon, null],
  ]);
});

test('a day that sold everything is cut within', () => {
  const parts = boundsOf(cutIntoParts(sampled(0, 0, 0, 1000, 1000), 4));
  expect(parts).toHaveLength(4);
  for (const [, to] of parts.slice(0, -1)) expect(to).toMatch(/^2026-01-03/);
});

test('parts are all of time, meet without a gap, and none is empty by its bounds', () => {
  const counts = fc.array(fc.nat(5), { minLength: 2, maxLength: 17 });
  fc.assert(
    fc.property(counts, fc.integer({ min: 1, max: 4 }), (steps, wanted) => {
      let sum = 0;
      const parts = cutIntoParts(sampled(0, ...steps.map((n) => (sum += n))), wanted);
      expect(parts.length).toBeLessThanOrEqual(wanted);
      expect(parts[0]?.from).toBeNull();
      expect(parts.at(-1)?.to).toBeNull();
      for (const [at, part] of parts.slice(1).entries()) expect(part.from).toBe(parts[at]?.to);
      const times = parts.slice(1).map(({ from }) => Date.parse(from ?? ''));
      expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
    }),
  );
});
