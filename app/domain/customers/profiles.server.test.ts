import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { histories, wholeNews } from '../../../tests/path/permutations-histories';
import { createTestDatabase, type TestDatabase } from '../../../tests/setup/test-database';
import { withTenantSql } from '../../db/client.server';
import type { CanonicalOrder } from '../orders/order';
import { saveOrders } from '../orders/save-store.server';
import { type StoreId, storeIdOf } from '../shared/ids';
import type { Customer } from './customer';
import { decideLink, mergeCustomers } from './decide-store.server';
import { sharersMax } from './link-store.server';
import { followCurrency, refreshSegments, verifyMetrics } from './metrics-store.server';
import { saveCustomers } from './save-customers-store.server';

let database: TestDatabase;
let storeId: StoreId;
let stores = 0;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  const domain = `profiles-${++stores}.myshopify.com`;
  storeId = storeIdOf('shopify', domain);
  await database.admin.query(
    `insert into store (id, platform, domain, time_zone, currency) values ($1, 'shopify', $2, 'UTC', 'USD')`,
    [storeId, domain],
  );
});

const [template] = fc.sample(
  histories([]).filter(({ final }) => !final.test && final.customer !== null && final.refunds.length === 0),
  { numRuns: 1, seed: 3 },
);

type Who = { customer?: Partial<Customer> & { platformCustomerId: string }; email?: string; phone?: string };

function orderOf(id: string, who: Who, more: Partial<CanonicalOrder> = {}): CanonicalOrder {
  const base = structuredClone(template?.final) as CanonicalOrder;
  const customer = who.customer
    ? { ...(base.customer as Customer), email: null, phone: null, emailVerified: false, ...who.customer }
    : null;
  const person = { customer, email: who.email ?? null, phone: who.phone ?? null };
  return { ...base, platformOrderId: id, orderNumber: `#${id}`, currency: 'USD', ...person, addresses: [], ...more };
}

const save = (...orders: CanonicalOrder[]) =>
  withTenantSql(storeId, (sql) => saveOrders(sql, storeId, 'shopify', orders.map(wholeNews)));

/** Which orders are one person's, as lists of order ids. */
async function people(): Promise<string[][]> {
  const { rows } = await database.admin.query(
    `select array_agg(platform_order_id order by platform_order_id) as orders from orders
      where store_id = $1 and profile_id is not null group by profile_id order by 1`,
    [storeId],
  );
  return rows.map(({ orders }) => orders);
}

const verified = (id: string, email: string) => ({ platformCustomerId: id, email, emailVerified: true });

