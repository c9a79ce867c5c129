import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { placeOrder } from '../../../practice/shoplazza/acts';
import { applyFaults, noFaults } from '../../../practice/shoplazza/faults';
import { grant } from '../../../practice/shoplazza/oauth';
import type { Room } from '../../../practice/shoplazza/platform';
import type { Practice } from '../../../practice/shoplazza/server';
import { stockShelves } from '../../../practice/shoplazza/stock';
import { signIn, startPractice } from '../../../tests/contract/shoplazza-rig';
import { createTestDatabase, type TestDatabase } from '../../../tests/setup/test-database';
import { asFault, type Fault } from '../../domain/shared/fault';
import { storeIdOf } from '../../domain/shared/ids';
import { resumeAuthorised } from '../../sync/authorisation-store.server';
import { findSyncJob, startSync } from '../../sync/jobs-store.server';
import { readFrom } from '../../sync/progress-store.server';
import { runSync } from '../../sync/run-sync.server';
import { ownerOf, readSession } from '../../tenancy/session-store.server';
import { drainStore } from '../../wiring.server';
import { collect } from '../contract/case';
import type { StoreApi } from '../platform';
import { connect } from './api.server';
import { grantedScopes } from './authenticate.server';
import { finishGrant, openApp } from './oauth.server';
import { orders } from './order';
import { offlineSessionId } from './session-storage.server';
import { topics } from './subscriptions.server';

/** What Shoplazza may do to us that is documented nowhere, and what we must do then. */
const domain = 'trouble.myshoplaza.com';
const storeId = storeIdOf('shoplazza', domain);
let practice: Practice;
let database: TestDatabase;
let room: Room;
let api: StoreApi;

beforeAll(async () => {
  practice = await startPractice();
  database = await createTestDatabase({ SHOPLAZZA_API_ORIGIN: practice.apiUrl });
  room = practice.platform.openStore({ domain });
  stockShelves(room, 6);
  buy();
  await signIn(practice.platform, domain);
  api = await connect(storeId);
});
afterAll(async () => {
  await database?.close();
  await practice?.stop();
});
beforeEach(() => spoil({}));

/** As it should be, but for this. */
function spoil(given: Record<string, unknown>): void {
  applyFaults(practice.platform.faults, noFaults() as unknown as Record<string, unknown>);
  applyFaults(practice.platform.faults, { buckets: { app: 100_000, store: 100_000 }, ...given });
}

function buy() {
  const [product] = room.shelf('product').all();
  return placeOrder(room, { items: [{ variantId: product?.variants[0]?.id ?? '', quantity: 1 }] });
}

async function faultIn(work: () => Promise<unknown>): Promise<Fault> {
  return work().then(
    () => {
      throw new Error('it went well');
    },
    (error: unknown) => asFault(error),
  );
}

/** No access token is good any more. */
function killTokens(): void {
  const tokens = room.shelf('token');
  for (const one of tokens.all()) {
    tokens.remove(one.id);
    tokens.put({ ...one, id: `dead-${one.id}` });
  }
}

async function pass(by: StoreApi = api) {
  const { jobId } = await startSync(storeId, { kind: 'incremental', trigger: 'test' });
  await runSync(storeId, jobId, async () => by, { platform: 'shoplazza', orders }).catch(asFault);
  while ((await drainStore(storeId)).more);
  return findSyncJob(storeId, jobId);
}

const session = () => readSession(ownerOf('shoplazza', domain), offlineSessionId(domain));

test('a token whose end is not told is good for an hour, and never for ever', async () => {
  spoil({ withoutExpiry: true });
  killTokens();
  const { tokens } = practice.platform.counts;
  for (let n = 0; n < 4; n += 1) await api.facts();
  expect(practice.platform.counts.tokens - tokens, 'one for four calls').toBe(1);
  const end = (await session())?.accessTokenExpiresAt?.getTime() ?? Number.NaN;
  expect(Math.abs(end - Date.now() - 3_600_000)).toBeLessThan(60_000);
  // Fifty-five minutes later the next one is asked for, though nobody refused this one.
  await database.admin.query(
    `update session set access_token_expires_at = access_token_expires_at - interval '55 minutes', state = $2 where store_id = $1`,
    [storeId, new Date(Date.now() - 55 * 60_000).toISOString()],
  );
  await api.facts();
  expect(practice.platform.counts.tokens - tokens).toBe(2);
});

