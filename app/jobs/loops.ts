/**
 * The loops that do one kind of job in this process: who is free, and whom to wake. A new job wakes one free loop and not
 * all of them: each would ask the database, and all but one in vain. A loop that begins a job wakes the next, because one
 * notification may stand for many jobs.
 */
export class Loops {
  private all = new Set<string>();
  private free = new Set<string>();

  /** @param wake lets a loop look for a job at once */
  constructor(private readonly wake: (loop: string) => void) {}

  add(loop: string): void {
    this.all.add(loop);
    this.free.add(loop);
  }

  begins(loop: string): void {
    this.free.delete(loop);
    this.wakeOne();
  }

  /** It looks again at once: its store's next job could not begin while this one ran. */
  ends(loop: string): void {
    this.free.add(loop);
    this.wake(loop);
  }

  /** Where none is free nobody is woken: whoever ends a job looks again. */
  wakeOne(): void {
    const [first] = this.free;
    if (first !== undefined) this.wake(first);
  }

  wakeAll(): void {
    for (const loop of this.all) this.wake(loop);
  }
}
