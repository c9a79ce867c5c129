import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Practice, startPracticeShopify } from './server';
import type { PracticeOptions } from './world';

const shop = 'try-out.myshopify.com';
const apiKey = 'the-key';
const apiSecret = 'the-secret';
type Got = { headers: IncomingHttpHeaders; body: string };

let folder: string;
let app: Server;
let appUrl: string;
let options: PracticeOptions;
let practice: Practice;
const got: Got[] = [];
let answerWith: (one: Got) => number = () => 200;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'practice-shopify-'));
  app = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const one = { headers: request.headers, body };
      got.push(one);
      response.statusCode = answerWith(one);
      response.end();
    });
  });
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
  appUrl = `http://127.0.0.1:${(app.address() as AddressInfo).port}`;
  writeFileSync(
    path.join(folder, 'shopify.app.toml'),
    `[access_scopes]
scopes = "read_orders,read_all_orders,read_products,write_products,read_customers" # what we need
[webhooks]
api_version = "2026-10"
[[webhooks.subscriptions]]
topics = [
  "orders/create", "orders/updated", # a comment
  "refunds/create",
  "app/uninstalled",
]
uri = "/webhooks/shopify"
[[webhooks.subscriptions]]
compliance_topics = ["customers/redact", "shop/redact"]
uri = "/webhooks/shopify"
`,
  );
  options = {
    dataDir: path.join(folder, 'data'),
    apiPort: 0,
    adminPort: 0,
    storefrontPort: 0,
    appUrl,
    apiKey,
    apiSecret,
    tomlFile: path.join(folder, 'shopify.app.toml'),
    extensionDir: folder,
    storeDomain: shop,
  };
  practice = await startPracticeShopify(options);
});

