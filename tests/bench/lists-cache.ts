import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { summaryAsKnown } from '../../app/analytics/as-known-store.server';
import { figuresAsKnown } from '../../app/analytics/looking-back.server';
import { closeCache, opened } from '../../app/cache/cache.server';
import { config, setConfig } from '../../app/config/config.server';
import { startRedis } from '../setup/redis';
import type { BenchCase } from './bench';
import { benchStore as storeId } from './bench-database';

/** What the cache is for: the figures of 90 days as they were known at an instant, from the ledger and remembered. */
export async function lookingBack(stretch: { from: string; to: string }, runs: number): Promise<BenchCase[]> {
  const knownAt = new Date();
  const truth = await summaryAsKnown(storeId, stretch, knownAt);
  const cases = [await timed('looking back, from the ledger', runs, () => summaryAsKnown(storeId, stretch, knownAt))];
  const folder = await mkdtemp(path.join(os.tmpdir(), 'tagalong-bench-cache-'));
  const redis = await startRedis();
  const before = config();
  const providers = ['memory', 'file', ...(redis ? ['redis'] : [])] as const;
  for (const provider of providers) {
    const cache = { ...before.cache, provider: provider as 'memory', folder, redisUrl: redis?.url ?? '' };
    setConfig({ ...before, cache });
    await closeCache();
    while (provider === 'redis' && !opened().redis?.isReady) await sleep(10);
    const ask = () => figuresAsKnown(storeId, stretch, knownAt);
    await ask();
    if (!isDeepStrictEqual(await ask(), truth)) throw new Error(`${provider} remembers something else`);
    cases.push(await timed(`looking back, cache: ${provider}`, runs, ask));
  }
  await closeCache();
  setConfig(before);
  await redis?.stop();
  await rm(folder, { recursive: true, force: true });
  return cases;
}

async function timed(name: string, runs: number, ask: () => Promise<unknown>): Promise<BenchCase> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    await ask();
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return { name, median: times[Math.floor(runs / 2)] ?? 0, min: times[0] ?? 0, max: times.at(-1) ?? 0, unit: 'ms' };
}
