import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../tests/setup/test-database';
import { pool } from '../db/client.server';
import type { StoreApi } from '../platforms/platform';
import { installStore, markUninstalled } from '../tenancy/store.server';
import { askToKeepWebhooks, keepWebhooks, restoreWebhooks } from './keep-webhooks.server';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const install = async (platform: 'shopify' | 'shoplazza', domain: string) =>
  (await installStore({ platform, domain, scopes: '' })).store.id;

test('every connected store whose platform may drop webhooks is looked at, and asking for all takes one transaction', async () => {
  const stores = await Promise.all(['a', 'b', 'c', 'd'].map((name) => install('shoplazza', `${name}.myshoplaza.com`)));
  await install('shopify', 'kept.myshopify.com');
  await markUninstalled(await install('shoplazza', 'gone.myshoplaza.com'), new Date());
  const begun = vi.spyOn(pool('tagalong_system'), 'connect');
  await askToKeepWebhooks();
  await askToKeepWebhooks();
  expect(begun).toHaveBeenCalledTimes(2);
  begun.mockRestore();
  const { rows } = await database.admin.query(
    `select data ->> 'storeId' as id from pgboss.job where name = 'keepWebhooks' order by 1`,
  );
  expect(rows.map(({ id }) => id)).toEqual(stores.toSorted());
});

test('the hourly look and that of a pass take turns: what one restored, the other finds there', async () => {
  const storeId = await install('shoplazza', 'turns.myshoplaza.com');
  const kept = new Set<string>();
  const api: Pick<StoreApi, 'keepWebhooks'> = {
    keepWebhooks: async () => {
      const missing = ['orders/create', 'orders/update'].filter((topic) => !kept.has(topic));
      await wait(100);
      for (const topic of missing) kept.add(topic);
      return missing;
    },
  };
  const looks = [keepWebhooks(storeId, async () => api as StoreApi), restoreWebhooks(storeId, api as StoreApi)];
  expect((await Promise.all(looks)).flat().toSorted()).toEqual(['orders/create', 'orders/update']);
});
