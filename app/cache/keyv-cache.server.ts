import Keyv from 'keyv';
import { log } from '../observability/log.server';
import { cacheAnswers } from '../observability/metrics.server';
import type { Cache, Provider } from './cache';

const keyLengthMax = 500;

/**
 * The cache over one provider: Keyv keeps the times, zod the shapes.
 * @param defaultSeconds for how long a value is kept when nobody says
 */
export function keyvCache(provider: Provider, defaultSeconds: number): Cache {
  const { texts, counters } = provider;
  const values = new Keyv({
    store: { ...texts, clear: neverAsked, opts: {} },
    useKeyPrefix: false,
    throwOnErrors: true,
  });
  // Errors are thrown and handled where they happen; without a listener they would end the process.
  values.on('error', () => {});
  return {
    async get(key, shape) {
      const found = await withoutTrouble('get', undefined, () => values.get(checked(key)));
      const read = found === undefined ? undefined : shape.safeParse(found);
      cacheAnswers.inc({ answer: read?.success ? 'hit' : 'miss' });
      return read?.success ? read.data : null;
    },
    async set(key, value, seconds = defaultSeconds) {
      await withoutTrouble('set', true, () => values.set(checked(key), value, seconds * 1000));
    },
    async remove(key) {
      await withoutTrouble('remove', undefined, async () => {
        await values.delete(checked(key));
        await counters.remove(key);
      });
    },
    exists(key) {
      return withoutTrouble('exists', false, async () => (await values.has(checked(key))) || counters.has(key));
    },
    async increment(key, by = 1, seconds) {
      if (!Number.isSafeInteger(by)) throw new RangeError('a counter is incremented by whole numbers');
      return counters.add(checked(key), by, seconds);
    },
    async close() {
      await provider.close();
    },
  };
}

/** Keyv wants a store that it can empty; nobody empties ours, which in Redis others may share. */
function neverAsked(): never {
  throw new Error('the cache is never emptied');
}

function checked(key: string): string {
  if (key.length === 0 || key.length > keyLengthMax) throw new RangeError(`a key has 1 to ${keyLengthMax} characters`);
  return key;
}

/** Every request may meet the same trouble; the metric counts them all. */
const tellAgainMs = 10_000;
let toldAt = Number.NEGATIVE_INFINITY;

/** A cache in trouble is an empty cache; a wrong key is a mistake of ours and is not hidden. */
async function withoutTrouble<T>(what: string, otherwise: T, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RangeError) throw error;
    cacheAnswers.inc({ answer: 'trouble' });
    if (performance.now() - toldAt > tellAgainMs) {
      toldAt = performance.now();
      log.warn({ err: error, what }, 'the cache is in trouble, the work goes on without it');
    }
    return otherwise;
  }
}
