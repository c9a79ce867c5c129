import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepPrivacyPromises } from '../../app/privacy/retention.server';
import { runPrivacyRequest } from '../../app/privacy/run-request.server';
import { installStore } from '../../app/tenancy/store.server';
import { createTestDatabase, type TestDatabase } from '../setup/test-database';
import { deliver, lastRequest, newPerson, orderBody, wire } from './people';

/** What time does to privacy requests. */
let db: TestDatabase;
const domain = 'retention.myshopify.com';
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

test('an export is dropped when its time is over; a request that nobody finished is taken up again', async () => {
  const { store } = await installStore({ platform: 'shopify', domain, scopes: '' });
  const person = newPerson();
  await deliver(store.id, 'orders/create', wire(orderBody(person, '1')));
  const ask = async () => {
    const customer = { id: Number(person.customerId) };
    await deliver(
      store.id,
      'customers/data_request',
      JSON.stringify({ shop_domain: domain, customer, orders_requested: [] }),
    );
    return lastRequest(db.admin, store.id);
  };
  const answered = await ask();
  await runPrivacyRequest(store.id, answered);
  const forgotten = await ask();
  await db.admin.query(`delete from pgboss.job_common where name = 'privacy'`);
  const waiting = async () => {
    const { rows } = await db.admin.query(
      `select data ->> 'requestId' as id from pgboss.job_common where name = 'privacy'`,
    );
    return rows.map((row) => row.id);
  };
  const hasExport = async () =>
    (await db.admin.query(`select export is not null as there from privacy_request where id = $1`, [answered])).rows[0]
      .there;

  await keepPrivacyPromises();
  expect([await waiting(), await hasExport()]).toEqual([[], true]);
  await db.admin.query(
    `update privacy_request set received_at = now() - interval '1 hour', export_expires_at = now() - interval '1 second'`,
  );
  await keepPrivacyPromises();
  await keepPrivacyPromises();
  expect([await waiting(), await hasExport()]).toEqual([[forgotten], false]);
});
