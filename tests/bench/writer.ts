import type pg from 'pg';
import { pool, withTenantSql } from '../../app/db/client.server';
import type { OrderNews } from '../../app/domain/orders/order';
import { saveOrders } from '../../app/domain/orders/save-store.server';
import { type Bench, benchCase, ratio } from './bench';
import { benchStore as storeId, withBenchDatabase } from './bench-database';
import { copyAndMerge, prepareLimit, upsertRowByRow, upsertTableByTable } from './writer-limit';
import { benchOrders } from './writer-orders';
import { prismaWriter } from './writer-prisma';
import { bookkeeping, type ReadyRows, readRows, readShapes, type TableShape, tableNames } from './writer-rows';

/**
 * The writer of orders on the full model, at 1, 100 and 1,000 orders a batch, fresh and again unchanged. Ours goes from
 * canonical order to committed rows (locks, merge, ledger, figures, profiles, metrics, change marks). Beside it, on the
 * same rows ready made: the limit (COPY and merge), a prepared upsert for each row, and Prisma's upserts, one
 * transaction per order, eight at a time. Before anything is printed the tables of all must be equal, row by row.
 */
const sizes = [1, 100, 1000] as const;

export const writer: Bench = {
  name: 'writer',
  about: 'orders written per second, full model, by size of the batch',
  run: ({ rounds, quick, say }) =>
    withBenchDatabase(async ({ url, admin }) => {
      const open: (() => unknown)[] = [];
      try {
        const shapes = await readShapes(admin);
        const limit = await pool('tagalong_runtime').connect();
        open.push(() => limit.release());
        await prepareLimit(limit, shapes);
        const prisma = prismaWriter(url, storeId);
        open.push(() => prisma.stop());
        const sets = new Map(
          await sequentially(sizes, async (size) => {
            const count = { 1: quick ? 100 : 300, 100: quick ? 1000 : 3000, 1000: quick ? 3000 : 10_000 }[size];
            return [size, await prepare(admin, shapes, benchOrders(count), size)] as const;
          }),
        );

        const figures = new Map<string, number[]>();
        const timed = async (name: string, count: number, work: () => Promise<void>) => {
          const start = performance.now();
          await work();
          figures.set(name, [...(figures.get(name) ?? []), count / ((performance.now() - start) / 1000)]);
        };
        for (let round = 0; round < rounds; round++) {
          for (const [size, { orders, batches, ready, single, singleRows }] of sets) {
            const writers: [string, number, () => Promise<void>][] = [
              ['limit', orders.length, () => each(ready, (batch) => copyAndMerge(limit, storeId, batch))],
              ['ours', orders.length, () => each(batches, save)],
              ['row by row', orders.length, () => each(ready, (batch) => upsertRowByRow(limit, storeId, batch))],
            ];
            // What one order costs at least: the goal of a batch of one is three times that.
            const byTable = () => each(ready, (batch) => upsertTableByTable(limit, storeId, batch));
            if (size === 1) writers.push(['table by table', orders.length, byTable]);
            const prints: Print[] = [];
            for (const [name, count, work] of writers) {
              await empty(admin);
              await timed(`${name}, ${size} a batch`, count, work);
              const fresh = await fingerprint(admin, shapes);
              await timed(`${name}, ${size} a batch, again`, count, work);
              prints.push(
                { what: name, print: fresh },
                { what: `${name} again`, print: await fingerprint(admin, shapes) },
              );
            }
            same(prints);
            // Prisma knows no batches: it is asked once, with fewer orders, for its rate does not depend on how many.
            if (size !== 1000) continue;
            await empty(admin);
            await each([single], save);
            const expected = { what: 'ours', print: await fingerprint(admin, shapes) };
            await empty(admin);
            await timed('Prisma', single.length, () => prisma.write(singleRows));
            await timed('Prisma, again', single.length, () => prisma.write(singleRows));
            same([expected, { what: 'Prisma', print: await fingerprint(admin, shapes) }]);
          }
          say(`round ${round + 1} of ${rounds} done`);
        }
        const cases = [...figures].map(([name, values]) => benchCase(name, values, 'orders/s'));
        const between = (ours: string, theirs: string) => ratio(cases, ours, theirs);
        return {
          bench: 'writer',
          rounds,
          cases,
          ratios: {
            'ours / limit, 1,000 a batch': between('ours, 1000 a batch', 'limit, 1000 a batch'),
            'ours / limit, 100 a batch': between('ours, 100 a batch', 'limit, 100 a batch'),
            'ours / limit, 1 a batch': between('ours, 1 a batch', 'limit, 1 a batch'),
            'table by table / ours, 1 a batch': between('table by table, 1 a batch', 'ours, 1 a batch'),
            'ours / row by row, 1,000 a batch': between('ours, 1000 a batch', 'row by row, 1000 a batch'),
            'ours, 1,000 a batch / Prisma': between('ours, 1000 a batch', 'Prisma'),
            'ours, 1 a batch / Prisma': between('ours, 1 a batch', 'Prisma'),
            'again / fresh, ours, 1,000 a batch': between('ours, 1000 a batch, again', 'ours, 1000 a batch'),
          },
        };
      } finally {
        for (const close of open) await close();
      }
    }),
};

