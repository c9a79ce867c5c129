import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort } from '../../app/db/embedded.server';
import { installStore } from '../../app/tenancy/store.server';
import { randomOf } from '../setup/random';
import { createTestDatabase, type TestDatabase, testEnvironment } from '../setup/test-database';
import { type Running, startProcess } from './processes';
import { restOrder } from './rest-order';

let database: TestDatabase;
let environment: Record<string, string>;
const running = new Map<string, Running>();
const seed = Number(process.env.CRASH_SEED ?? Math.floor(Math.random() * 1e9));
const random = randomOf(seed);

beforeAll(async () => {
  database = await createTestDatabase();
  environment = { DATABASE_URL: database.url, PORT: String(await freePort()) };
});
afterAll(async () => {
  for (const one of running.values()) await one.kill();
  await database.close();
});

const storeCount = 6;
const ordersPerStore = 40;
const versions = [10, 20, 30];

type Delivery = { id: string; domain: string; body: string };

it('processes killed at random moments lose nothing and double nothing, whatever the order of the deliveries', async () => {
  process.stdout.write(`random kills with CRASH_SEED=${seed}\n`);
  for (let s = 0; s < storeCount; s++) await installStore({ platform: 'shopify', domain: domainOf(s), scopes: '' });
  await Promise.all(['web', 'worker-1', 'worker-2'].map(start));

  const deliveries = shuffled(ledger());
  let acknowledged = 0;
  const senders = Array.from({ length: 8 }, async () => {
    for (let next = deliveries.pop(); next; next = deliveries.pop()) {
      // As the platform does: until somebody says 200.
      while ((await send(next).catch(() => 0)) !== 200) await sleep(50);
      acknowledged++;
    }
  });
  let over = false;
  let activeMax = 0;
  let waitingMax = 0;
  const watcher = (async () => {
    while (!over) {
      const jobs = await one(`select coalesce(max(active), 0)::int as active, coalesce(max(waiting), 0)::int as waiting
        from (select count(*) filter (where state = 'active') as active,
            count(*) filter (where state = 'created' and start_after <= now()) as waiting
          from pgboss.job where name = 'drain' group by group_id) of_a_store`);
      activeMax = Math.max(activeMax, jobs.active ?? 0);
      waitingMax = Math.max(waitingMax, jobs.waiting ?? 0);
      await sleep(50);
    }
  })();
  const kills: string[] = [];
  for (const name of ['worker-1', 'web', 'worker-2']) {
    await sleep(200 + random() * 400);
    kills.push(name);
    await running.get(name)?.kill('SIGKILL');
    await start(name);
  }
  await Promise.all(senders);
  const quietFrom = Date.now();
  const orders = storeCount * ordersPerStore;
  await settled();
  over = true;
  await watcher;
  // One waits at most. Beside a drain that runs, the queue may bring back the one of a worker that died: the store's
  // lock (enterStore) lets only one of the two claim, and what they did is counted below.
  expect(waitingMax).toBe(1);
  expect(activeMax).toBeLessThanOrEqual(2);
  const found = await one(`select count(*)::int as orders, count(*) filter (where total = 30)::int as newest,
    (select count(*)::int from order_line) as lines, (select count(*)::int from inbox_entry) as entries,
    (select count(*)::int from inbox_entry where state = 'processed') as processed,
    (select sum(orders)::int from store_day) as counted, (select sum(net_sales)::int from store_day) as net from orders`);
  process.stdout.write(
    `${acknowledged} deliveries acknowledged through ${kills.length} kills; settled ${((Date.now() - quietFrom) / 1000).toFixed(1)} s after the last\n`,
  );
  const entries = orders * versions.length;
  expect(found).toEqual({
    orders,
    newest: orders,
    lines: orders,
    entries,
    processed: entries,
    counted: orders,
    net: orders * 30,
  });
}, 300_000);

/** Every version of every order, a third of them sent twice. */
function ledger(): Delivery[] {
  const all: Delivery[] = [];
  for (let s = 0; s < storeCount; s++) {
    for (let o = 0; o < ordersPerStore; o++) {
      for (const [v, price] of versions.entries()) {
        const orderId = (s + 1) * 10_000 + o;
        const total = `${price}.00`;
        const line = {
          id: orderId * 10 + 1,
          title: 'Mug',
          quantity: 1,
          current_quantity: 1,
          price: total,
          variant_id: 7,
        };
        const body = restOrder(orderId, {
          updated_at: `2026-11-01T1${v}:00:00Z`,
          total_price: total,
          current_total_price: total,
          line_items: [line],
        });
        const delivery = { id: `${orderId}-${v}`, domain: domainOf(s), body };
        all.push(delivery);
        if (random() < 0.33) all.push(delivery);
      }
    }
  }
  return all;
}

async function start(name: string): Promise<void> {
  running.set(name, await startProcess(name === 'web' ? 'entry.web.ts' : 'entry.worker.ts', environment));
}

async function send(delivery: Delivery): Promise<number> {
  const answer = await fetch(`${String(running.get('web')?.facts.url)}/webhooks/shopify`, {
    method: 'POST',
    body: delivery.body,
    headers: {
      'x-shopify-topic': 'orders/updated',
      'x-shopify-shop-domain': delivery.domain,
      'x-shopify-webhook-id': delivery.id,
      'x-shopify-hmac-sha256': createHmac('sha256', testEnvironment.SHOPIFY_API_SECRET)
        .update(delivery.body)
        .digest('base64'),
    },
  });
  return answer.status;
}

/** Waits until nothing waits: no entry, no change mark, no job. */
async function settled(): Promise<void> {
  const deadline = Date.now() + 120_000;
  for (;;) {
    const { left } = await one(`select (select count(*) from inbox_entry where state in ('pending', 'failed'))::int
      + (select count(*) from change_mark)::int
      + (select count(*) from pgboss.job where name in ('drain', 'rollUp') and state <= 'active')::int as left`);
    if (left === 0) return;
    if (Date.now() > deadline) throw new Error(`${left} pieces of work are left`);
    await sleep(100);
  }
}

async function one(sql: string): Promise<Record<string, number>> {
  return (await database.admin.query(sql)).rows[0];
}

function domainOf(store: number): string {
  return `random-${store}.myshopify.com`;
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function shuffled<T>(items: T[]): T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
