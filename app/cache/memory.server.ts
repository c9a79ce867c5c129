import { LRUCache } from 'lru-cache';
import type { Provider } from './cache';

/** So much text one process keeps; what was asked for longest ago goes first. */
const charactersMax = 64 * 1024 * 1024;
const countersMax = 100_000;

/** The cache of one process, gone with it. */
export function memoryProvider(): Provider {
  const texts = new LRUCache<string, string>({ maxSize: charactersMax, sizeCalculation: (text) => text.length + 1 });
  const counters = new LRUCache<string, number>({ max: countersMax });
  return {
    texts: {
      get: (key) => texts.get(key),
      set: (key, text) => void texts.set(key, text),
      delete: (key) => texts.delete(key),
    },
    counters: {
      add(key, by, seconds) {
        const before = counters.get(key);
        const sum = (before ?? 0) + by;
        const life = before === undefined ? seconds && seconds * 1000 : counters.getRemainingTTL(key);
        counters.set(key, sum, { ...(life && Number.isFinite(life) && { ttl: life }) });
        return sum;
      },
      has: (key) => counters.has(key),
      remove: (key) => void counters.delete(key),
    },
    close() {
      texts.clear();
      counters.clear();
    },
  };
}
