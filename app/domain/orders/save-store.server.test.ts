import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { histories, permutationsOf, wholeNews } from '../../../tests/path/permutations-histories';
import { createTestDatabase, type TestDatabase } from '../../../tests/setup/test-database';
import { withTenantSql } from '../../db/client.server';
import { personHash } from '../../tenancy/secrets.server';
import type { Customer } from '../customers/customer';
import { saveCustomers } from '../customers/save-customers-store.server';
import { type StoreId, storeIdOf } from '../shared/ids';
import type { CanonicalOrder, OrderNews } from './order';
import { normaliseEmail, normalisePhone } from './person';
import { saveOrders } from './save-store.server';

let database: TestDatabase;
let storeId: StoreId;
let stores = 0;

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  const domain = `writer-${++stores}.myshopify.com`;
  storeId = storeIdOf('shopify', domain);
  await database.admin.query(
    `insert into store (id, platform, domain, time_zone) values ($1, 'shopify', $2, 'Asia/Tokyo')`,
    [storeId, domain],
  );
});
afterAll(() => database.close());

const [sample] = fc.sample(
  histories([]).filter(({ final, news }) => final.lines.length >= 3 && final.customer !== null && news.length === 1),
  { numRuns: 1, seed: 11 },
);
const order = (sample as NonNullable<typeof sample>).final;
const later = (part: Partial<CanonicalOrder>): OrderNews =>
  wholeNews({ ...order, updatedAt: '2027-01-01T00:00:00Z', ...part });

const ofOrder = (platformOrderId: string, news: OrderNews): OrderNews => ({
  ...{ ...news, platformOrderId },
  order: news.order && { ...news.order, platformOrderId },
});

const save = (...news: OrderNews[]) => withTenantSql(storeId, (sql) => saveOrders(sql, storeId, 'shopify', news));
const ask = async (text: string) => (await database.admin.query(text, [storeId])).rows;
const results = async (...news: OrderNews[]) => (await save(...news)).map(({ result }) => result);

test('says what became of each order', async () => {
  expect(await results(wholeNews(order))).toEqual(['created']);
  expect(await results(wholeNews(order))).toEqual(['unchanged']);
  expect(await results(later({ note: 'new' }))).toEqual(['updated']);
  expect(await results(wholeNews(order))).toEqual(['stale']);
  const other = wholeNews({ ...order, platformOrderId: 'o-2' });
  expect(await results(later({ note: 'new' }), other, other)).toEqual(['unchanged', 'created']);
});

test('of the changes of one second the last told wins, in whatever order the news comes', async () => {
  const at = (note: string, toldAt: string | null) => ({ ...later({ note }), toldAt });
  const second = [
    at('first', '2027-01-01T00:00:00.100Z'),
    at('second', '2027-01-01T00:00:00.200Z'),
    at('first', '2027-01-01T00:00:00.300Z'),
    at('of an unknown moment', null),
  ];
  const over = at('read when the second was over', '2027-01-01T00:00:40Z');
  for (const [all, note] of [[second, 'first'] as const, [[...second, over], over.order?.note] as const]) {
    const copies = permutationsOf([...all]).map((news, nth) =>
      news.map((one) => ofOrder(`o-${all.length}-${nth}`, one)),
    );
    for (let turn = 0; turn < all.length; turn++) await save(...copies.flatMap((news) => news[turn] as OrderNews));
    const rows = await ask(`select distinct note, regexp_replace(version, '[^|]*$', '') as version from orders
      where store_id = $1 and platform_order_id like 'o-${all.length}-%'`);
    expect(rows).toEqual([{ note, version: expect.any(String) }]);
  }
});

test('of a customer’s changes of one second the last told wins', async () => {
  await save(wholeNews(order));
  const known = order.customer as Customer;
  const named = (lastName: string, ms: number) => ({
    ...{ ...known, lastName, updatedAt: '2027-01-01T00:00:00Z' },
    toldAt: `2027-01-01T00:00:00.${ms}Z`,
  });
  for (const names of permutationsOf(['Adams', 'Baker', 'Clark', 'Davis'])) {
    const [last, ...others] = names.map((name, nth) => named(name, 900 - nth));
    for (const one of [...others, last as ReturnType<typeof named>]) {
      await withTenantSql(storeId, (sql) => saveCustomers(sql, storeId, [one]));
    }
    for (const one of others) await withTenantSql(storeId, (sql) => saveCustomers(sql, storeId, [one]));
    expect(await ask('select last_name from customer where store_id = $1')).toEqual([{ last_name: names[0] }]);
    await database.admin.query(`update customer set version = '', last_name = '' where store_id = $1`, [storeId]);
  }
});

