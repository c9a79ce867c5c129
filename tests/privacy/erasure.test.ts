import { afterAll, beforeAll, expect, test } from 'vitest';
import { replayEntries } from '../../app/cli/entries-store.server';
import { withTenantSql } from '../../app/db/client.server';
import { storeIdOf } from '../../app/domain/shared/ids';
import { smallBatch } from '../../app/jobs/turns';
import { listPrivacyRequests, openExport } from '../../app/privacy/request-store.server';
import { runPrivacyRequest } from '../../app/privacy/run-request.server';
import { installStore } from '../../app/tenancy/store.server';
import { drainStore } from '../../app/wiring.server';
import { createTestDatabase, type TestDatabase } from '../setup/test-database';
import { deliver, findAnywhere, lastRequest, moneyOf, newPerson, orderBody, type Person, wire } from './people';

/** A person is erased everywhere and stays erased, whatever arrives afterwards; the money stays. No token is ever used. */
let db: TestDatabase;
const domain = 'erase.myshopify.com';
const store = storeIdOf('shopify', domain);
const everything = ['failed', 'dead', 'processed'];

beforeAll(async () => {
  db = await createTestDatabase();
  await installStore({ platform: 'shopify', domain, scopes: 'read_orders' });
});
afterAll(() => db.close());

function redactBody(
  person: Person,
  orders: string[],
  parts: Partial<Record<'id' | 'email' | 'phone', unknown>> = {},
): string {
  const customer = { id: Number(person.customerId), email: person.email, phone: person.phone, ...parts };
  return JSON.stringify({ shop_id: 1, shop_domain: domain, customer, orders_to_redact: orders.map(Number) });
}

async function redact(person: Person, orders: string[], parts = {}): Promise<void> {
  await deliver(store, 'customers/redact', redactBody(person, orders, parts));
  const ending = await runPrivacyRequest(store, await lastRequest(db.admin, store));
  expect(ending.outcome).toBe('person-erased');
}

async function replayAll(): Promise<void> {
  await replayEntries(store, { states: everything, topic: null, since: null, ids: null });
  while ((await drainStore(store)).more);
}

