/** What a merchant is told of without looking: each rule with its words, its unit and when it begins. */

export const ruleNames = [
  'not-synced',
  'waiting',
  'dead-letters',
  'differences',
  'failed-job',
  'permission',
  'missed-changes',
] as const;
export type RuleName = (typeof ruleNames)[number];

/** How a store stands. Minutes are null while there is nothing to count from. */
export type Readings = {
  /** since the last pass or history that was read to its end */
  minutesSinceSync: number | null;
  /** that the oldest message waits to be made into an order */
  minutesWaiting: number | null;
  deadLetters: number;
  /** orders that the last proof found different and that nobody repaired */
  differences: number;
  /** the last job that ended has failed */
  failedJobs: number;
  /** jobs that wait for the merchant to open the app */
  waitForPermission: number;
  /** changes of the last day of which the platform told us nothing to this minute */
  missedChanges: number;
};

export type Rule = {
  name: RuleName;
  title: string;
  unit: 'minutes' | 'entries' | 'orders' | 'jobs';
  /** raised from this value on, unless the merchant says otherwise */
  threshold: number;
  of: (readings: Readings) => number | null;
  /** what to do about it */
  cure: string;
};

export const rules: readonly Rule[] = [
  {
    ...{ name: 'not-synced', title: 'Orders were not compared for long', unit: 'minutes', threshold: 180 },
    of: (readings) => readings.minutesSinceSync,
    cure: 'Open Sync. When the last run failed it says why; “Fetch recent changes” tries again.',
  },
  {
    ...{ name: 'waiting', title: 'Messages wait', unit: 'minutes', threshold: 15 },
    of: (readings) => readings.minutesWaiting,
    cure: 'Nothing is lost. When it does not go down by itself, tell whoever runs Tagalong for you.',
  },
  {
    ...{ name: 'dead-letters', title: 'Messages could not be processed', unit: 'entries', threshold: 1 },
    of: (readings) => readings.deadLetters,
    cure: 'Open Sync: they are grouped by reason, each with its cure and a button to retry.',
  },
  {
    ...{ name: 'differences', title: 'Orders differ from the platform’s', unit: 'orders', threshold: 1 },
    of: (readings) => readings.differences,
    cure: 'Open Sync and press “Repair all”.',
  },
  {
    ...{ name: 'failed-job', title: 'A sync failed', unit: 'jobs', threshold: 1 },
    of: (readings) => readings.failedJobs,
    cure: 'Open Sync: the run says why it failed, and can be tried again.',
  },
  {
    ...{ name: 'permission', title: 'The platform does not let us in', unit: 'jobs', threshold: 1 },
    of: (readings) => readings.waitForPermission,
    cure: 'Open Tagalong in your store’s admin once: that connects it again, and what waits goes on.',
  },
  {
    ...{ name: 'missed-changes', title: 'The platform’s messages go missing', unit: 'orders', threshold: 10 },
    of: (readings) => readings.missedChanges,
    cure: 'Nothing is lost: the regular passes fetch what no message told of. “Webhooks” on Sync shows which.',
  },
];

export type Thresholds = Partial<Record<RuleName, number>>;
export type Trouble = { rule: RuleName; value: number };

export function ruleOf(name: RuleName): Rule {
  return rules.find((rule) => rule.name === name) as Rule;
}

/** The rules that these readings break. */
export function troublesIn(readings: Readings, thresholds: Thresholds): Trouble[] {
  return rules.flatMap(({ name, threshold, of }) => {
    const value = of(readings);
    return value !== null && value >= (thresholds[name] ?? threshold) ? [{ rule: name, value }] : [];
  });
}
