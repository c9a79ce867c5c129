import { afterAll, beforeAll, expect, test } from 'vitest';
import { pool } from '../../app/db/client.server';
import { putEntries } from '../../app/domain/entries/entry-store.server';
import { storeIdOf } from '../../app/domain/shared/ids';
import { installStore } from '../../app/tenancy/store.server';
import { countDays, drainStore } from '../../app/wiring.server';
import { restOrder } from '../crash/rest-order';
import { createTestDatabase, type TestDatabase } from '../setup/test-database';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

test('what is asked for each order is planned once: order after order on one connection, no plan is made anew', async () => {
  const domain = 'plans-stay.myshopify.com';
  const storeId = storeIdOf('shopify', domain);
  await installStore({ platform: 'shopify', domain, scopes: '' });
  for (let n = 0; n < 10; n++) {
    const body = Buffer.from(restOrder(7_000 + n));
    const told = { source: 'webhook', topic: 'orders/create', dedupeKey: `plans-${n}`, body, jobId: null } as const;
    await putEntries(storeId, [{ storeId, ...told }], { wake: false });
    expect(await drainStore(storeId)).toMatchObject({ processed: 1 });
    await countDays(storeId);
  }
  const { rows } = await pool('tagalong_runtime').query(
    `select name, generic_plans::int as kept, custom_plans::int as anew from pg_prepared_statements`,
  );
  const often = rows.filter(({ kept, anew }) => kept + anew >= 10);
  expect(often.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['claim inbox entries', 'order heads', 'end inbox entries', 'claim days', 'count days']),
  );
  // The first five times are PostgreSQL's own way of finding out, where a statement stands before the choice was made.
  expect(often.filter(({ anew }) => anew > 5)).toEqual([]);
});
