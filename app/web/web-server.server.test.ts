import { createHmac, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase, testEnvironment } from '../../tests/setup/test-database';
import { readConfig, setConfig } from '../config/config.server';
import { closeDatabase } from '../db/client.server';
import { startWebServer, type WebServer } from './web-server.server';

let database: TestDatabase;
let server: WebServer;
let root: string;
const limit = 20_000;

beforeAll(async () => {
  database = await createTestDatabase({ WEBHOOK_BODY_LIMIT_BYTES: String(limit), METRICS_TOKEN: 'm'.repeat(20) });
  root = await mkdtemp(path.join(os.tmpdir(), 'tagalong-web-'));
  server = await startWebServer({ host: '127.0.0.1', port: 0, root });
});
afterAll(async () => {
  await server.stop();
  await database.close();
  await rm(root, { recursive: true, force: true });
});

const sign = (body: Buffer, secret: string) => createHmac('sha256', secret).update(body).digest('base64');

function deliver(
  body: Buffer | string,
  change: { secret?: string; path?: string; headers?: Record<string, string | undefined> } = {},
): Promise<Response> {
  const bytes = Buffer.from(body);
  const headers: Record<string, string | undefined> = {
    'content-type': 'application/json',
    'x-shopify-topic': 'orders/create',
    'x-shopify-shop-domain': 'door.myshopify.com',
    'x-shopify-webhook-id': randomUUID(),
    'x-shopify-event-id': 'e-1',
    'x-shopify-triggered-at': '2026-11-20T10:00:00Z',
    'x-shopify-api-version': '2026-10',
    'x-shopify-hmac-sha256': sign(bytes, change.secret ?? testEnvironment.SHOPIFY_API_SECRET),
    ...change.headers,
  };
  const present = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
  return fetch(`${server.url}${change.path ?? '/webhooks/shopify'}`, {
    method: 'POST',
    body: bytes,
    headers: present as Record<string, string>,
  });
}

const entries = async () =>
  (await database.admin.query(`select dedupe_key, body, topic, event_id, request_id from inbox_entry order by id`))
    .rows;