afterAll(async () => {
  await practice.stop();
  await new Promise((resolve) => app.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  await control('faults', {
    webhooks: { duplicate: 0, lose: 0, delayMs: 0, disorderMs: 0, retryScale: 1, paused: false },
    graphql: { unavailable: 0, throttle: 0, bucket: 2000, restore: 100 },
    tokens: { omitExpiresIn: false, refuse: null },
  });
  await control('clock', { now: null });
  practice.world.install(shop);
  answerWith = () => 200;
  await quiet();
  got.length = 0;
});

async function control(what: string, body?: unknown) {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const reply = await fetch(`${practice.apiUrl}/control/${what}`, init);
  return reply.json();
}

async function until<T>(what: () => T | undefined | false | Promise<T | undefined | false>): Promise<T> {
  for (let turn = 0; turn < 400; turn += 1) {
    const found = await what();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
  throw new Error('it did not happen');
}

async function quiet() {
  await until(async () => (await control('state')).deliveries.waiting === 0);
}

async function token(given: Record<string, unknown>) {
  const reply = await fetch(`${practice.apiUrl}/admin/oauth/access_token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-host': shop },
    body: JSON.stringify({ client_id: apiKey, client_secret: apiSecret, ...given }),
  });
  const body = (await reply.json()) as { access_token?: string; refresh_token?: string; error?: string };
  return { status: reply.status, ...body };
}

const exchange = (subjectToken = practice.world.sessionToken(shop)) =>
  token({
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: subjectToken,
    subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
    requested_token_type: 'urn:shopify:params:oauth:token-type:offline-access-token',
    expiring: '1',
  });

async function ask(accessToken: unknown, query: string, variables = {}) {
  const reply = await fetch(`${practice.apiUrl}/admin/api/2026-10/graphql.json`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-forwarded-host': shop,
      'x-shopify-access-token': String(accessToken),
    },
    body: JSON.stringify({ query, variables }),
  });
  return { status: reply.status, body: await reply.json() };
}

const orderCreate = `mutation Make($order: OrderCreateOrderInput!) {
  orderCreate(order: $order) {
    order { id lineItems(first: 5) { nodes { id } } transactions { id } }
    userErrors { field message }
  }
}`;

const order = (more = {}) => ({
  currency: 'USD',
  lineItems: [
    {
      title: 'Lamp',
      quantity: 3,
      priceSet: { shopMoney: { amount: '33.33', currencyCode: 'USD' } },
      properties: [{ name: '_tagalong_id', value: 'one' }],
    },
  ],
  transactions: [
    { kind: 'SALE', status: 'SUCCESS', amountSet: { shopMoney: { amount: '99.99', currencyCode: 'USD' } } },
  ],
  ...more,
});

async function make(more = {}) {
  const reply = await practice.world.execute(shop, orderCreate, { order: order(more) });
  expect(reply.errors).toBeUndefined();
  expect(reply.data.orderCreate.userErrors).toEqual([]);
  return reply.data.orderCreate.order as {
    id: string;
    lineItems: { nodes: { id: string }[] };
    transactions: { id: string }[];
  };
}

test('a session token becomes an offline token; a refresh rotates it and ends the old one', async () => {
  const first = await exchange();
  expect(first).toMatchObject({ status: 200, expires_in: 3600, refresh_token_expires_in: 7_776_000 });
  expect((await ask(first.access_token, '{ shop { name } }')).status).toBe(200);
  const second = await token({ grant_type: 'refresh_token', refresh_token: first.refresh_token });
  expect(second.status).toBe(200);
  expect(second.refresh_token).not.toBe(first.refresh_token);
  expect((await ask(first.access_token, '{ shop { name } }')).status).toBe(401);
  expect((await ask(second.access_token, '{ shop { name } }')).status).toBe(200);
  expect((await token({ grant_type: 'refresh_token', refresh_token: first.refresh_token })).status).toBe(401);
});

test('forged session tokens, wrong secrets and expired access tokens are refused', async () => {
  const genuine = practice.world.sessionToken(shop);
  expect(await exchange(`${genuine.slice(0, -3)}abc`)).toMatchObject({ status: 400, error: 'invalid_subject_token' });
  expect((await token({ client_secret: 'no', grant_type: 'refresh_token' })).status).toBe(401);
  const { access_token: accessToken } = await exchange();
  await control('clock', { advanceSeconds: 3601 });
  expect((await ask(accessToken, '{ shop { name } }')).status).toBe(401);
});

test('without expires_in the reply is as short as the real one has been seen', async () => {
  await control('faults', { tokens: { omitExpiresIn: true } });
  const reply = await exchange();
  expect(reply.access_token).toBeDefined();
  expect(reply).not.toHaveProperty('expires_in');
});

test('what the published schema refuses is refused, and scopes are enforced', async () => {
  const { access_token: accessToken } = await exchange();
  const wrong = await ask(accessToken, '{ orders(first: 1) { nodes { parentLineItem } } }');
  expect(wrong.status).toBe(200);
  expect(wrong.body.errors[0].message).toContain('Cannot query field "parentLineItem"');
  const denied = await ask(accessToken, '{ locations(first: 1) { nodes { id } } }');
  expect(denied.body.errors[0].extensions.code).toBe('ACCESS_DENIED');
  const written = await ask(accessToken, orderCreate, { order: order() });
  expect(written.body.errors[0].extensions.requiredAccess).toContain('write_orders');
});

test('costs are counted, and an empty bucket throttles in a 200 reply', async () => {
  const { access_token: accessToken } = await exchange();
  const fine = await ask(accessToken, '{ locations: shop { name } orders(first: 50) { nodes { id } } }');
  expect(fine.body.extensions.cost.throttleStatus).toMatchObject({ maximumAvailable: 2000, restoreRate: 100 });
  expect(fine.body.extensions.cost.requestedQueryCost).toBeGreaterThan(5);
  await control('faults', { graphql: { bucket: 5, restore: 1 } });
  const throttled = await ask(accessToken, '{ orders(first: 50) { nodes { id } } }');
  expect(throttled.status).toBe(200);
  expect(throttled.body.errors[0].extensions.code).toBe('THROTTLED');
  expect(throttled.body.extensions.cost.throttleStatus.currentlyAvailable).toBeLessThanOrEqual(5);
});

test('an order goes out as a signed webhook with bare numbers for ids and exact money', async () => {
  const made = await make();
  const one = await until(() => got.find((x) => x.headers['x-shopify-topic'] === 'orders/create'));
  expect(one.headers['x-shopify-hmac-sha256']).toBe(createHmac('sha256', apiSecret).update(one.body).digest('base64'));
  expect(one.headers['x-shopify-shop-domain']).toBe(shop);
  expect(one.headers['x-shopify-webhook-id']).toMatch(/^[0-9a-f-]{36}$/);
  expect(one.body).toContain(`"id":${made.id.split('/').at(-1)},`);
  const body = JSON.parse(one.body);
  expect(body).toMatchObject({
    financial_status: 'paid',
    total_price: '99.99',
    current_total_price_set: { shop_money: { amount: '99.99', currency_code: 'USD' } },
    line_items: [{ price: '33.33', quantity: 3, properties: [{ name: '_tagalong_id', value: 'one' }] }],
  });
});

test('partial refunds of a line sum up to the line; what is paid back beyond it is an adjustment', async () => {
  const made = await make();
  const refund = (quantity: number, amount: string) =>
    practice.world.execute(
      shop,
      `mutation Refund($input: RefundInput!) { refundCreate(input: $input) {
        refund { refundLineItems(first: 5) { nodes { subtotalSet { shopMoney { amount } } } }
          orderAdjustments(first: 5) { nodes { amountSet { shopMoney { amount } } } } }
        order { displayFinancialStatus currentTotalPriceSet { shopMoney { amount } } netPaymentSet { shopMoney { amount } }
          lineItems(first: 1) { nodes { currentQuantity } } } userErrors { message } } }`,
      {
        input: {
          orderId: made.id,
          refundLineItems: [{ lineItemId: made.lineItems.nodes[0]?.id, quantity, restockType: 'NO_RESTOCK' }],
          transactions: [
            { orderId: made.id, kind: 'REFUND', gateway: 'manual', amount, parentId: made.transactions[0]?.id },
          ],
        },
      },
    );
  const first = await refund(1, '30.00');
  expect(first.data.refundCreate.userErrors).toEqual([]);
  expect(first.data.refundCreate.refund.refundLineItems.nodes[0].subtotalSet.shopMoney.amount).toBe('33.33');
  expect(first.data.refundCreate.refund.orderAdjustments.nodes[0].amountSet.shopMoney.amount).toBe('3.33');
  expect(first.data.refundCreate.order).toMatchObject({
    displayFinancialStatus: 'PARTIALLY_REFUNDED',
    currentTotalPriceSet: { shopMoney: { amount: '69.99' } },
    netPaymentSet: { shopMoney: { amount: '69.99' } },
    lineItems: { nodes: [{ currentQuantity: 2 }] },
  });
  const second = await refund(2, '69.99');
  expect(second.data.refundCreate.order).toMatchObject({
    displayFinancialStatus: 'REFUNDED',
    currentTotalPriceSet: { shopMoney: { amount: '0.0' } },
  });
  const over = await refund(1, '5.00');
  expect(over.data.refundCreate.userErrors[0].message).toContain('is greater than net payment received');
  const sent = await until(() => got.find((x) => x.headers['x-shopify-topic'] === 'refunds/create'));
  expect(JSON.parse(sent.body)).toMatchObject({
    order_adjustments: [{ kind: 'refund_discrepancy', amount: '3.33' }],
    refund_line_items: [{ quantity: 1, subtotal_set: { shop_money: { amount: '33.33' } } }],
    transactions: [{ kind: 'refund', amount: '30.00' }],
  });
});

test('currencies without and with three minor digits keep their digits', async () => {
  const line = (amount: string, currencyCode: string) => ({
    currency: currencyCode,
    transactions: [],
    lineItems: [{ title: 'x', quantity: 3, priceSet: { shopMoney: { amount, currencyCode } } }],
    discountCode: { itemPercentageDiscountCode: { code: 'TEN', percentage: 10 } },
  });
  await make(line('1234', 'JPY'));
  await make(line('1.235', 'KWD'));
  const [yen, dinar] = await until(() => {
    const bodies = got.filter((x) => x.headers['x-shopify-topic'] === 'orders/create').map((x) => JSON.parse(x.body));
    return bodies.length === 2 && [bodies.find((x) => x.currency === 'JPY'), bodies.find((x) => x.currency === 'KWD')];
  });
  expect([yen.total_line_items_price, yen.total_discounts, yen.total_price]).toEqual(['3702', '370', '3332']);
  expect([dinar.total_line_items_price, dinar.total_discounts, dinar.total_price]).toEqual(['3.705', '0.371', '3.334']);
});

test('ids beyond 2^53 keep every digit', async () => {
  await control('ids', { after: '9007199254740993' });
  const made = await make();
  const id = made.id.split('/').at(-1) ?? '';
  expect(BigInt(id)).toBeGreaterThan(9_007_199_254_740_993n);
  const one = await until(() => got.find((x) => x.headers['x-shopify-topic'] === 'orders/create'));
  expect(one.body).toContain(`{"id":${id},"admin_graphql_api_id":"gid://shopify/Order/${id}"`);
});

test('a refused delivery is tried again with the same id and body, by the practice clock', async () => {
  let times = 0;
  answerWith = () => (++times === 1 ? 503 : 200);
  await make();
  await until(
    async () => (await control('deliveries?topic=orders/create&limit=1')).deliveries[0]?.attempts.length === 1,
  );
  await control('clock', { advanceSeconds: 61 });
  await until(() => got.length >= 2);
  const same = got.filter((x) => x.headers['x-shopify-topic'] === 'orders/create');
  expect(same).toHaveLength(2);
  expect(same[0]?.body).toBe(same[1]?.body);
  expect(same[0]?.headers['x-shopify-webhook-id']).toBe(same[1]?.headers['x-shopify-webhook-id']);
  await quiet();
});

test('duplicates and losses are switches', async () => {
  await control('faults', { webhooks: { duplicate: 1 } });
  await make();
  await until(() => got.filter((x) => x.headers['x-shopify-topic'] === 'orders/create').length === 2);
  await control('faults', { webhooks: { duplicate: 0, lose: 1 } });
  got.length = 0;
  await make();
  await quiet();
  expect(got.filter((x) => x.headers['x-shopify-topic'] === 'orders/create')).toEqual([]);
  const { deliveries } = await control('deliveries?state=lost&limit=1');
  await control('deliveries/retry', { ids: [deliveries[0].id] });
  await until(() => got.length === 1);
});

test('history is written quietly and in its own time', async () => {
  const at = new Date('2025-03-01T12:00:00Z');
  const made = await practice.world.quietly(shop, () => practice.world.at(at, () => make()));
  await quiet();
  expect(got).toEqual([]);
  const reply = await practice.world.execute(shop, 'query One($id: ID!) { order(id: $id) { createdAt updatedAt } }', {
    id: made.id,
  });
  expect(reply.data.order).toEqual({ createdAt: '2025-03-01T12:00:00Z', updatedAt: '2025-03-01T12:00:00Z' });
});

test('pages follow the change time, oldest first, with cursors', async () => {
  const query = `query Page($after: String) { orders(first: 2, after: $after, sortKey: UPDATED_AT, query: "updated_at:>='2025-01-01T00:00:00Z'") {
    pageInfo { hasNextPage endCursor } nodes { id updatedAt } } }`;
  const seen: { id: string; updatedAt: string }[] = [];
  let after: string | null = null;
  do {
    const reply = await practice.world.execute(shop, query, { after });
    const orders: { nodes: typeof seen; pageInfo: { hasNextPage: boolean; endCursor: string } } = reply.data.orders;
    seen.push(...orders.nodes);
    after = orders.pageInfo.hasNextPage ? orders.pageInfo.endCursor : null;
  } while (after !== null);
  expect(new Set(seen.map((one) => one.id)).size).toBe(seen.length);
  expect(seen.map((one) => one.updatedAt)).toEqual(seen.map((one) => one.updatedAt).sort());
  const { count } = (await practice.world.execute(shop, '{ ordersCount { count } }')).data.ordersCount;
  expect(seen.length).toBe(count);
});

test('a bulk operation ends in a file of roots and, apart from them, children', async () => {
  const { access_token: accessToken } = await exchange();
  const inner = '{ orders { edges { node { id name lineItems { edges { node { id title quantity } } } } } } }';
  const run = await ask(
    accessToken,
    'mutation Run($query: String!) { bulkOperationRunQuery(query: $query) { bulkOperation { id status } userErrors { message code } } }',
    { query: inner },
  );
  expect(run.body.data.bulkOperationRunQuery.userErrors).toEqual([]);
  const { id, status } = run.body.data.bulkOperationRunQuery.bulkOperation;
  expect(status).toBe('CREATED');
  const poll = 'query Poll($id: ID!) { bulkOperation(id: $id) { status objectCount rootObjectCount fileSize url } }';
  const done = await until(async () => {
    const one = (await ask(accessToken, poll, { id })).body.data.bulkOperation;
    return one.status === 'COMPLETED' && one;
  });
  const text = await (await fetch(done.url)).text();
  expect(text.length).toBe(Number(done.fileSize));
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const roots = lines.filter((line) => line.__parentId === undefined);
  expect(roots.length).toBe(Number(done.rootObjectCount));
  expect(lines.length).toBe(Number(done.objectCount));
  const ids = new Set(roots.map((line) => line.id));
  expect(lines.filter((line) => line.__parentId !== undefined).every((line) => ids.has(line.__parentId))).toBe(true);
  const nested = '{ orders { edges { node { id refunds { id refundLineItems { edges { node { quantity } } } } } } } }';
  const refused = await ask(
    accessToken,
    'mutation Run($query: String!) { bulkOperationRunQuery(query: $query) { bulkOperation { id } userErrors { message code } } }',
    { query: nested },
  );
  expect(refused.body.data.bulkOperationRunQuery.userErrors[0].message).toContain('within a list field');
});

test('after uninstalling, tokens are dead and the privacy topics still come', async () => {
  const { access_token: accessToken } = await exchange();
  await control(`stores/${shop}/uninstall`, {});
  expect((await ask(accessToken, '{ shop { name } }')).status).toBe(401);
  expect((await exchange()).status).toBe(400);
  await control(`stores/${shop}/privacy`, { topic: 'shop/redact' });
  const topics = await until(() => got.length >= 2 && got.map((x) => x.headers['x-shopify-topic']));
  expect(topics).toEqual(expect.arrayContaining(['app/uninstalled', 'shop/redact']));
});

test('a second start on the same folder finds everything again', async () => {
  const made = await make({ note: 'still here' });
  await quiet();
  await practice.stop();
  practice = await startPracticeShopify(options);
  const reply = await practice.world.execute(shop, 'query One($id: ID!) { order(id: $id) { note } }', { id: made.id });
  expect(reply.data.order.note).toBe('still here');
});
