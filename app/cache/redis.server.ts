import KeyvRedis, { createClient } from '@keyv/redis';
import { log } from '../observability/log.server';
import type { Provider } from './cache';

/** How long a request waits for Redis before it goes on without. */
const waitMs = 1_000;
const values = 'tagalong:cache:';
const counts = 'tagalong:count:';

export type RedisClient = ReturnType<typeof redisClient>;

/** A connection that is made in the background and made again after it broke; nobody waits for it. */
export function redisClient(url: string) {
  const client = createClient({
    url,
    // While there is no connection every command fails at once instead of waiting for one.
    disableOfflineQueue: true,
    commandOptions: { timeout: waitMs },
    socket: { connectTimeout: waitMs, reconnectStrategy: (retries) => Math.min(100 * 2 ** retries, 5_000) },
  });
  client.on('error', (error) => log.warn({ err: error }, 'Redis does not answer'));
  return client;
}

/** The cache in Redis, shared by all processes of all machines. */
export function redisProvider(client: RedisClient): Provider {
  const store = new KeyvRedis<string>(client, { throwOnErrors: true, throwOnConnectError: true });
  return {
    texts: {
      get: (key) => store.get<string>(values + key),
      set: (key, text, milliseconds) => store.set(values + key, text, milliseconds),
      delete: (key) => store.delete(values + key),
    },
    counters: {
      async add(key, by, seconds) {
        const asking = client.multi().incrBy(counts + key, by);
        // Only the first increment says how long the counter lives.
        if (seconds) asking.expire(counts + key, seconds, 'NX');
        const [sum] = await asking.exec();
        return Number(sum);
      },
      has: async (key) => (await client.exists(counts + key)) > 0,
      remove: async (key) => void (await client.del(counts + key)),
    },
    close() {
      if (client.isOpen) client.destroy();
    },
  };
}
