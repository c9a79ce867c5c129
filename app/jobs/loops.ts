/**
 * The loops that do one kind of job in this process: who is free, and whom to wake. A new job wakes one free loop and not
 * all of them: each would ask the database, and all but one in vain.
 */
export class Loops {
  private all = new Set<string>();
  /** The one that was woken longest ago stands first. */
  private free = new Set<string>();
  /** Jobs that were told of and not begun, as far as is known. */
  private told = 0;

  /** @param wake lets a loop look for a job at once */
  constructor(private readonly wake: (loop: string) => void) {}

  add(loop: string): void {
    this.all.add(loop);
    this.free.add(loop);
  }

  /** A loop that was woken while it looked may have found an older job: then the next is woken for the one told of. */
  begins(loop: string): void {
    this.free.delete(loop);
    this.told = Math.max(0, this.told - 1);
    if (this.told > 0) this.wakeNext();
  }

  /** It looks again at once: its store's next job could not begin while this one ran. */
  ends(loop: string): void {
    this.free.add(loop);
    if (this.free.size === this.all.size) this.told = 0;
    this.wake(loop);
  }

  /** One new job. Where none is free nobody is woken: whoever ends a job looks again. */
  wakeOne(): void {
    this.told = Math.min(this.told + 1, this.all.size);
    this.wakeNext();
  }

  /** Several new jobs, or nobody knows how many. */
  wakeAll(): void {
    for (const loop of this.all) this.wake(loop);
  }

  private wakeNext(): void {
    const [first] = this.free;
    if (first === undefined) return;
    this.free.delete(first);
    this.free.add(first);
    this.wake(first);
  }
}
