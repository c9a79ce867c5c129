import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../tests/setup/test-database';
import { platforms } from '../../domain/shared/ids';
import { findStore, installStore } from '../../tenancy/store.server';
import { answerTicks } from './save-ticks.server';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

const form = (preTicked: string) => {
  const data = new FormData();
  data.set('preTicked', preTicked);
  return data;
};

test('ticked boxes are refused where the platform forbids them, and the merchant’s choice where it does not', async () => {
  const [one = 'shopify', other = 'shoplazza'] = platforms;
  const { store: strict } = await installStore({ platform: one, domain: 'strict.myshopify.com', scopes: '' });
  const { store: free } = await installStore({ platform: other, domain: 'free.myshoplaza.com', scopes: '' });
  await expect(answerTicks(strict, form('yes'), 'merchant')).rejects.toMatchObject({ reasonClass: 'invalid' });
  expect((await findStore(strict.id))?.settings.preTicked).toBeUndefined();
  expect((await findStore(free.id))?.settings.preTicked).toBeUndefined();
  await answerTicks(free, form('yes'), 'merchant');
  expect((await findStore(free.id))?.settings.preTicked).toBe(true);
  const { rows } = await db.admin.query(`select count(*)::int as n from pgboss.job where name = 'publish'`);
  expect(rows[0].n).toBe(1);
  await answerTicks(free, form('no'), 'merchant');
  expect((await findStore(free.id))?.settings.preTicked).toBe(false);
});
