import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../tests/setup/test-database';
import { saveCustomers, whoBought } from '../domain/customers/save-customers-store.server';
import type { NewEntry } from '../domain/entries/entry';
import { listEntries, putEntries, retryEntries } from '../domain/entries/entry-store.server';
import { saveOrders } from '../domain/orders/save-store.server';
import { Fault } from '../domain/shared/fault';
import { type StoreId, storeIdOf } from '../domain/shared/ids';
import { retryAfterRelease } from '../jobs/sweep-store.server';
import type { EntryMeaning, OrderDialect, StoreApi } from '../platforms/platform';
import { orders as shopifyOrders } from '../platforms/shopify/order';
import { installStore } from '../tenancy/store.server';
import { type DrainPorts, drain } from './drain.server';
import { readAheadOf } from './read-ahead.server';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

/** The real reader and the real writer, but for the topics that a test gives a meaning of its own. */
function ports(change: {
  meanings?: Record<string, (body: string) => EntryMeaning>;
  api?: Partial<StoreApi>;
  saveOrders?: DrainPorts['saveOrders'];
}): DrainPorts & { calls: string[] } {
  const calls: string[] = [];
  const read: OrderDialect['read'] = (topic, body) =>
    (change.meanings?.[topic] ?? shopifyOrders.read.bind(null, topic))(body);
  const note = (name: string) => async () => {
    calls.push(name);
  };
  return {
    calls,
    platformOf: () => ({ orders: { ...shopifyOrders, read }, api: async () => (change.api ?? {}) as StoreApi }),
    readAhead: async () => readAheadOf([]),
    saveOrders: change.saveOrders ?? saveOrders,
    saveCustomers,
    whoBought,
    saveSkus: async () => {},
    saveStock: async () => {},
    forgetSkus: async () => {},
    mergeCustomers: async () => {},
    onUninstalled: note('uninstalled'),
    onPrivacy: note('privacy'),
    onStoreChanged: note('store changed'),
    scrub: async () => 0,
    afterSave: note('after save'),
  };
}

async function newStore(name: string): Promise<StoreId> {
  await installStore({ platform: 'shopify', domain: `${name}.myshopify.com`, scopes: '' });
  return storeIdOf('shopify', `${name}.myshopify.com`);
}

const order = (id: string | number, change: Record<string, unknown> = {}) =>
  JSON.stringify({
    id: Number(id),
    admin_graphql_api_id: `gid://shopify/Order/${id}`,
    name: `#${id}`,
    order_number: 1,
    created_at: '2026-11-01T10:00:00Z',
    updated_at: '2026-11-01T10:00:00Z',
    currency: 'USD',
    presentment_currency: 'USD',
    financial_status: 'paid',
    fulfillment_status: null,
    total_price: '10.00',
    current_total_price: '10.00',
    total_tax: '0.00',
    taxes_included: false,
    customer: null,
    line_items: [
      {
        id: Number(`${id}1`),
        title: 'Mug',
        quantity: 1,
        current_quantity: 1,
        price: '10.00',
        variant_id: 7,
        product_id: 3,
      },
    ],
    refunds: [],
    fulfillments: [],
    shipping_lines: [],
    ...change,
  });

async function put(storeId: StoreId, entries: (Partial<NewEntry> & { text?: string })[]): Promise<void> {
  const full = entries.map(({ text, ...entry }, i) => ({
    storeId,
    source: 'webhook' as const,
    topic: 'orders/create',
    dedupeKey: `d${i}-${entry.topic ?? ''}`,
    body: Buffer.from(text ?? '{}'),
    ...entry,
  }));
  await putEntries(storeId, full, { wake: false });
}

const ordersOf = async (storeId: StoreId) =>
  (
    await database.admin.query(
      `select platform_order_id as id from orders where store_id = $1 order by length(platform_order_id), 1`,
      [storeId],
    )
  ).rows.map((row) => row.id as string);

