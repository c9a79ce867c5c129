import type pg from 'pg';
import { summary, topAddOns } from '../../app/analytics/queries-store.server';
import { rollUp } from '../../app/analytics/roll-up-store.server';
import { withTenantSql } from '../../app/db/client.server';
import { refreshSegments } from '../../app/domain/customers/metrics-store.server';
import { findCustomer, listCustomers } from '../../app/domain/customers/read-store.server';
import type { CustomerFilter, CustomerSort } from '../../app/domain/customers/view';
import { findOrder, listOrders } from '../../app/domain/orders/read-store.server';
import { saveOrders } from '../../app/domain/orders/save-store.server';
import type { OrderFilter } from '../../app/domain/orders/view';
import { type Bench, type BenchCase, ratio } from './bench';
import { benchAddOns, benchStore as storeId, withBenchDatabase } from './bench-database';
import { lookingBack } from './lists-cache';
import { benchBatches } from './writer-orders';

/**
 * A store of 1,000,000 orders (50,000 with --quick), written by our writer in batches of 1,000 while this process's
 * memory is watched; then every list, filter and search that the pages and the API offer, with changing values. The
 * time is that of the whole call: the connection, the transaction, the rows and what they become. With --keep DIR the
 * store stays there, and another run asks it without building it again.
 */
const limit = 50;

export const lists: Bench = {
  name: 'lists',
  about: 'lists and filters of one big store, 95th percentile of each',
  run: ({ quick, say, keep }) =>
    withBenchDatabase(async ({ admin }) => {
      const count = quick ? 50_000 : 1_000_000;
      const has = await admin.query('select count(*)::int as orders from orders');
      const built = has.rows[0].orders >= count ? [] : await build(count, admin, say);
      const asked = questions(count, await someOf(admin));
      const cases: BenchCase[] = [];
      const runs = quick ? 20 : 40;
      for (const [name, ask] of Object.entries(asked)) {
        const times: number[] = [];
        let found = 0;
        for (let run = 0; run <= runs; run++) {
          const start = performance.now();
          found += await ask(run);
          // The first finds cold pages and a statement that nobody prepared.
          if (run > 0) times.push(performance.now() - start);
        }
        if (found === 0) throw new Error(`${name} found nothing: the question is wrong`);
        times.sort((a, b) => a - b);
        const p95 = times[Math.ceil(times.length * 0.95) - 1] ?? Number.NaN;
        cases.push({ name, median: p95, min: times[0] ?? 0, max: times.at(-1) ?? 0, unit: 'ms p95' });
      }
      const slowest = cases.reduce((a, b) => (b.median > a.median ? b : a));
      say(`the slowest: ${slowest.name}, ${slowest.median.toFixed(1)} ms of 100`);
      const middle = dayAt(count, 50);
      const back = await lookingBack({ from: daysBefore(middle, 90), to: middle }, 10);
      const all = [...built, ...cases, ...back];
      return {
        bench: 'lists',
        rounds: runs,
        cases: all,
        ratios: {
          ...(built.length > 0 && {
            'memory, last tenth / first': ratio(all, 'memory, last tenth', 'memory, first tenth'),
            'rate, last tenth / first': ratio(all, 'rate, last tenth', 'rate, first tenth'),
          }),
          'looking back, ledger / cache in memory': ratio(
            back,
            'looking back, from the ledger',
            'looking back, cache: memory',
          ),
          'slowest p95 / 100 ms': Number((slowest.median / 100).toFixed(2)),
        },
      };
    }, keep),
};

/** Writes the orders; how fast, and how much memory the process had, in the first and in the last tenth. */
async function build(count: number, admin: pg.Client, say: (line: string) => void): Promise<BenchCase[]> {
  const size = 1000;
  const batches = count / size;
  const samples: { rate: number; memory: number }[] = [];
  for (const batch of benchBatches(count, size)) {
    const start = performance.now();
    await withTenantSql(storeId, (sql) => saveOrders(sql, storeId, 'shopify', batch));
    const rate = batch.length / ((performance.now() - start) / 1000);
    samples.push({ rate, memory: process.memoryUsage().rss / 1024 / 1024 });
    if (samples.length % Math.ceil(batches / 10) === 0) {
      say(
        `${samples.length * size} orders, ${Math.round(rate)} orders/s, ${Math.round(samples.at(-1)?.memory ?? 0)} MiB`,
      );
    }
  }
  say('counting days and segments, analysing ...');
  for (;;) if ((await rollUp(storeId)).days === 0) break;
  await refreshSegments(storeId);
  await admin.query('vacuum (analyze)');
  await admin.query('checkpoint');
  const tenth = Math.ceil(batches / 10);
  const middle = (name: string, part: typeof samples, of: 'rate' | 'memory', unit: string): BenchCase => {
    const sorted = part.map((one) => one[of]).sort((a, b) => a - b);
    return {
      name,
      median: sorted[Math.floor(sorted.length / 2)] ?? 0,
      min: sorted[0] ?? 0,
      max: sorted.at(-1) ?? 0,
      unit,
    };
  };
  // The first batches warm up code and caches; they are no measure of memory.
  const first = samples.slice(Math.min(5, tenth - 1), tenth + 5);
  return [
    middle('rate, first tenth', first, 'rate', 'orders/s'),
    middle('rate, last tenth', samples.slice(-tenth), 'rate', 'orders/s'),
    middle('memory, first tenth', first, 'memory', 'MiB'),
    middle('memory, last tenth', samples.slice(-tenth), 'memory', 'MiB'),
  ];
}

type Some = {
  ids: string[];
  numbers: string[];
  emails: string[];
  profiles: string[];
  skus: string[];
  titles: string[];
};

