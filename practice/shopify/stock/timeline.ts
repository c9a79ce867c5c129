/** Things to do at their time, soonest first; doing one may plan others. */
export class Timeline {
  #heap: { at: number; nth: number; run: () => Promise<void> }[] = [];
  #nth = 0;

  plan(at: number, run: () => Promise<void>): void {
    const heap = this.#heap;
    this.#nth += 1;
    heap.push({ at, nth: this.#nth, run });
    let i = heap.length - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!this.#before(i, parent)) break;
      this.#swap(i, parent);
      i = parent;
    }
  }

  /** Takes the next thing to do; undefined when nothing is left. */
  next(): { at: number; run: () => Promise<void> } | undefined {
    const heap = this.#heap;
    const [first] = heap;
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    heap[0] = last;
    let i = 0;
    for (;;) {
      const left = 2 * i + 1;
      const right = left + 1;
      let least = i;
      if (left < heap.length && this.#before(left, least)) least = left;
      if (right < heap.length && this.#before(right, least)) least = right;
      if (least === i) return first;
      this.#swap(i, least);
      i = least;
    }
  }

  #before(a: number, b: number): boolean {
    const one = this.#heap[a];
    const other = this.#heap[b];
    if (!one || !other) return false;
    return one.at < other.at || (one.at === other.at && one.nth < other.nth);
  }

  #swap(a: number, b: number): void {
    const one = this.#heap[a];
    const other = this.#heap[b];
    if (one && other) {
      this.#heap[a] = other;
      this.#heap[b] = one;
    }
  }
}
