import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { placeOrder } from '../../../practice/shoplazza/acts';
import { applyFaults, noFaults } from '../../../practice/shoplazza/faults';
import type { Room } from '../../../practice/shoplazza/platform';
import type { Practice } from '../../../practice/shoplazza/server';
import { makeHistory, stockShelves } from '../../../practice/shoplazza/stock';
import { signIn, startPractice } from '../../../tests/contract/shoplazza-rig';
import { createTestDatabase, type TestDatabase } from '../../../tests/setup/test-database';
import { mergeOrder } from '../../domain/orders/merge-order';
import type { OrderNews } from '../../domain/orders/order';
import { readWhole } from '../../domain/orders/read-whole';
import { settleOrder } from '../../domain/orders/settle-order';
import { storeIdOf } from '../../domain/shared/ids';
import { amount } from '../../domain/shared/money';
import { sha256 } from '../../domain/shared/sha256.server';
import { inBackground } from '../../governor/urgency.server';
import type { StoredSession } from '../../tenancy/session-store.server';
import type { PulledOrder, StoreApi } from '../platform';
import { connect } from './api.server';
import { orders } from './order';
import { marginOf } from './token-broker.server';

/** The same store read in either dialect, sorted or not, with its refunds shown or not: the same orders, to the last digit. */
const currencies = ['USD', 'JPY', 'KWD'];
const count = 300;
let practice: Practice;
let database: TestDatabase;
const stores = new Map<string, { room: Room; api: StoreApi }>();

beforeAll(async () => {
  practice = await startPractice();
  database = await createTestDatabase({ SHOPLAZZA_API_ORIGIN: practice.apiUrl });
  for (const [seed, currency] of currencies.entries()) {
    const domain = `pull-${currency.toLowerCase()}.myshoplaza.com`;
    const room = practice.platform.openStore({ domain, currency, taxesIncluded: seed === 1 });
    stockShelves(room, seed);
    await makeHistory(practice.platform, room, { seed, orders: count, days: 200 });
    await signIn(practice.platform, domain);
    stores.set(currency, { room, api: await connect(storeIdOf('shoplazza', domain)) });
  }
});
afterAll(async () => {
  await database?.close();
  await practice?.stop();
});
beforeEach(() => {
  applyFaults(practice.platform.faults, noFaults() as unknown as Record<string, unknown>);
  applyFaults(practice.platform.faults, { buckets: { app: 100_000, store: 100_000 } });
});

const soon = () => new Date(Date.now() + 60_000).toISOString();

async function pulled(api: StoreApi): Promise<Map<string, OrderNews>> {
  const found = new Map<string, OrderNews>();
  for await (const page of api.pullOrders({ from: null, to: soon() }))
    for (const one of page) {
      expect(found.has(one.platformOrderId), 'once').toBe(false);
      found.set(one.platformOrderId, read(one));
    }
  return found;
}

function read({ body }: PulledOrder): OrderNews {
  const meaning = orders.read('order:pulled', body);
  const news = meaning.kind === 'orders' ? meaning.news[0] : undefined;
  if (!news) throw new Error('no order');
  return news;
}

function booksOf(news: OrderNews) {
  const wholes = news.order ? [readWhole('shoplazza', news.order, sha256)] : [];
  const merged = mergeOrder(news.platformOrderId, undefined, wholes, [news], sha256);
  const { figures, entries } = settleOrder(merged, new Map());
  return { balance: figures.order.balance.presentment, rounding: entries.filter((entry) => entry.kind === 'rounding') };
}

test.each(currencies)(
  '%s: each order comes to what the platform says, and nothing is left unexplained',
  async (currency) => {
    const { room, api } = stores.get(currency) as { room: Room; api: StoreApi };
    const found = await pulled(api);
    expect(found.size).toBe(count);
    for (const order of room.shelf('order').all()) {
      const news = found.get(order.id) as OrderNews;
      const { balance, rounding } = booksOf(news);
      const cancelled = order.status === 'cancelled';
      const wanted = amount(order.total_price).minus(amount(order.total_refund_price)).toFixed();
      if (!cancelled) expect([order.id, balance, rounding]).toEqual([order.id, wanted, []]);
    }
  },
);