describe('the drain', () => {
  it('saves what it reads, marks it with its order, and asks for figures', async () => {
    const storeId = await newStore('plain');
    await put(storeId, [{ text: order(1001) }, { text: order(1002) }, { topic: 'orders/updated', text: order(1001) }]);
    const p = ports({});
    expect(await drain(storeId, p)).toEqual({ processed: 3, failed: 0, dead: 0, more: false });
    expect(await ordersOf(storeId)).toEqual(['1001', '1002']);
    const listed = await listEntries(storeId, { limit: 10 });
    expect(listed.map((e) => [e.objectId, e.state, e.attempts])).toEqual([
      ['1001', 'processed', 1],
      ['1002', 'processed', 1],
      ['1001', 'processed', 1],
    ]);
    expect(p.calls).toContain('after save');
  });

  it('sends a body that is none and an order that the database refuses to the dead letters, their neighbours to the tables', async () => {
    const storeId = await newStore('poison');
    const strict: DrainPorts['saveOrders'] = async (sql, id, platform, news) => {
      if (news.some((one) => one.platformOrderId === '2013')) await sql(`select '99999999999'::text::int`);
      return saveOrders(sql, id, platform, news);
    };
    const bodies = Array.from({ length: 40 }, (_, i) => ({ text: order(2000 + i) }));
    bodies[7] = { text: '{"id": 1, "line_items": ' };
    bodies[21] = { text: '[]' };
    await put(storeId, [...bodies, { dedupeKey: 'latin', body: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]) }]);
    const result = await drain(storeId, ports({ saveOrders: strict }));
    expect(result).toMatchObject({ processed: 37, dead: 4 });
    expect(await ordersOf(storeId)).toHaveLength(37);
    const dead = await listEntries(storeId, { state: 'dead', limit: 10 });
    for (const entry of dead) {
      expect(entry.reason).toMatch(/\w+ \w+/);
      expect(entry.nextAttemptAt).toBeNull();
    }
    expect(dead.map((e) => e.reasonClass).sort()).toEqual(['invalid', 'malformed', 'malformed', 'malformed']);
    expect(dead.find((e) => e.reasonClass === 'invalid')?.objectId).toBe('2013');
  });

  it('finds the one order that the writer throws at among five hundred', async () => {
    const storeId = await newStore('halves');
    await put(
      storeId,
      Array.from({ length: 500 }, (_, i) => ({ text: order(30_000 + i) })),
    );
    let calls = 0;
    const picky: DrainPorts['saveOrders'] = async (sql, id, platform, news) => {
      calls++;
      if (news.some((one) => one.platformOrderId === '30333')) throw new TypeError('cannot read x of undefined');
      return saveOrders(sql, id, platform, news);
    };
    expect(await drain(storeId, ports({ saveOrders: picky }))).toMatchObject({ processed: 499 });
    expect(await ordersOf(storeId)).toHaveLength(499);
    // Ten levels of halving, and perhaps the second try, which is due a second later.
    expect(calls).toBeLessThan(25);
    const [failed] = await listEntries(storeId, { state: 'failed', limit: 5 });
    expect(failed).toMatchObject({ objectId: '30333', reasonClass: 'bug' });
    expect(failed?.nextAttemptAt).not.toBeNull();
    await retryEntries(storeId, 'all');
    expect(await drain(storeId, ports({}))).toMatchObject({ processed: 1 });
    expect(await ordersOf(storeId)).toHaveLength(500);
  });

  it('lets a new release try once what an older one could not read, and nothing else', async () => {
    const storeId = await newStore('released');
    await put(storeId, [{ text: '{"id": 1}' }, { text: '{"id": 2}' }, { text: order(5) }]);
    expect(await drain(storeId, ports({}))).toMatchObject({ processed: 1, dead: 2 });
    expect(await retryAfterRelease()).toBe(0);
    await database.admin.query(`update inbox_entry set tried_by = '0.0.9' where store_id = $1 and state = 'dead'`, [
      storeId,
    ]);
    await database.admin.query(
      `update inbox_entry set reason_class = 'platform-refused' where store_id = $1 and body = '{"id": 2}'`,
      [storeId],
    );
    expect(await retryAfterRelease()).toBe(1);
    expect(await drain(storeId, ports({}))).toMatchObject({ dead: 1 });
    expect(await retryAfterRelease()).toBe(0);
  });

  it('changes nothing when the database is in trouble in the middle', async () => {
    const storeId = await newStore('trouble');
    await put(storeId, [{ text: order(1) }]);
    const broken: DrainPorts['saveOrders'] = async (...args) => {
      await saveOrders(...args);
      throw Object.assign(new Error('terminating connection'), { code: '57P01' });
    };
    await expect(drain(storeId, ports({ saveOrders: broken }))).rejects.toThrow('terminating');
    expect(await ordersOf(storeId)).toEqual([]);
    expect(await drain(storeId, ports({}))).toMatchObject({ processed: 1 });
  });

  it('lets two drains of one store at once do everything exactly once', async () => {
    const storeId = await newStore('twins');
    await put(
      storeId,
      Array.from({ length: 700 }, (_, i) => ({ text: order(40_000 + i) })),
    );
    const results = await Promise.all([drain(storeId, ports({})), drain(storeId, ports({}))]);
    expect(results.reduce((sum, r) => sum + r.processed, 0)).toBe(700);
    expect(await ordersOf(storeId)).toHaveLength(700);
  });

  it('keeps deliveries of a store that is not installed until it is', async () => {
    const storeId = storeIdOf('shopify', 'early.myshopify.com');
    await put(storeId, [{ text: order(5) }]);
    expect(await drain(storeId, ports({}))).toMatchObject({ failed: 1, dead: 0 });
    const [waiting] = await listEntries(storeId, { limit: 1 });
    expect(waiting).toMatchObject({ state: 'failed', reasonClass: 'unknown-store' });
    await newStore('early');
    await retryEntries(storeId, 'all');
    expect(await drain(storeId, ports({}))).toMatchObject({ processed: 1 });
  });
});