/** Values to ask with, spread over the whole store. */
async function someOf(admin: pg.Client): Promise<Some> {
  const { rows: orders } = await admin.query(
    `select platform_order_id as id, order_number as number, email, profile_id as profile
       from orders tablesample system (1) where email is not null order by md5(platform_order_id) limit 60`,
  );
  const { rows: lines } = await admin.query(
    `select sku, title from order_line tablesample system (1) where sku is not null order by md5(platform_line_id) limit 60`,
  );
  const column = (rows: Record<string, string>[], name: string) => rows.map((row) => String(row[name]));
  return {
    ids: column(orders, 'id'),
    numbers: column(orders, 'number'),
    emails: column(orders, 'email'),
    profiles: column(orders, 'profile'),
    skus: column(lines, 'sku'),
    titles: column(lines, 'title'),
  };
}

/** The orders of the bench are placed one after another from here on. */
const begin = Date.UTC(2025, 4, 1);
const spanOf = (count: number) => count * 37_000;
const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);
const dayAt = (count: number, percent: number) => dayOf(begin + (spanOf(count) * percent) / 100);
const daysBefore = (day: string, days: number) => dayOf(Date.parse(day) - days * 86_400_000);

type Ask = (run: number) => Promise<number>;

function questions(count: number, some: Some): Record<string, Ask> {
  const orders =
    (filter: (run: number) => OrderFilter): Ask =>
    async (run) =>
      (await listOrders(storeId, filter(run), { limit })).orders.length;
  const customers =
    (filter: (run: number) => CustomerFilter, sort: CustomerSort = 'last_order'): Ask =>
    async (run) =>
      (await listCustomers(storeId, filter(run), { sort, limit })).customers.length;
  const pick = (values: string[], run: number) => values[run % values.length] ?? '';
  const when = (run: number) => new Date(begin + (spanOf(count) * ((run * 37) % 100)) / 100);
  const day = (run: number) => when(run).toISOString().slice(0, 10);
  const addOns = [...benchAddOns.values()];
  return {
    'orders, newest': orders(() => ({})),
    'orders, the page after': nextPages(),
    'orders, from a day on': orders((run) => ({ createdFrom: when(run).toISOString() })),
    'orders, up to a day': orders((run) => ({ createdTo: when(run + 1).toISOString() })),
    'orders, changed since': orders((run) => ({
      updatedFrom: new Date(begin + spanOf(count) - run * 3_600_000).toISOString(),
    })),
    'orders, behind a day': orders((run) => ({ day: day(run) })),
    'orders, paid': orders(() => ({ financialStatus: 'paid' })),
    'orders, partially refunded': orders(() => ({ financialStatus: 'partially_refunded' })),
    'orders, unfulfilled': orders(() => ({ fulfillmentStatus: 'unfulfilled' })),
    'orders, cancelled': orders(() => ({ status: 'cancelled' })),
    'orders, cancelled and refunded': orders(() => ({ status: 'cancelled', financialStatus: 'partially_refunded' })),
    'orders, with an add-on': orders(() => ({ hasAddOn: true })),
    'orders, with one add-on': orders((run) => ({ addOnId: pick(addOns, run) })),
    'orders, prepaid, unfulfilled, no add-on': orders(() => ({
      ...{ paymentMethod: 'prepaid', fulfillmentStatus: 'unfulfilled', hasAddOn: false, test: false },
    })),
    'orders of one customer': orders((run) => ({ customerId: pick(some.profiles, run) })),
    'orders, search: number': orders((run) => ({ search: pick(some.numbers, run) })),
    'orders, search: e-mail': orders((run) => ({ search: pick(some.emails, run) })),
    'orders, search: SKU': orders((run) => ({ search: pick(some.skus, run) })),
    'orders, search: a title': orders((run) => ({ search: pick(some.titles, run) })),
    'orders, search: a word of many titles': orders((run) => ({ search: pick(['desk', 'mug', 'care', 'wool'], run) })),
    'orders, search: a word and a status': orders(() => ({ search: 'desk', status: 'cancelled' })),
    'one order': async (run) => ((await findOrder(storeId, pick(some.ids, run))) ? 1 : 0),
    'customers, by last order': customers(() => ({})),
    'customers, by value': customers(() => ({}), 'value'),
    'customers, by orders': customers(() => ({}), 'orders'),
    'customers, of a segment': customers((run) => ({ segment: run % 2 ? 'champions' : 'hibernating' })),
    'customers, of a segment, by value': customers(() => ({ segment: 'at_risk' }), 'value'),
    'customers, five orders or more': customers(() => ({ minOrders: 5 })),
    'customers, one order only, by value': customers(() => ({ minOrders: 1, maxOrders: 1 }), 'value'),
    'customers, worth so much': customers((run) => ({ minValue: String(run * 20), maxValue: String(run * 20 + 500) })),
    'customers, last seen before': customers((run) => ({ lastOrderTo: when(run + 1).toISOString() })),
    'customers, with an add-on': customers(() => ({ hasAddOn: true })),
    'customers, search: e-mail': customers((run) => ({ search: pick(some.emails, run) })),
    'one customer': async (run) => ((await findCustomer(storeId, pick(some.profiles, run))) ? 1 : 0),
    'figures of 90 days': async (run) => {
      const to = day(run);
      const from = daysBefore(to, 90);
      await topAddOns(storeId, { from, to }, 10);
      return (await summary(storeId, { from, to })).days.length;
    },
  };
}

/** From page to page, as somebody reads on; each run asks the next one. */
function nextPages(): Ask {
  let after: string | undefined;
  return async () => {
    const { orders, next } = await listOrders(storeId, {}, after === undefined ? { limit } : { after, limit });
    after = next ?? undefined;
    return orders.length;
  };
}
