import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { deliver, newPerson, orderBody, wire } from '../../tests/privacy/people';
import { createTestDatabase, type TestDatabase } from '../../tests/setup/test-database';
import { rollUp } from '../analytics/roll-up-store.server';
import type { StoreId } from '../domain/shared/ids';
import { loader as nowhere } from '../routes/api.$';
import { loader as summary } from '../routes/api.v1.analytics.summary';
import { loader as inbox } from '../routes/api.v1.inbox._index';
import { loader as openapi } from '../routes/api.v1.openapi[.]json';
import { loader as orders } from '../routes/api.v1.orders._index';
import { loader as order } from '../routes/api.v1.orders.$id';
import { loader as status } from '../routes/api.v1.sync.status';
import { startSync } from '../sync/jobs-store.server';
import { createApiKey, revokeApiKey } from '../tenancy/api-keys-store.server';
import { installStore, saveStoreFacts } from '../tenancy/store.server';
import { limiter } from './answer.server';

/** The REST API as its callers see it: real keys, real rows, answers held against the OpenAPI document itself. */
let db: TestDatabase;
type Tenant = { storeId: StoreId; key: string; orderIds: string[] };
let a: Tenant;
let b: Tenant;

beforeAll(async () => {
  db = await createTestDatabase();
  a = await tenant('api-a.myshopify.com', ['501', '502', '503', '9007199254740993']);
  b = await tenant('api-b.myshopify.com', ['601']);
});
afterAll(() => db.close());

async function tenant(domain: string, orderIds: string[]): Promise<Tenant> {
  const { store } = await installStore({ platform: 'shopify', domain, scopes: '' });
  await saveStoreFacts(store.id, {
    platformStoreId: '1',
    name: domain,
    email: null,
    currency: 'EUR',
    timeZone: 'UTC',
    planName: null,
  });
  for (const id of orderIds) await deliver(store.id, 'orders/create', wire(orderBody(newPerson(), id)));
  await deliver(store.id, 'orders/create', '{"id": 1}');
  await startSync(store.id, { kind: 'backfill', trigger: 'test' });
  await rollUp(store.id);
  return { storeId: store.id, key: (await createApiKey(store.id, 'test', 'owner')).key, orderIds };
}

const routes = { orders, order, summary, status, inbox };
type Answer = { status: number; headers: Headers; body: never };
async function ask(name: keyof typeof routes, key: string | null, query = '', id?: string): Promise<Answer> {
  const request = new Request(`https://app.example/api/v1/x${query}`, {
    headers: key === null ? {} : { authorization: `Bearer ${key}` },
  });
  const response = (await routes[name]({ request, params: id === undefined ? {} : { id }, context: {} })) as Response;
  return { status: response.status, headers: response.headers, body: (await response.json()) as never };
}

/** The document's schema for a 200 of a path, with every reference put in its place, closed to unknown fields. */
async function answerSchema(path: string): Promise<z.ZodType> {
  const document = (await (await openapi()).json()) as never as {
    paths: Record<string, { get: { responses: Record<string, { content: Record<string, { schema: object }> }> } }>;
    components: { schemas: Record<string, object> };
  };
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== 'object' || value === null) return value;
    const reference = (value as { $ref?: string }).$ref;
    if (reference) return resolve(document.components.schemas[reference.split('/').at(-1) ?? '']);
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, resolve(inner)]));
  };
  const schema = document.paths[path]?.get.responses['200']?.content['application/json']?.schema;
  return z.fromJSONSchema(resolve(schema) as never);
}

describe('answers are what the OpenAPI document says', () => {
  test.each([
    ['/orders', 'orders', '?limit=2', undefined],
    ['/analytics/summary', 'summary', '?from=2026-10-25&to=2026-11-10', undefined],
    ['/sync/status', 'status', '', undefined],
    ['/inbox', 'inbox', '?state=dead', undefined],
  ] as const)('%s', async (path, name, query, id) => {
    const { status, body } = await ask(name, a.key, query, id);
    expect(status).toBe(200);
    const result = (await answerSchema(path)).safeParse(body);
    expect(result.error?.issues ?? []).toEqual([]);
  });

  test('/orders/{id}', async () => {
    const { body } = await ask('order', a.key, '', 'shopify_9007199254740993');
    const { detail, ...view } = body as { detail: { refunds: unknown[] }; id: string };
    expect((await answerSchema('/orders/{id}')).safeParse(view).error?.issues ?? []).toEqual([]);
    expect(detail.refunds).toHaveLength(1);
    expect(view.id).toBe('shopify_9007199254740993');
  });

  test('the check itself notices a wrong answer', async () => {
    const schema = await answerSchema('/orders');
    expect(schema.safeParse({ data: [{ id: 5 }], page: { next: null } }).success).toBe(false);
    expect(schema.safeParse({ data: [] }).success).toBe(false);
  });
});

