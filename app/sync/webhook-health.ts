/** How the platform's deliveries of one topic arrived in the last days. */
export type TopicHealth = {
  topic: string;
  received: number;
  /** took longer than a minute */
  late: number;
  averageDelaySeconds: number;
  longestDelaySeconds: number;
  /** told of something older than what was known */
  disordered: number;
  /** sent again although they were kept */
  duplicated: number;
  /** changes that a pass had to find, because no delivery told of them in time */
  missed: number;
  /** of those, the ones of which no delivery came to this day */
  lost: number;
  lastAt: Date | null;
};

export type WebhookHealth = {
  days: number;
  topics: TopicHealth[];
  /** newest first, a few */
  missed: MissedView[];
  verdict: Verdict;
};

export type MissedView = {
  platformOrderId: string;
  orderNumber: string | null;
  topic: string;
  changedAt: Date;
  foundAt: Date;
  arrivedAt: Date | null;
};

/** none: nothing came yet; losing: changes were lost in the last day; silent: and since then nothing came at all. */
export type Verdict = 'none' | 'good' | 'losing' | 'silent';

export function verdictOf(topics: readonly TopicHealth[], missed: readonly MissedView[], now: Date): Verdict {
  const last = Math.max(0, ...topics.map(({ lastAt }) => lastAt?.getTime() ?? 0));
  const recent = missed.filter((one) => one.arrivedAt === null && now.getTime() - one.foundAt.getTime() < 86_400_000);
  if (recent.some((one) => one.changedAt.getTime() > last)) return 'silent';
  if (recent.length > 0) return 'losing';
  return last === 0 ? 'none' : 'good';
}

/** A store whose deliveries stop for much longer than they usually pause is asked at once. */
export const silence = {
  /** so many in seven days are a rhythm */
  enough: 50,
  /** longer than so many usual pauses */
  pauses: 3,
  /** never sooner than this after the last delivery or the last pass */
  minutes: 10,
} as const;
