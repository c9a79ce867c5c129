import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAddOn } from '../../app/addons/add-on-store.server';
import { publishAddOn } from '../../app/addons/publish.server';
import { freePort } from '../../app/db/embedded.server';
import { findOrder } from '../../app/domain/orders/read-store.server';
import { relinkAddOns } from '../../app/domain/orders/relink-store.server';
import { storeIdOf } from '../../app/domain/shared/ids';
import type { StoreApi } from '../../app/platforms/platform';
import { connect } from '../../app/platforms/shoplazza/api.server';
import { orders } from '../../app/platforms/shoplazza/order';
import { runPrivacyRequest } from '../../app/privacy/run-request.server';
import { startSync } from '../../app/sync/jobs-store.server';
import { askToKeepWebhooks, keepWebhooks } from '../../app/sync/keep-webhooks.server';
import { lastProof } from '../../app/sync/parity-store.server';
import { runSync } from '../../app/sync/run-sync.server';
import { welcome } from '../../app/sync/welcome.server';
import { findStore } from '../../app/tenancy/store.server';
import { drainStore } from '../../app/wiring.server';
import { cancelOrder, noteOrder, placeOrder, refundOrder } from '../../practice/shoplazza/acts';
import { uploadedFunction } from '../../practice/shoplazza/cart-function';
import { grant } from '../../practice/shoplazza/oauth';
import type { Room } from '../../practice/shoplazza/platform';
import { retryDelaysMs } from '../../practice/shoplazza/sender';
import { type Practice, startPracticeShoplazza } from '../../practice/shoplazza/server';
import { makeHistory, stockShelves } from '../../practice/shoplazza/stock';
import { signIn } from '../contract/shoplazza-rig';
import { type Running, startProcess } from '../crash/processes';
import { createTestDatabase, type TestDatabase, testEnvironment } from '../setup/test-database';

/** A Shoplazza store from the first visit to the farewell, through the real door of a real web process. */
const domain = 'path.myshoplaza.com';
const storeId = storeIdOf('shoplazza', domain);
const secret = testEnvironment.SHOPLAZZA_CLIENT_SECRET;
let practice: Practice;
let database: TestDatabase;
let room: Room;
let api: StoreApi;
let web: Running;
let appUrl: string;
let environment: Record<string, string>;

beforeAll(async () => {
  const port = await freePort();
  appUrl = `http://127.0.0.1:${port}`;
  practice = await startPracticeShoplazza({
    ...{ dataDir: null, apiPort: 0, storefrontPort: 0, appUrl, extensionDir: 'extensions/tagalong-shoplazza' },
    clientId: testEnvironment.SHOPLAZZA_CLIENT_ID,
    clientSecret: secret,
  });
  const { platform } = practice;
  room = platform.openStore({
    ...{ domain, currency: 'EUR', timezone: '+0100', taxesIncluded: true, taxRate: '0.19' },
    markets: [{ currency: 'JPY', rate: '163.27' }],
  });
  Object.assign(platform.faults.buckets, { app: 100_000, store: 100_000 });
  stockShelves(room, 4);
  await makeHistory(platform, room, { seed: 4, orders: 260, days: 300 });
  environment = {
    ...{ SHOPLAZZA_API_ORIGIN: practice.apiUrl, APP_URL: appUrl },
    SHOPLAZZA_PRICE_FUNCTION_ID: uploadedFunction,
  };
  database = await createTestDatabase(environment);
  web = await startProcess('entry.web.ts', { ...environment, DATABASE_URL: database.url, PORT: String(port) });
  await signIn(platform, domain);
  api = await connect(storeId);
  await welcome(storeId, async () => api);
});
afterAll(async () => {
  await web?.kill();
  await database?.close();
  await practice?.stop();
});

async function run(kind: 'backfill' | 'incremental' | 'reconcile' | 'products', params = {}): Promise<void> {
  const { jobId } = await startSync(storeId, { kind, trigger: 'schedule', params });
  await runSync(storeId, jobId, async () => api, { platform: 'shoplazza', orders });
  await drained();
}

async function drained(): Promise<void> {
  while ((await drainStore(storeId)).more);
}

async function differences(): Promise<number> {
  await run('reconcile', { days: null });
  return (await lastProof(storeId))?.differences ?? Number.NaN;
}

