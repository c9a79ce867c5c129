import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterSQLite,
} from 'rate-limiter-flexible';
import type { Opened } from './cache.server';

export type Limit = { keyPrefix: string; points: number; duration: number };

/**
 * Counts what callers use up, where the cache is: in this process, in the machine's file, or in Redis for all of them.
 * When Redis is gone each process counts for itself, rather than letting everybody or nobody in.
 */
export function rateLimiter({ file, redis }: Opened, limit: Limit): RateLimiterAbstract {
  if (redis) {
    const insuranceLimiter = new RateLimiterMemory(limit);
    return new RateLimiterRedis({
      ...limit,
      ...{ storeClient: redis, useRedisPackage: true, rejectIfRedisNotReady: true, insuranceLimiter },
      keyPrefix: `tagalong:limit:${limit.keyPrefix}`,
    });
  }
  if (file) {
    file.exec(
      'create table if not exists rate_limit (key text primary key, points integer not null default 0, expire integer)',
    );
    // Its one statement is atomic by itself, and a transaction around it is what node:sqlite does not offer.
    const storeClient = { prepare: (sql: string) => file.prepare(sql), transaction: (work: () => unknown) => work };
    const storeType = 'better-sqlite3';
    return new RateLimiterSQLite({
      ...limit,
      ...{ storeClient, storeType, tableName: 'rate_limit', tableCreated: true, clearExpiredByTimeout: true },
    });
  }
  return new RateLimiterMemory(limit);
}
