import { afterAll, beforeAll, expect, test } from 'vitest';
import { withTenantSql } from '../../app/db/client.server';
import { type StoreId, storeIdOf } from '../../app/domain/shared/ids';
import { runPrivacyRequest } from '../../app/privacy/run-request.server';
import { startSync } from '../../app/sync/jobs-store.server';
import { createApiKey } from '../../app/tenancy/api-keys-store.server';
import { audit } from '../../app/tenancy/audit-store.server';
import { findStore, installStore, markUninstalled } from '../../app/tenancy/store.server';
import { drainStore } from '../../app/wiring.server';
import { createTestDatabase, type TestDatabase } from '../setup/test-database';
import { deliver, lastRequest, newPerson, orderBody, wire } from './people';

/** A store that leaves, comes back, and is erased: with dead tokens, out of order, and more than once. */
let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

async function install(domain: string): Promise<StoreId> {
  const { store } = await installStore({ platform: 'shopify', domain, scopes: 'read_orders' });
  return store.id;
}

async function fill(storeId: StoreId): Promise<void> {
  const person = newPerson();
  await deliver(storeId, 'orders/create', wire(orderBody(person, person.customerId)));
  await createApiKey(storeId, 'key', 'owner');
  await audit(storeId, { actor: 'system', action: 'test.done', detail: {} });
  await startSync(storeId, { kind: 'backfill', trigger: 'test' });
  await withTenantSql(storeId, (sql) =>
    sql(`insert into session (store_id, id, access_token) values ($1, 'offline', 'sealed')`, [storeId]),
  );
}

/** Rows per table that belong to the store. */
async function rowsOf(storeId: StoreId): Promise<Record<string, number>> {
  const { rows: tables } = await db.admin.query(
    `select table_name as name, column_name as "column" from information_schema.columns
     where table_schema = 'public' and (column_name = 'store_id' or (table_name = 'store' and column_name = 'id'))`,
  );
  const counts: Record<string, number> = {};
  for (const { name, column } of tables) {
    const { rows } = await db.admin.query(`select count(*)::int as n from ${name} where ${column} = $1`, [storeId]);
    if (rows[0].n > 0) counts[name] = rows[0].n;
  }
  return counts;
}

function shopBody(domain: string): string {
  return JSON.stringify({ shop_id: 1, shop_domain: domain, myshopify_domain: domain, domain });
}

test('shop/redact leaves one tombstone and nothing else, and what arrives later is dropped', async () => {
  const domain = 'leaving.myshopify.com';
  const store = await install(domain);
  const other = await install('staying.myshopify.com');
  await fill(store);
  await fill(other);
  const kept = await rowsOf(other);
  expect(Object.keys(await rowsOf(store)).length).toBeGreaterThan(12);
  await markUninstalled(store, new Date());
  await deliver(store, 'shop/redact', shopBody(domain));
  const request = await lastRequest(db.admin, store);
  expect(await runPrivacyRequest(store, request)).toEqual({ outcome: 'store-erased' });
  expect(await rowsOf(store)).toEqual({ privacy_tombstone: 1 });
  expect(await rowsOf(other)).toEqual(kept);
  expect(await runPrivacyRequest(store, request)).toEqual({ outcome: 'store-erased' });

  const late = newPerson();
  await deliver(store, 'orders/create', wire(orderBody(late, late.customerId)));
  await deliver(store, 'shop/redact', shopBody(domain));
  expect(await rowsOf(store)).toEqual({ privacy_tombstone: 1 });

  // A writer that does not know is stopped by the database itself.
  await expect(
    withTenantSql(store, (sql) =>
      sql(`insert into customer (store_id, platform_customer_id, version, email) values ($1, '1', '1', 'a@b.c')`, [
        store,
      ]),
    ),
  ).rejects.toThrow(/erased/);

  // Installed anew, it starts clean.
  const again = await installStore({ platform: 'shopify', domain, scopes: 'read_orders' });
  expect(again).toMatchObject({ installedNow: true, store: { installationEpoch: 2, state: 'active' } });
  await fill(store);
  expect((await rowsOf(store)).orders).toBe(1);
});