const anOrder = () => {
  const [product] = room.shelf('product').all();
  return placeOrder(room, { items: [{ variantId: product?.variants[0]?.id ?? '', quantity: 2 }] });
};
const delivered = () => expect.poll(() => waiting(), { timeout: 20_000, interval: 50 }).toBe(0);
const waiting = () => practice.platform.sender.deliveries().filter((one) => one.state === 'waiting').length;
const orderOf = (id: string) => findOrder(storeId, `shoplazza_${id}`);
const noteOf = async (id: string) => (await orderOf(id))?.detail.note;

test('the first visit installs the store with its zone and currency, and subscribes to what it needs', async () => {
  const store = await findStore(storeId);
  expect(store).toMatchObject({ state: 'active', currency: 'EUR', timeZone: 'Etc/GMT-1', planName: 'Premium' });
  await run('backfill');
  const topics = room
    .shelf('webhook')
    .all()
    .map((one) => one.topic);
  expect(topics).toContain('orders/create');
  expect(topics).toContain('app/uninstalled');
  // The store does not know this one, and that stops nothing.
  expect(topics).not.toContain('orders/fulfilled');
});

test('the history is here to the last cent, also of another currency', async () => {
  expect(await differences()).toBe(0);
  const { rows } = await database.admin.query(
    `select count(*)::int as orders, sum(balance)::text as balance,
            count(*) filter (where currency <> presentment_currency)::int as "foreign",
            (select count(*)::int from order_entry where kind = 'rounding') as unexplained
       from orders where store_id = $1`,
    [storeId],
  );
  const all = room.shelf('order').all();
  const own = all.filter((one) => one.currency === 'EUR');
  expect(rows[0]).toMatchObject({ orders: all.length, foreign: all.length - own.length });
  expect(rows[0].foreign).toBeGreaterThan(5);
  const wanted = own.reduce(
    (sum, one) => sum + Number(one.total_price) * 100 - Number(one.total_refund_price) * 100,
    0,
  );
  const { rows: mine } = await database.admin.query(
    `select sum(balance)::text as balance from orders where store_id = $1 and presentment_currency = 'EUR'
        and status <> 'cancelled'`,
    [storeId],
  );
  const cancelled = own
    .filter((one) => one.status === 'cancelled')
    .reduce((sum, one) => sum + Number(one.total_price) * 100 - Number(one.total_refund_price) * 100, 0);
  expect(Math.round(Number(mine[0].balance) * 100)).toBe(Math.round(wanted - cancelled));
  process.stdout.write(`shoplazza history: ${all.length} orders, ${room.shelf('refund').size()} refunds, 0 differ\n`);
});

test('what happens is here by webhook, refunds with their own day', async () => {
  const order = anOrder();
  await delivered();
  await drained();
  expect((await orderOf(order.id))?.lines).toHaveLength(1);
  refundOrder(room, structuredClone(order), { lines: [{ lineId: order.line_items[0]?.id ?? '', quantity: 1 }] });
  await delivered();
  await drained();
  const found = await orderOf(order.id);
  expect(found).toMatchObject({ financialStatus: 'partially_refunded' });
  expect(found?.detail.refunds).toHaveLength(1);
  expect(await differences()).toBe(0);
});

test('nineteen tries in two days, then the subscription is gone; it is asked for again and exactly the gap is pulled', async () => {
  const { platform } = practice;
  expect(retryDelaysMs).toHaveLength(19);
  expect(retryDelaysMs.reduce((sum, one) => sum + one, 0) / 3_600_000).toBeCloseTo(48, 0);
  const missed = anOrder();
  await delivered();
  await drained();
  // Our door is closed: the process that listens is gone.
  await web.kill();
  platform.faults.webhooks.retryScale = 0.0000005;
  noteOrder(room, structuredClone(missed), 'while nobody listened');
  const before = room.shelf('webhook').size();
  await expect.poll(() => room.shelf('webhook').size(), { timeout: 30_000, interval: 100 }).toBe(before - 1);
  const [dead] = platform.sender.deliveries({ topic: 'orders/update' });
  expect([dead?.state, dead?.attempts.length]).toEqual(['failed', 20]);
  platform.faults.webhooks.retryScale = 1;
  const port = new URL(appUrl).port;
  web = await startProcess('entry.web.ts', {
    ...{ ...environment, DATABASE_URL: database.url, PORT: port },
  });
  expect(await noteOf(missed.id)).not.toBe('while nobody listened');
  const pulledBefore = await pulledEntries();
  await run('incremental');
  expect(
    room
      .shelf('webhook')
      .all()
      .map((one) => one.topic),
  ).toContain('orders/update');
  expect(await noteOf(missed.id)).toBe('while nobody listened');
  // Its window overlaps with what is known; only what changed is kept again.
  expect((await pulledEntries()) - pulledBefore).toBeLessThan(8);
  expect(await differences()).toBe(0);
});