test('redact, then replay, late delivery and backfill: gone everywhere, totals as they were', async () => {
  const person = newPerson();
  const stranger = newPerson();
  await deliver(store, 'orders/create', wire(orderBody(person, '9007199254740993')));
  await deliver(store, 'orders/create', wire(orderBody(person, '102')), { source: 'pull' });
  await deliver(store, 'orders/create', wire(orderBody(stranger, '103')));
  // A dead letter of theirs that nobody could read, and one that is not even JSON.
  await deliver(store, 'orders/create', wire(orderBody(person, '104', { line_items: 'broken' })));
  await deliver(store, 'orders/create', `not json ${person.email} {`);
  await deliver(
    store,
    'customers/update',
    JSON.stringify({
      id: Number(person.customerId),
      first_name: person.mark,
      last_name: 'P',
      email: person.email,
      updated_at: '2026-11-02T00:00:00Z',
      tags: person.mark,
    }),
  );
  // Not drained yet when the erasure runs.
  await deliver(store, 'orders/updated', wire(orderBody(person, '102', { updated_at: '2026-11-05T00:00:00Z' })), {
    drain: false,
  });
  const strings = [person.mark, person.email, person.phone];
  const before = await moneyOf(db.admin, store);
  expect(before).toHaveLength(3);
  expect((await findAnywhere(db.admin, strings)).length).toBeGreaterThan(15);

  await redact(person, ['102']);
  expect(await findAnywhere(db.admin, strings)).toEqual([]);
  expect(await moneyOf(db.admin, store)).toEqual(before);

  await replayAll();
  expect(await findAnywhere(db.admin, strings)).toEqual([]);
  expect(await moneyOf(db.admin, store)).toEqual(before);

  // The platform still knows them: a late webhook, a newer version, an order never seen, and a pulled copy.
  await deliver(store, 'orders/updated', wire(orderBody(person, '102')));
  await deliver(store, 'orders/updated', wire(orderBody(person, '102', { updated_at: '2026-12-01T00:00:00Z' })));
  await deliver(store, 'orders/create', wire(orderBody(person, '105')));
  await deliver(store, 'orders/create', wire(orderBody(person, '106', { customer: null, phone: null })));
  await deliver(
    store,
    'order:pulled',
    wire(orderBody(person, '9007199254740993', { updated_at: '2026-12-02T00:00:00Z' })),
    { source: 'pull' },
  );
  await deliver(
    store,
    'customers/update',
    JSON.stringify({
      id: Number(person.customerId),
      first_name: person.mark,
      last_name: 'P',
      email: person.email,
      updated_at: '2026-12-02T00:00:00Z',
    }),
  );
  const consent = { state: 'subscribed', opt_in_level: 'single_opt_in', consent_updated_at: '2026-12-02T00:00:00Z' };
  await deliver(
    store,
    'customers_email_marketing_consent/update',
    JSON.stringify({
      customer_id: Number(person.customerId),
      email_address: person.email,
      email_marketing_consent: consent,
    }),
  );
  await deliver(
    store,
    'customers_marketing_consent/update',
    JSON.stringify({ id: Number(person.customerId), phone: person.phone, sms_marketing_consent: consent }),
  );
  await deliver(store, 'orders/create', wire(orderBody(person, '107', { line_items: 'broken' })));
  await deliver(
    store,
    'fulfillments/update',
    JSON.stringify({
      id: 1022,
      order_id: 102,
      status: 'success',
      email: person.email,
      created_at: '2026-11-02T10:00:00Z',
      updated_at: '2026-12-03T10:00:00Z',
      tracking_number: person.mark,
      destination: { name: person.mark },
      line_items: [],
    }),
  );
  expect(await findAnywhere(db.admin, strings)).toEqual([]);
  await replayAll();
  expect(await findAnywhere(db.admin, strings)).toEqual([]);
  const after = (await moneyOf(db.admin, store)) as { platform_order_id: string }[];
  expect(after.filter((order) => !['105', '106'].includes(order.platform_order_id))).toEqual(before);
  expect(after).toHaveLength(5);
  // The stranger is untouched.
  expect((await findAnywhere(db.admin, [stranger.email])).length).toBeGreaterThan(2);
});

test.each([
  ['an e-mail address alone', { id: null, phone: null }],
  ['a phone number alone', { id: null, email: null }],
  ['an id alone', { email: null, phone: null }],
])('%s is enough', async (_, parts) => {
  const person = newPerson();
  const id = person.customerId;
  await deliver(store, 'orders/create', wire(orderBody(person, id)));
  await redact(person, [], parts);
  expect(await findAnywhere(db.admin, [person.mark, person.email, person.phone])).toEqual([]);
});

test('erasures racing deliveries of the same people leave nobody', async () => {
  const rounds = 25;
  const people: Person[] = [];
  for (let round = 0; round < rounds; round++) {
    const person = newPerson();
    people.push(person);
    const ids = [1, 2, 3].map((n) => `8${person.customerId}${n}`);
    await deliver(store, 'orders/create', wire(orderBody(person, ids[0] ?? '')));
    await deliver(store, 'customers/redact', redactBody(person, []));
    const request = await lastRequest(db.admin, store);
    await Promise.all([
      deliver(store, 'orders/create', wire(orderBody(person, ids[1] ?? ''))),
      runPrivacyRequest(store, request),
      deliver(store, 'orders/updated', wire(orderBody(person, ids[0] ?? '', { updated_at: '2026-12-01T00:00:00Z' }))),
      deliver(store, 'orders/create', wire(orderBody(person, ids[2] ?? ''))),
    ]);
  }
  expect(
    await findAnywhere(
      db.admin,
      people.flatMap((p) => [p.mark, p.email]),
    ),
  ).toEqual([]);
}, 120_000);

