import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deliver, newPerson, orderBody, wire } from '../../tests/privacy/people';
import { createTestDatabase, type TestDatabase } from '../../tests/setup/test-database';
import { rollUp } from '../analytics/roll-up-store.server';
import { verifyMetrics } from '../domain/customers/metrics-store.server';
import type { StoreId } from '../domain/shared/ids';
import { loader as changes } from '../routes/api.v1.analytics.changes';
import { loader as summary } from '../routes/api.v1.analytics.summary';
import { loader as customers } from '../routes/api.v1.customers._index';
import { loader as customer } from '../routes/api.v1.customers.$id._index';
import { loader as customerOrders } from '../routes/api.v1.customers.$id.orders';
import { loader as customersExport } from '../routes/api.v1.customers.export';
import { loader as order, action as put } from '../routes/api.v1.orders.$id';
import { loader as ledger } from '../routes/api.v1.orders.$id.ledger';
import { loader as lineItems } from '../routes/api.v1.orders.$id.line-items';
import { loader as ordersExport } from '../routes/api.v1.orders.export';
import { createApiKey } from '../tenancy/api-keys-store.server';
import { installStore, saveStoreFacts } from '../tenancy/store.server';
import { customerDetailShape, customerPageShape } from './customer-shapes';
import { openApiDocument } from './openapi';
import { ledgerShape, lineItemsShape, orderPageShape } from './order-shapes';

/** Customers, ledgers, notes and files of the REST API: real keys, real rows. */
let db: TestDatabase;
let storeId: StoreId;
let key: string;
let analyst: string;
const ann = newPerson();
const bob = newPerson();

beforeAll(async () => {
  db = await createTestDatabase();
  const { store } = await installStore({ platform: 'shopify', domain: 'customers.myshopify.com', scopes: '' });
  storeId = store.id;
  const facts = {
    platformStoreId: '1',
    name: 'Customers',
    email: null,
    currency: 'EUR',
    timeZone: 'UTC',
    planName: null,
  };
  await saveStoreFacts(storeId, facts);
  for (const id of ['701', '702']) await deliver(storeId, 'orders/create', wire(orderBody(ann, id)));
  await deliver(storeId, 'orders/create', wire(orderBody(bob, '801')));
  await rollUp(storeId);
  key = (await createApiKey(storeId, 'test', 'owner')).key;
  analyst = (await createApiKey(storeId, 'analyst', 'analyst')).key;
});
afterAll(() => db.close());

type Loader = (args: { request: Request; params: Record<string, string>; context: object }) => Promise<Response>;
async function ask(loader: unknown, query = '', id = '', as = key): Promise<Response> {
  const request = new Request(`https://app.example/api/v1/x${query}`, { headers: { authorization: `Bearer ${as}` } });
  return (loader as Loader)({ request, params: { id }, context: {} });
}
const json = async (response: Promise<Response>) => (await (await response).json()) as never;

describe('customers', () => {
  test('are listed with what they are worth, page by page, as the document says', async () => {
    const seen: string[] = [];
    for (const sort of ['last_order', 'value', 'orders']) {
      for (let after: string | null = ''; after !== null; ) {
        const body = await json(ask(customers, `?limit=1&sort=${sort}${after && `&after=${after}`}`));
        expect(customerPageShape.safeParse(body).error?.issues ?? []).toEqual([]);
        const page = body as { data: { id: string; orders: number; email: string }[]; page: { next: string | null } };
        seen.push(...page.data.map((one) => `${sort} ${one.orders} ${one.email}`));
        after = page.page.next;
      }
    }
    expect(seen.filter((line) => line.startsWith('orders'))).toEqual([
      `orders 2 ${ann.email}`,
      `orders 1 ${bob.email}`,
    ]);
    expect(seen).toHaveLength(6);
    expect(await verifyMetrics(storeId)).toEqual({ profiles: 2, different: 0 });
  });

  test('are found by address, by the platform’s id and by what they did', async () => {
    const count = async (query: string, as = key) =>
      ((await json(ask(customers, query, '', as))) as { data: unknown[] }).data.length;
    expect(await count(`?search=${encodeURIComponent(ann.email.toUpperCase())}`)).toBe(1);
    expect(await count('?minOrders=2')).toBe(1);
    expect(await count('?minOrders=3')).toBe(0);
    expect(await count('?hasAddOn=true')).toBe(0);
    expect(await count('?maxValue=100.00')).toBe(1);
    // Who may not know persons cannot find them by guessing.
    expect(await count(`?search=${encodeURIComponent(ann.email)}`, analyst)).toBe(0);
    const wrong = await ask(customers, '?minValue=many');
    expect(wrong.status).toBe(400);
  });

  test('tell their story and their orders, to who may know', async () => {
    const list = (await json(ask(customers, '?sort=orders'))) as { data: { id: string }[] };
    const id = list.data[0]?.id ?? '';
    const body = await json(ask(customer, '', id));
    expect(customerDetailShape.safeParse(body).error?.issues ?? []).toEqual([]);
    expect(body).toMatchObject({
      orders: 2,
      lifetimeGross: '225.00',
      lifetimeNet: '200.00',
      averageOrderValue: '112.50',
    });
    const kinds = (body as { timeline: { kind: string }[] }).timeline.map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['placed', 'refunded']));
    const orders = await json(ask(customerOrders, '?limit=1', id));
    expect(orderPageShape.safeParse(orders).error?.issues ?? []).toEqual([]);
    expect(JSON.stringify(await json(ask(customer, '', id, analyst)))).not.toMatch(/canary/);
    expect((await ask(customer, '', '00000000-0000-4000-8000-000000000000')).status).toBe(404);
    expect((await ask(customerOrders, '', 'nobody')).status).toBe(404);
  });
});

