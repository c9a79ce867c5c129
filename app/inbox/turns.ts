/**
 * How large a batch may be. A large one costs the least, but while it is read and written everybody else in this
 * process waits for the processor: where other stores were served a moment ago, a store with a backlog takes small ones.
 */
export const largeBatch = 500;
export const smallBatch = 100;
const momentMs = 2_000;

export class Turns {
  private last: { store: string; at: number } | undefined;
  private other: { at: number } | undefined;

  /** @param now milliseconds that only grow */
  batchFor(store: string, now: number): number {
    if (this.last && this.last.store !== store) this.other = { at: this.last.at };
    this.last = { store, at: now };
    return this.other && now - this.other.at < momentMs ? smallBatch : largeBatch;
  }
}