describe('the webhook door', () => {
  it('keeps a signed delivery byte for byte, with its ids, and wakes the drain', async () => {
    const body = '{"id":820982911946154508,"name":"mânecă","total":"10.00"}';
    const id = randomUUID();
    const answer = await deliver(body, { headers: { 'x-shopify-webhook-id': id, 'x-request-id': 'trace-12345678' } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-request-id')).toBe('trace-12345678');
    const kept = (await entries()).find((row) => row.dedupe_key === id);
    expect(kept.body.toString()).toBe(body);
    expect(kept).toMatchObject({ topic: 'orders/create', event_id: 'e-1', request_id: 'trace-12345678' });
    const jobs = await database.admin.query(`select state from pgboss.job where name = 'drain'`);
    expect(jobs.rows).toEqual([{ state: 'created' }]);
  });

  it('answers fifty copies of one delivery with 200 and keeps one', async () => {
    const id = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => deliver('{"id":1}', { headers: { 'x-shopify-webhook-id': id } })),
    );
    expect(answers.map((a) => a.status)).toEqual(Array(50).fill(200));
    expect((await entries()).filter((row) => row.dedupe_key === id)).toHaveLength(1);
  });

  it('accepts the previous secret while it is rotated, and the address without a platform', async () => {
    const { SHOPIFY_API_SECRET_PREVIOUS: secret } = testEnvironment;
    expect((await deliver('{"id":2}', { secret })).status).toBe(200);
    expect((await deliver('{"id":3}', { path: '/webhooks' })).status).toBe(200);
  });

  it('writes nothing for a flood of forged calls', async () => {
    const before = (await entries()).length;
    const wrong: (string | undefined)[] = [undefined, '', 'x', 'AAAA', sign(Buffer.from('other'), 'x'.repeat(20))];
    const answers = await Promise.all(
      Array.from({ length: 300 }, (_, i) =>
        deliver(`{"id":${i}}`, { headers: { 'x-shopify-hmac-sha256': wrong[i % wrong.length] } }),
      ),
    );
    expect(new Set(answers.map((a) => a.status))).toEqual(new Set([401]));
    expect(await entries()).toHaveLength(before);
  });

  it('answers 400 to a signed call without its store, 404 to an unknown platform, 405 to other methods', async () => {
    expect((await deliver('{}', { headers: { 'x-shopify-shop-domain': 'evil.example.com' } })).status).toBe(400);
    expect((await deliver('{}', { headers: { 'x-shopify-webhook-id': undefined } })).status).toBe(400);
    expect((await deliver('{}', { path: '/webhooks/none' })).status).toBe(404);
    expect((await fetch(`${server.url}/webhooks/shopify`)).status).toBe(405);
  });

  it('refuses bodies over the limit, announced or not, and counts them', async () => {
    const before = (await entries()).length;
    expect((await deliver(Buffer.alloc(limit + 1, 32))).status).toBe(413);
    expect((await deliver(Buffer.alloc(limit, 32))).status).toBe(200);
    expect(await rawStatus(chunked(limit + 10))).toBe(413);
    expect(await entries()).toHaveLength(before + 1);
    const metrics = await (
      await fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${'m'.repeat(20)}` } })
    ).text();
    expect(metrics).toMatch(/webhook_deliveries_total\{platform="shopify",ending="too_large"\} 2/);
  });

  it('keeps nothing of a delivery that breaks off', async () => {
    const before = (await entries()).length;
    const socket = net.connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.write('POST /webhooks/shopify HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf');
    await new Promise((resolve) => setTimeout(resolve, 100));
    socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await entries()).toHaveLength(before);
  });
});

describe('health', () => {
  it('says alive, ready with its checks, and shows metrics to who may see them', async () => {
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    const ready = await fetch(`${server.url}/readyz`);
    expect(await ready.json()).toMatchObject({
      ready: true,
      checks: { database: { ok: true }, migrations: { ok: true }, queue: { ok: true } },
    });
    expect((await fetch(`${server.url}/metrics`)).status).toBe(401);
  });

  it('says in words that the pages are not built', async () => {
    const page = await fetch(`${server.url}/app`);
    expect(page.status).toBe(503);
    expect(await page.text()).toContain('npm run build');
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    expect(page.headers.get('x-powered-by')).toBeNull();
  });
});

describe('when the database is away', () => {
  it('says so to the platform and is not ready; nothing is acknowledged that is not kept', async () => {
    const here = database.config;
    await closeDatabase();
    setConfig(readConfig({ ...testEnvironment, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }));
    const id = randomUUID();
    const answers = await Promise.all([
      deliver('{"id":9}', { headers: { 'x-shopify-webhook-id': id } }),
      deliver('{"id":10}'),
    ]);
    expect(answers.map((a) => a.status)).toEqual([503, 503]);
    const ready = await fetch(`${server.url}/readyz`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ ready: false, checks: { database: { ok: false } } });
    await closeDatabase();
    setConfig(here);
    expect((await deliver('{"id":9}', { headers: { 'x-shopify-webhook-id': id } })).status).toBe(200);
    expect((await entries()).filter((row) => row.dedupe_key === id)).toHaveLength(1);
  });
});

function chunked(size: number): string {
  const head = ['POST /webhooks/shopify HTTP/1.1', 'host: x', 'transfer-encoding: chunked', '', ''].join('\r\n');
  return `${head}${size.toString(16)}\r\n${' '.repeat(size)}\r\n0\r\n\r\n`;
}

function rawStatus(request: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(Number(new URL(server.url).port), '127.0.0.1', () => socket.write(request));
    socket.once('data', (data) => {
      resolve(Number(data.toString().split(' ')[1]));
      socket.destroy();
    });
    socket.once('error', reject);
  });
}