test('an order is exact to the last digit and found by the id its platform gave it', async () => {
  const { body } = await ask('orders', a.key, '?platformOrderId=9007199254740993');
  expect(body).toMatchObject({
    data: [
      {
        platformOrderId: '9007199254740993',
        currency: 'EUR',
        totals: { gross: '112.50', returns: '12.50', net: '100.00', refunded: '12.50' },
        lines: [{ quantity: 1, unitPrice: '112.50', properties: [{ name: 'Engraving' }, { name: '_tagalong_id' }] }],
      },
    ],
    page: { next: null },
  });
});

test('pages follow one another without gap or repetition', async () => {
  const seen: string[] = [];
  for (let after: string | null = ''; after !== null; ) {
    const { body } = await ask('orders', a.key, `?limit=1${after ? `&after=${encodeURIComponent(after)}` : ''}`);
    const page = body as { data: { platformOrderId: string }[]; page: { next: string | null } };
    seen.push(...page.data.map((one) => one.platformOrderId));
    after = page.page.next;
  }
  expect(seen.sort()).toEqual([...a.orderIds].sort());
  const entries: string[] = [];
  for (let after: string | null = ''; after !== null; ) {
    const { body } = await ask('inbox', a.key, `?limit=2${after ? `&after=${after}` : ''}`);
    const page = body as { data: { id: string }[]; page: { next: string | null } };
    entries.push(...page.data.map((one) => one.id));
    after = page.page.next;
  }
  expect(new Set(entries).size).toBe(5);
});

describe('a key opens its own store only', () => {
  test.each(['601', 'shopify_601'])('order %s of another store is not found', async (id) => {
    const mine = await ask('order', b.key, '', id);
    expect(mine.status).toBe(200);
    const theirs = await ask('order', a.key, '', id);
    expect(theirs).toMatchObject({
      status: 404,
      body: { error: { type: 'not_found', code: 'order_not_found', retryable: false } },
    });
  });

  test('lists, figures and the inbox show nothing of another store', async () => {
    const text = async (name: keyof typeof routes, query = '') => JSON.stringify((await ask(name, b.key, query)).body);
    expect(await text('orders', '?platformOrderId=501')).toBe('{"data":[],"page":{"next":null}}');
    const all = await text('orders');
    for (const id of a.orderIds) expect(all).not.toContain(id);
    expect(await text('summary', '?from=2026-11-01&to=2026-11-30')).toContain('"orders":1');
    expect(await text('status')).toContain('api-b.myshopify.com');
    const { rows } = await db.admin.query(`select max(id)::text as id from inbox_entry where store_id = $1`, [
      b.storeId,
    ]);
    const { body } = await ask('inbox', a.key, `?after=${rows[0].id}`);
    const { rows: own } = await db.admin.query(
      `select count(*)::int as n from inbox_entry where store_id = $1 and id < $2`,
      [a.storeId, rows[0].id],
    );
    expect((body as { data: unknown[] }).data).toHaveLength(own[0].n);
  });

  test('a key with another store written into it is no key', async () => {
    const forged = a.key.replace(a.storeId.replaceAll('-', ''), b.storeId.replaceAll('-', ''));
    expect((await ask('orders', forged)).status).toBe(401);
  });
});

