/**
 * Who may go now, in one process, where one store has a backlog and others have a message each. A process does one thing
 * at a time: while it reads and builds five hundred orders of one store, everybody else waits for the processor at each
 * of their steps. So beside others a backlog takes small batches, and between two of them lets the others come to
 * their end first.
 */
export const largeBatch = 500;
export const smallBatch = 100;
/** For so long after another store was served a backlog keeps to small batches. */
const momentMs = 2_000;
/** A backlog waits no longer than this between two batches, however many others there are. */
export const longestPauseMs = 500;
/** The next job of the queue is fetched in less. */
const quietMs = 15;

type Work = { store: string; long: boolean };

export class Turns {
  private last: { store: string; at: number } | undefined;
  private other: { at: number } | undefined;
  private underWay = new Set<Work>();

  /** @param now milliseconds that only grow */
  batchFor(store: string, now: number): number {
    if (this.last && this.last.store !== store) this.other = { at: this.last.at };
    this.last = { store, at: now };
    return this.isBesideOthers(now) ? smallBatch : largeBatch;
  }

  /** Runs a store's work; until it calls `goesOn`, backlogs of other stores wait for it. */
  async during<T>(store: string, work: (goesOn: () => void) => Promise<T>): Promise<T> {
    const mine: Work = { store, long: false };
    this.underWay.add(mine);
    try {
      return await work(() => {
        mine.long = true;
      });
    } finally {
      this.underWay.delete(mine);
    }
  }

  /** Between two batches of a backlog: resolves when no other store’s short work is under way, or after `mostMs`. */
  async letOthers(store: string, mostMs = longestPauseMs): Promise<void> {
    const until = performance.now() + mostMs;
    let quietSince: number | undefined;
    for (let now = performance.now(); now < until; now = performance.now()) {
      if (this.isOtherUnderWay(store)) quietSince = undefined;
      else quietSince ??= now;
      if (quietSince !== undefined && now - quietSince >= quietMs) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** Whether others were served a moment ago: without them nobody has to be let. */
  isBesideOthers(now: number): boolean {
    return this.other !== undefined && now - this.other.at < momentMs;
  }

  private isOtherUnderWay(store: string): boolean {
    for (const work of this.underWay) if (work.store !== store && !work.long) return true;
    return false;
  }
}

/** Those of this process. */
export const turns = new Turns();
