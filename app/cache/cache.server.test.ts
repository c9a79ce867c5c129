import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type RedisServer, startRedis } from '../../tests/setup/redis';
import { testEnvironment } from '../../tests/setup/test-database';
import { readConfig } from '../config/config.server';
import { type Opened, openCache } from './cache.server';
import { rateLimiter } from './rate-limit.server';

/** One suite for every provider: what the interface promises, each keeps. */
const redis = await startRedis();
if (!redis) process.stderr.write('no redis-server is installed here: the cache is tested in memory and in a file\n');
const folder = await mkdtemp(path.join(os.tmpdir(), 'tagalong-cache-'));
afterAll(async () => {
  await redis?.stop();
  await rm(folder, { recursive: true, force: true });
});

const settings = (provider: string, more = {}) =>
  readConfig({
    ...{ ...testEnvironment, DATABASE_URL: 'postgres://nobody' },
    ...{ CACHE_PROVIDER: provider, CACHE_FILE_PATH: folder },
    ...(redis && { CACHE_REDIS_URL: redis.url }),
    ...more,
  }).cache;

describe.each(['memory', 'file', ...(redis ? ['redis'] : [])])('the cache: %s', (provider) => {
  let open: Opened;
  beforeAll(async () => {
    open = openCache(settings(provider));
    while (open.redis && !open.redis.isReady) await sleep(10);
  });
  afterAll(() => open.cache.close());
  const text = z.string();

  it('gives what was set, in its shape, and null for what is absent', async () => {
    const shape = z.object({ name: z.string(), amounts: z.array(z.string()), none: z.null() });
    const value = { name: 'Ünïcödé "quoted" \u2028', amounts: ['0.10', '99999999999.999'], none: null };
    await open.cache.set('a', value);
    expect(await open.cache.get('a', shape)).toEqual(value);
    expect(await open.cache.get('absent', shape)).toBeNull();
    await open.cache.set('a', { ...value, name: 'second' });
    expect(await open.cache.get('a', shape)).toMatchObject({ name: 'second' });
  });

  it('takes a value of another shape for none', async () => {
    await open.cache.set('shape', { an: 'older release wrote this' });
    expect(await open.cache.get('shape', text)).toBeNull();
  });

  it('lets values go when their time is over', async () => {
    await open.cache.set('short', 'x', 0.2);
    expect(await open.cache.exists('short')).toBe(true);
    expect(await open.cache.get('short', text)).toBe('x');
    await sleep(250);
    expect(await open.cache.get('short', text)).toBeNull();
    expect(await open.cache.exists('short')).toBe(false);
  });

  it('removes, and knows what exists', async () => {
    await open.cache.set('gone', 'x');
    await open.cache.remove('gone');
    await open.cache.remove('never was');
    expect(await open.cache.exists('gone')).toBe(false);
    await open.cache.increment('counter');
    expect(await open.cache.exists('counter')).toBe(true);
    await open.cache.remove('counter');
    expect(await open.cache.exists('counter')).toBe(false);
    expect(await open.cache.increment('counter')).toBe(1);
  });

  it('counts without losing one, whoever counts', async () => {
    const sums = await Promise.all(Array.from({ length: 200 }, () => open.cache.increment('hits', 2)));
    expect([...sums].sort((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, n) => (n + 1) * 2));
    expect(await open.cache.increment('hits', -400)).toBe(0);
    await expect(open.cache.increment('hits', 0.5)).rejects.toThrow('whole numbers');
  });

  it('lets a counter live from its first increment, not from its last', async () => {
    await open.cache.increment('window', 1, 1);
    await sleep(600);
    expect(await open.cache.increment('window', 1, 1)).toBe(2);
    await sleep(600);
    expect(await open.cache.increment('window', 1, 1)).toBe(1);
  });

  it('refuses keys that are none', async () => {
    await expect(open.cache.get('', text)).rejects.toThrow('1 to 500 characters');
    await expect(open.cache.set('x'.repeat(501), 'x')).rejects.toThrow('1 to 500 characters');
  });

  it('counts requests for the rate limits', async () => {
    const limiter = rateLimiter(open, { keyPrefix: 'test', points: 5, duration: 1 });
    const asked = await Promise.allSettled(Array.from({ length: 8 }, () => limiter.consume('key')));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    expect(await limiter.consume('another key')).toMatchObject({ remainingPoints: 4 });
    await sleep(1_100);
    expect(await limiter.consume('key')).toMatchObject({ remainingPoints: 4 });
  });
});

/** Another process that adds 500 to a counter, and another rate limit. */
const neighbour = (cache: object) =>
  promisify(execFile)(process.execPath, [
    '--import',
    'tsx',
    '--input-type=module',
    '-e',
    `
    import { openCache } from './app/cache/cache.server.ts';
    const open = openCache(${JSON.stringify(cache)});
    while (open.redis && !open.redis.isReady) await new Promise((done) => setTimeout(done, 10));
    for (let n = 0; n < 500; n++) await open.cache.increment('shared');
    await open.cache.close();`,
  ]);

describe.each(['file', ...(redis ? ['redis'] : [])])('the cache between processes: %s', (provider) => {
  it('is one: two processes count together and find each other’s values', async () => {
    await Promise.all([neighbour(settings(provider)), neighbour(settings(provider))]);
    const open = openCache(settings(provider));
    while (open.redis && !open.redis.isReady) await sleep(10);
    expect(await open.cache.increment('shared', 0)).toBe(1000);
    await open.cache.close();
  });
});

it('the file is for us alone', async () => {
  const open = openCache(settings('file', { CACHE_FILE_PATH: path.join(folder, 'own') }));
  expect((await stat(path.join(folder, 'own', 'cache.sqlite'))).mode & 0o077).toBe(0);
  await open.cache.close();
});

it('a configuration without the address of Redis is refused', () => {
  expect(() => settings('redis', { CACHE_REDIS_URL: undefined })).toThrow('CACHE_REDIS_URL: is missing');
});

if (redis) {
  const server: RedisServer = redis;
  it('without its Redis the work goes on, each process counts for itself, and Redis is found again', async () => {
    const open = openCache(settings('redis'));
    while (!open.redis?.isReady) await sleep(10);
    const limiter = rateLimiter(open, { keyPrefix: 'gone', points: 3, duration: 60 });
    await open.cache.set('kept', 'x');
    await server.stop();
    while (open.redis.isReady) await sleep(10);
    expect(await open.cache.get('kept', z.string())).toBeNull();
    await open.cache.set('kept', 'y');
    await expect(open.cache.increment('n')).rejects.toThrow();
    const asked = await Promise.allSettled(Array.from({ length: 5 }, () => limiter.consume('key')));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    await server.start();
    for (let n = 0; n < 100 && !open.redis.isReady; n++) await sleep(100);
    await open.cache.set('kept', 'z');
    expect(await open.cache.get('kept', z.string())).toBe('z');
    await open.cache.close();
  });
}
