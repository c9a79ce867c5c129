import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { readConfig, setConfig } from '../../app/config/config.server';
import { closeDatabase } from '../../app/db/client.server';
import { startEmbedded } from '../../app/db/embedded.server';
import { migrate } from '../../app/db/migrate.server';
import { storeIdOf } from '../../app/domain/shared/ids';
import { log } from '../../app/observability/log.server';
import { addOnVariants } from './writer-orders';

/** The store of a bench's database; it sells two add-ons. */
export const benchDomain = 'bench.myshopify.com';
export const benchStore = storeIdOf('shopify', benchDomain);

/** @param keep a folder whose database stays for another run; else one of its own, gone afterwards */
export async function withBenchDatabase<T>(
  work: (db: { url: string; admin: pg.Client }) => Promise<T>,
  keep?: string,
): Promise<T> {
  const folder = keep ?? (await mkdtemp(path.join(os.tmpdir(), 'tagalong-bench-')));
  const server = await startEmbedded(path.join(folder, 'pg'), { flags: ['-c', 'max_wal_size=4GB'] });
  const admin = new pg.Client({ connectionString: server.url });
  try {
    await migrate(server.url);
    const config = readConfig(benchEnvironment(server.url));
    setConfig(config);
    log.level = config.log.level;
    await admin.connect();
    await prepareStore(admin);
    return await work({ url: server.url, admin });
  } finally {
    await closeDatabase().catch(() => {});
    await admin.end().catch(() => {});
    await server.stop();
    if (keep === undefined) await rm(folder, { recursive: true, force: true });
  }
}

export const benchAddOns = new Map(
  addOnVariants.map((variant, n) => [variant, `7b0f4a52-6b1c-4c39-8d7d-0a8a52b9c00${n}`]),
);

async function prepareStore(admin: pg.Client): Promise<void> {
  await admin.query(
    `insert into store (id, platform, domain, currency, time_zone) values ($1, 'shopify', $2, 'CAD', 'America/Toronto')
       on conflict do nothing`,
    [benchStore, benchDomain],
  );
  for (const [variant, addOnId] of benchAddOns) {
    await admin.query(
      `insert into add_on_variant (store_id, platform_variant_id, add_on_id, price, currency) values ($1, $2, $3, 9.99, 'CAD')
       on conflict do nothing`,
      [benchStore, variant, addOnId],
    );
  }
}

/** What our programs need to run on a bench's database. */
export function benchEnvironment(databaseUrl: string): Record<string, string> {
  return {
    NODE_ENV: 'test',
    DATABASE_URL: databaseUrl,
    APP_URL: 'http://127.0.0.1:3999',
    LOG_LEVEL: 'silent',
    ENCRYPTION_KEYS: `b1:${'ab'.repeat(32)}`,
    PERSON_HASH_KEY: 'cd'.repeat(32),
    SHOPIFY_API_KEY: 'bench',
    SHOPIFY_API_SECRET: 'bench-secret-0123456789',
  };
}
