import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../tests/setup/test-database';
import { withTenantSql } from '../../db/client.server';
import { isTreated, visitorKey } from '../../domain/experiments/assignment';
import { verdictOf } from '../../domain/experiments/results';
import type { OrderNews } from '../../domain/orders/order';
import { saveOrders } from '../../domain/orders/save-store.server';
import { type StoreId, storeIdOf } from '../../domain/shared/ids';
import { orders as dialect } from '../../platforms/shopify/order';
import { createAddOn, findAddOn } from '../add-on-store.server';
import {
  askToGuardAll,
  beginExperiment,
  beginHoldout,
  endExperiment,
  findExperiment,
  listExperiments,
  runningExperiments,
} from './experiment-store.server';
import { funnelOf } from './funnel-store.server';
import { guardExperiments } from './guard.server';
import { receiveSeen } from './receive-seen.server';
import { resultsFor } from './results-store.server';
import { seenKey, storeOfSeenKey } from './seen-key.server';
import { forgetOldMarks } from './seen-store.server';

let database: TestDatabase;
let storeId: StoreId;
let addOnId: string;
let stores = 0;
const variant = '77001';

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  const domain = `tries-${++stores}.myshopify.com`;
  storeId = storeIdOf('shopify', domain);
  await database.admin.query(
    `insert into store (id, platform, domain, time_zone, currency, state) values ($1, 'shopify', $2, 'UTC', 'USD', 'active')`,
    [storeId, domain],
  );
  const made = await createAddOn(storeId, {
    title: 'Two years of care',
    kind: 'warranty',
    price: '9.99',
    targets: { all: true },
    state: 'active',
  });
  if (made.outcome !== 'saved') throw new Error(JSON.stringify(made));
  addOnId = made.addOn.id;
  await database.admin.query(
    `insert into add_on_variant (store_id, platform_variant_id, add_on_id, price, currency) values ($1, $2, $3, 9.99, 'USD')`,
    [storeId, variant, addOnId],
  );
});

const today = () => new Date().toISOString().slice(0, 10);
const tell = (body: unknown, to: StoreId = storeId) =>
  receiveSeen(
    to,
    new Request('https://app.example/seen', {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }),
    'pixel',
  );
const seen = (visitor: string, ...steps: string[]) => ({
  v: 1,
  consent: true,
  visitor,
  seen: steps.map((step) => ({ step, addOns: [addOnId] })),
});
const funnel = () => funnelOf(storeId, addOnId, { from: today(), to: today() });
const rows = async (table: string) =>
  (await database.admin.query(`select * from ${table} where store_id = $1`, [storeId])).rows;

test('a visitor counts once a step and day, however often and by whichever way it is told', async () => {
  const [one, two] = [visitorKey('one'), visitorKey('two')];
  for (let times = 0; times < 3; times++) {
    expect((await tell(seen(one, 'exposed', 'viewed', 'ticked', 'added'))).status).toBe(204);
  }
  expect((await tell(seen(two, 'exposed'))).status).toBe(204);
  expect(await funnel()).toEqual({ exposed: 2, viewed: 1, ticked: 1, added: 1, purchased: 0 });
});

test('what is not sent by consent, in the right shape, or about an add-on of the store is not kept', async () => {
  const good = seen(visitorKey('one'), 'exposed');
  for (const [status, body] of [
    [403, { ...good, consent: false }],
    [403, { ...good, consent: undefined }],
    [400, { ...good, visitor: 'ada@example.com' }],
    [400, { ...good, email: 'ada@example.com' }],
    [400, { ...good, seen: [{ step: 'purchased', addOns: [addOnId] }] }],
    [400, { ...good, seen: [] }],
    [400, 'not json'],
    [400, 'x'.repeat(20_000)],
  ] as const) {
    expect((await tell(body)).status, JSON.stringify(body).slice(0, 80)).toBe(status);
  }
  const endless = new ReadableStream<Uint8Array>({ pull: (stream) => stream.enqueue(new Uint8Array(1000)) });
  const init = { method: 'POST', body: endless, duplex: 'half' };
  const answer = await receiveSeen(storeId, new Request('https://app.example/seen', init as RequestInit), 'pixel');
  expect(answer.status).toBe(400);
  expect((await tell(good, storeIdOf('shopify', 'nobody.myshopify.com'))).status).toBe(404);
  const foreign = '0d6f2b5e-8c53-4f6c-9a0f-1b7c1d2e3f40';
  expect((await tell({ ...good, seen: [{ step: 'exposed', addOns: [foreign] }] })).status).toBe(204);
  expect(await rows('funnel_mark')).toEqual([]);
});

test('one visitor cannot tell without end', async () => {
  const visitor = visitorKey('loud');
  const statuses = [];
  for (let times = 0; times < 62; times++) statuses.push((await tell(seen(visitor, 'exposed'))).status);
  expect(statuses.slice(0, 60).every((status) => status === 204)).toBe(true);
  const last = await tell(seen(visitor, 'exposed'));
  expect(last.status).toBe(429);
  expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await tell(seen(visitorKey('quiet'), 'exposed'))).status).toBe(204);
});

