import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { readConfig, setConfig } from '../../app/config/config.server';
import { closeDatabase, pool, withTenantSql } from '../../app/db/client.server';
import { startEmbedded } from '../../app/db/embedded.server';
import { migrate } from '../../app/db/migrate.server';
import type { OrderNews } from '../../app/domain/orders/order';
import { saveOrders } from '../../app/domain/orders/save-store.server';
import { storeIdOf } from '../../app/domain/shared/ids';
import { type Bench, benchCase, ratio } from './bench';
import { copyAndMerge, prepareLimit, type ReadyRows } from './writer-limit';
import { addOnVariants, benchOrders } from './writer-orders';
import { prismaWriter } from './writer-prisma';
import { readyRows } from './writer-rows';

/**
 * The writer of orders on the full model, batches of 1,000: ours from canonical order to committed rows (locks, merge,
 * figures, attribution, change marks), the limit (COPY and merge of the same rows, ready made), the same orders again
 * unchanged, one order a batch, and one transaction of Prisma upserts per order.
 * Before anything is printed the tables of ours, of the limit and of Prisma must be equal, row by row.
 */
const batchSize = 1000;
const domain = 'bench.myshopify.com';
const storeId = storeIdOf('shopify', domain);
const tables = [
  ...['orders', 'order_line', 'order_address', 'order_shipping_line', 'order_discount', 'order_transaction'],
  ...['refund', 'refund_line', 'refund_adjustment', 'fulfillment', 'customer'],
];

export const writer: Bench = {
  name: 'writer',
  about: 'orders written per second, full model, 1,000 a batch',
  async run({ rounds, quick, say }) {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'tagalong-bench-'));
    const server = await startEmbedded(path.join(folder, 'pg'), { flags: ['-c', 'max_wal_size=4GB'] });
    const admin = new pg.Client({ connectionString: server.url });
    try {
      await migrate(server.url);
      setConfig(readConfig(environment(server.url)));
      await admin.connect();
      await prepareStore(admin);
      const count = quick ? 3000 : 10_000;
      const orders = benchOrders(count);
      const ready = batchesOf(orders, batchSize).map((batch) => readyRows(batch, ownVariants));
      // Prisma gets fewer orders, or a round would take minutes; its rate does not depend on how many.
      const few = orders.slice(0, quick ? 200 : 500);
      const fewReady = few.map((one) => readyRows([one], ownVariants));
      const prisma = prismaWriter(server.url, storeId);
      const limit = await pool('tagalong_runtime').connect();
      await prepareLimit(limit, readyTables(ready));

      const figures: Record<'limit' | 'ours' | 'again' | 'one' | 'prisma', number[]> = {
        limit: [],
        ours: [],
        again: [],
        one: [],
        prisma: [],
      };
      const save = async (all: OrderNews[], size: number) => {
        for (const batch of batchesOf(all, size)) {
          await withTenantSql(storeId, (sql) => saveOrders(sql, storeId, 'shopify', batch));
        }
      };
      const timed = async (kind: keyof typeof figures, amount: number, work: () => Promise<void>) => {
        const start = performance.now();
        await work();
        figures[kind].push(amount / ((performance.now() - start) / 1000));
      };
      const writeLimit = async () => {
        for (const batch of ready) await copyAndMerge(limit, storeId, batch);
      };
      // One of each before the clock runs: code warm, plans known.
      await save(few, batchSize);
      await empty(admin);
      for (let round = 0; round < rounds; round++) {
        await empty(admin);
        await timed('limit', count, writeLimit);
        const limitRows = await fingerprint(admin);
        await empty(admin);
        await timed('ours', count, () => save(orders, batchSize));
        const ourRows = await fingerprint(admin);
        await timed('again', count, () => save(orders, batchSize));
        same('ours written again', await fingerprint(admin), ourRows);
        same('ours and the limit', ourRows, limitRows);
        await empty(admin);
        await timed('one', few.length, () => save(few, 1));
        const fewRows = await fingerprint(admin);
        await empty(admin);
        await timed('prisma', few.length, () => prisma.write(fewReady));
        same('ours one by one and Prisma', fewRows, await fingerprint(admin));
        say(`round ${round + 1} of ${rounds} done`);
      }
      limit.release();
      await prisma.stop();
      const cases = [
        benchCase('limit: COPY and merge of ready rows', figures.limit, 'orders/s'),
        benchCase('ours: canonical order to rows', figures.ours, 'orders/s'),
        benchCase('ours: the same again, unchanged', figures.again, 'orders/s'),
        benchCase('ours: one order a batch', figures.one, 'orders/s'),
        benchCase('Prisma: upserts per order, 8 at a time', figures.prisma, 'orders/s'),
      ];
      const [limitName, ours, again, one, prismaName] = cases.map(({ name }) => name) as [
        string,
        string,
        string,
        string,
        string,
      ];
      return {
        bench: 'writer',
        rounds,
        cases,
        ratios: {
          'ours / limit': ratio(cases, ours, limitName),
          'ours / Prisma': ratio(cases, ours, prismaName),
          'unchanged again / first write': ratio(cases, again, ours),
          'one a batch / Prisma': ratio(cases, one, prismaName),
        },
      };
    } finally {
      await closeDatabase().catch(() => {});
      await admin.end().catch(() => {});
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

const ownVariants = new Map(addOnVariants.map((variant, n) => [variant, `7b0f4a52-6b1c-4c39-8d7d-0a8a52b9c00${n}`]));

async function prepareStore(admin: pg.Client): Promise<void> {
  await admin.query(
    `insert into store (id, platform, domain, time_zone) values ($1, 'shopify', $2, 'America/Toronto')`,
    [storeId, domain],
  );
  for (const [variant, addOnId] of ownVariants) {
    await admin.query(
      `insert into add_on_variant (store_id, platform_variant_id, add_on_id, price, currency) values ($1, $2, $3, 9.99, 'CAD')`,
      [storeId, variant, addOnId],
    );
  }
}

async function empty(admin: pg.Client): Promise<void> {
  await admin.query(`truncate ${tables.join(', ')}, change_mark, order_deletion`);
  await admin.query('checkpoint');
}

type Fingerprint = Record<string, string>;

/** Count and hash of every table's rows, when they were saved left out. */
async function fingerprint(admin: pg.Client): Promise<Fingerprint> {
  const found: Fingerprint = {};
  for (const table of tables) {
    const { rows } = await admin.query(
      `select count(*) || ' ' || coalesce(md5(string_agg(row, '' order by row)), '') as print
         from (select md5((to_jsonb(t) - 'saved_at')::text) as row from ${table} t) as hashed`,
    );
    found[table] = rows[0].print;
  }
  return found;
}

/** No ratio without this. */
function same(what: string, a: Fingerprint, b: Fingerprint): void {
  const different = tables.filter((table) => a[table] !== b[table]);
  if (different.length > 0) {
    throw new Error(`${what} did not write the same: ${different.map((t) => `${t} ${a[t]} / ${b[t]}`).join('; ')}`);
  }
}

function readyTables(ready: ReadyRows[]) {
  return (ready[0] ?? []).map(({ table }) => table);
}

function batchesOf<T>(all: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));
}

function environment(databaseUrl: string): Record<string, string> {
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
