import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import autocannon from 'autocannon';
import pg from 'pg';
import { freePort, startEmbedded } from '../../app/db/embedded.server';
import { migrate } from '../../app/db/migrate.server';
import { type Program, startProgram } from '../../scripts/demo/processes';
import { type Bench, benchCase, ratio } from './bench';

/**
 * The webhook door at saturation, 64 connections: ours as it runs in production, the raw limit (node:http that reads
 * the body, checks the HMAC and answers), and the template's way (authenticate.webhook of the Shopify library with a
 * session in Prisma, then one insert with Prisma, through Remix).
 * A tenth of the deliveries are doubled and a hundredth forged. Before anything is printed, every accepted delivery must be in the table once.
 */
const secret = 'bench-secret-0123456789';
const shop = 'bench.myshopify.com';
const bodies = Array.from({ length: 500 }, (_, i) => orderBody(i));
const signatures = bodies.map((body) => createHmac('sha256', secret).update(body).digest('base64'));
const forged = createHmac('sha256', 'somebody else').update('x').digest('base64');

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
      for (const [name, url] of Object.entries(cases)) await load(`warm-${name}`, url, 1);
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

type Load = { perSecond: number; p99: number; accepted: number; distinct: number };

/** Fires for `seconds`; counts what was accepted, and how many different deliveries that were. */
async function load(run: string, url: string, seconds: number): Promise<Load> {
  let count = 0;
  const acceptedIds = new Set<string>();
  const result = await autocannon({
    url,
    connections: 64,
    duration: seconds,
    requests: [
      {
        method: 'POST',
        setupRequest(request, context) {
          const n = count++;
          // Every tenth repeats the delivery before it; every hundredth is forged.
          const id = `${run}-${n % 10 === 9 ? n - 1 : n}`;
          const which = (n % 10 === 9 ? n - 1 : n) % bodies.length;
          const isForged = n % 100 === 50;
          (context as { id?: string }).id = isForged ? `forged-${n}` : id;
          return {
            ...request,
            body: bodies[which] as Buffer,
            headers: {
              'content-type': 'application/json',
              'x-shopify-topic': 'orders/create',
              'x-shopify-shop-domain': shop,
              'x-shopify-api-version': '2026-10',
              'x-shopify-webhook-id': id,
              'x-shopify-event-id': id,
              'x-shopify-triggered-at': '2026-11-20T10:00:00.000Z',
              'x-shopify-hmac-sha256': isForged ? forged : (signatures[which] as string),
            },
          };
        },
        onResponse(status, _body, context) {
          const { id } = context as { id?: string };
          if (status === 200 && id) acceptedIds.add(id);
        },
      },
    ],
  });
  const accepted = result['2xx'];
  return { perSecond: accepted / result.duration, p99: result.latency.p99, accepted, distinct: acceptedIds.size };
}

/** No ratio without this: each accepted delivery stands in the table once, and no forged one. */
async function prove(admin: pg.Client, done: Load, name: string): Promise<void> {
  const { rows } = await admin.query(
    `select count(distinct dedupe_key)::int as kept, count(*)::int as all, count(*) filter (where dedupe_key like 'forged%')::int as forged from inbox_entry`,
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
    SHOPIFY_API_SECRET: secret,
    BENCH_SHOP: shop,
  };
}

/** About 5 kB, as real order webhooks are. */
function orderBody(seed: number): Buffer {
  const line = (n: number) => ({
    id: 9_000_000_000_000 + seed * 10 + n,
    variant_id: 40_000_000_000_000 + seed + n,
    title: `Bench product ${seed % 60}`,
    sku: `B-${seed}-${n}`,
    quantity: 1 + (n % 3),
    price: `${10 + (seed % 90)}.${String(n * 7).padStart(2, '0')}`,
    properties: [{ name: '_tagalong_v', value: '1' }],
    discount_allocations: [],
    tax_lines: [{ title: 'VAT', price: '1.90', rate: 0.19 }],
    description: 'a line of an order carries this many bytes of names, prices, sets and allocations '.repeat(8),
  });
  return Buffer.from(
    JSON.stringify({
      id: 5_500_000_000_000 + seed,
      admin_graphql_api_id: `gid://shopify/Order/${5_500_000_000_000 + seed}`,
      created_at: '2026-11-20T10:00:00Z',
      updated_at: '2026-11-20T10:00:00Z',
      currency: 'USD',
      total_price: '123.45',
      line_items: [0, 1, 2].map(line),
      customer: { id: 7_000_000_000_000 + seed, email: `bench${seed}@example.com` },
      note: 'n'.repeat(900),
    }),
  );
}