describe('an order', () => {
  test('has lines and a ledger that sums to what it comes to', async () => {
    const lines = await json(ask(lineItems, '', '701'));
    expect(lineItemsShape.safeParse(lines).error?.issues ?? []).toEqual([]);
    const book = await json(ask(ledger, '', 'shopify_701'));
    expect(ledgerShape.safeParse(book).error?.issues ?? []).toEqual([]);
    const { totals } = (await json(ask(order, '', '701'))) as { totals: { balance: string } };
    const sum = (book as { data: { total: string }[] }).data.reduce(
      (cents, one) => cents + Math.round(Number(one.total) * 100),
      0,
    );
    expect((sum / 100).toFixed(2)).toBe(totals.balance);
    expect((await ask(ledger, '', '999')).status).toBe(404);
  });

  test('takes our own note and tags, refuses what the platform says, and notices another hand', async () => {
    const say = (body: unknown, as = key, id = '701') => {
      const request = new Request('https://app.example/api/v1/orders/701', {
        method: 'PUT',
        headers: { authorization: `Bearer ${as}` },
        body: JSON.stringify(body),
      });
      return put({ request, params: { id }, context: {} });
    };
    expect(await json(say({ note: 'call first', tags: ['vip'], revision: 0 }))).toEqual({
      note: 'call first',
      tags: ['vip'],
      revision: 1,
    });
    expect(await json(say({ tags: [] }))).toEqual({ note: 'call first', tags: [], revision: 2 });
    expect((await json(ask(order, '', '701'))) as object).toMatchObject({
      annotation: { note: 'call first', revision: 2 },
    });
    const late = await say({ note: 'other', revision: 1 });
    expect([late.status, await late.json()]).toMatchObject([
      409,
      { error: { code: 'annotation_changed', retryable: true } },
    ]);
    const mirrored = await say({ financialStatus: 'paid' });
    expect([mirrored.status, await mirrored.json()]).toMatchObject([
      400,
      { error: { code: 'mirrored_field', details: [{ field: 'financialStatus' }] } },
    ]);
    expect((await say({})).status).toBe(400);
    expect((await say({ note: 'x' }, analyst)).status).toBe(403);
    expect((await say({ note: 'x' }, key, '999')).status).toBe(404);
    const { rows } = await db.admin.query(
      `select detail from audit_event where action = 'order.annotated' and store_id = $1`,
      [storeId],
    );
    expect(JSON.stringify(rows)).not.toContain('call first');
    expect(rows).toHaveLength(2);
  });
});

describe('files', () => {
  test('orders come line by line, customers one a row, formulas made harmless', async () => {
    await deliver(storeId, 'orders/create', wire({ ...orderBody(newPerson(), '901'), name: '=cmd()' }));
    const file = await ask(ordersExport);
    expect(file.headers.get('content-type')).toContain('text/csv');
    const text = await file.text();
    const [head, ...rows] = text.trim().split('\n');
    expect(head).toContain('order_id,order_number');
    expect(rows.length).toBeGreaterThanOrEqual(4);
    expect(text).toContain(`'=cmd()`);
    const people = (await (await ask(customersExport, '?sort=orders')).text()).trim().split('\n');
    expect(people).toHaveLength(4);
    expect(people[1]).toContain('225.00');
    expect(await (await ask(customersExport, '', '', analyst)).text()).not.toMatch(/canary/);
  });
});

test('figures as they were known, and what changed them since', async () => {
  const period = '?from=2026-10-01&to=2026-11-30';
  await rollUp(storeId);
  const { rows } = await db.admin.query('select clock_timestamp() as now');
  const then = rows[0].now as Date;
  const before = await json(ask(summary, period));
  await deliver(storeId, 'orders/create', wire(orderBody(bob, '802')));
  await rollUp(storeId);
  const at = encodeURIComponent(then.toISOString());
  expect(await json(ask(summary, `${period}&knownAt=${at}`))).toEqual(before);
  const since = (await json(ask(changes, `${period}&since=${at}`))) as {
    data: { platformOrderId: string; cause: string }[];
  };
  expect(since.data.length).toBeGreaterThan(0);
  expect(since.data.every((one) => one.platformOrderId === '802' && one.cause.startsWith('entry '))).toBe(true);
});

test('the document names every new resource', () => {
  const { paths } = openApiDocument() as { paths: Record<string, Record<string, unknown>> };
  for (const path of [
    '/orders/{id}/line-items',
    '/orders/{id}/ledger',
    '/orders/export',
    '/customers',
    '/customers/{id}',
    '/customers/{id}/orders',
    '/customers/export',
    '/analytics/changes',
  ]) {
    expect(paths[path]?.get, path).toBeDefined();
  }
  expect(paths['/orders/{id}']?.put).toBeDefined();
});
