import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommandLine } from '../../app/cli/main.server';
import { storeIdOf } from '../../app/domain/shared/ids';
import { createTestDatabase, type TestDatabase } from '../setup/test-database';
import { type Control, controlsOf, makeInvoices, partOf, whole } from './retail-data';
import { pounds, retailOrder } from './retail-orders';

/**
 * A retailer's year through the real import: every figure, by day, by order and by customer, equals what the invoices
 * add up to, to the penny. A twentieth of the year in the daily run; RETAIL_FULL=1 takes all of it.
 */
const size = process.env.RETAIL_FULL ? whole : partOf(0.05);
const domain = 'retail.myshopify.com';
const storeId = storeIdOf('shopify', domain);
const folder = mkdtempSync(path.join(os.tmpdir(), 'tagalong-retail-'));
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await database.close();
});

async function run(...args: string[]): Promise<string> {
  const said: string[] = [];
  expect(await runCommandLine(args, { say: (line) => said.push(line), note: () => {} })).toBe(0);
  return said.join('\n');
}

test('a retailer’s year equals its control totals to the penny, by day, by order and by customer', async () => {
  const invoices = makeInvoices(size);
  const controls = controlsOf(invoices);
  expect(invoices.length).toBe(size.invoices);
  expect(invoices.reduce((n, one) => n + one.lines.length, 0)).toBe(size.lines);
  expect(invoices.reduce((n, one) => n + one.credits.length, 0)).toBe(size.credits);

  const file = path.join(folder, 'orders.jsonl');
  const lines = function* () {
    for (const invoice of invoices) yield `${JSON.stringify(retailOrder(invoice))}\n`;
  };
  await pipeline(Readable.from(lines()), createWriteStream(file));
  const start = performance.now();
  const command = ['import', '--platform', 'shopify', '--store', domain, '--file', file, '--json'];
  const counts = JSON.parse(await run(...command, '--currency', 'GBP', '--time-zone', 'Europe/London'));
  const seconds = (performance.now() - start) / 1000;
  expect(counts).toMatchObject({ orders: size.invoices, created: size.invoices, failed: 0 });

  const read = async (query: string) => (await database.admin.query(query, [storeId])).rows;
  const byDay = await read(
    `select day::text as key, orders, gross_sales as gross, returns, net_sales as net from store_day where store_id = $1`,
  );
  expect(figuresOf(byDay)).toEqual(wanted(controls.days));
  const byOrder = await read(
    `select platform_order_id as key, 1 as orders, gross, returns, net from orders where store_id = $1`,
  );
  expect(figuresOf(byOrder)).toEqual(wanted(controls.orders));
  const byCustomer = await read(
    `select substr(i.identity, 10) as key, p.orders, p.gross, p.gross - p.net as returns, p.net
       from customer_profile p join customer_identity i using (store_id, profile_id)
      where p.store_id = $1 and i.identity like 'customer:%'`,
  );
  expect(figuresOf(byCustomer)).toEqual(wanted(controls.customers));
  // The ledger explains everything: no entry is there to make a sum come out.
  expect(await read(`select count(*)::int as n from order_entry where store_id = $1 and kind = 'rounding'`)).toEqual([
    { n: 0 },
  ]);
  const { gross, returns } = controls.whole;
  console.log(
    `retail: ${size.invoices} orders, ${size.lines} lines, ${size.credits} refunds; gross ${pounds(gross)}, returns ${pounds(returns)}, ` +
      `net ${pounds(gross - returns)} GBP; ${byDay.length} days, ${byCustomer.length} customers equal; ` +
      `${Math.round(size.invoices / seconds)} orders/s, ${Math.round(size.lines / seconds)} lines/s`,
  );
}, 1_200_000);

type Row = { key: string; orders: number; gross: string; returns: string; net: string };

function figuresOf(rows: Row[]): Record<string, string> {
  const money = (text: string) => Number(text).toFixed(2);
  return Object.fromEntries(
    rows.map(({ key, orders, gross, returns, net }) => [
      key,
      `${orders} ${money(gross)} ${money(returns)} ${money(net)}`,
    ]),
  );
}

function wanted<Key>(controls: Map<Key, Control>): Record<string, string> {
  return Object.fromEntries(
    [...controls].map(([key, { orders, gross, returns }]) => {
      const net = gross - returns;
      const shown = net < 0n ? `-${pounds(-net)}` : pounds(net);
      return [String(key), `${orders} ${pounds(gross)} ${pounds(returns)} ${shown}`];
    }),
  );
}
