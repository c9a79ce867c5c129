import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { freePort, startEmbedded } from '../../app/db/embedded.server';
import { migrate } from '../../app/db/migrate.server';
import { type Program, startProgram } from '../../scripts/demo/processes';
import { type Bench, benchCase, ratio } from './bench';
import { benchSecret, benchShop } from './deliveries';
import { findLoader, type Load } from './load';

/**
 * The webhook door at saturation, 64 connections: ours as it runs in production, the raw limit (node:http that reads
 * the body, checks the HMAC and answers), and the template's way (authenticate.webhook of the Shopify library with a
 * session in Prisma, then one insert with Prisma, through Remix).
 * A tenth of the deliveries are doubled and a hundredth forged. Before anything is printed, every accepted delivery must be in the table once.
 */
export const door: Bench = {
  name: 'door',
  about: 'deliveries answered per second at the webhook door',
  async run({ rounds, quick, say }) {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'tagalong-bench-'));
    // As a server that was set up for writing: no checkpoint falls into a round by chance.
    const flags = ['shared_buffers=1GB', 'max_wal_size=16GB', 'checkpoint_timeout=30min'].flatMap((one) => ['-c', one]);
    const database = await startEmbedded(path.join(folder, 'pg'), { flags });
    await migrate(database.url);
    const admin = new pg.Client({ connectionString: database.url });
    await admin.connect();
    const programs: Program[] = [];
    const { name: loader, load } = await findLoader(folder);
    say(`load by ${loader}`);
    try {
      const start = async (name: string, file: string, more: Record<string, string> = {}) => {
        const port = await freePort();
        const env = { ...environment(database.url, port), ...more };
        programs.push(await startProgram({ name, file, env, logDir: folder, onExit: () => {} }));
        return `http://127.0.0.1:${port}`;
      };
      const limit = await start('limit', 'tests/bench/door-limit.ts');
      const ours = await start('ours', 'app/entry.web.ts');
      const template = await start('template', 'tests/bench/door-template.ts');
      const cases = { limit: `${limit}/`, ours: `${ours}/webhooks/shopify`, template: `${template}/webhooks` };
      const figures: Record<keyof typeof cases, number[]> = { limit: [], ours: [], template: [] };
      const latencies: number[] = [];
      const seconds = quick ? 2 : 5;
      for (const [name, url] of Object.entries(cases)) await load(`warm-${name}`, url, 3);
      for (let round = 0; round < rounds; round++) {
        for (const name of ['limit', 'ours', 'template'] as const) {
          await admin.query('truncate inbox_entry');
          await admin.query('checkpoint');
          const done = await load(`${name}-${round}`, cases[name], seconds);
          figures[name].push(done.perSecond);
          if (name === 'ours') latencies.push(done.p99);
          if (name !== 'limit') await prove(admin, done, name);
        }
        say(`round ${round + 1} of ${rounds} done`);
      }
      const results = [
        benchCase('limit: node:http, HMAC only', figures.limit, 'req/s'),
        benchCase('ours: verified, kept, answered', figures.ours, 'req/s'),
        benchCase('template: authenticate.webhook + Prisma', figures.template, 'req/s'),
        benchCase('ours: p99 at saturation', latencies, 'ms'),
      ];
      const [a, b, c] = results.map((one) => one.name) as [string, string, string];
      return {
        bench: 'door',
        rounds,
        cases: results,
        ratios: { 'ours / limit': ratio(results, b, a), 'ours / template': ratio(results, b, c) },
      };
    } finally {
      for (const program of programs) await program.stop();
      await admin.end();
      await database.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

/** No ratio without this: each accepted delivery stands in the table once, and no forged one. */
async function prove(admin: pg.Client, done: Load, name: string): Promise<void> {
  const { rows } = await admin.query(
    `select count(distinct dedupe_key)::int as kept, count(*)::int as all, count(*) filter (where substring(dedupe_key from '[0-9]+$')::bigint % 100 = 50)::int as forged from inbox_entry`,
  );
  const { kept, all, forged: bad } = rows[0] as { kept: number; all: number; forged: number };
  if (bad > 0) throw new Error(`${name}: ${bad} forged deliveries were kept`);
  if (name === 'ours' && all !== kept) throw new Error(`ours: ${all - kept} deliveries stand twice`);
  // The last answers of a run may not have been read by the client, so more may be kept than were seen; never fewer.
  if (kept < done.distinct)
    throw new Error(`${name}: ${done.distinct} different deliveries accepted, only ${kept} kept`);
}

function environment(databaseUrl: string, port: number): Record<string, string> {
  return {
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    HOST: '127.0.0.1',
    PORT: String(port),
    APP_URL: `http://127.0.0.1:${port}`,
    LOG_LEVEL: 'error',
    ENCRYPTION_KEYS: `b:${'ab'.repeat(32)}`,
    PERSON_HASH_KEY: 'cd'.repeat(32),
    SHOPIFY_API_KEY: 'bench-key',
    SHOPIFY_API_SECRET: benchSecret,
    BENCH_SHOP: benchShop,
  };
}