test.each(currencies)(
  '%s: the older dialect, which counts pages and names no end, tells the same orders',
  async (currency) => {
    const { api } = stores.get(currency) as { room: Room; api: StoreApi };
    const recent = await pulled(api);
    applyFaults(practice.platform.faults, { oldDialect: true });
    const old = await pulled(api);
    expect([...old.keys()].sort()).toEqual([...recent.keys()].sort());
    for (const [id, { order }] of old) {
      const other = recent.get(id)?.order;
      if (!order || !other) throw new Error('no order');
      // It has no tax by line, no tracking by parcel and no money by line of a refund: what they sum to is the same.
      expect(order.totals.total).toEqual(other.totals.total);
      expect(order.totals.tax).toEqual(other.totals.tax);
      expect(order.lines.map((line) => [line.platformLineId, line.quantity, line.unitPrice])).toEqual(
        other.lines.map((line) => [line.platformLineId, line.quantity, line.unitPrice]),
      );
      expect([order.financialStatus, order.fulfillmentStatus, order.status, order.cancelledAt]).toEqual([
        ...[other.financialStatus, other.fulfillmentStatus, other.status, other.cancelledAt],
      ]);
      expect(order.addresses).toEqual(other.addresses);
      if (order.status !== 'cancelled')
        expect(booksOf(old.get(id) as OrderNews).balance).toBe(booksOf(recent.get(id) as OrderNews).balance);
    }
    expect((await api.facts()).currency).toBe(currency);
  },
);

test('a list that is not sorted as asked is read to its end all the same', async () => {
  const { api } = stores.get('USD') as { room: Room; api: StoreApi };
  applyFaults(practice.platform.faults, { unsorted: true });
  expect((await pulled(api)).size).toBe(count);
  const exported: string[] = [];
  for await (const page of api.exportOrders({ from: null, parts: null, progress: async () => {} }))
    exported.push(...page.map((one) => one.platformOrderId));
  expect([exported.length, new Set(exported).size]).toEqual([count, count]);
});

test('one that changes after the window of an unsorted list does not end it', async () => {
  const { room, api } = stores.get('KWD') as { room: Room; api: StoreApi };
  const [first] = room.shelf('product').all();
  const at = new Date('2026-02-02T02:02:02Z');
  const item = { items: [{ variantId: first?.variants[0]?.id ?? '', quantity: 1 }] };
  // More than a page has.
  await practice.platform.clock.at(at, async () => {
    for (let n = 0; n < 300; n += 1) placeOrder(room, item);
  });
  const late = placeOrder(room, item);
  const to = new Date(Date.parse(late.updated_at) - 1).toISOString();
  const inside = room
    .shelf('order')
    .all()
    .filter((one) => Date.parse(one.updated_at) <= Date.parse(to));
  applyFaults(practice.platform.faults, { unsorted: true });
  const found = new Set<string>();
  for await (const page of api.pullOrders({ from: null, to })) for (const one of page) found.add(one.platformOrderId);
  expect([found.size, found.has(late.id)]).toEqual([inside.length, false]);
});

test('where refunds are not shown, the order’s own total is what was given back', async () => {
  const { room, api } = stores.get('USD') as { room: Room; api: StoreApi };
  applyFaults(practice.platform.faults, { withoutRefundRecords: true });
  const found = await pulled(api);
  let refunded = 0;
  for (const order of room.shelf('order').all()) {
    if (Number(order.total_refund_price) === 0 || order.status === 'cancelled') continue;
    refunded += 1;
    const wanted = amount(order.total_price).minus(amount(order.total_refund_price)).toFixed();
    expect(booksOf(found.get(order.id) as OrderNews).balance).toBe(wanted);
  }
  expect(refunded).toBeGreaterThan(20);
});

test('stock is told at each place, or as one number where places are not shown, and never both at once', async () => {
  const { room, api } = stores.get('USD') as { room: Room; api: StoreApi };
  const all = room
    .shelf('product')
    .all()
    .flatMap((product) => product.variants);
  const told = async () => {
    const levels = [];
    for await (const page of api.pullStock())
      for (const { topic, body, askedAt } of page) {
        const meaning = orders.read(topic, body, askedAt);
        if (meaning.kind === 'stock') levels.push(...meaning.levels);
      }
    return levels;
  };
  const pieces = (levels: { available: number | null; isGone: boolean }[]) =>
    levels.reduce((sum, one) => sum + (one.isGone ? 0 : (one.available ?? 0)), 0);
  const wanted = all.reduce((sum, one) => sum + one.inventory_quantity, 0);
  const placed = await told();
  expect(pieces(placed)).toBe(wanted);
  expect(new Set(placed.map((one) => one.locationName))).toEqual(new Set(['Warehouse', 'Shop', null]));
  expect(placed.filter((one) => one.platformLocationId === 'all').every((one) => one.isGone)).toBe(true);
  expect(new Set(placed.map((one) => one.platformItemId))).toEqual(new Set(all.map((one) => one.id)));
  applyFaults(practice.platform.faults, { withoutPlaces: true });
  const whole = await told();
  expect(pieces(whole)).toBe(wanted);
  expect(whole.every((one) => one.platformLocationId === 'all' && !one.isGone)).toBe(true);
});

