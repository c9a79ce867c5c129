/** The figures of the chart by day. */
export const chartMetrics = ['addOnRevenue', 'netSales', 'attachRate'] as const;
export type ChartMetric = (typeof chartMetrics)[number];

export type DayOfChart = { day: string; addOnRevenue: string; netSales: string; attachRate: string; orders: number };
/** One place on the axis: the exact text for people, the number for the drawing only. */
export type Point = {
  day: string;
  now: number;
  nowText: string;
  before: number | null;
  beforeText: string | null;
  beforeDay: string | null;
};

/** Lays the days before beside the days now, first to first. */
export function pointsOf(metric: ChartMetric, days: DayOfChart[], before: DayOfChart[] | null): Point[] {
  return days.map((one, index) => {
    const other = before?.[index] ?? null;
    return {
      day: one.day,
      now: Number(one[metric]),
      nowText: one[metric],
      before: other ? Number(other[metric]) : null,
      beforeText: other?.[metric] ?? null,
      beforeDay: other?.day ?? null,
    };
  });
}

/** What the chart says to those who hear it: its highest day and its last. */
export function spokenSummary(
  points: Point[],
  show: (text: string) => string,
  showDay: (day: string) => string,
): string {
  const last = points.at(-1);
  if (!last) return 'No days in this period.';
  const highest = points.reduce((best, one) => (one.now > best.now ? one : best));
  if (highest.now === 0) return `${points.length} days, all at ${show(highest.nowText)}.`;
  return `${points.length} days. Highest: ${show(highest.nowText)} on ${showDay(highest.day)}. Last: ${show(last.nowText)} on ${showDay(last.day)}.`;
}
