import type { Faults } from './faults';

/** Two leaky buckets: one of this app in a store, one of all apps in it. A call needs a place in both. */
export function createBuckets(limits: () => Faults['buckets']) {
  const levels = new Map<string, { level: number; at: number }>();
  const level = (key: string, size: number, perSecond: number) => {
    const now = Date.now();
    const known = levels.get(key) ?? { level: 0, at: now };
    const left = Math.max(0, known.level - ((now - known.at) / 1000) * perSecond);
    return { now, left, isFull: left + 1 > size };
  };
  return {
    /** @returns the seconds to wait, or null when the call may pass */
    pour(store: string): number | null {
      const { app, appPerSecond, store: all, storePerSecond } = limits();
      const mine = level(`app ${store}`, app, appPerSecond);
      const everybodys = level(`store ${store}`, all, storePerSecond);
      if (mine.isFull) return Math.ceil((mine.left + 1 - app) / appPerSecond);
      if (everybodys.isFull) return Math.ceil((everybodys.left + 1 - all) / storePerSecond);
      levels.set(`app ${store}`, { level: mine.left + 1, at: mine.now });
      levels.set(`store ${store}`, { level: everybodys.left + 1, at: everybodys.now });
      return null;
    },
    /** Other apps use up the store's own bucket. */
    fillStore(store: string): void {
      levels.set(`store ${store}`, { level: limits().store, at: Date.now() });
    },
  };
}