describe('hints', () => {
  const refetch =
    (...ids: string[]) =>
    () => ({ kind: 'refetch-orders' as const, platformOrderIds: ids });
  const pulled = (id: string) => ({
    platformOrderId: id,
    updatedAt: '2026-11-01T10:00:00Z',
    body: order(id),
    askedAt: '2026-11-02T10:00:00Z',
  });
  const meanings = {
    a: refetch('501'),
    b: refetch('501', '502'),
    c: refetch('599'),
    'order:pulled': (body: string) => shopifyOrders.read('orders/create', body),
  };

  it('fetches each order once for all that hint at it', async () => {
    const storeId = await newStore('hints');
    await put(storeId, [{ topic: 'a' }, { topic: 'b' }, { topic: 'c' }]);
    const asked: string[][] = [];
    const fetchOrders = async (ids: string[]) => {
      asked.push(ids);
      return ids.filter((id) => id !== '599').map(pulled);
    };
    expect(await drain(storeId, ports({ meanings, api: { fetchOrders } }))).toMatchObject({ processed: 3 });
    expect(asked).toEqual([['501', '502', '599']]);
    expect(await ordersOf(storeId)).toEqual(['501', '502']);
    expect((await listEntries(storeId, { limit: 1 }))[0]?.result).toBe('gone');
  });

  it('asks for a customer once, and only for those who bought', async () => {
    const storeId = await newStore('people');
    const customer = { id: 71, email: 'buyer@example.com', updated_at: '2026-11-01T10:00:00Z' };
    await put(storeId, [{ topic: 'orders/create', text: order(510, { customer }) }]);
    await drain(storeId, ports({}));
    const tagged = (id: string) => JSON.stringify({ customerId: `gid://shopify/Customer/${id}`, tags: ['vip'] });
    await put(storeId, [
      { topic: 'customer.tags_added', text: tagged('71') },
      { topic: 'customer.tags_removed', text: tagged('71') },
      { topic: 'customer.tags_added', text: tagged('72') },
    ]);
    const asked: string[][] = [];
    const fetchCustomers = async (ids: string[]) => {
      asked.push(ids);
      const told = { id: 'gid://shopify/Customer/71', tags: ['vip'], updatedAt: '2026-11-01T11:00:00Z' };
      return [{ platformCustomerId: '71', body: JSON.stringify(told), askedAt: '2026-11-01T12:00:00Z' }];
    };
    expect(await drain(storeId, ports({ api: { fetchCustomers } }))).toMatchObject({ processed: 3 });
    expect(asked).toEqual([['71']]);
    const { rows } = await database.admin.query(
      `select platform_customer_id as id, tags from customer where store_id = $1`,
      [storeId],
    );
    expect(rows).toEqual([{ id: '71', tags: ['vip'] }]);
  });

  it('tries again later when the platform is away, as late as it asks', async () => {
    const storeId = await newStore('away');
    await put(storeId, [{ topic: 'a' }]);
    const fetchOrders = async () => {
      throw new Fault({ reasonClass: 'throttled', retry: true, publicMessage: 'Slow down.', retryAfterMs: 60_000 });
    };
    expect(await drain(storeId, ports({ meanings, api: { fetchOrders } }))).toMatchObject({ failed: 1 });
    const later = await database.admin.query(
      `select extract(epoch from start_after - now())::int as s from pgboss.job where name = 'drain' and group_id = $1`,
      [storeId],
    );
    expect(later.rows[0].s).toBeGreaterThan(50);
  });
});