describe('who may not', () => {
  test.each([
    ['no header', null],
    ['nonsense', 'tgl_x'],
    ['an unknown key', `tgl_${'0'.repeat(32)}_${'a'.repeat(43)}`],
  ])('%s: 401', async (_, key) => {
    expect(await ask('orders', key)).toMatchObject({
      status: 401,
      body: { error: { type: 'authentication', code: 'invalid_api_key', details: [], retryable: false } },
    });
  });

  test('a revoked key: 401 at once', async () => {
    const { id, key } = await createApiKey(a.storeId, 'short', 'admin');
    expect((await ask('orders', key)).status).toBe(200);
    expect(await revokeApiKey(b.storeId, id)).toBe(false);
    expect(await revokeApiKey(a.storeId, id)).toBe(true);
    expect((await ask('orders', key)).status).toBe(401);
  });

  test('a role that does not include it: 403', async () => {
    const { key } = await createApiKey(a.storeId, 'support', 'support');
    expect(await ask('summary', key, '?from=2026-11-01&to=2026-11-02')).toMatchObject({
      status: 403,
      body: { error: { type: 'permission', code: 'not_allowed' } },
    });
    expect((await ask('inbox', key)).status).toBe(200);
  });

  test('an analyst sees figures, not who bought', async () => {
    const { key } = await createApiKey(a.storeId, 'analyst', 'analyst');
    for (const { body } of [await ask('orders', key), await ask('order', key, '', '501')]) {
      expect(JSON.stringify(body)).not.toMatch(/canary/);
    }
    const { body } = await ask('orders', a.key);
    expect(JSON.stringify(body)).toMatch(/canary/);
    // Nor can they find out by searching for a person they know of.
    const { email, phone } =
      (body as { data: { customer: { email: string; phone: string } }[] }).data[0]?.customer ?? {};
    for (const word of [email, phone]) {
      const query = `?search=${encodeURIComponent(word ?? '')}`;
      expect((await ask('orders', a.key, query)).body).toMatchObject({ data: [{}] });
      expect((await ask('orders', key, query)).body).toMatchObject({ data: [] });
    }
  });
});

describe('what is asked wrongly is refused in words', () => {
  test.each([
    ['orders', '?limit=0', 'limit'],
    ['orders', '?limit=9999', 'limit'],
    ['orders', '?status=lost', 'status'],
    ['orders', '?createdFrom=yesterday', 'createdFrom'],
    ['orders', '?colour=red', 'colour'],
    ['orders', '?test=true&test=false', 'test'],
    ['orders', '?after=garbage', 'cursor'],
    ['summary', '', 'from'],
    ['summary', '?from=2026-02-30&to=2026-03-01', 'from'],
    ['summary', '?from=2026-03-02&to=2026-03-01', 'from'],
    ['summary', '', 'from is missing'],
    ['summary', '?from=9999-12-31&to=9999-12-31', 'from'],
    ['summary', '?from=2000-01-01&to=2999-01-01', 'to'],
    ['orders', '?search=%00', 'cannot be looked for'],
    ['orders', '?platformOrderId=%00', 'cannot be looked for'],
    ['inbox', '?after=1%20or%201=1', 'after'],
  ] as const)('%s%s', async (name, query, field) => {
    const { status, body } = await ask(name, a.key, query);
    expect(status).toBe(400);
    expect(body).toMatchObject({ error: { type: 'invalid_request', retryable: false } });
    const { error } = body as { error: { details: { field: string }[]; message: string } };
    expect(`${error.details.map((detail) => detail.field)} ${error.message}`).toContain(field);
  });

  test('an id that no text may hold', async () => {
    expect(await ask('order', a.key, '', 'shopify_\u0000')).toMatchObject({ status: 400 });
  });

  test('an unknown resource and another method answer in JSON too', async () => {
    expect((await nowhere()).status).toBe(404);
    const { action } = await import('../routes/api.v1.orders._index');
    const refused = action();
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET']);
    const request = new Request('https://app.example/api/v1/orders', { method: 'OPTIONS' });
    expect((await orders({ request, params: {}, context: {} })).status).toBe(405);
  });
});

test('every answer carries its request id and the rate limit, and is cached by nobody', async () => {
  const { headers } = await ask('orders', a.key);
  expect(headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
  expect(headers.get('cache-control')).toBe('no-store');
  expect(Number(headers.get('ratelimit-remaining'))).toBeLessThan(Number(headers.get('ratelimit-limit')));
});

test('too many requests of one key are slowed down, another key is not', async () => {
  const { id, key } = await createApiKey(a.storeId, 'eager', 'support');
  const before = await ask('inbox', key);
  expect(before.status).toBe(200);
  await limiter().consume(id, Number(before.headers.get('ratelimit-remaining')));
  const refused = await ask('inbox', key);
  expect(refused).toMatchObject({ status: 429, body: { error: { type: 'rate_limit', retryable: true } } });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await ask('orders', a.key)).status).toBe(200);
});