describe('who is who', () => {
  test('the platform’s id first; a guest with the verified address of a customer is that customer', async () => {
    await save(
      orderOf('1', { customer: verified('c1', 'ann@example.com') }),
      orderOf('2', { email: ' ANN@example.com' }),
      orderOf('3', { email: 'bob@example.com' }),
      orderOf('4', { email: 'bob@example.com', phone: '+1 555' }),
      orderOf('5', { phone: '+1 (555)' }),
      orderOf('6', {}),
    );
    expect(await people()).toEqual([['1', '2'], ['3', '4'], ['5']]);
  });

  test('an unverified address is no proof: it is proposed, and a person accepts or rejects it', async () => {
    await save(orderOf('1', { email: 'eve@example.com' }));
    await save(orderOf('2', { customer: { platformCustomerId: 'c1', email: 'eve@example.com' } }));
    expect(await people()).toEqual([['1'], ['2']]);
    const { rows } = await database.admin.query(
      `select a, b, kind from customer_link where store_id = $1 and state = 'proposed'`,
      [storeId],
    );
    expect(rows).toHaveLength(1);
    expect(await decideLink(storeId, rows[0], 'accept', 'merchant:1')).toBe(true);
    expect(await people()).toEqual([['1', '2']]);
    expect(await profileCount()).toBe(1);
    expect(await decideLink(storeId, rows[0], 'reject', 'merchant:1')).toBe(true);
    expect(await people()).toEqual([['1'], ['2']]);
    expect(await decideLink(storeId, { ...rows[0], b: 'nobody' }, 'accept', 'merchant:1')).toBe(false);
    // It was decided: the same news does not propose it again.
    await save(orderOf('3', { customer: { platformCustomerId: 'c1', email: 'eve@example.com' } }));
    expect(await proposals()).toBe(0);
  });

  test('a later telling of an order and the joining of its person do not lock each other up', async () => {
    const ann = { customer: verified('c1', 'ann@example.com') };
    const guest = orderOf('2', { email: 'bob@example.com' });
    await save(orderOf('1', ann), guest);
    let tell = () => {};
    const toldAgain = new Promise<void>((resolve) => {
      tell = resolve;
    });
    const telling = withTenantSql(storeId, async (sql) => {
      await saveOrders(sql, storeId, 'shopify', [{ ...wholeNews(guest), toldAt: '2030-01-01T00:00:00Z' }]);
      tell();
      await new Promise((resolve) => setTimeout(resolve, 300));
      await saveCustomers(sql, storeId, [
        { ...(orderOf('1', ann).customer as Customer), updatedAt: '2030-01-01T00:00:00Z' },
      ]);
    });
    await toldAgain;
    await Promise.all([telling, save(orderOf('3', { customer: verified('c2', 'bob@example.com') }))]);
    expect(await people()).toEqual([['1'], ['2', '3']]);
  });

  test('a phone number that two customers have joins nobody', async () => {
    await save(
      orderOf('1', { customer: { platformCustomerId: 'c1', phone: '+49 30 1' } }),
      orderOf('2', { phone: '+49301' }),
    );
    expect(await people()).toEqual([['1', '2']]);
    await save(orderOf('3', { customer: { platformCustomerId: 'c2', phone: '+49301' } }));
    expect(await people()).toEqual([['1'], ['2'], ['3']]);
    expect(await proposals()).toBeGreaterThan(0);
  });

  test('a phone number that many have is nobody’s: it is not proposed for each pair of them', async () => {
    for (let n = 0; n < 60; n++) {
      await save(orderOf(`${n}`, { customer: { platformCustomerId: `c${n}`, phone: '+49 30 0' } }));
    }
    expect(await people()).toHaveLength(60);
    // Each pair of the first ten, and a little for the number itself; of sixty it were 1,770.
    expect(await proposals()).toBeLessThan(sharersMax * (sharersMax - 1));
    await save(orderOf('60', { phone: '+49300' }));
    expect(await people()).toHaveLength(61);
  });

  test('two platform customers with one verified address are one person', async () => {
    await save(orderOf('1', { customer: verified('c1', 'x@example.com') }));
    await save(orderOf('2', { customer: verified('c2', 'x@example.com') }));
    expect(await people()).toEqual([['1', '2']]);
    // One of them turns out to have another address.
    await withTenantSql(storeId, (sql) =>
      saveCustomers(sql, storeId, [
        {
          ...(orderOf('2', { customer: verified('c2', 'y@example.com') }).customer as Customer),
          updatedAt: '2027-01-01T00:00:00Z',
        },
      ]),
    );
    expect(await people()).toEqual([['1'], ['2']]);
  });

  test('the platform’s merge is followed, and can be taken back', async () => {
    await save(
      orderOf('1', { customer: { platformCustomerId: 'c1' } }),
      orderOf('2', { customer: { platformCustomerId: 'c2' } }),
    );
    await withTenantSql(storeId, (sql) => mergeCustomers(sql, storeId, 'c2', 'c1'));
    expect(await people()).toEqual([['1', '2']]);
    const link = { a: 'customer:c1', b: 'customer:c2', kind: 'platform_merge' };
    await decideLink(storeId, link, 'reject', 'merchant:1');
    expect(await people()).toEqual([['1'], ['2']]);
  });

  test('the same people come out whatever the order, the batches and the number of writers', async () => {
    const orders = [
      orderOf('1', { customer: verified('c1', 'a@example.com') }),
      orderOf('2', { email: 'a@example.com' }),
      orderOf('3', { customer: verified('c2', 'a@example.com') }),
      orderOf('4', { customer: { platformCustomerId: 'c3', phone: '+1', email: 'b@example.com' } }),
      orderOf('5', { phone: '+1' }),
      orderOf('6', { email: 'b@example.com' }),
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(orders, { minLength: 6 }),
        fc.integer({ min: 1, max: 3 }),
        async (all, size) => {
          const domain = `shuffled-${++stores}.myshopify.com`;
          storeId = storeIdOf('shopify', domain);
          await database.admin.query(
            `insert into store (id, platform, domain, time_zone, currency) values ($1, 'shopify', $2, 'UTC', 'USD')`,
            [storeId, domain],
          );
          const batches = Array.from({ length: Math.ceil(6 / size) }, (_, n) => all.slice(n * size, n * size + size));
          await Promise.all(batches.map((batch) => save(...batch)));
          expect(await people()).toEqual([['1', '2', '3'], ['4', '5'], ['6']]);
          expect(await verifyMetrics(storeId)).toEqual({ profiles: 3, different: 0 });
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('what a customer is worth', () => {
  const line = (price: string, quantity: number) => ({
    ...(template?.final.lines[0] as CanonicalOrder['lines'][number]),
    ...{ platformLineId: 'l1', unitPrice: { shop: price, presentment: price }, quantity, currentQuantity: quantity },
    ...{ discountAllocations: [], isGiftCard: false },
  });

  test('is counted from their orders in the transaction that changes them', async () => {
    const who: Who = { customer: verified('c1', 'ann@example.com') };
    const first = orderOf('1', who, { createdAt: '2026-01-01T00:00:00Z', lines: [line('10.00', 3)] });
    const second = orderOf('2', who, { createdAt: '2026-02-01T00:00:00Z', lines: [line('5.55', 1)] });
    await save(first, second, orderOf('3', who, { test: true }));
    expect(await figures()).toMatchObject({ orders: 2, all_orders: 3, gross: '35.55', net: '35.55' });
    const refund = {
      ...{ platformRefundId: 'r1', platformReturnId: null, createdAt: '2026-02-02T00:00:00Z', processedAt: null },
      ...{ note: null, restock: true, adjustments: [], transactions: [] },
      lines: [
        {
          ...{ platformRefundLineId: 'x', platformLineId: 'l1', quantity: 1, restockType: 'return' },
          ...{ subtotal: { shop: '10.00', presentment: '10.00' }, tax: { shop: '0', presentment: '0' } },
        },
      ],
    };
    await withTenantSql(storeId, (sql) =>
      saveOrders(sql, storeId, 'shopify', [
        { platformOrderId: '1', order: null, refunds: [refund], transactions: [], fulfillments: [], deletedAt: null },
      ]),
    );
    expect(await figures()).toMatchObject({ orders: 2, gross: '35.55', net: '25.55' });
    expect(await verifyMetrics(storeId)).toEqual({ profiles: 1, different: 0 });
    await database.admin.query('update customer_profile set net = net + 1 where store_id = $1', [storeId]);
    expect(await verifyMetrics(storeId)).toEqual({ profiles: 1, different: 1 });
  });

  test('names segments by recency, frequency and value', async () => {
    const day = (n: number) => new Date(Date.now() - n * 86_400_000).toISOString();
    const orders = Array.from({ length: 10 }, (_, person) =>
      Array.from({ length: person >= 8 ? person - 5 : 1 }, (_, n) =>
        orderOf(`${person}-${n}`, { email: `p${person}@example.com` }, { createdAt: day((10 - person) * 30 + n) }),
      ),
    ).flat();
    await save(...orders);
    // In portions, as a large store needs it: three, three, three and one.
    expect(await refreshSegments(storeId, 3)).toBe(10);
    const { rows } = await database.admin.query(
      `select p.segment, p.orders from customer_profile p where store_id = $1 order by last_order_at desc`,
      [storeId],
    );
    expect(rows[0]).toEqual({ segment: 'champions', orders: 4 });
    expect(rows.at(-1)).toEqual({ segment: 'lost', orders: 1 });
    expect(await refreshSegments(storeId)).toBe(0);
  });

  test.each([1, 2, 3, 7, 100])('figures follow the currency of the store, %i customers at a time', async (portion) => {
    const inStore = (currency: string) =>
      database.admin.query('update store set currency = $2 where id = $1', [storeId, currency]);
    const follow = () => withTenantSql(storeId, (sql) => followCurrency(sql, storeId, portion));
    await inStore('EUR');
    await save(...Array.from({ length: 7 }, (_, n) => orderOf(`${n}`, { email: `p${n}@example.com` })));
    await follow();
    const sold = async () => {
      const { rows } = await database.admin.query(
        'select count(*) filter (where gross > 0)::int as n from customer_profile where store_id = $1',
        [storeId],
      );
      return rows[0].n;
    };
    expect(await sold()).toBe(0);
    await inStore('USD');
    await follow();
    expect(await sold()).toBe(7);
    expect(await verifyMetrics(storeId)).toEqual({ profiles: 7, different: 0 });
  });

  test('segments that were broken off between two portions are due again at once', async () => {
    const people = Array.from({ length: 6 }, (_, n) => orderOf(`${n}`, { email: `p${n}@example.com` }));
    await save(...people);
    const drawnAt = async () => {
      const { rows } = await database.admin.query(
        `select drawn_at > now() - interval '1 hour' as fresh from customer_segment_bounds where store_id = $1`,
        [storeId],
      );
      return rows[0]?.fresh;
    };
    await database.admin.query(
      `create function refuse_last() returns trigger language plpgsql as $$ begin
         if new.profile_id = (select max(profile_id::text)::uuid from customer_profile) then raise exception 'broken off'; end if;
         return new; end $$;
       create trigger refuse_last before update on customer_profile for each row execute function refuse_last()`,
    );
    await expect(refreshSegments(storeId, 2)).rejects.toThrow('broken off');
    expect(await drawnAt()).toBe(false);
    await database.admin.query('drop trigger refuse_last on customer_profile; drop function refuse_last()');
    expect(await refreshSegments(storeId, 2)).toBe(2);
    expect(await drawnAt()).toBe(true);
  });
});

async function figures() {
  const { rows } = await database.admin.query(
    `select all_orders, orders, gross::text, net::text from customer_profile where store_id = $1`,
    [storeId],
  );
  return rows[0];
}

async function profileCount(): Promise<number> {
  const { rows } = await database.admin.query('select count(*)::int as n from customer_profile where store_id = $1', [
    storeId,
  ]);
  return rows[0].n;
}

async function proposals(): Promise<number> {
  const { rows } = await database.admin.query(
    `select count(*)::int as n from customer_link where store_id = $1 and state = 'proposed'`,
    [storeId],
  );
  return rows[0].n;
}
