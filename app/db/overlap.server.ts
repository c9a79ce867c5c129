import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Sql } from './client.server';

/**
 * The client computes while the database works: a connection runs one statement after the other, and what the next
 * ones need is prepared meanwhile.
 */

/**
 * Starts each step without waiting for the one before; their statements are still sent one by one, in the order in
 * which they were asked for. After one fails none is sent, so that nothing runs once the transaction has ended.
 */
export async function overlapped(sql: Sql, steps: ((sql: Sql) => Promise<unknown>)[]): Promise<void> {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn: Sql = (text, values, name) => {
    const sent = last.then(() => sql(text, values, name));
    last = sent;
    return sent as never;
  };
  const running: Promise<unknown>[] = [];
  for (const step of steps) {
    running.push(awaitedLater(step(inTurn)));
    await nextTurn();
  }
  // None may be under way any more when the caller hears of a failure and ends the transaction.
  const ends = await Promise.allSettled(running);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

/** What is awaited after other work; should it fail before, the failure is told then, and is none that nobody heard of. */
export function awaitedLater<T>(under: Promise<T>): Promise<T> {
  under.catch(() => {});
  return under;
}

/** Maps in portions, so that replies are heard and the next statement leaves between them. */
export async function mapInPortions<T, R>(all: readonly T[], size: number, map: (one: T) => R): Promise<R[]> {
  const results: R[] = [];
  for (const [n, one] of all.entries()) {
    if (n > 0 && n % size === 0) await nextTurn();
    results.push(map(one));
  }
  return results;
}
