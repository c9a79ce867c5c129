import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../tests/setup/test-database';
import { storeIdOf } from '../../domain/shared/ids';
import { findStore, installStore } from '../../tenancy/store.server';
import { answerAlerts } from './save-alerts.server';

const domain = 'alerts.myshopify.com';
const storeId = storeIdOf('shopify', domain);
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await installStore({ platform: 'shopify', domain, scopes: '' });
});
afterAll(() => database.close());

async function save(fields: Record<string, string>): Promise<{ outcome: string; looks: number }> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  const store = await findStore(storeId);
  if (!store) throw new Error('no store');
  const { outcome } = (await (await answerAlerts(storeId, store, form, 'merchant:1')).json()) as { outcome: string };
  const { rows } = await database.admin.query(`select count(*)::int as n from pgboss.job where name = 'alerts'`);
  return { outcome, looks: rows[0].n };
}

test('settings that are saved are looked at at once; those that are refused are not', async () => {
  expect(await save({ webhook: 'not an address' })).toEqual({ outcome: 'alerts-invalid', looks: 0 });
  expect(await save({ webhook: 'https://hooks.example.com/a' })).toEqual({ outcome: 'alerts-saved', looks: 1 });
});