test('where no pass is due, the hourly look restores what was dropped and asks for the gap', async () => {
  const [one] = room.shelf('webhook').all();
  room.shelf('webhook').remove(one?.id ?? '');
  const jobs = async () => {
    const { rows } = await database.admin.query(
      `select count(*)::int as n from pgboss.job where name = 'keepWebhooks' and data ->> 'storeId' = $1`,
      [storeId],
    );
    return rows[0].n;
  };
  await askToKeepWebhooks();
  await askToKeepWebhooks();
  expect(await jobs()).toBe(1);
  expect(await keepWebhooks(storeId, async () => api)).toEqual([one?.topic]);
  expect(await keepWebhooks(storeId, async () => api)).toEqual([]);
  const { rows } = await database.admin.query(
    `select id, trigger from sync_job where store_id = $1 and kind = 'incremental' and state = 'pending'`,
    [storeId],
  );
  expect(rows).toMatchObject([{ trigger: 'silence' }]);
  await runSync(storeId, rows[0].id, async () => api, { platform: 'shoplazza', orders });
  await drained();
  expect(await differences()).toBe(0);
});

const pulledEntries = async (): Promise<number> => {
  const { rows } = await database.admin.query(
    `select count(*)::int as n from inbox_entry where store_id = $1 and source = 'pull' and topic = 'order:pulled'`,
    [storeId],
  );
  return rows[0].n;
};

test('a delivery that is two days late changes nothing that is newer', async () => {
  const { platform } = practice;
  const order = anOrder();
  await delivered();
  const [first] = platform.sender.deliveries({ topic: 'orders/create' });
  await new Promise((resolve) => setTimeout(resolve, 1100));
  noteOrder(room, structuredClone(order), 'newer');
  await delivered();
  await drained();
  await send({ topic: 'orders/create', body: first?.body ?? '', id: 'two-days-late' });
  await drained();
  expect(await noteOf(order.id)).toBe('newer');
  expect(await differences()).toBe(0);
});

/** A delivery of our own making. */
function send(given: { topic: string; body: string; id: string; domain?: string; by?: string }): Promise<number> {
  return fetch(`${appUrl}/webhooks/shoplazza`, {
    method: 'POST',
    body: given.body,
    headers: {
      'x-shoplazza-topic': given.topic,
      'x-shoplazza-shop-domain': given.domain ?? domain,
      'x-shoplazza-deduplication-id': given.id,
      'x-shoplazza-hmac-sha256': createHmac('sha256', given.by ?? secret)
        .update(given.body)
        .digest('base64'),
    },
  }).then(({ status }) => status);
}

async function rowsAnywhere(): Promise<number> {
  const { rows } = await database.admin.query(
    `select ((select count(*) from inbox_entry) + (select count(*) from store) + (select count(*) from session))::int as n`,
  );
  return rows[0].n;
}

