import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { storeIdOf } from '../../app/domain/shared/ids';
import { authenticateMerchant } from '../../app/platforms/registry.server';
import { runPrivacyRequest } from '../../app/privacy/run-request.server';
import { loader as download } from '../../app/routes/app.privacy.$requestId';
import { listAuditEvents } from '../../app/tenancy/audit-store.server';
import { findStore } from '../../app/tenancy/store.server';
import { type Practice, startPracticeShopify } from '../../practice/shopify/server';
import { createTestDatabase, type TestDatabase, testEnvironment } from '../setup/test-database';
import { deliver, lastRequest, newPerson, orderBody, wire } from './people';

/** Privacy over the life of an installation, against a platform over HTTP: visits, real tokens, goodbyes, returns. */
let db: TestDatabase;
let practice: Practice;
const shop = 'life.myshopify.com';
const other = 'other-life.myshopify.com';
const store = storeIdOf('shopify', shop);

beforeAll(async () => {
  practice = await startPracticeShopify({
    dataDir: null,
    apiPort: 0,
    adminPort: 0,
    storefrontPort: 0,
    appUrl: testEnvironment.APP_URL,
    apiKey: testEnvironment.SHOPIFY_API_KEY,
    apiSecret: testEnvironment.SHOPIFY_API_SECRET,
    tomlFile: path.resolve('shopify.app.toml'),
    extensionDir: path.resolve('extensions/tagalong-widget'),
    storeDomain: shop,
  });
  db = await createTestDatabase({ SHOPIFY_API_ORIGIN: practice.apiUrl });
  await control('stores', { domain: other, name: 'Other', currency: 'EUR', timeZone: 'Europe/Madrid' });
  for (const domain of [shop, other]) practice.world.install(domain);
});
afterAll(async () => {
  await db?.close();
  await practice?.stop();
});

async function control(what: string, body: unknown = {}): Promise<void> {
  const reply = await fetch(`${practice.apiUrl}/control/${what}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!reply.ok) throw new Error(`${what}: ${reply.status} ${await reply.text()}`);
}

function visit(page: string, domain = shop): Request {
  return new Request(`${testEnvironment.APP_URL}${page}`, {
    headers: {
      authorization: `Bearer ${practice.world.sessionToken(domain)}`,
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130 Safari/537.36',
    },
  });
}

const shopBody = JSON.stringify({ id: 1, shop_id: 1, shop_domain: shop, myshopify_domain: shop, domain: shop });

/** The platform asks for the store's erasure and the job runs. */
async function redactShop() {
  await deliver(store, 'shop/redact', shopBody);
  return runPrivacyRequest(store, await lastRequest(db.admin, store));
}

test('the merchant downloads an export; another store, and nobody, does not', async () => {
  await authenticateMerchant(visit('/app'));
  const person = newPerson();
  await deliver(store, 'orders/create', wire(orderBody(person, '1')));
  await deliver(
    store,
    'customers/data_request',
    JSON.stringify({
      shop_domain: shop,
      orders_requested: [1],
      customer: { id: Number(person.customerId) },
      data_request: { id: 5 },
    }),
  );
  const requestId = await lastRequest(db.admin, store);
  await runPrivacyRequest(store, requestId);
  const ask = (request: Request) => download({ request, params: { requestId }, context: {} });

  const answer = await ask(visit(`/app/privacy/${requestId}`));
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="personal-data-${requestId}.json"`);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(await answer.text()).toContain(person.email);
  expect((await listAuditEvents(store, 1))[0]).toMatchObject({
    action: 'privacy.export-downloaded',
    detail: { requestId },
  });
  expect((await ask(visit(`/app/privacy/${requestId}`, other))).status).toBe(404);
  const stranger = await ask(new Request(`${testEnvironment.APP_URL}/app/privacy/${requestId}`)).catch(
    (thrown: Response) => thrown,
  );
  expect(stranger.status).not.toBe(200);
});

test('goodbye, return, a late goodbye, an erasure that is too late, and one that is meant', async () => {
  // A forged goodbye while our token works changes nothing.
  await deliver(store, 'app/uninstalled', shopBody, { triggeredAt: new Date().toISOString() });
  expect(await findStore(store)).toMatchObject({ state: 'active' });

  await control(`stores/${shop}/uninstall`);
  const left = new Date().toISOString();
  await deliver(store, 'app/uninstalled', shopBody, { triggeredAt: left });
  expect(await findStore(store)).toMatchObject({ state: 'uninstalled' });

  // Privacy requests are answered although no token lives.
  const person = newPerson();
  await deliver(store, 'orders/create', wire(orderBody(person, '2')));
  await deliver(
    store,
    'customers/redact',
    JSON.stringify({ shop_domain: shop, customer: { id: Number(person.customerId) }, orders_to_redact: [] }),
  );
  expect(await runPrivacyRequest(store, await lastRequest(db.admin, store))).toMatchObject({
    outcome: 'person-erased',
  });

  practice.world.install(shop);
  await authenticateMerchant(visit('/app'));
  expect(await findStore(store)).toMatchObject({ state: 'active', installationEpoch: 2 });
  await deliver(store, 'app/uninstalled', shopBody, { triggeredAt: left });
  expect(await findStore(store)).toMatchObject({ state: 'active', installationEpoch: 2 });

  // 48 hours after the first goodbye the platform asks to erase; the store has been back since.
  expect(await redactShop()).toEqual({ outcome: 'superseded' });
  expect(await findStore(store)).toMatchObject({ state: 'active' });

  // Gone again, and the goodbye was lost: the dead token tells.
  await control(`stores/${shop}/uninstall`);
  expect(await redactShop()).toEqual({ outcome: 'store-erased' });
  expect(await findStore(store)).toBeNull();

  // Installed anew after its erasure: that request sent again is too late as well.
  practice.world.install(shop);
  await authenticateMerchant(visit('/app'));
  expect(await findStore(store)).toMatchObject({ state: 'active', installationEpoch: 2 });
  expect(await redactShop()).toEqual({ outcome: 'superseded' });
  expect(await findStore(store)).toMatchObject({ state: 'active' });
});