type OrderSet = {
  orders: OrderNews[];
  batches: OrderNews[][];
  ready: ReadyRows[];
  /** fewer orders, each alone, with values as a client in JavaScript holds them */
  single: OrderNews[];
  singleRows: ReadyRows[];
};

/** Writes the orders once, warm, and reads back what each batch had come to. */
async function prepare(admin: pg.Client, shapes: TableShape[], orders: OrderNews[], size: number): Promise<OrderSet> {
  const batches = batchesOf(orders, size);
  await empty(admin);
  const ready = await sequentially(batches, async (batch) => {
    await save(batch);
    return readRows(admin, storeId, shapes, idsOf(batch), 'text');
  });
  const single = orders.slice(0, 300);
  await empty(admin);
  await save(single);
  const singleRows = await sequentially(single, (one) => readRows(admin, storeId, shapes, idsOf([one]), 'values'));
  return { orders, batches, ready, single, singleRows };
}

async function save(batch: OrderNews[]): Promise<void> {
  await withTenantSql(storeId, (sql) => saveOrders(sql, storeId, 'shopify', batch));
}

function idsOf(batch: OrderNews[]): string[] {
  return batch.map((one) => one.platformOrderId);
}

async function empty(admin: pg.Client): Promise<void> {
  await admin.query(`truncate ${tableNames.join(', ')}, change_mark, order_deletion`);
  await admin.query('checkpoint');
}

type Print = { what: string; print: Record<string, string> };

/** Count and hash of every table's rows, when they were saved left out. */
async function fingerprint(admin: pg.Client, shapes: TableShape[]): Promise<Print['print']> {
  const found: Print['print'] = {};
  for (const { name } of shapes) {
    const left = name === 'customer_link' ? [...bookkeeping, 'created_at'] : bookkeeping;
    const { rows } = await admin.query(
      `select count(*) || ' ' || coalesce(md5(string_agg(row, '' order by row)), '') as print
         from (select md5((to_jsonb(t) - $1::text[])::text) as row from ${name} t) as hashed`,
      [left],
    );
    found[name] = rows[0].print;
  }
  return found;
}

/** No ratio without this. */
function same([first, ...others]: Print[]): void {
  for (const other of others) {
    const different = tableNames.filter((table) => first?.print[table] !== other.print[table]);
    if (different.length === 0) continue;
    const details = different.map((table) => `${table} ${first?.print[table]} / ${other.print[table]}`);
    throw new Error(`${first?.what} and ${other.what} did not write the same: ${details.join('; ')}`);
  }
}

function batchesOf<T>(all: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));
}

async function each<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  for (const one of all) await work(one);
}

async function sequentially<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const one of all) results.push(await work(one));
  return results;
}
