import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { type Binaries, freePort, startEmbedded } from '../../app/db/embedded.server';
import { migrate } from '../../app/db/migrate.server';
import { type Program, startProgram } from '../../scripts/demo/processes';
import { installedPostgres } from '../setup/installed-postgres';
import { type Bench, benchCase, ratio } from './bench';
import { benchSecret, benchShop } from './deliveries';
import { findLoader, type Load } from './load';

/**
 * The webhook door at saturation, 64 connections: ours as it runs in production, the raw limit (node:http that reads
 * the body, checks the HMAC and answers), and the template's way (authenticate.webhook of the Shopify library with a
 * session in Prisma, then one insert with Prisma, through Remix).
 * Where a PostgreSQL is installed, ours runs on that one as well: Debian's compresses bodies with lz4, the embedded one cannot.
 * A tenth of the deliveries are doubled and a hundredth forged. Before anything is printed, every accepted delivery must be in the table once.
 */
export const door: Bench = {
  name: 'door',
  about: 'deliveries answered per second at the webhook door',
  async run({ rounds, quick, say }) {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'tagalong-bench-'));
    const embedded = await open(path.join(folder, 'embedded'));
    const other = installedPostgres();
    const installed = other && (await open(path.join(folder, 'installed'), other.binaries));
    const programs: Program[] = [];
    const { name: loader, load } = await findLoader(folder);
    say(`load by ${loader}`);
    try {
      const cases = new Map<string, Case>();
      const start = async (name: string, file: string, door: string, opened: Opened) => {
        const port = await freePort();
        const env = environment(opened.url, port);
        programs.push(await startProgram({ name, file, env, logDir: folder, onExit: () => {} }));
        cases.set(name, { url: `http://127.0.0.1:${port}${door}`, admin: opened.admin, done: [] });
      };
      await start('limit', 'tests/bench/door-limit.ts', '/', embedded);
      await start('ours', 'app/entry.web.ts', '/webhooks/shopify', embedded);
      await start('template', 'tests/bench/door-template.ts', '/webhooks', embedded);
      if (installed) await start('installed', 'app/entry.web.ts', '/webhooks/shopify', installed);
      const seconds = quick ? 2 : 5;
      for (const [name, { url }] of cases) await load(`warm-${name}`, url, 3);
      for (let round = 0; round < rounds; round++) {
        for (const [name, { url, admin, done }] of cases) {
          await admin.query('truncate inbox_entry');
          await admin.query('checkpoint');
          const now = await load(`${name}-${round}`, url, seconds);
          done.push(now);
          if (name !== 'limit') await prove(admin, now, name);
        }
        say(`round ${round + 1} of ${rounds} done`);
      }
      const figures = (name: string, of: (done: Load) => number) => (cases.get(name)?.done ?? []).map(of);
      const perSecond = (name: string) => figures(name, (done) => done.perSecond);
      const p99 = (name: string) => figures(name, (done) => done.p99);
      const results = [
        benchCase('limit: node:http, HMAC only', perSecond('limit'), 'req/s'),
        benchCase('ours: verified, kept, answered', perSecond('ours'), 'req/s'),
        benchCase('template: authenticate.webhook + Prisma', perSecond('template'), 'req/s'),
        benchCase('ours: p99 at saturation', p99('ours'), 'ms'),
      ];
      const [a, b, c] = results.map((one) => one.name) as [string, string, string];
      const ratios = { 'ours / limit': ratio(results, b, a), 'ours / template': ratio(results, b, c) };
      if (!other || !installed) return { bench: 'door', rounds, cases: results, ratios };
      const on = `ours on PostgreSQL ${other.version}, ${installed.compression}`;
      results.push(benchCase(on, perSecond('installed'), 'req/s'), benchCase(`${on}: p99`, p99('installed'), 'ms'));
      return {
        ...{ bench: 'door', rounds, cases: results },
        ratios: { ...ratios, [`${on} / limit`]: ratio(results, on, a), [`${on} / template`]: ratio(results, on, c) },
      };
    } finally {
      for (const program of programs) await program.stop();
      for (const one of [embedded, installed]) await one?.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

type Case = { url: string; admin: pg.Client; done: Load[] };
type Opened = Awaited<ReturnType<typeof open>>;

/** A database of its own, set up for writing: no checkpoint falls into a round by chance. */
async function open(folder: string, binaries?: Binaries) {
  const flags = ['shared_buffers=1GB', 'max_wal_size=16GB', 'checkpoint_timeout=30min'].flatMap((one) => ['-c', one]);
  const server = await startEmbedded(folder, { flags, ...(binaries && { binaries }) });
  await migrate(server.url);
  const admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
  const { rows } = await admin.query<{ compression: string }>(
    `select attcompression as compression from pg_attribute where attrelid = 'inbox_entry'::regclass and attname = 'body'`,
  );
  return {
    url: server.url,
    admin,
    compression: rows[0]?.compression === 'l' ? 'lz4' : 'pglz',
    async close() {
      await admin.end();
      await server.stop();
    },
  };
}

/** No ratio without this: each accepted delivery stands in the table once, and no forged one. */
async function prove(admin: pg.Client, done: Load, name: string): Promise<void> {
  const { rows } = await admin.query(
    `select count(distinct dedupe_key)::int as kept, count(*)::int as all, count(*) filter (where substring(dedupe_key from '[0-9]+$')::bigint % 100 = 50)::int as forged from inbox_entry`,
  );
  const { kept, all, forged: bad } = rows[0] as { kept: number; all: number; forged: number };
  if (bad > 0) throw new Error(`${name}: ${bad} forged deliveries were kept`);
  if (name !== 'template' && all !== kept) throw new Error(`${name}: ${all - kept} deliveries stand twice`);
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
