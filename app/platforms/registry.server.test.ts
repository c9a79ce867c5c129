import { SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase, testEnvironment } from '../../tests/setup/test-database';
import { startTokenEndpoint, type TokenEndpoint } from '../../tests/setup/token-endpoint';
import { storeIdOf } from '../domain/shared/ids';
import { findStore, markUninstalled, saveStoreFacts } from '../tenancy/store.server';
import { authenticateMerchant, platformOf, webhookPlatforms } from './registry.server';

let db: TestDatabase;
let endpoint: TokenEndpoint;
const shop = 'first-visit.myshopify.com';
const storeId = storeIdOf('shopify', shop);

beforeAll(async () => {
  endpoint = await startTokenEndpoint();
  db = await createTestDatabase({ SHOPIFY_API_ORIGIN: endpoint.url });
});
afterAll(async () => {
  await db.close();
  await endpoint.stop();
});

async function visit() {
  const now = Math.floor(Date.now() / 1000);
  const token = await new SignJWT({ iss: `https://${shop}/admin`, dest: `https://${shop}`, sub: '7' })
    .setProtectedHeader({ alg: 'HS256' })
    .setAudience(testEnvironment.SHOPIFY_API_KEY)
    .setIssuedAt(now)
    .setNotBefore(now - 1)
    .setExpirationTime(now + 60)
    .setJti(crypto.randomUUID())
    .sign(new TextEncoder().encode(testEnvironment.SHOPIFY_API_SECRET));
  const headers = { authorization: `Bearer ${token}`, 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Chrome/130' };
  return authenticateMerchant(new Request(`${testEnvironment.APP_URL}/app`, { headers }));
}

async function welcomes(): Promise<number> {
  const { rows } = await db.admin.query(`select count(*)::int as n from pgboss.job where name = 'welcome'`);
  return rows[0].n;
}

test('every platform with a door has an adapter', () => {
  for (const name of webhookPlatforms()) expect(platformOf(name).name).toBe(name);
  expect(() => platformOf('shopee')).toThrow(/no adapter/);
});

test('a first visit, even in several calls at once, installs the store once and asks for its welcome once', async () => {
  const merchants = await Promise.all([visit(), visit(), visit()]);
  expect(merchants[0]).toMatchObject({ storeId, platform: 'shopify', domain: shop, userId: '7' });
  expect(await findStore(storeId)).toMatchObject({ state: 'active', installationEpoch: 1 });
  expect(await welcomes()).toBe(1);
});

test('a later visit changes nothing; a return begins a new epoch with a welcome and a fresh token', async () => {
  await saveStoreFacts(storeId, {
    platformStoreId: '1',
    name: 'First',
    email: null,
    currency: 'EUR',
    timeZone: 'Europe/Berlin',
    planName: null,
  });
  await db.admin.query(`delete from pgboss.job where name = 'welcome'`);
  const exchanges = endpoint.exchanges;
  await visit();
  expect([await welcomes(), endpoint.exchanges - exchanges]).toEqual([0, 0]);
  await markUninstalled(storeId, new Date());
  await visit();
  expect(await findStore(storeId)).toMatchObject({ state: 'active', installationEpoch: 2 });
  expect([await welcomes(), endpoint.exchanges - exchanges]).toEqual([1, 1]);
});