test('an order told again later, as the rows have it, keeps its revision and leaves no mark', async () => {
  await save({ ...wholeNews(order), toldAt: order.updatedAt });
  const rows = () =>
    ask(`select revision, saved_at from orders where store_id = $1 union all
    select count(*)::int, max(day)::timestamptz from change_mark where store_id = $1`);
  const before = await rows();
  expect(await results({ ...wholeNews(order), toldAt: '2028-01-01T00:00:00Z' })).toEqual(['unchanged']);
  expect(await rows()).toEqual(before);
});

test('an order that did not change touches no row and leaves no mark', async () => {
  await save(wholeNews(order));
  const rows = () =>
    ask(`select 'o' as t, xmin::text, ctid::text from orders where store_id = $1
    union all select 'l', xmin::text, ctid::text from order_line where store_id = $1
    union all select 'm', id::text, day::text from change_mark where store_id = $1
    union all select 'c', xmin::text, ctid::text from customer where store_id = $1 order by 1, 2, 3`);
  const before = await rows();
  await save(wholeNews(order));
  expect(await rows()).toEqual(before);
});

test('a newer order replaces only what differs: lines that went are gone, lines that stayed are not rewritten', async () => {
  await save(wholeNews(order));
  const before = await ask('select platform_line_id, ctid::text from order_line where store_id = $1 order by position');
  const [first, second] = order.lines;
  await save(later({ lines: [first, { ...second, title: 'Renamed' }] as CanonicalOrder['lines'], addresses: [] }));
  const after = await ask(
    'select platform_line_id, ctid::text, title from order_line where store_id = $1 order by position',
  );
  expect(after).toHaveLength(2);
  expect(after[0]).toMatchObject(before[0]);
  expect(after[1]).toMatchObject({ title: 'Renamed' });
  expect(await ask('select kind from order_address where store_id = $1')).toEqual([]);
});

test('facts that come before their order wait for it', async () => {
  const line = order.lines[0] as CanonicalOrder['lines'][number];
  const refund: OrderNews['refunds'][number] = {
    platformRefundId: 'r-1',
    platformReturnId: null,
    createdAt: '2026-04-01T20:00:00Z',
    processedAt: null,
    note: null,
    restock: false,
    lines: [
      {
        platformRefundLineId: 'rl-1',
        platformLineId: line.platformLineId,
        quantity: 1,
        restockType: null,
        subtotal: { shop: '1.25', presentment: '2.5' },
        tax: { shop: '0', presentment: '0' },
      },
    ],
    adjustments: [],
    transactions: [],
  };
  const alone: OrderNews = {
    platformOrderId: order.platformOrderId,
    order: null,
    refunds: [refund],
    transactions: [],
    fulfillments: [],
    deletedAt: null,
  };
  expect(await results(alone)).toEqual(['updated']);
  expect(await ask('select 1 from orders where store_id = $1')).toEqual([]);
  expect(await results(wholeNews({ ...order, lines: [{ ...line, isGiftCard: false, isTip: false }] }))).toEqual([
    'created',
  ]);
  expect(await ask('select returns::text, returns_presentment::text from orders where store_id = $1')).toEqual([
    { returns: '1.25', returns_presentment: '2.5' },
  ]);
  // The refund of 20:00 in UTC was made on the next morning in Tokyo.
  expect(await ask('select distinct day::text from change_mark where store_id = $1 order by 1')).toContainEqual({
    day: '2026-04-02',
  });
});

test('an order that moved to another day leaves a mark on both', async () => {
  await save(wholeNews({ ...order, createdAt: '2026-05-01T00:00:00Z' }));
  await database.admin.query('delete from change_mark where store_id = $1', [storeId]);
  await save(later({ createdAt: '2026-05-03T00:00:00Z' }));
  expect(await ask('select day::text from change_mark where store_id = $1 order by 1')).toEqual([
    { day: '2026-05-01' },
    { day: '2026-05-03' },
  ]);
});

test('a refund that comes alone, long after, leaves a mark on its own day', async () => {
  await save(wholeNews(order));
  await database.admin.query('delete from change_mark where store_id = $1', [storeId]);
  const refund = {
    platformRefundId: 'r-9',
    platformReturnId: null,
    createdAt: '2026-06-01T00:00:00Z',
    processedAt: null,
    note: null,
  };
  const facts = { refunds: [{ ...refund, restock: false, lines: [], adjustments: [], transactions: [] }] };
  await save({ ...wholeNews(order), order: null, ...facts });
  expect(await ask('select day::text from change_mark where store_id = $1')).toContainEqual({ day: '2026-06-01' });
});

test('a deleted order stays deleted, whatever comes late', async () => {
  const gone: OrderNews = {
    platformOrderId: order.platformOrderId,
    order: null,
    refunds: [],
    transactions: [],
    fulfillments: [],
    deletedAt: 'now',
  };
  await save(gone);
  await save(wholeNews(order), later({ note: 'late' }));
  const [row] = await ask('select deleted_at from orders where store_id = $1');
  expect(row.deleted_at).toBeInstanceOf(Date);
});

