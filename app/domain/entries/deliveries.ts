/** How the deliveries of a platform arrive: what is counted of them, by topic and day. */
export type Arrival = {
  topic: string;
  receivedAt: Date;
  /** when it happened, as the platform says; null where it does not */
  triggeredAt: Date | null;
  /** it told of something older than what was known */
  disordered: boolean;
};

export type DeliverySum = {
  topic: string;
  /** UTC, yyyy-mm-dd */
  day: string;
  received: number;
  late: number;
  delayMs: number;
  longestMs: number;
  disordered: number;
  lastAt: Date;
};

/** Platforms deliver within seconds; what takes longer than this came late. */
export const lateAfterMs = 60_000;

/** Sums arrivals by topic and day, in the order in which their rows are to be locked. */
export function sumDeliveries(arrivals: readonly Arrival[]): DeliverySum[] {
  const sums = new Map<string, DeliverySum>();
  for (const { topic, receivedAt, triggeredAt, disordered } of arrivals) {
    const day = receivedAt.toISOString().slice(0, 10);
    const none = { received: 0, late: 0, delayMs: 0, longestMs: 0, disordered: 0, lastAt: receivedAt };
    const sum = sums.get(`${topic} ${day}`) ?? { topic, day, ...none };
    sums.set(`${topic} ${day}`, sum);
    // Clocks differ by a little: what came before it happened came at once.
    const delay = triggeredAt === null ? 0 : Math.max(0, receivedAt.getTime() - triggeredAt.getTime());
    sum.received++;
    sum.delayMs += delay;
    sum.longestMs = Math.max(sum.longestMs, delay);
    if (delay > lateAfterMs) sum.late++;
    if (disordered) sum.disordered++;
    if (receivedAt > sum.lastAt) sum.lastAt = receivedAt;
  }
  return [...sums.values()].sort((a, b) => (`${a.topic} ${a.day}` < `${b.topic} ${b.day}` ? -1 : 1));
}
