import { type Difference, differenceOfMeans, differenceOfShares, type Sample } from './statistics';

/** What one group of visitors did after they first met the experiment. Money in the store's currency. */
export type Group = {
  visitors: number;
  /** placed an order, of whatever */
  buyers: number;
  /** placed an order with the add-on (for a holdout: with any) */
  attached: number;
  /** everything they paid for goods, after refunds, per visitor summed and squared */
  revenue: { sum: number; sumOfSquares: number };
  addOnRevenue: { sum: number; sumOfSquares: number };
  /** revenue without add-ons */
  mainRevenue: { sum: number; sumOfSquares: number };
};

export const metrics = ['attachRate', 'revenue', 'addOnRevenue', 'mainRevenue', 'mainConversion'] as const;
export type Metric = (typeof metrics)[number];

export type Compared = { control: number; treated: number; difference: Difference | null };

export type Results = { control: Group; treated: Group; compared: Record<Metric, Compared> };

/** Below so many visitors a group nothing is decided: the intervals lean on large numbers. */
export const fewestVisitors = 200;

export function resultsOf(control: Group, treated: Group): Results {
  const shares = (field: 'buyers' | 'attached') => compare(control, treated, (group) => share(group, field), true);
  const values = (field: 'revenue' | 'addOnRevenue' | 'mainRevenue') =>
    compare(control, treated, (group) => ({ visitors: group.visitors, ...group[field] }), false);
  return {
    control,
    treated,
    compared: {
      attachRate: shares('attached'),
      revenue: values('revenue'),
      addOnRevenue: values('addOnRevenue'),
      mainRevenue: values('mainRevenue'),
      mainConversion: shares('buyers'),
    },
  };
}

/** better, worse: sure on whatever day one looks. open: not sure yet. early: too few visitors to say anything. */
export type Verdict = 'early' | 'open' | 'better' | 'worse';

export function verdictOf({ control, treated, compared }: Results, metric: Metric): Verdict {
  const { difference } = compared[metric];
  if (Math.min(control.visitors, treated.visitors) < fewestVisitors || !difference) return 'early';
  if (difference.alwaysLow > 0) return 'better';
  return difference.alwaysHigh < 0 ? 'worse' : 'open';
}

/**
 * The guard rail: whether fewer of the treated buy than of the others, by more than the merchant bears, surely enough to
 * act on any day.
 * @param bound the share of main conversion that may be lost (0.05: one in twenty sales)
 */
export function breaksGuard(results: Results, bound: number): boolean {
  const { mainConversion } = results.compared;
  if (verdictOf(results, 'mainConversion') !== 'worse' || !mainConversion.difference) return false;
  return mainConversion.difference.alwaysHigh < -bound * mainConversion.control;
}

function compare(control: Group, treated: Group, sample: (group: Group) => Sample, isShare: boolean): Compared {
  const [c, t] = [sample(control), sample(treated)];
  const mean = ({ visitors, sum }: Sample) => (visitors === 0 ? 0 : sum / visitors);
  const difference = isShare ? differenceOfShares(c, t) : differenceOfMeans(c, t);
  return { control: mean(c), treated: mean(t), difference };
}

function share({ visitors, ...group }: Group, field: 'buyers' | 'attached'): Sample {
  return { visitors, sum: group[field], sumOfSquares: group[field] };
}