test('people are found by the same keyed hash as everywhere', async () => {
  await save(wholeNews(order));
  const [row] = await ask('select email_hash, phone_hash from customer where store_id = $1');
  const { email, phone } = order.customer as Customer;
  expect(row.email_hash.equals(personHash(normaliseEmail(email) ?? ''))).toBe(true);
  expect(row.phone_hash.equals(personHash(normalisePhone(phone) ?? ''))).toBe(true);
});

test('customers are kept when they have an order, and only their newest state', async () => {
  const known = order.customer as Customer;
  const say = (...customers: Customer[]) => withTenantSql(storeId, (sql) => saveCustomers(sql, storeId, customers));
  const stranger = { ...known, platformCustomerId: 'c-unknown' };
  await say(known, stranger);
  expect(await ask('select 1 from customer where store_id = $1')).toEqual([]);
  await save(wholeNews(order));
  await say({ ...known, firstName: 'Grace', updatedAt: '2027-01-01T00:00:00Z' }, stranger);
  await say({ ...known, firstName: 'Old', updatedAt: '2020-01-01T00:00:00Z' });
  expect(await ask('select first_name from customer where store_id = $1')).toEqual([{ first_name: 'Grace' }]);
});

test('what a telling of a customer leaves out stays as it was told, whichever comes first', async () => {
  const known = order.customer as Customer;
  const consents = { email: { state: 'subscribed', optInLevel: null, changedAt: '2026-12-01T00:00:00Z' }, sms: null };
  const whole = { ...known, tags: ['gold'], consents, updatedAt: '2027-01-01T00:00:00Z' };
  const lean = { ...known, firstName: 'Grace', tags: null, consents: null, updatedAt: '2027-02-01T00:00:00Z' };
  await save(wholeNews({ ...order, customer: null }));
  const saveIn = (...tellings: Customer[]) =>
    withTenantSql(storeId, async (sql) => {
      await sql(`delete from customer where store_id = $1`, [storeId]);
      await sql(`update orders set platform_customer_id = $2 where store_id = $1`, [storeId, known.platformCustomerId]);
      for (const one of tellings) await saveCustomers(sql, storeId, [one]);
    });
  const kept = `select first_name as name, tags, email_consent ->> 'state' as state from customer where store_id = $1`;
  for (const tellings of [
    [whole, lean],
    [lean, whole],
    [lean, whole, lean, whole],
  ]) {
    await saveIn(...tellings);
    expect(await ask(kept)).toEqual([{ name: 'Grace', tags: ['gold'], state: 'subscribed' }]);
  }
  await withTenantSql(storeId, (sql) => saveCustomers(sql, storeId, [lean, whole, { ...lean, tags: ['silver'] }]));
  expect(await ask(kept)).toEqual([{ name: 'Grace', tags: ['silver'], state: 'subscribed' }]);
});

test('a parcel was delivered at the earliest time told, whichever comes first', async () => {
  const parcel = {
    ...{ platformFulfillmentId: 'f-9', name: null, status: 'success', rawStatus: 'success', service: null },
    ...{ createdAt: '2026-12-01T00:00:00Z', tracking: [], lines: [], shipmentStatus: 'delivered' },
  };
  const told = (day: string) =>
    ({
      ...wholeNews(order),
      ...{ order: null, refunds: [], transactions: [] },
      fulfillments: [{ ...parcel, updatedAt: `${day}T00:00:00Z`, deliveredAt: `${day}T00:00:00Z` }],
    }) satisfies OrderNews;
  await save(wholeNews(order), told('2026-12-05'), told('2026-12-03'));
  await save(told('2026-12-09'));
  await save(told('2026-12-02'));
  expect(await ask('select delivered_at, updated_at from fulfillment where store_id = $1')).toEqual([
    { delivered_at: new Date('2026-12-02T00:00:00Z'), updated_at: new Date('2026-12-09T00:00:00Z') },
  ]);
});

test('text that PostgreSQL has no words for loses only that', async () => {
  const title = 'a\u0000b "quoted" \\ {braces}, ünï \ud83d\ude00';
  const properties = [{ name: 'msg', value: 'x\u0000y \ud800 \\u0000 NULL' }];
  const [line] = order.lines;
  await save(
    wholeNews({
      ...order,
      tags: ['a,b', 'c"d', 'NULL', ''],
      note: 'NULL',
      lines: [{ ...line, title, properties }] as CanonicalOrder['lines'],
    }),
  );
  expect(await ask('select title, properties from order_line where store_id = $1')).toEqual([
    { title: 'ab "quoted" \\ {braces}, ünï 😀', properties: [{ name: 'msg', value: 'xy \ufffd \\u0000 NULL' }] },
  ]);
  expect(await ask('select tags, note from orders where store_id = $1')).toEqual([
    { tags: ['a,b', 'c"d', 'NULL', ''], note: 'NULL' },
  ]);
});
