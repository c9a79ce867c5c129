/**
 * What one app may still ask of one store on one platform: a bucket of points that refills at a known rate. All
 * workers share it (budget-store.server.ts), so that together they use what is allowed and are not refused.
 */
export type Budget = {
  /** points left at `at`, as far as we know; less than the platform says while calls are under way */
  available: number;
  maximum: number;
  /** points a second */
  restoreRate: number;
  /** points of calls that were let go and have not come back */
  underWay: number;
  /** when this was written, in milliseconds of the database's clock */
  at: number;
  /** nobody asks before: the platform said so, or the circuit is open */
  notBefore: number;
  /** calls that failed one after the other */
  failures: number;
};

/** A person waits for an interactive call; a job makes background calls. */
export type Urgency = 'interactive' | 'background';

/** How much fits in, and how fast it refills. */
export type Bucket = Pick<Budget, 'maximum' | 'restoreRate'>;

/** Where nobody says anything else: what the smallest plan of the platform with the most stores gives. */
const usual: Bucket = { maximum: 2000, restoreRate: 100 };

/** What a store has before its first call. */
export function fullBudget(bucket: Bucket = usual): Omit<Budget, 'at'> {
  return { ...bucket, available: bucket.maximum, underWay: 0, notBefore: 0, failures: 0 };
}

/** This share of the bucket is left for people. It costs background work no points: the refill is the same. */
const reservedShare = 0.1;
/** A call that has not come back by then never will: its points are free again. */
const lostAfterMs = 60_000;
const failuresToOpen = 5;
const openMs = 15_000;
const longestOpenMs = 600_000;

export type Taken = { budget: Budget; waitMs: number; open: boolean };

/**
 * Takes the points of one call, or says how long to wait until they may be there (then nothing is taken).
 * @param cost points that the call may need
 * @returns `open` true while the store's circuit is open: the last calls all failed
 */
export function take(budget: Budget, cost: number, urgency: Urgency, now: number): Taken {
  const next = refilled(budget, now);
  if (now < next.notBefore) {
    return { budget: next, waitMs: next.notBefore - now, open: next.failures >= failuresToOpen };
  }
  // One that costs more than there can be must go when the bucket is full; it may be cheaper than we think.
  const needed = Math.min(cost + (urgency === 'background' ? next.maximum * reservedShare : 0), next.maximum);
  if (next.available < needed) {
    return { budget: next, waitMs: ((needed - next.available) / next.restoreRate) * 1000, open: false };
  }
  // After an open circuit one call tries; the others wait for how it ends.
  const tries = next.failures >= failuresToOpen;
  return {
    budget: {
      ...next,
      available: next.available - cost,
      underWay: next.underWay + cost,
      notBefore: tries ? now + openMs : next.notBefore,
    },
    waitMs: 0,
    open: false,
  };
}

export type Ending =
  | { kind: 'answered'; status: Pick<Budget, 'available' | 'maximum' | 'restoreRate'> | null }
  | { kind: 'throttled'; status: Pick<Budget, 'available' | 'maximum' | 'restoreRate'> | null; waitMs: number }
  | { kind: 'failed'; waitMs: number | null }
  /** it never went out: there was no token, say */
  | { kind: 'unsent' };

/** What a call that came back teaches. Its points no longer count as under way. */
export function settle(budget: Budget, cost: number, ending: Ending, now: number): Budget {
  const next = refilled(budget, now);
  const underWay = Math.max(0, next.underWay - cost);
  if (ending.kind === 'unsent') {
    return { ...next, underWay, available: Math.min(next.maximum, next.available + cost) };
  }
  if (ending.kind === 'failed') {
    const failures = next.failures + 1;
    const open = failures < failuresToOpen ? 0 : Math.min(longestOpenMs, openMs * 2 ** (failures - failuresToOpen));
    return {
      ...next,
      underWay,
      failures,
      notBefore: Math.max(next.notBefore, now + Math.max(open, ending.waitMs ?? 0)),
    };
  }
  const { status } = ending;
  const learnt = status
    ? // The platform has not seen the calls that are under way.
      { ...status, available: Math.max(0, Math.min(status.maximum, status.available) - underWay) }
    : {};
  // An answer closes the circuit. What the platform asked us to wait still holds: another call may have been told.
  const held = next.failures >= failuresToOpen ? 0 : next.notBefore;
  const notBefore = ending.kind === 'throttled' ? Math.max(held, now + ending.waitMs) : held;
  return { ...next, underWay, ...learnt, failures: 0, notBefore };
}

function refilled(budget: Budget, now: number): Budget {
  const passed = Math.max(0, now - budget.at);
  return {
    ...budget,
    available: Math.min(budget.maximum, budget.available + (passed / 1000) * budget.restoreRate),
    underWay: passed > lostAfterMs ? 0 : budget.underWay,
    at: Math.max(now, budget.at),
  };
}