test("a pixel's key names its store and cannot be made for another", () => {
  const key = seenKey(storeId);
  expect(storeOfSeenKey(key)).toBe(storeId);
  const other = storeIdOf('shopify', 'other.myshopify.com');
  expect(storeOfSeenKey(key.replace(storeId, other))).toBeNull();
  expect(storeOfSeenKey(`${storeId}.${'0'.repeat(32)}`)).toBeNull();
  expect(storeOfSeenKey('')).toBeNull();
});

test('single visitors are forgotten after a hundred days', async () => {
  await database.admin.query(
    `insert into funnel_mark (store_id, day, add_on_id, step, visitor)
     select $1, current_date - n, $2, 1, $3 from unnest(array[99, 100, 101, 400]) n`,
    [storeId, addOnId, visitorKey('long ago')],
  );
  await forgetOldMarks(storeId);
  const kept = await database.admin.query(`select current_date - day as age from funnel_mark where store_id = $1`, [
    storeId,
  ]);
  expect(kept.rows.map(({ age }) => age).sort()).toEqual([100, 99]);
});

test('stores where something runs are looked at, and no others', async () => {
  const asked = async () => {
    const found = await database.admin.query(
      `select 1 from pgboss.job where name = 'guardExperiments' and data ->> 'storeId' = $1`,
      [storeId],
    );
    return found.rowCount;
  };
  await askToGuardAll();
  expect(await asked()).toBe(0);
  await beginHoldout(storeId, { share: '5', guard: '5' }, 'merchant');
  await askToGuardAll();
  expect(await asked()).toBe(1);
});

const text = { kind: 'text', name: 'Shorter', title: 'Care', share: '50', guard: '5' };

test('an experiment begins once, is told to the shop with what differs, and ends', async () => {
  const begun = await beginExperiment(storeId, addOnId, text, 'merchant');
  if (begun.outcome !== 'begun') throw new Error(begun.outcome);
  expect(await beginExperiment(storeId, addOnId, text, 'merchant')).toEqual({ outcome: 'busy' });
  const { tried } = await runningExperiments(storeId);
  expect(tried.get(addOnId)).toEqual({ id: begun.id, control: 0.5, title: 'Care' });
  expect(await endExperiment(storeId, begun.id, { by: 'merchant', actor: 'merchant' })).toBe(true);
  expect(await endExperiment(storeId, begun.id, { by: 'merchant', actor: 'merchant' })).toBe(false);
  expect((await runningExperiments(storeId)).tried.size).toBe(0);
  expect(await findExperiment(storeId, 'not an id')).toBeNull();
  expect((await listExperiments(storeId)).map(({ state, endedBy }) => [state, endedBy])).toEqual([
    ['ended', 'merchant'],
  ]);
});

test('what could not be tried is refused in words', async () => {
  const errors = async (values: object) => {
    const begun = await beginExperiment(storeId, addOnId, { ...text, ...values }, 'merchant');
    return begun.outcome === 'invalid' ? begun.errors : begun.outcome;
  };
  expect(await errors({ share: '95' })).toEqual({
    share: 'Enter how many visitors see the new version, from 10 to 90 percent.',
  });
  expect(await errors({ title: 'Two years of care' })).toHaveProperty('title');
  expect(await errors({ title: '' })).toHaveProperty('title');
  expect(await errors({ kind: 'price', price: '9.99' })).toEqual({
    price: 'That is its price already. Enter another one.',
  });
  expect(await errors({ kind: 'price', price: 'cheap' })).toHaveProperty('price');
  expect(await errors({ kind: 'colour' })).toHaveProperty('kind');
});

/** An order as the shop tells it, with the visitor that the widget wrote into the cart. */
function orderBy(visitor: string, number: number, withAddOn: boolean): OrderNews[] {
  const now = new Date(Date.now() + 1000).toISOString();
  const body = {
    id: number,
    name: `#${number}`,
    created_at: now,
    updated_at: now,
    currency: 'USD',
    total_price: withAddOn ? '59.99' : '50.00',
    note_attributes: [
      { name: 'gift', value: 'no' },
      { name: '_tagalong_visitor', value: visitor },
    ],
    line_items: [
      { id: number * 10, variant_id: 1, quantity: 1, price: '50.00', title: 'Lamp' },
      ...(withAddOn ? [{ id: number * 10 + 1, variant_id: variant, quantity: 1, price: '9.99', title: 'Care' }] : []),
    ],
  };
  const meaning = dialect.read('orders/create', JSON.stringify(body));
  return meaning.kind === 'orders' ? meaning.news : [];
}
const save = (news: OrderNews[]) => withTenantSql(storeId, (sql) => saveOrders(sql, storeId, 'shopify', news));

