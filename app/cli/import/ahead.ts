/**
 * Reads a source while what it gave before is still being worked on, at most `count` ahead: the reader never waits for
 * the writer with nothing done, and never fills the memory.
 */
export async function* ahead<T>(source: AsyncIterable<T>, count: number): AsyncGenerator<T> {
  const items = source[Symbol.asyncIterator]();
  const asked: Promise<IteratorResult<T>>[] = [];
  const ask = () => {
    const next = items.next();
    // Whoever takes it hears of the failure; until then nobody has to.
    next.catch(() => {});
    asked.push(next);
  };
  for (let i = 0; i < count; i++) ask();
  try {
    for (let next = asked.shift(); next; next = asked.shift()) {
      const { value, done } = await next;
      if (done) return;
      ask();
      yield value;
    }
  } finally {
    await items.return?.();
  }
}