test('a refresh that is refused for good is asked once: the work waits, and the next visit asks the merchant', async () => {
  killTokens();
  spoil({ refuseTokens: true });
  const { calls } = practice.platform.counts;
  const before = await readFrom(storeId);
  const job = await pass();
  expect(job).toMatchObject({ state: 'paused' });
  expect(practice.platform.counts.calls - calls, 'calls with the dead token').toBe(1);
  expect([await grantedScopes(domain), await session(), await readFrom(storeId)]).toEqual([null, null, before]);
  expect((await faultIn(() => api.facts())).reasonClass).toBe('unauthorized');
  expect(practice.platform.counts.calls - calls, 'and none without a token').toBe(1);

  const away = await openApp(new Request(practice.platform.appAddress(domain)));
  const asked = new URL(away.headers.get('location') ?? '');
  expect(asked.pathname).toBe('/admin/oauth/authorize');
  const headers = { cookie: (away.headers.get('set-cookie') ?? '').split(';')[0] ?? '' };
  const back = grant(practice.platform, domain, asked.searchParams);
  const refused = await finishGrant(new Request(back, { headers }));
  expect([refused instanceof Response && refused.status, await session()]).toEqual([403, null]);
  spoil({});
  await signIn(practice.platform, domain);
  expect(await resumeAuthorised()).toBe(1);
  expect(await pass()).toMatchObject({ id: job?.id, state: 'completed' });
});

test('a wait that a refusal names is kept to; where none is named, a second is waited at a time', async () => {
  for (const [retryAfter, store] of [
    [true, 'told-to-wait.myshoplaza.com'],
    [false, 'told-nothing.myshoplaza.com'],
  ] as const) {
    practice.platform.openStore({ domain: store });
    await signIn(practice.platform, store);
    const itsApi = await connect(storeIdOf('shoplazza', store));
    // One place, free again after two seconds; what we count ourselves is forty.
    spoil({ retryAfter, buckets: { app: 1, appPerSecond: 0.5 } });
    await itsApi.fetchOrders(['1']);
    const { throttled } = practice.platform.counts;
    const began = performance.now();
    await itsApi.fetchOrders(['1']);
    const times = practice.platform.counts.throttled - throttled;
    if (retryAfter) expect([times, performance.now() - began >= 1900]).toEqual([1, true]);
    else expect([times >= 1, times <= 3]).toEqual([true, true]);
  }
});

test('topics that a store does not know are left out, and asked for within the hour once it does', async () => {
  const unknownTopics = ['orders/finished', 'orders/fulfilled', 'products/create'];
  for (const one of room.shelf('webhook').all()) room.shelf('webhook').remove(one.id);
  spoil({ unknownTopics });
  expect(await api.keepWebhooks()).toEqual(topics.filter((one) => !unknownTopics.includes(one)));
  expect(await api.keepWebhooks()).toEqual([]);
  spoil({ unknownTopics: ['orders/fulfilled'] });
  expect(await api.keepWebhooks()).toEqual([]);
  const clock = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 3_600_001);
  const later = await api.keepWebhooks().finally(() => clock.mockRestore());
  expect(later.sort()).toEqual(['orders/finished', 'products/create']);
});

test('orders that are none are a fault that says so: nothing is read for empty, and the checkpoint stays', async () => {
  await pass();
  const before = await readFrom(storeId);
  expect(before).not.toBeNull();
  const { id } = buy();
  spoil({ broken: ['senseless'] });
  const job = await pass({ ...api, keepWebhooks: async () => [] });
  expect([job?.state, job?.error, await readFrom(storeId)]).toEqual([
    'failed',
    expect.stringContaining('not an order'),
    before,
  ]);
  expect(await pass()).toMatchObject({ state: 'completed' });
  const { rows } = await database.admin.query(`select 1 from orders where store_id = $1 and platform_order_id = $2`, [
    storeId,
    id,
  ]);
  expect(rows).toHaveLength(1);
});

test('a list of webhooks that is none stops no pass, and nothing is subscribed to twice', async () => {
  await api.keepWebhooks();
  const before = room.shelf('webhook').size();
  spoil({ broken: ['senseless'] });
  expect(await pass()).toMatchObject({ state: 'completed' });
  expect([before > 5, room.shelf('webhook').size()]).toEqual([true, before]);
});

test.each<[string, () => Promise<unknown>]>([
  ['customers', () => api.fetchCustomers(['1'])],
  ['customers', () => collect(api.pullCustomers())],
  ['products', () => collect(api.pullProducts())],
  ['locations', () => collect(api.pullStock())],
  ['metafields', () => api.publishOffers([])],
  ['products', () => api.searchCatalogue('product', 'lamp')],
])('an answer that has no list of %s is not an empty list of them, and is asked for again', async (name, ask) => {
  spoil({ broken: ['senseless'] });
  const fault = await faultIn(ask);
  expect([fault.message, fault.retry]).toEqual([`no list of ${name}`, true]);
});
