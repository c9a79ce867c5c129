import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import { withTenantSql } from '../../app/db/client.server';
import { freePort } from '../../app/db/embedded.server';
import { putEntriesIn } from '../../app/domain/entries/entry-store.server';
import type { StoreId } from '../../app/domain/shared/ids';
import { enqueue } from '../../app/jobs/queue.server';
import { orders as dialect } from '../../app/platforms/shopify/order';
import { type Program, startProgram } from '../../scripts/demo/processes';
import { type Bench, benchCase, ratio } from './bench';
import { benchEnvironment, withBenchDatabase } from './bench-database';
import { orderMessages } from './drain-orders';
import { fifoWaits } from './fleet-fifo';
import { asNewOrder, bigStore, fleetLoad, fleetStore, openStores, percentile, type Template } from './fleet-load';

/**
 * A thousand stores on one machine: a thousand orders a minute come through the door of a web process, real workers
 * count them. First with nothing else to do, then while one store's backlog holds 99 % of all that waits, then with a
 * worker killed in the middle. Beside it a queue that serves in the order of arrival. At the end, what a second worker
 * process adds.
 */
export const fleet: Bench = {
  name: 'fleet',
  about: 'seconds from an order at the door to its store’s figures, 1,000 stores',
  run: ({ quick, say }) =>
    withBenchDatabase(async ({ url: databaseUrl, admin }) => {
      const folder = await mkdtemp(path.join(os.tmpdir(), 'tagalong-fleet-'));
      const programs: Program[] = [];
      const port = await freePort();
      const url = `http://127.0.0.1:${port}`;
      const env = { ...benchEnvironment(databaseUrl), NODE_ENV: 'production', LOG_LEVEL: 'error' };
      const start = async (name: string, file: string) => {
        const more = { HOST: '127.0.0.1', PORT: String(port), APP_URL: url };
        const program = await startProgram({ name, file, env: { ...env, ...more }, logDir: folder, onExit: () => {} });
        programs.push(program);
        return program;
      };
      try {
        await openStores(admin);
        const templates = await countedOrders();
        await start('web', 'app/entry.web.ts');
        const worker = await start('worker-1', 'app/entry.worker.ts');
        // Autovacuum looks once a minute: a window of one may hold one of its rounds, or none.
        const load = { url, admin, templates, perMinute: 1000, seconds: quick ? 30 : 180 };
        await fleetLoad({ ...load, seconds: 10 });
        const idle = await fleetLoad(load);
        say(`idle: ${idle.length} orders counted`);

        const backlog = quick ? 50_000 : 1_000_000;
        await fill(bigStore, templates, backlog);
        await enqueue('drain', { storeId: bigStore });
        await wait(2000);
        const busy = await fleetLoad(load);
        say(`beside a backlog of ${backlog}: ${busy.length} orders counted, ${await waitingOf(admin)} wait`);

        await start('worker-2', 'app/entry.worker.ts');
        let pause = Number.NaN;
        const killed = await fleetLoad({ ...load, seconds: 60 }, async () => {
          await wait(5000);
          process.kill(worker.pid, 'SIGKILL');
          pause = await longestPause(admin, 50_000);
        });
        say(`a worker killed: the backlog stood still for ${pause.toFixed(1)} s at most`);
        if (!(pause < 90)) throw new Error('a worker that was killed was not replaced within 90 s');

        await admin.query(`update inbox_entry set state = 'processed' where store_id = $1`, [bigStore]);
        const one: number[] = [];
        const two: number[] = [];
        for (let round = 0; round < (quick ? 1 : 3); round++) {
          await start(`worker-${3 + round}`, 'app/entry.worker.ts');
          // A process that has just begun runs code that nobody has compiled yet.
          await throughput(admin, templates, quick ? 200 : 500);
          two.push(await throughput(admin, templates, quick ? 200 : 500));
          await programs.pop()?.stop();
          one.push(await throughput(admin, templates, quick ? 200 : 500));
        }
        for (const program of programs.splice(0)) await program.stop();
        const fifo = await fifoWaits(templates, { backlog: 5000, perMinute: 1000, seconds: 20 });

        const at = (name: string, times: number[]) =>
          [0.5, 0.95, 0.99].map((share) =>
            benchCase(`${name}, p${share * 100}`, [percentile(times, share) * 1000], 'ms'),
          );
        const cases = [
          ...at('idle', idle),
          ...at('beside a backlog', busy),
          ...at('a worker killed', killed),
          ...at('first come, first served; backlog of 5,000', fifo),
          benchCase('after a kill, longest pause', [pause * 1000], 'ms'),
          benchCase('one worker process', one, 'orders/s'),
          benchCase('two worker processes', two, 'orders/s'),
        ];
        const name = (what: string) => cases.find((one) => one.name.startsWith(what))?.name ?? what;
        return {
          ...{ bench: 'fleet', rounds: 1, cases },
          ratios: {
            'p99 beside a backlog / idle': ratio(cases, name('beside a backlog, p99'), name('idle, p99')),
            'p99 first come first served / ours': ratio(
              cases,
              'first come, first served; backlog of 5,000, p99',
              'beside a backlog, p99',
            ),
            'p95 beside a backlog / 5 s': Number((percentile(busy, 0.95) / 5).toFixed(2)),
            'two worker processes / one': ratio(cases, 'two worker processes', 'one worker process'),
          },
        };
      } finally {
        for (const program of programs) await program.stop();
        await rm(folder, { recursive: true, force: true });
      }
    }),
};