test('a store that was never installed may ask for erasure, and leaves nothing that it said', async () => {
  const names = ['stranger1', 'stranger2', 'stranger3', 'stranger4'].map((name) => `${name}.myshopify.com`);
  const [redactShop = '', redactPerson = '', dataRequest = '', farewell = ''] = names;
  const person = newPerson();
  const customer = { id: Number(person.customerId), email: person.email, phone: person.phone };
  const ask = (domain: string, body: object = {}) => JSON.stringify({ ...JSON.parse(shopBody(domain)), ...body });
  const deliverTo = (domain: string, topic: string, body: string) => deliver(storeIdOf('shopify', domain), topic, body);
  await deliverTo(redactShop, 'orders/create', wire(orderBody(person, person.customerId)));
  await deliverTo(redactPerson, 'orders/create', wire(orderBody(person, person.customerId)));
  await deliverTo(redactShop, 'shop/redact', ask(redactShop));
  await deliverTo(redactPerson, 'customers/redact', ask(redactPerson, { customer, orders_to_redact: [] }));
  await deliverTo(dataRequest, 'customers/data_request', ask(dataRequest, { customer, orders_requested: [] }));
  await deliverTo(farewell, 'app/uninstalled', ask(farewell, { email: person.email }));
  for (const domain of [redactShop, redactPerson]) {
    const store = storeIdOf('shopify', domain);
    await runPrivacyRequest(store, await lastRequest(db.admin, store));
  }
  const ids = names.map((domain) => storeIdOf('shopify', domain));
  const { rows } = await db.admin.query(
    `select topic, state, convert_from(body, 'UTF8') as body from inbox_entry where store_id = any ($1) order by id`,
    [ids],
  );
  expect(rows.map(({ topic, state }) => `${topic} ${state}`)).toEqual([
    'orders/create failed',
    'customers/redact processed',
    'customers/data_request processed',
    'app/uninstalled processed',
  ]);
  expect(JSON.stringify(rows)).not.toContain(person.mark);
  expect(await rowsOf(storeIdOf('shopify', redactShop))).toEqual({ privacy_tombstone: 1 });
});

test('a store that never said goodbye is erased all the same', async () => {
  const domain = 'silent.myshopify.com';
  const store = await install(domain);
  await fill(store);
  await deliver(store, 'shop/redact', shopBody(domain));
  await runPrivacyRequest(store, await lastRequest(db.admin, store));
  expect(await rowsOf(store)).toEqual({ privacy_tombstone: 1 });
});

test('uninstalling removes the tokens at once and keeps the data; news from before a reinstall changes nothing', async () => {
  const store = await install('back.myshopify.com');
  await fill(store);
  const sessions = async () => (await rowsOf(store)).session ?? 0;
  const left = new Date();
  expect(await markUninstalled(store, left)).toBe(true);
  expect(await findStore(store)).toMatchObject({ state: 'uninstalled', installationEpoch: 1 });
  expect(await sessions()).toBe(0);
  expect((await rowsOf(store)).orders).toBe(1);

  const back = await installStore({ platform: 'shopify', domain: 'back.myshopify.com', scopes: 'read_orders' });
  expect(back).toMatchObject({
    installedNow: true,
    store: { state: 'active', installationEpoch: 2, uninstalledAt: null },
  });
  await withTenantSql(store, (sql) =>
    sql(`insert into session (store_id, id, installation_epoch) values ($1, 'offline', 2)`, [store]),
  );
  // Delivered again, a day late.
  expect(await markUninstalled(store, left)).toBe(false);
  expect(await findStore(store)).toMatchObject({ state: 'active', installationEpoch: 2 });
  expect(await sessions()).toBe(1);
});

test('two first visits at once are one installation', async () => {
  const results = await Promise.all(
    Array.from({ length: 10 }, () => installStore({ platform: 'shopify', domain: 'rush.myshopify.com', scopes: 'a' })),
  );
  expect(results.filter((result) => result.installedNow)).toHaveLength(1);
  expect(new Set(results.map((result) => result.store.installationEpoch))).toEqual(new Set([1]));
});

test('an erasure that died halfway goes on where it stopped', async () => {
  const domain = 'half.myshopify.com';
  const store = await install(domain);
  await fill(store);
  // As after a crash: the tombstone stands, the store's row is gone, the rest is still there.
  await db.admin.query(`insert into privacy_tombstone (store_id, subject) values ($1, 'store')`, [store]);
  await db.admin.query(`delete from store where id = $1`, [store]);
  await drainStore(store);
  expect(await rowsOf(store)).toEqual({ privacy_tombstone: 1 });
});

test('the store id is the domain, whatever its letters', () => {
  expect(storeIdOf('shopify', 'BACK.myshopify.com')).toBe(storeIdOf('shopify', 'back.myshopify.com'));
});
