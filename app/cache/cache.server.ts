import type { DatabaseSync } from 'node:sqlite';
import { type Config, config } from '../config/config.server';
import { forget, once } from '../db/once.server';
import type { Cache } from './cache';
import { fileProvider } from './file-store.server';
import { keyvCache } from './keyv-cache.server';
import { memoryProvider } from './memory.server';
import { type RedisClient, redisClient, redisProvider } from './redis.server';

/** The cache that the configuration chose, with what rate limits are counted in. */
export type Opened = { cache: Cache; file?: DatabaseSync; redis?: RedisClient };

/** Opens the cache of a configuration; the caller closes it. It never waits for the provider. */
export function openCache({ provider, defaultSeconds, folder, redisUrl }: Config['cache']): Opened {
  switch (provider) {
    case 'memory':
      return { cache: keyvCache(memoryProvider(), defaultSeconds) };
    case 'file': {
      const file = fileProvider(folder);
      return { cache: keyvCache(file, defaultSeconds), file: file.database };
    }
    case 'redis': {
      const redis = redisClient(redisUrl);
      // The attempts go on by themselves, and each failure was logged.
      redis.connect().catch(() => {});
      return { cache: keyvCache(redisProvider(redis), defaultSeconds), redis };
    }
  }
}

/** This process's cache with its parts. */
export function opened(): Opened {
  return once('cache', () => openCache(config().cache));
}

/** This process's cache. */
export function cache(): Cache {
  return opened().cache;
}

/** For shut-down and tests; the next use opens it again. */
export async function closeCache(): Promise<void> {
  const { cache: open } = opened();
  forget('cache');
  await open.close();
}
