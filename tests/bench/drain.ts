import type pg from 'pg';
import { withTenantSql } from '../../app/db/client.server';
import { putEntriesIn } from '../../app/domain/entries/entry-store.server';
import { saveOrders } from '../../app/domain/orders/save-store.server';
import { largeBatch as batchMax } from '../../app/jobs/turns';
import { drainStore } from '../../app/wiring.server';
import { type Bench, benchCase, ratio } from './bench';
import { benchStore as storeId, withBenchDatabase } from './bench-database';
import { bullQueue } from './drain-bullmq';
import { orderMessages } from './drain-orders';
import { shopifyOrders } from './shopify-orders';
import { tableNames } from './writer-rows';

/**
 * From the inbox to the orders. Beside our drain, on the same messages: the writer alone, given news that is read
 * already (the limit), and one job per message on BullMQ with a Redis server. Then the same with a tenth of the messages
 * unreadable: what fails must not slow down its neighbours. All must end with the same orders.
 */
export const drainBench: Bench = {
  name: 'drain',
  about: 'messages made into orders per second',
  run: ({ rounds, quick, say }) =>
    withBenchDatabase(async ({ admin }) => {
      const bodies = await orderMessages(quick ? 3000 : 10_000);
      const bull = await bullQueue();
      try {
        const figures = new Map<string, number[]>();
        const timed = (name: string, count: number) => async (work: () => Promise<void>) => {
          const start = performance.now();
          await work();
          figures.set(name, [...(figures.get(name) ?? []), count / ((performance.now() - start) / 1000)]);
        };
        const few = bodies.slice(0, quick ? 500 : 1000);
        for (let round = 0; round < rounds; round++) {
          await empty(admin);
          // Made anew in each round, and gone after it: no case carries what another one holds in memory.
          let news = bodies.map(shopifyOrders);
          await timed(
            'the writer alone',
            bodies.length,
          )(async () => {
            for (let at = 0; at < news.length; at += batchMax) {
              const batch = news.slice(at, at + batchMax).flat();
              await withTenantSql(storeId, (sql) => saveOrders(sql, storeId, 'shopify', batch));
            }
          });
          news = [];
          const expected = await countsOf(admin);

          await empty(admin);
          await fill(bodies);
          await timed('our drain', bodies.length)(drainAll);
          same('our drain', await countsOf(admin), expected);

          await empty(admin);
          const broken = bodies.flatMap((body, n) => (n % 9 === 0 ? [body, '{"id": "no order"'] : [body]));
          await fill(broken);
          await timed('our drain, a tenth unreadable', bodies.length)(drainAll);
          same('our drain with unreadable ones', await countsOf(admin), expected);

          await empty(admin);
          await bull.run(few, timed('BullMQ, a job per message', few.length));
          const theirs = await countsOf(admin);
          if (theirs.orders !== few.length) throw new Error(`BullMQ saved ${theirs.orders} of ${few.length} orders`);
          say(`round ${round + 1} of ${rounds} done`);
        }
        const cases = [...figures].map(([name, values]) => benchCase(name, values, 'orders/s'));
        const between = (ours: string, theirs: string) => ratio(cases, ours, theirs);
        return {
          ...{ bench: 'drain', rounds, cases },
          ratios: {
            'our drain / the writer alone': between('our drain', 'the writer alone'),
            'our drain / BullMQ': between('our drain', 'BullMQ, a job per message'),
            'with unreadable ones / without': between('our drain, a tenth unreadable', 'our drain'),
          },
        };
      } finally {
        await bull.stop();
      }
    }),
};

async function fill(bodies: string[]): Promise<void> {
  const entries = bodies.map((body, n) => ({
    ...{ storeId, source: 'webhook' as const, topic: 'orders/create', dedupeKey: `bench-${n}`, jobId: null },
    body: Buffer.from(body),
  }));
  await withTenantSql(storeId, (sql) => putEntriesIn(sql, storeId, entries, { wake: false }));
}

async function drainAll(): Promise<void> {
  while ((await drainStore(storeId)).more);
}

type Counts = { orders: number; lines: number; entries: number; net: string };

async function countsOf(admin: pg.Client): Promise<Counts> {
  const { rows } = await admin.query(
    `select (select count(*)::int from orders) as orders, (select count(*)::int from order_line) as lines,
       (select count(*)::int from order_entry) as entries, (select sum(net)::text from orders) as net`,
  );
  return rows[0];
}

function same(what: string, found: Counts, expected: Counts): void {
  if (JSON.stringify(found) === JSON.stringify(expected)) return;
  throw new Error(`${what} ended with ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`);
}

async function empty(admin: pg.Client): Promise<void> {
  await admin.query(`truncate ${tableNames.join(', ')}, change_mark, order_deletion, inbox_entry`);
  await admin.query('checkpoint');
}
