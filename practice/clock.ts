import { AsyncLocalStorage } from 'node:async_hooks';

export type PracticeClock = {
  now(): Date;
  /** Sets the clock; it goes on running from there. null returns to the real time. */
  set(at: Date | null): void;
};

const pretended = new AsyncLocalStorage<Date>();

/** A clock that can be set and runs on from there; inside `at` it stands still at a chosen moment. */
export function createClock(): PracticeClock & {
  at<T>(at: Date, work: () => Promise<T>): Promise<T>;
  offsetMs(): number;
} {
  let offset = 0;
  return {
    now: () => pretended.getStore() ?? new Date(Date.now() + offset),
    set: (at) => {
      offset = at === null ? 0 : at.getTime() - Date.now();
    },
    at: (at, work) => pretended.run(at, work),
    offsetMs: () => offset,
  };
}
