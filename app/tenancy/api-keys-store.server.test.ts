import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../tests/setup/test-database';
import { withTenantSql } from '../db/client.server';
import { storeIdOf } from '../domain/shared/ids';
import { authenticateApiKey, createApiKey, listApiKeys, revokeApiKey } from './api-keys-store.server';
import { audit, auditIn, listAuditEvents } from './audit-store.server';
import { may, roles } from './roles';
import { findStore, installStore, listStores, rememberStore, saveSettings, saveStoreFacts } from './store.server';

let db: TestDatabase;
const store = storeIdOf('shopify', 'keys.myshopify.com');
beforeAll(async () => {
  db = await createTestDatabase();
  await installStore({ platform: 'shopify', domain: 'KEYS.myshopify.com', scopes: 'a' });
});
afterAll(() => db.close());

test('a key is kept as a hash only, and says which store it opens', async () => {
  const { id, key } = await createApiKey(store, 'books', 'analyst');
  expect(key).toMatch(new RegExp(`^tgl_${store.replaceAll('-', '')}_[\\w-]{43}$`));
  expect(await authenticateApiKey(`Bearer ${key}`)).toEqual({ storeId: store, role: 'analyst', keyId: id });
  expect(await authenticateApiKey(`bearer ${key}`)).not.toBeNull();
  const { rows } = await db.admin.query(`select api_key::text as row, length(hash) as bytes from api_key`);
  expect(rows[0].bytes).toBe(32);
  expect(rows[0].row).not.toContain(key.slice(-20));
});

test('anything that is not the whole key is refused', async () => {
  const { key } = await createApiKey(store, 'x', 'owner');
  const wrong = [
    null,
    '',
    key,
    `Basic ${key}`,
    `Bearer ${key}x`,
    `Bearer ${key.slice(0, -1)}`,
    `Bearer ${key.slice(0, -1)}A`,
    `Bearer ${key} `,
  ];
  const answers = await Promise.all(wrong.map((header) => authenticateApiKey(header)));
  // The last character may be the right one by chance.
  expect(answers.filter((answer, i) => answer !== null && wrong[i] !== `Bearer ${key}`)).toEqual([]);
});

test('use is noted, once a minute at most; a revoked key is dead and stays in the list', async () => {
  const { id, key } = await createApiKey(store, 'short', 'admin');
  await authenticateApiKey(`Bearer ${key}`);
  const used = (await listApiKeys(store)).find((one) => one.id === id)?.lastUsedAt;
  await authenticateApiKey(`Bearer ${key}`);
  expect((await listApiKeys(store)).find((one) => one.id === id)?.lastUsedAt).toEqual(used);
  expect(await revokeApiKey(store, id)).toBe(true);
  expect(await revokeApiKey(store, id)).toBe(false);
  expect(await revokeApiKey(store, 'no-uuid')).toBe(false);
  expect(await authenticateApiKey(`Bearer ${key}`)).toBeNull();
  expect((await listApiKeys(store)).find((one) => one.id === id)?.revokedAt).toBeInstanceOf(Date);
});

test('facts and settings of a store are kept apart: settings are laid over one another', async () => {
  await saveStoreFacts(store, {
    platformStoreId: '5',
    name: 'Keys',
    email: null,
    currency: 'JPY',
    timeZone: 'Asia/Tokyo',
    planName: 'basic',
  });
  await saveSettings(store, { countTests: true, guide: { closed: false } });
  await saveSettings(store, { guide: { closed: true } });
  expect(await findStore(store)).toMatchObject({
    domain: 'keys.myshopify.com',
    currency: 'JPY',
    timeZone: 'Asia/Tokyo',
    settings: { countTests: true, guide: { closed: true } },
  });
});

test('a store known from a file is installed by its first real grant', async () => {
  expect(await rememberStore('shopify', 'file.myshopify.com')).toBe(true);
  expect(await rememberStore('shopify', 'file.myshopify.com')).toBe(false);
  expect(await installStore({ platform: 'shopify', domain: 'file.myshopify.com', scopes: 'a' })).toMatchObject({
    installedNow: true,
    store: { installationEpoch: 1 },
  });
  expect(await installStore({ platform: 'shopify', domain: 'file.myshopify.com', scopes: 'a,b' })).toMatchObject({
    installedNow: false,
    store: { scopes: 'a,b', installationEpoch: 1 },
  });
  expect((await listStores()).map((one) => one.domain)).toEqual(['file.myshopify.com', 'keys.myshopify.com']);
});

test('audit events are only ever added', async () => {
  await audit(store, { actor: 'operator', action: 'test.done', detail: { n: 1 } });
  await withTenantSql(store, (sql) => auditIn(sql, store, { actor: 'system', action: 'test.done', detail: { n: 2 } }));
  expect((await listAuditEvents(store, 10)).map((event) => event.detail)).toEqual([{ n: 2 }, { n: 1 }]);
  await expect(withTenantSql(store, (sql) => sql(`delete from audit_event`))).rejects.toThrow(/permission denied/);
  await expect(withTenantSql(store, (sql) => sql(`update audit_event set actor = 'x'`))).rejects.toThrow(
    /permission denied/,
  );
});

test('every role may do something, and only some may see persons or figures', () => {
  expect(roles.filter((role) => may(role, 'persons:read'))).toEqual(['owner', 'admin', 'support']);
  expect(roles.filter((role) => may(role, 'analytics:read'))).toEqual(['owner', 'admin', 'analyst']);
  expect(roles.every((role) => may(role, 'orders:read'))).toBe(true);
});

test('first visits at once install a store once, and none of them fails', async () => {
  for (let n = 0; n < 60; n++) {
    const domain = `at-once-${n}.myshopify.com`;
    const visit = () => installStore({ platform: 'shopify', domain, scopes: 'a' });
    const answers = await Promise.all([visit(), visit(), rememberStore('shopify', domain), visit(), visit()]);
    const installed = answers.filter((one) => typeof one === 'object' && one.installedNow);
    expect(installed).toHaveLength(1);
    expect((await findStore(storeIdOf('shopify', domain)))?.state).toBe('active');
  }
});
