import { createHmac } from 'node:crypto';
import http from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase, testEnvironment } from '../setup/test-database';
import { type Running, startProcess } from './processes';
import { restOrder } from './rest-order';

let database: TestDatabase;
let web: Running;

beforeAll(async () => {
  database = await createTestDatabase();
  web = await startProcess('entry.web.ts', { DATABASE_URL: database.url, PORT: '0' });
});
afterAll(async () => {
  await web.kill();
  await database.close();
});

it('every delivery answered 200 before the web process was killed is in the inbox, with a wake-up for its store', async () => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 32 });
  const acknowledged = new Set<string>();
  let stopped = false;
  const url = String(web.facts.url);
  const caller = async (name: number) => {
    for (let i = 0; !stopped; i++) {
      const id = `${name}-${i}`;
      if ((await deliver(agent, url, id).catch(() => 0)) === 200) acknowledged.add(id);
    }
  };
  const callers = Array.from({ length: 32 }, (_, i) => caller(i));
  while (acknowledged.size < 500) await new Promise((resolve) => setTimeout(resolve, 5));
  await web.kill('SIGKILL');
  stopped = true;
  await Promise.all(callers);
  agent.destroy();
  const { rows } = await database.admin.query(`select dedupe_key as id, store_id from inbox_entry`);
  const kept = new Set(rows.map((row) => row.id as string));
  const lost = [...acknowledged].filter((id) => !kept.has(id));
  process.stdout.write(`web killed: ${acknowledged.size} acknowledged, ${kept.size} kept, ${lost.length} lost\n`);
  expect(acknowledged.size).toBeGreaterThanOrEqual(500);
  expect(lost).toEqual([]);
  const woken = await database.admin.query(`select distinct group_id from pgboss.job where name = 'drain'`);
  expect(woken.rows.map((row) => row.group_id).sort()).toEqual([...new Set(rows.map((row) => row.store_id))].sort());
});

function deliver(agent: http.Agent, url: string, id: string): Promise<number> {
  const body = Buffer.from(restOrder(Number(id.replace('-', '9'))));
  return new Promise((resolve, reject) => {
    const request = http.request(
      `${url}/webhooks/shopify`,
      {
        agent,
        method: 'POST',
        headers: {
          'content-length': body.length,
          'x-shopify-topic': 'orders/create',
          'x-shopify-shop-domain': `store-${id.split('-')[0]}.myshopify.com`,
          'x-shopify-webhook-id': id,
          'x-shopify-hmac-sha256': createHmac('sha256', testEnvironment.SHOPIFY_API_SECRET)
            .update(body)
            .digest('base64'),
        },
      },
      (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
        response.on('error', reject);
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}
