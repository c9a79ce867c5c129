import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../tests/setup/test-database';
import { startTokenEndpoint, type TokenEndpoint } from '../../../tests/setup/token-endpoint';
import { Fault } from '../../domain/shared/fault';
import { storeIdOf } from '../../domain/shared/ids';
import { ownerOf, readSession, type StoredSession, writeSession } from '../../tenancy/session-store.server';
import { installStore, markUninstalled } from '../../tenancy/store.server';
import { connect } from './api.server';
import { offlineSessionId, sessionStorage } from './session-storage.server';
import { offlineToken, renewed } from './token-broker.server';

/** Tokens against a token endpoint over HTTP and a real database. */
let db: TestDatabase;
let endpoint: TokenEndpoint;
const shop = 'demo.myshopify.com';
const storeId = storeIdOf('shopify', shop);
const owner = ownerOf('shopify', shop);
const id = offlineSessionId(shop);

const session = (changes: Partial<StoredSession> = {}): StoredSession => ({
  id,
  isOnline: false,
  state: '',
  scope: 'read_orders',
  accessToken: 'shpat_old',
  accessTokenExpiresAt: new Date(Date.now() + 3_600_000),
  refreshToken: 'shprt_old',
  refreshTokenExpiresAt: new Date(Date.now() + 90 * 86_400_000),
  userId: null,
  ...changes,
});
const expired = (changes: Partial<StoredSession> = {}) =>
  session({ accessTokenExpiresAt: new Date(Date.now() - 1000), ...changes });

beforeAll(async () => {
  endpoint = await startTokenEndpoint();
  db = await createTestDatabase({ SHOPIFY_API_ORIGIN: endpoint.url });
  await installStore({ platform: 'shopify', domain: shop, scopes: 'read_orders' });
});
afterAll(async () => {
  await db.close();
  await endpoint.stop();
});
beforeEach(async () => {
  endpoint.refreshes.length = 0;
  endpoint.next = {};
  await db.admin.query('delete from session');
});

test('a live token is used as it is', async () => {
  await writeSession(owner, session());
  expect(await offlineToken(storeId)).toEqual({ shop, token: 'shpat_old' });
  expect(endpoint.refreshes).toEqual([]);
});

test('tokens are unreadable in the database', async () => {
  await writeSession(owner, session());
  const { rows } = await db.admin.query('select * from session');
  expect(JSON.stringify(rows)).not.toMatch(/shp(at|rt)_/);
});

test('50 callers in this process cause exactly one refresh and get the same token', async () => {
  await writeSession(owner, expired());
  endpoint.next = { delayMs: 200 };
  const tokens = await Promise.all(Array.from({ length: 50 }, () => offlineToken(storeId)));
  expect(endpoint.refreshes).toEqual(['shprt_old']);
  expect(new Set(tokens.map((one) => one.token)).size).toBe(1);
  expect(endpoint.live.has(tokens[0]?.token ?? '')).toBe(true);
  expect(endpoint.shopsSeen).toEqual(new Set([shop]));
});

test('50 callers that do not know of each other, as in as many processes, cause exactly one refresh', async () => {
  await writeSession(owner, expired());
  const tokens = await Promise.all(Array.from({ length: 50 }, () => renewed(shop)));
  expect(endpoint.refreshes).toEqual(['shprt_old']);
  expect(new Set(tokens).size).toBe(1);
});

test('a reply without an end counts as over: it is used once and refreshed next time', async () => {
  await writeSession(owner, expired());
  endpoint.next = { lay: { expires_in: undefined } };
  const first = await offlineToken(storeId);
  expect(endpoint.live.has(first.token)).toBe(true);
  endpoint.next = {};
  await offlineToken(storeId);
  expect(endpoint.refreshes).toHaveLength(2);
  await offlineToken(storeId);
  expect(endpoint.refreshes).toHaveLength(2);
  // The library must not take it for eternal either.
  await writeSession(owner, session({ accessTokenExpiresAt: null }));
  expect((await sessionStorage.loadSession(id))?.isExpired()).toBe(true);
});

