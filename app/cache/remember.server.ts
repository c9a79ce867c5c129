import type { z } from 'zod';
import { cache } from './cache.server';

const underWay = new Map<string, Promise<unknown>>();

/**
 * A value from the cache, or made and kept. Who asks for the same while it is being made waits for the one making.
 * @param key must change with everything that the value depends on: nobody takes a value back
 */
export async function remembered<T>(
  key: string,
  shape: z.ZodType<T>,
  seconds: number,
  make: () => Promise<T>,
): Promise<T> {
  const found = await cache().get(key, shape);
  if (found !== null) return found;
  const making = underWay.get(key) ?? makeAndKeep(key, seconds, make);
  return making as Promise<T>;
}

function makeAndKeep<T>(key: string, seconds: number, make: () => Promise<T>): Promise<T> {
  const making = (async () => {
    const value = await make();
    await cache().set(key, value, seconds);
    return value;
  })().finally(() => underWay.delete(key));
  underWay.set(key, making);
  return making;
}