describe('farewells and privacy', () => {
  const meanings = {
    bye: (storeDomain: string) => ({ kind: 'uninstalled' as const, storeDomain }),
    redact: (storeDomain: string) => ({ kind: 'privacy-redact-store' as const, storeDomain }),
  };
  const unauthorized = async () => {
    throw new Fault({ reasonClass: 'unauthorized', retry: false, publicMessage: 'The token is dead.' });
  };

  it('believes a farewell only from the store that the signed body names, and only when its token is dead', async () => {
    const storeId = await newStore('bye');
    const facts = async () => ({}) as Awaited<ReturnType<StoreApi['facts']>>;
    await put(storeId, [{ topic: 'bye', text: 'other.myshopify.com' }]);
    const gone = ports({ meanings, api: { facts: unauthorized } });
    await drain(storeId, gone);
    await put(storeId, [{ topic: 'bye', dedupeKey: 'replayed', text: 'bye.myshopify.com' }]);
    const here = ports({ meanings, api: { facts } });
    await drain(storeId, here);
    expect([...gone.calls, ...here.calls]).toEqual([]);
    await put(storeId, [{ topic: 'bye', dedupeKey: 'real', text: 'bye.myshopify.com' }]);
    await drain(storeId, gone);
    expect(gone.calls).toEqual(['uninstalled']);
    const results = (await listEntries(storeId, { limit: 5 })).map((e) => e.result);
    expect(results).toEqual(['uninstalled', 'still connected', 'ignored']);
  });

  it('erases nothing for a genuine body under another store’s name', async () => {
    const storeId = await newStore('victim');
    await put(storeId, [
      { topic: 'redact', dedupeKey: 'replay', text: 'other.myshopify.com' },
      { topic: 'redact', dedupeKey: 'own', text: 'victim.myshopify.com' },
    ]);
    const p = ports({ meanings, api: { facts: unauthorized } });
    expect(await drain(storeId, p)).toMatchObject({ processed: 1, dead: 1 });
    expect(p.calls).toEqual(['privacy']);
  });
});