test('a reply without a refresh token keeps the one that stands', async () => {
  await writeSession(owner, expired());
  endpoint.next = { lay: { refresh_token: undefined, refresh_token_expires_in: undefined } };
  await offlineToken(storeId);
  expect((await readSession(owner, id))?.refreshToken).toBe('shprt_old');
});

test('a refusal is final and leaves the stored pair alone; an outage may be tried again', async () => {
  await writeSession(owner, expired());
  endpoint.next = { status: 400 };
  const refused = await offlineToken(storeId).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Fault);
  expect(refused).toMatchObject({ reasonClass: 'unauthorized', retry: false });
  expect((await readSession(owner, id))?.refreshToken).toBe('shprt_old');
  endpoint.next = { status: 503 };
  const outage = await offlineToken(storeId).catch((error: unknown) => error);
  expect(outage).toMatchObject({ reasonClass: 'platform-unavailable', retry: true });
  endpoint.next = {};
  expect((await offlineToken(storeId)).token).toMatch(/^shpat_/);
});

test.each([
  ['without a session', null],
  ['without a refresh token', expired({ refreshToken: null })],
  ['with a refresh token that is over', expired({ refreshTokenExpiresAt: new Date(Date.now() - 1) })],
])('a store %s must be opened again', async (_, stored) => {
  if (stored) await writeSession(owner, stored);
  await expect(offlineToken(storeId)).rejects.toMatchObject({ reasonClass: 'unauthorized', retry: false });
  expect(endpoint.refreshes).toEqual([]);
});

test('a store that never came is unknown', async () => {
  await expect(offlineToken(storeIdOf('shopify', 'never.myshopify.com'))).rejects.toMatchObject({
    reasonClass: 'unknown-store',
  });
});

test('a token that the API refuses is forgotten, and renewed once by its refresh token', async () => {
  await writeSession(owner, session({ accessToken: 'shpat_revoked' }));
  const api = await connect(storeId);
  expect(await api.facts()).toMatchObject({ name: 'Demo', currency: 'EUR', timeZone: 'Europe/Berlin' });
  expect(endpoint.refreshes).toEqual(['shprt_old']);
});

test('when the refresh is refused too, the merchant must come again', async () => {
  await writeSession(owner, session({ accessToken: 'shpat_revoked' }));
  endpoint.next = { status: 401 };
  const api = await connect(storeId);
  await expect(api.facts()).rejects.toMatchObject({ reasonClass: 'unauthorized', retry: false });
  expect((await readSession(owner, id))?.accessToken).toBeNull();
  expect(endpoint.refreshes).toEqual(['shprt_old']);
});

test('a token of another store does not open', async () => {
  await writeSession(owner, session());
  await db.admin.query(`update session set store_id = $1`, [storeIdOf('shopify', 'thief.myshopify.com')]);
  const stolen = await readSession(ownerOf('shopify', 'thief.myshopify.com'), id);
  expect(stolen).toMatchObject({ accessToken: null, refreshToken: null });
});

test('a late goodbye does not take the new installation its session', async () => {
  await writeSession(owner, session());
  await markUninstalled(storeId, new Date());
  expect(await readSession(owner, id)).toBeNull();
  // The merchant comes back: the exchange stores its session before the store is installed again.
  await writeSession(owner, session());
  await installStore({ platform: 'shopify', domain: shop, scopes: 'read_orders' });
  await markUninstalled(storeId, new Date(Date.now() - 60_000));
  expect(await readSession(owner, id)).not.toBeNull();
});

test('the session storage does what the library asks of it', async () => {
  await writeSession(owner, session());
  const loaded = await sessionStorage.loadSession(id);
  expect(loaded).toMatchObject({ id, shop, isOnline: false, accessToken: 'shpat_old', refreshToken: 'shprt_old' });
  if (!loaded) throw new Error('nothing was loaded');
  await Promise.all(Array.from({ length: 10 }, () => sessionStorage.storeSession(loaded)));
  expect(await sessionStorage.findSessionsByShop(shop)).toHaveLength(1);
  expect(await sessionStorage.loadSession('offline_evil.example.com')).toBeUndefined();
  await sessionStorage.deleteSessions([id]);
  expect(await sessionStorage.loadSession(id)).toBeUndefined();
});
