import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';

const shop = 'killed.myshopify.com';
let folder: string;
let app: Server;
let appUrl: string;
let fine = false;
const bodies: string[] = [];
const started: ChildProcess[] = [];

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'practice-main-'));
  app = createServer((request, response) => {
    request.setEncoding('utf8').on('data', (chunk: string) => {
      if (fine) bodies.push(chunk);
    });
    request.on('end', () => {
      response.statusCode = fine ? 200 : 503;
      response.end();
    });
  });
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
  appUrl = `http://127.0.0.1:${(app.address() as AddressInfo).port}`;
});

afterAll(async () => {
  for (const one of started) if (one.exitCode === null && one.signalCode === null) one.kill('SIGKILL');
  await new Promise((resolve) => app.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

async function start() {
  const flags = {
    'data-dir': folder,
    'app-url': appUrl,
    'toml-file': path.resolve('shopify.app.toml'),
    'store-domain': shop,
  };
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]);
  const child = spawn(process.execPath, ['--import', 'tsx', 'practice/shopify/main.ts', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  started.push(child);
  for await (const line of createInterface({ input: child.stdout })) {
    const said = JSON.parse(line) as { ready: boolean; apiUrl: string };
    expect(said.ready).toBe(true);
    return { child, apiUrl: said.apiUrl };
  }
  throw new Error('it said nothing');
}

async function control(apiUrl: string, what: string, body: unknown) {
  const reply = await fetch(`${apiUrl}/control/${what}`, { method: 'POST', body: JSON.stringify(body) });
  return reply.json();
}

test('killed in the middle, it loses no order and no webhook; asked to stop, it ends cleanly', async () => {
  const first = await start();
  await control(first.apiUrl, `stores/${shop}/install`, {});
  const made = await control(first.apiUrl, `stores/${shop}/graphql`, {
    query: 'mutation M($order: OrderCreateOrderInput!) { orderCreate(order: $order) { order { id name } } }',
    variables: {
      order: {
        lineItems: [{ title: 'Lamp', quantity: 1, priceSet: { shopMoney: { amount: '10', currencyCode: 'USD' } } }],
      },
    },
  });
  const { id, name } = made.data.orderCreate.order;
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');

  fine = true;
  const second = await start();
  const again = await control(second.apiUrl, `stores/${shop}/graphql`, {
    query: 'query Q($id: ID!) { order(id: $id) { name } }',
    variables: { id },
  });
  expect(again.data.order.name).toBe(name);
  await control(second.apiUrl, 'deliveries/retry', {});
  for (let turn = 0; turn < 200 && bodies.length === 0; turn += 1)
    await new Promise((resolve) => setTimeout(resolve, 25));
  expect(bodies.join('')).toContain(`"name":"${name}"`);
  second.child.kill('SIGTERM');
  const [code] = await once(second.child, 'exit');
  expect(code).toBe(0);
});