describe('every door refuses what is forged, replayed, of another store, or stale, and leaves no row', () => {
  const stranger = 'stranger.myshoplaza.com';
  const open = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${appUrl}${path}`, { redirect: 'manual', headers }).then(({ status }) => status);
  const jwt = (changes: object, by: string) => {
    const now = Math.floor(Date.now() / 1000);
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const text = `${part({ alg: 'HS256' })}.${part({
      ...{
        iss: `${domain}/admin`,
        dest: domain,
        aud: testEnvironment.SHOPLAZZA_CLIENT_ID,
        exp: now + 60,
        nbf: now - 1,
      },
      ...changes,
    })}`;
    return `${text}.${createHmac('sha256', by).update(text).digest('base64url')}`;
  };
  const stale = { exp: Math.floor(Date.now() / 1000) - 60, nbf: 0 };

  test.each<[string, number, () => Promise<number>]>([
    [
      'a forged webhook',
      401,
      () => send({ topic: 'orders/create', body: '{"order":{"id":"1"}}', id: 'f1', by: 'wrong-secret' }),
    ],
    ['a forged farewell', 401, () => send({ topic: 'app/uninstalled', body: '{}', id: 'f2', by: 'wrong-secret' })],
    ['a forged erasure', 401, () => send({ topic: 'shop/redact', body: '{}', id: 'f3', by: 'wrong-secret' })],
    ['an unsigned address', 403, () => open(`/auth/shoplazza?shop=${domain}&store_id=1`)],
    ['a forged address', 403, () => open(`/auth/shoplazza?shop=${stranger}&hmac=${'0'.repeat(64)}`)],
    ['a signed address with another store', 403, () => open(signedFor(stranger))],
    ['a signed address with a store said twice', 403, () => open(`${address()}&shop=${stranger}`)],
    [
      'an address of yesterday',
      403,
      () => open(signed({ shop: domain, timestamp: String(Date.now() / 1000 - 86_400) })),
    ],
    ['a way back that nobody signed', 403, () => open(`/auth/shoplazza/callback?shop=${domain}&code=x&state=y`)],
    ['a way back without its cookie', 403, async () => open(granted())],
    ['a way back with the cookie of another visit', 403, async () => open(granted(), { cookie: cookie('other') })],
    ['a way back for another store', 403, async () => open(granted(), { cookie: cookie('abc', stranger) })],
    ['a way back that was signed by another', 403, async () => open(forged(granted()), { cookie: cookie('abc') })],
    ['a way back with a code that was used', 403, usedCode],
    ['a way out of the frame without a token', 403, () => open(`/auth/shoplazza/exit-iframe?shop=${domain}`)],
    ['a way out with a stale token', 403, () => open(`/auth/shoplazza/exit-iframe?id_token=${jwt(stale, secret)}`)],
    [
      'a way out with the token of another store',
      403,
      () => open(`/auth/shoplazza/exit-iframe?shop=${stranger}&id_token=${jwt({}, secret)}`),
    ],
    ['a page with the token of another store', 403, () => open(`/app?shop=${stranger}&id_token=${jwt({}, secret)}`)],
    ['a call with a forged token', 401, () => call(jwt({}, 'wrong-secret'))],
    ['a call with a stale token', 401, () => call(jwt(stale, secret))],
    ['a call with a token for another app', 401, () => call(jwt({ aud: 'another' }, secret))],
    [
      'a call for a store that never let us in',
      401,
      () => call(jwt({ iss: `${stranger}/admin`, dest: stranger }, secret)),
    ],
  ])('%s is answered %i', async (_, status, knock) => {
    const before = await rowsAnywhere();
    expect(await knock()).toBe(status);
    expect(await rowsAnywhere()).toBe(before);
  });

  const call = (token: string) => open('/app/orders?_data=routes%2Fapp', { authorization: `Bearer ${token}` });
  const address = () => practice.platform.appAddress(domain).slice(appUrl.length);
  const signedFor = (shop: string) => address().replace(domain, shop);
  function signed(parameters: Record<string, string>, path = ''): string {
    const text = Object.keys(parameters)
      .sort()
      .map((name) => `${name}=${parameters[name]}`)
      .join('&');
    const hmac = createHmac('sha256', secret).update(text).digest('hex');
    return `/auth/shoplazza${path}?${new URLSearchParams({ ...parameters, hmac })}`;
  }
  const cookie = (state: string, shop = domain) => `tagalong_shoplazza_state=${state}.${shop}`;
  /** The way back of a merchant who agreed, with a code that works once. */
  function granted(): string {
    const asked = { redirect_uri: `${appUrl}/auth/shoplazza/callback`, state: 'abc', scope: room.store().scopes ?? '' };
    return grant(practice.platform, domain, new URLSearchParams(asked)).slice(appUrl.length);
  }
  const forged = (way: string) => way.replace(/hmac=[0-9a-f]+/, `hmac=${'0'.repeat(64)}`);
  async function usedCode(): Promise<number> {
    const way = granted();
    expect(await open(way, { cookie: cookie('abc') })).toBe(302);
    return open(way, { cookie: cookie('abc') });
  }

  test('a delivery that was kept is kept once, however often it is replayed', async () => {
    const body = JSON.stringify({ order: { id: 'x' } });
    expect(await send({ topic: 'themes/publish', body, id: 'again' })).toBe(200);
    const before = await rowsAnywhere();
    expect(await send({ topic: 'themes/publish', body, id: 'again' })).toBe(200);
    expect(await rowsAnywhere()).toBe(before);
  });
});

test('a shopper who puts a cheaper variant of an add-on beside a product is charged the one that fits', async () => {
  await run('products');
  const saved = await createAddOn(storeId, {
    ...{ title: 'Care', kind: 'warranty', state: 'active', targets: { all: true } },
    pricing: { kind: 'percentage', percent: '10', min: '', max: '', step: '' },
  });
  const addOnId = saved.outcome === 'saved' ? saved.addOn.id : '';
  const published = await publishAddOn(storeId, addOnId, async () => api, relinkAddOns);
  const rungs = published.outcome === 'published' ? published.publication.variants : [];
  const [product] = room.shelf('product').all();
  const price = product?.variants[0]?.price ?? '';
  const fitting = (Math.round(Number(price) * 10) / 100).toFixed(2);
  expect(Number(rungs[0]?.price)).toBeLessThan(Number(fitting));
  const shop = (path: string, body?: object) =>
    fetch(`${practice.storefrontUrl}${path}?store=${domain}`, {
      ...{ method: body ? 'POST' : 'GET', redirect: 'manual' },
      headers: { 'content-type': 'application/json', cookie: `practice_cart=cheap; practice_store=${domain}` },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  const own = { _tagalong_id: 'x', _tagalong_v: 's1' };
  await shop('/api/cart', { variant_id: product?.variants[0]?.id, quantity: 1, properties: own });
  const linked = { _tagalong_parent: 'x', _tagalong_add_on: addOnId, _tagalong_price: '€0.01' };
  await shop('/api/cart', { variant_id: rungs[0]?.platformVariantId, quantity: 1, properties: linked });
  const { cart } = (await (await shop('/api/cart')).json()) as { cart: { line_items: { price: string }[] } };
  expect(cart.line_items.map((line) => line.price)).toEqual([price, fitting]);
  await shop('/checkout', {});
  const order = room.shelf('order').all().at(-1);
  await delivered();
  await drained();
  const found = await orderOf(order?.id ?? '');
  expect(found?.lines.map((line) => [line.unitPrice, line.isAddOn])).toEqual([
    [price, false],
    [fitting, true],
  ]);
});

test('an order that is cancelled says so', async () => {
  const order = anOrder();
  cancelOrder(room, structuredClone(order), 'inventory');
  await delivered();
  await drained();
  expect(await orderOf(order.id)).toMatchObject({ status: 'cancelled' });
});

test('a farewell that names nobody does not end a store that still lets us in', async () => {
  expect(await send({ topic: 'app/uninstalled', body: '{"id":"7"}', id: 'early' })).toBe(200);
  await drained();
  expect(await findStore(storeId)).toMatchObject({ state: 'active' });
});

test('the farewell erases, even one that names no store: no other request ever comes', async () => {
  practice.platform.faults.webhooks.namelessFarewell = true;
  practice.platform.uninstall(domain);
  await expect.poll(() => waiting(), { timeout: 10_000 }).toBe(0);
  await drained();
  expect(await findStore(storeId)).toMatchObject({ state: 'uninstalled' });
  const { rows } = await database.admin.query(`select id from privacy_request where store_id = $1`, [storeId]);
  expect(rows).toHaveLength(1);
  expect(await runPrivacyRequest(storeId, rows[0].id)).toMatchObject({ outcome: 'store-erased' });
  const { rows: left } = await database.admin.query(
    `select ((select count(*) from orders where store_id = $1) + (select count(*) from inbox_entry where store_id = $1)
           + (select count(*) from session where store_id = $1) + (select count(*) from store where id = $1))::int as n`,
    [storeId],
  );
  expect(left[0].n).toBe(0);
});
