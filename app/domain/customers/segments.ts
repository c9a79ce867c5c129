/**
 * Segments after recency, frequency and value (RFM). Each customer gets a score from 1 (lowest fifth of the store's
 * customers) to 5 for how lately, how often and for how much they bought; recency and frequency together name the
 * segment. The grid is the one that most retail handbooks print.
 */
export const segments = [
  'champions',
  'loyal',
  'potential_loyal',
  'new',
  'promising',
  'needs_attention',
  'about_to_sleep',
  'at_risk',
  'cannot_lose',
  'hibernating',
  'lost',
] as const;
export type Segment = (typeof segments)[number];
export type Score = 1 | 2 | 3 | 4 | 5;

/** Rows: recency 5 (just now) to 1 (long ago); columns: frequency 1 to 5. */
const grid: Record<Score, readonly [Segment, Segment, Segment, Segment, Segment]> = {
  5: ['new', 'potential_loyal', 'potential_loyal', 'champions', 'champions'],
  4: ['promising', 'potential_loyal', 'potential_loyal', 'loyal', 'champions'],
  3: ['about_to_sleep', 'about_to_sleep', 'needs_attention', 'loyal', 'loyal'],
  2: ['hibernating', 'hibernating', 'at_risk', 'at_risk', 'at_risk'],
  1: ['lost', 'lost', 'at_risk', 'cannot_lose', 'cannot_lose'],
};

export function segmentOf(recency: Score, frequency: Score): Segment {
  return grid[recency][frequency - 1] ?? 'lost';
}

/** The same as SQL over two expressions that give scores. */
export function segmentSql(recency: string, frequency: string): string {
  const cases = ([5, 4, 3, 2, 1] as const).flatMap((r) =>
    ([1, 2, 3, 4, 5] as const).map((f) => `when ${r * 10 + f} then '${segmentOf(r, f)}'`),
  );
  return `case (${recency}) * 10 + (${frequency}) ${cases.join(' ')} end`;
}

/** A score as SQL: how many of four ascending bounds the value is beyond, plus one. */
export function scoreSql(value: string, bounds: string): string {
  return `(1 + (${value} > ${bounds}[1])::int + (${value} > ${bounds}[2])::int + (${value} > ${bounds}[3])::int + (${value} > ${bounds}[4])::int)`;
}