test('a data request is answered with all that is known, sealed, for thirty days, and erased with the person', async () => {
  const person = newPerson();
  const stranger = newPerson();
  const id = person.customerId;
  await deliver(store, 'orders/create', wire(orderBody(person, id)));
  await deliver(store, 'orders/create', wire(orderBody(stranger, stranger.customerId)));
  await deliver(
    store,
    'customers/data_request',
    JSON.stringify({
      shop_domain: domain,
      orders_requested: [Number(id)],
      customer: { id: Number(id), email: person.email, phone: person.phone },
      data_request: { id: 9999 },
    }),
  );
  const request = await lastRequest(db.admin, store);
  expect(await runPrivacyRequest(store, request)).toMatchObject({
    outcome: 'exported',
    counts: { orders: 1, customers: 1 },
  });
  const text = (await openExport(store, request)) ?? '';
  const document = JSON.parse(text);
  expect(document.orders[0]).toMatchObject({
    platform_order_id: id,
    email: person.email,
    total: '112.5',
    lines: [{ quantity: 1, unit_price: '112.5' }],
  });
  expect(document.orders[0].addresses).toHaveLength(3);
  expect(document.orders[0].refunds[0].note).toContain(person.mark);
  expect(document.customers[0]).toMatchObject({ first_name: person.mark });
  expect(document.rawFacts.map((fact: { topic: string }) => fact.topic)).toEqual([
    'orders/create',
    'customers/data_request',
  ]);
  expect(text).not.toContain(stranger.mark);
  const [view] = await listPrivacyRequests(store, 1);
  expect(view).toMatchObject({
    id: request,
    kind: 'data-request',
    state: 'completed',
    hasExport: true,
    platformRequestId: '9999',
  });
  expect(((view?.exportExpiresAt?.getTime() ?? 0) - Date.now()) / 86_400_000).toBeCloseTo(30, 0);
  // At rest it cannot be read.
  const { rows } = await db.admin.query(`select encode(export, 'escape') as text from privacy_request where id = $1`, [
    request,
  ]);
  expect(rows[0].text).toMatch(/^v1\.t1\./);
  // After its time it is not given out.
  await db.admin.query(`update privacy_request set export_expires_at = now() - interval '1 second' where id = $1`, [
    request,
  ]);
  expect(await openExport(store, request)).toBeNull();
  await db.admin.query(`update privacy_request set export_expires_at = now() + interval '1 day' where id = $1`, [
    request,
  ]);
  await redact(person, []);
  expect(await openExport(store, request)).toBeNull();
});

test('a captured request under another store changes nothing', async () => {
  const person = newPerson();
  await deliver(store, 'orders/create', wire(orderBody(person, person.customerId)));
  await deliver(store, 'customers/redact', redactBody(person, []).replace(domain, 'elsewhere.myshopify.com'));
  const { rows } = await db.admin.query(
    `select state, reason_class from inbox_entry where store_id = $1 order by id desc limit 1`,
    [store],
  );
  expect(rows[0].state).toBe('dead');
  const email = await withTenantSql(store, (sql) =>
    sql<{ email: string }>(`select email from orders where platform_order_id = $1`, [person.customerId]),
  );
  expect(email).toEqual([{ email: person.email }]);
});

test('an erased person’s orders deep in a backlog, read ahead in the thread: scrubbed as they are saved', async () => {
  const person = newPerson();
  await deliver(store, 'orders/create', wire(orderBody(person, '1990')));
  await redact(person, ['1990']);
  const strings = [person.mark, person.email, person.phone];
  expect(await findAnywhere(db.admin, strings)).toEqual([]);
  // The first batch of a drain is read where it is saved; what comes behind it, in the thread.
  const orders = Array.from({ length: smallBatch + 150 }, (_, n) => ({
    id: String(30_000 + n),
    who: n === smallBatch + 120 ? person : null,
  }));
  for (const { id, who } of orders) {
    await deliver(store, 'orders/create', wire(orderBody(who, id)), { drain: false });
  }
  expect((await findAnywhere(db.admin, strings)).length).toBeGreaterThan(0);
  while ((await drainStore(store)).more);
  expect(await findAnywhere(db.admin, strings)).toEqual([]);
  const { rows } = await db.admin.query(
    `select count(*)::int as orders, (select count(*)::int from inbox_entry where store_id = $1 and state <> 'processed'
       and object_id like '30%') as left from orders where store_id = $1 and platform_order_id like '30___'`,
    [store],
  );
  expect(rows[0]).toEqual({ orders: orders.length, left: 0 });
});