/** Orders that figures count, each once. */
async function countedOrders(): Promise<Template[]> {
  const bodies = await orderMessages(400);
  return bodies.flatMap((body, n) => {
    const read = dialect.read('orders/create', body);
    const order = read.kind === 'orders' ? read.news[0]?.order : null;
    return order && !order.test && order.cancelledAt === null
      ? [{ id: String(8_200_000_000_000 + n), customerId: order.customer?.platformCustomerId ?? null, body }]
      : [];
  });
}

async function fill(storeId: StoreId, templates: Template[], count: number): Promise<void> {
  for (let at = 0; at < count; at += 2000) {
    const entries = Array.from({ length: Math.min(2000, count - at) }, (_, n) => ({
      ...{ storeId, source: 'webhook' as const, topic: 'orders/create', dedupeKey: `backlog-${at + n}`, jobId: null },
      body: Buffer.from(asNewOrder(templates[(at + n) % templates.length] as Template)),
    }));
    await withTenantSql(storeId, (sql) => putEntriesIn(sql, storeId, entries, { wake: false }));
  }
}

async function waitingOf(admin: pg.Client, storeIds: StoreId[] = [bigStore]): Promise<number> {
  const { rows } = await admin.query(
    `select count(*)::int as n from inbox_entry where store_id = any($1) and state in ('pending', 'failed')`,
    [storeIds],
  );
  return rows[0].n;
}

/** The longest time in which nothing of the big store's backlog was done, in seconds. */
async function longestPause(admin: pg.Client, forMs: number): Promise<number> {
  const until = performance.now() + forMs;
  let first = await firstWaiting(admin);
  let since = performance.now();
  let longest = 0;
  while (performance.now() < until && first !== null) {
    await wait(250);
    const now = await firstWaiting(admin);
    longest = Math.max(longest, (performance.now() - since) / 1000);
    if (now !== first) since = performance.now();
    first = now;
  }
  return longest;
}

/** The oldest of the backlog: counting a million four times a second would take a processor from those who are measured. */
async function firstWaiting(admin: pg.Client): Promise<string | null> {
  const { rows } = await admin.query(
    `select id::text as id from inbox_entry where store_id = $1 and state in ('pending', 'failed') order by id limit 1`,
    [bigStore],
  );
  return rows[0]?.id ?? null;
}

let filled = 0;

/** Orders a second, of forty stores that each have a backlog. */
async function throughput(admin: pg.Client, templates: Template[], each: number): Promise<number> {
  const stores = Array.from({ length: 40 }, () => fleetStore(1 + (filled++ % 900)));
  for (const storeId of stores) await fill(storeId, templates, each);
  const begun = performance.now();
  for (const storeId of stores) await enqueue('drain', { storeId });
  while ((await waitingOf(admin, stores)) > 0) await wait(100);
  return (stores.length * each) / ((performance.now() - begun) / 1000);
}
