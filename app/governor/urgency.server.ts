import { AsyncLocalStorage } from 'node:async_hooks';
import type { Urgency } from './budget';

const storage = new AsyncLocalStorage<Urgency>();

/** Whatever `work` asks of a platform waits behind what people ask for. */
export function inBackground<T>(work: () => T): T {
  return storage.run('background', work);
}

/** A page's or an API's call is interactive; a job's is not. */
export function urgencyHere(): Urgency {
  return storage.getStore() ?? 'interactive';
}