test('six hundred orders of one and the same second, and changes while they are read: none is left out', async () => {
  const { room, api } = stores.get('USD') as { room: Room; api: StoreApi };
  const at = new Date('2026-01-05T05:05:05Z');
  const variantId = room.shelf('product').all()[0]?.variants[0]?.id ?? '';
  const made: string[] = [];
  await practice.platform.clock.at(at, async () => {
    for (let n = 0; n < 600; n += 1) made.push(placeOrder(room, { items: [{ variantId, quantity: 1 }] }).id);
  });
  const found = new Set<string>();
  let turned = 0;
  for await (const page of api.pullOrders({ from: at.toISOString(), to: soon() })) {
    for (const one of page) found.add(one.platformOrderId);
    // The first that were read change: in a list by places, all others move up.
    for (const id of [...found].slice(turned, turned + 20)) {
      const order = structuredClone(room.shelf('order').get(id));
      if (order) room.shelf('order').put({ ...order, updated_at: room.stamp() });
    }
    turned += 20;
  }
  expect(made.filter((id) => !found.has(id))).toEqual([]);
});

test('the bucket of the app is used and not overrun by many callers at once', { timeout: 60_000 }, async () => {
  const { room, api } = stores.get('JPY') as { room: Room; api: StoreApi };
  const { platform } = practice;
  const budget = { available: 40, maximum: 40, restoreRate: 2, underWay: 0, notBefore: 0, failures: 0, at: Date.now() };
  await database.admin.query(`update rate_budget set budget = $1 where store_id = $2`, [
    JSON.stringify(budget),
    storeIdOf('shoplazza', room.domain),
  ]);
  applyFaults(platform.faults, { buckets: { app: 40, store: 80 } });
  const [order] = room.shelf('order').all();
  const { calls, throttled } = platform.counts;
  const began = Date.now();
  await inBackground(() =>
    Promise.all(Array.from({ length: 56 }, () => api.fetchCustomers([order?.customer?.id ?? 'x']))),
  );
  const seconds = (Date.now() - began) / 1000;
  // A tenth of the bucket is a person's: 36 at once, then two a second.
  const allowed = 36 + 2 * seconds;
  const made = platform.counts.calls - calls;
  const used = made / allowed;
  const waits = platform.counts.throttled - throttled;
  process.stdout.write(
    `shoplazza's bucket: ${Math.round(100 * used)} % of the rate used, told to wait ${waits} times\n`,
  );
  expect([made, waits]).toEqual([56, 0]);
  // Less would mean that a history takes longer than it must; more cannot be, or the platform would have said so.
  expect(used).toBeGreaterThanOrEqual(0.9);
  expect(used).toBeLessThanOrEqual(1);
});

test('another app that empties the store’s own bucket is waited for', async () => {
  const { room, api } = stores.get('KWD') as { room: Room; api: StoreApi };
  const { storePerSecond } = practice.platform.faults.buckets;
  // One place a second: on a busy machine the call may need a while until it is made.
  applyFaults(practice.platform.faults, { buckets: { app: 40, store: 80, storePerSecond: 1 } });
  practice.platform.buckets.fillStore(room.domain);
  const { throttled } = practice.platform.counts;
  const [order] = room.shelf('order').all();
  expect((await api.fetchOrders([order?.id ?? ''])).length).toBe(1);
  expect(practice.platform.counts.throttled).toBeGreaterThan(throttled);
  applyFaults(practice.platform.faults, { buckets: { storePerSecond } });
});

test('a token that lives for ten minutes is renewed in time, not at every call; one without an end for an hour', async () => {
  const { room, api } = stores.get('USD') as { room: Room; api: StoreApi };
  const tokens = room.shelf('token');
  const kill = () => {
    for (const one of tokens.all()) {
      tokens.remove(one.id);
      tokens.put({ ...one, id: `dead-${one.id}` });
    }
  };
  for (const seconds of [600, 60]) {
    applyFaults(practice.platform.faults, { tokenSeconds: seconds });
    kill();
    const before = practice.platform.counts.tokens;
    for (let n = 0; n < 4; n += 1) await api.facts();
    expect(practice.platform.counts.tokens - before).toBe(1);
  }
  const session = { accessTokenExpiresAt: new Date(Date.now() + 365 * 86_400_000), state: new Date().toISOString() };
  expect(marginOf(session as StoredSession)).toBe(7 * 86_400_000);
  expect(marginOf({ ...session, state: '' } as StoredSession)).toBe(300_000);
  const short = { accessTokenExpiresAt: new Date(Date.now() + 600_000), state: new Date().toISOString() };
  expect(marginOf(short as StoredSession) / 1000).toBeCloseTo(60, 0);
});

test('a topic that the store refused is asked for once an hour, not at every look', async () => {
  const { api } = stores.get('JPY') as { api: StoreApi };
  const calls = async () => {
    const before = practice.platform.counts.calls;
    await api.keepWebhooks();
    return practice.platform.counts.calls - before;
  };
  await calls();
  expect(await calls(), 'the list alone').toBe(1);
  const clock = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 3_600_001);
  const later = await calls().finally(() => clock.mockRestore());
  expect(later, 'the list, and the topic that it does not know').toBe(2);
});