/** Many visitors at once, written where the door would write them. */
async function visits(experimentId: string, visitors: string[], control: number): Promise<void> {
  await database.admin.query(
    `insert into experiment_visitor (store_id, experiment_id, add_on_id, visitor, treated)
     select $1, $2, $3, v, t from unnest($4::text[], $5::boolean[]) u (v, t)`,
    [storeId, experimentId, addOnId, visitors, visitors.map((visitor) => isTreated(experimentId, visitor, control))],
  );
}

test('a visitor is in the part that follows from their key, and their later orders count for it', async () => {
  const begun = await beginExperiment(storeId, addOnId, text, 'merchant');
  if (begun.outcome !== 'begun') throw new Error(begun.outcome);
  const all = Array.from({ length: 40 }, (_, n) => visitorKey(`v${n}`));
  for (const visitor of all) await tell(seen(visitor, 'exposed'));
  await tell({ ...seen(visitorKey('new here'), 'exposed'), fresh: true });
  const kept = await rows('experiment_visitor');
  expect(kept).toHaveLength(40);
  for (const row of kept) expect(row.treated).toBe(isTreated(begun.id, row.visitor, 0.5));
  const treated = all.filter((visitor) => isTreated(begun.id, visitor, 0.5));
  const [buyer, taker] = treated as [string, string];
  await save([...orderBy(buyer, 1, false), ...orderBy(taker, 2, true), ...orderBy(visitorKey('stranger'), 3, true)]);
  const results = await resultsFor(storeId, begun.id, { addOnId });
  expect(results.treated).toEqual({
    visitors: treated.length,
    buyers: 2,
    attached: 1,
    revenue: { sum: expect.closeTo(109.99, 8), sumOfSquares: expect.closeTo(50 ** 2 + 59.99 ** 2, 6) },
    addOnRevenue: { sum: 9.99, sumOfSquares: expect.closeTo(9.99 ** 2, 8) },
    mainRevenue: { sum: 100, sumOfSquares: 5000 },
  });
  expect(results.control).toMatchObject({ visitors: 40 - treated.length, buyers: 0 });
});

test('who is held out counts for the holdout alone, and is in no funnel', async () => {
  const begun = await beginHoldout(storeId, { share: '50', guard: '5' }, 'merchant');
  if (begun.outcome !== 'begun') throw new Error(begun.outcome);
  await beginExperiment(storeId, addOnId, text, 'merchant');
  const all = Array.from({ length: 30 }, (_, n) => visitorKey(`h${n}`));
  for (const visitor of all) await tell(seen(visitor, 'exposed'));
  const held = all.filter((visitor) => !isTreated(begun.id, visitor, 0.5));
  const kept = await rows('experiment_visitor');
  expect(kept.filter((row) => row.experiment_id === begun.id)).toHaveLength(30);
  expect(kept.filter((row) => row.experiment_id !== begun.id)).toHaveLength(30 - held.length);
  expect((await funnel()).exposed).toBe(30 - held.length);
});

test('the guard rail ends what costs sales, takes an add-on back to draft by the holdout, and keeps what it saw', async () => {
  const tried = await beginExperiment(storeId, addOnId, text, 'merchant');
  const holdout = await beginHoldout(storeId, { share: '50', guard: '5' }, 'merchant');
  if (tried.outcome !== 'begun' || holdout.outcome !== 'begun') throw new Error('not begun');
  const all = Array.from({ length: 3000 }, (_, n) => visitorKey(`g${n}`));
  await visits(tried.id, all, 0.5);
  await visits(holdout.id, all, 0.5);
  // Nobody lost anything yet.
  expect(await guardExperiments(storeId)).toBe(0);
  // One in five of the others buys; of those who see the new text or the add-on at all, hardly anybody.
  const buyers = all.filter(
    (visitor, n) => n % 5 === 0 && !isTreated(tried.id, visitor, 0.5) && !isTreated(holdout.id, visitor, 0.5),
  );
  await save(buyers.flatMap((visitor, n) => orderBy(visitor, 1000 + n, false)));
  expect(verdictOf(await resultsFor(storeId, tried.id, { addOnId }), 'mainConversion')).toBe('worse');
  expect(await guardExperiments(storeId)).toBe(2);
  const ended = await findExperiment(storeId, tried.id);
  expect(ended).toMatchObject({
    state: 'ended',
    endedBy: 'guard',
    evidence: [{ addOnId, visitors: { control: expect.any(Number) } }],
  });
  expect(ended?.evidence[0]?.high).toBeLessThan(0);
  expect((await findAddOn(storeId, addOnId))?.state).toBe('draft');
  expect((await findExperiment(storeId, holdout.id))?.evidence).toHaveLength(1);
  // It acts once: the same visitors do not count against the add-on again.
  expect(await guardExperiments(storeId)).toBe(0);
});
