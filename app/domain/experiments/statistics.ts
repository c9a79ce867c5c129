/**
 * The difference between two groups of visitors, with how sure it is. Two intervals of 95 %: one for a day that was chosen
 * beforehand, and a wider one that holds on every day at once, so that a merchant may look daily and stop when they like.
 */

/** What was measured of one group: so many visitors, the sum of their values and of the squares of these. */
export type Sample = { visitors: number; sum: number; sumOfSquares: number };

export type Difference = {
  /** mean of the treated less mean of the others, per visitor */
  estimate: number;
  /** right on 95 of 100 days that were chosen beforehand */
  low: number;
  high: number;
  /** right on all days together in 95 of 100 experiments */
  alwaysLow: number;
  alwaysHigh: number;
};

/** 95 of 100 values of a normal distribution lie within so many deviations. */
const z95 = 1.959963984540054;
const alpha = 0.05;
/** The always valid interval is narrowest, for what it promises, about this many visitors a group. */
const tunedFor = 2000;

/**
 * Values of any kind, compared by Welch's interval.
 * @returns null where a group has fewer than two visitors
 */
export function differenceOfMeans(control: Sample, treated: Sample): Difference | null {
  if (control.visitors < 2 || treated.visitors < 2) return null;
  const estimate = mean(treated) - mean(control);
  const half = z95 * Math.sqrt(errorOf(control) + errorOf(treated));
  return { estimate, low: estimate - half, high: estimate + half, ...always(control, treated, estimate) };
}

/**
 * Shares of visitors: every value is 0 or 1. One visitor with and one without is added to each group before the interval is
 * drawn (Agresti and Caffo 2000): near 0 and 1, and with few visitors, Welch's is too narrow.
 */
export function differenceOfShares(control: Sample, treated: Sample): Difference | null {
  if (control.visitors < 2 || treated.visitors < 2) return null;
  const [c, t] = [withOneMore(control), withOneMore(treated)];
  const centre = t.share - c.share;
  const half = z95 * Math.sqrt((c.share * (1 - c.share)) / c.visitors + (t.share * (1 - t.share)) / t.visitors);
  const estimate = mean(treated) - mean(control);
  const smoothed = (one: typeof c): Sample => ({ visitors: one.visitors, sum: one.sum, sumOfSquares: one.sum });
  return { estimate, low: centre - half, high: centre + half, ...always(smoothed(c), smoothed(t), centre) };
}

/**
 * The always valid interval: every difference is in it that a test by a mixture of likelihood ratios would not refuse
 * (Robbins 1970; Johari, Pekelis and Walsh 2015). The mixture is normal around no difference.
 */
function always(control: Sample, treated: Sample, centre: number): { alwaysLow: number; alwaysHigh: number } {
  const variance = errorOf(control) + errorOf(treated);
  if (variance === 0) return { alwaysLow: Number.NEGATIVE_INFINITY, alwaysHigh: Number.POSITIVE_INFINITY };
  const spread = (spreadOf(control) + spreadOf(treated)) / tunedFor;
  const whole = variance + spread;
  const half = Math.sqrt(((2 * variance * whole) / spread) * (Math.log(1 / alpha) + Math.log(whole / variance) / 2));
  return { alwaysLow: centre - half, alwaysHigh: centre + half };
}

function withOneMore({ visitors, sum }: Sample): { visitors: number; sum: number; share: number } {
  return { visitors: visitors + 2, sum: sum + 1, share: (sum + 1) / (visitors + 2) };
}

function mean({ visitors, sum }: Sample): number {
  return sum / visitors;
}

/** Variance of one visitor's value. */
function spreadOf({ visitors, sum, sumOfSquares }: Sample): number {
  return Math.max(0, (sumOfSquares - (sum * sum) / visitors) / (visitors - 1));
}

/** Variance of the mean. */
function errorOf(sample: Sample): number {
  return spreadOf(sample) / sample.visitors;
}
