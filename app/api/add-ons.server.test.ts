import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../tests/setup/test-database';
import { createAddOn } from '../addons/add-on-store.server';
import { countFindings, listFindings } from '../addons/order-check-store.server';
import { withTenantSql } from '../db/client.server';
import { saveOrders } from '../domain/orders/save-store.server';
import { storeIdOf } from '../domain/shared/ids';
import { orders } from '../platforms/shopify/order';
import { loader as consentsLoader } from '../routes/api.v1.add-ons.consents._index';
import { loader as exportLoader } from '../routes/api.v1.add-ons.consents.export';
import { loader as findingsLoader } from '../routes/api.v1.add-ons.findings';
import { createApiKey } from '../tenancy/api-keys-store.server';
import { installStore } from '../tenancy/store.server';
import { consentPageShape, findingPageShape } from './add-on-shapes';

const domain = 'order-check.myshopify.com';
const storeId = storeIdOf('shopify', domain);
const now = Date.now();
let db: TestDatabase;
let key: string;

type Line = {
  variant: string;
  quantity: number;
  current?: number;
  refunded?: number;
  properties?: Record<string, string>;
};

/** An order as its webhook tells it, the `n`-th hour before now. */
async function order(n: number, lines: Line[], more: object = {}): Promise<void> {
  const at = new Date(now - n * 3_600_000).toISOString();
  const body = {
    ...{ id: 1000 + n, name: `#${n}`, created_at: at, updated_at: at, currency: 'USD', financial_status: 'paid' },
    total_price: '0.00',
    line_items: lines.map((line, i) => ({
      ...{ id: n * 10 + i, variant_id: line.variant, title: line.variant, price: '10.00', quantity: line.quantity },
      current_quantity: line.current ?? line.quantity,
      properties: Object.entries(line.properties ?? {}).map(([name, value]) => ({ name, value })),
    })),
    refunds: lines.flatMap((line, i) =>
      line.refunded
        ? [
            {
              id: n * 100 + i,
              created_at: at,
              refund_line_items: [
                { id: n * 100 + i, line_item_id: n * 10 + i, quantity: line.refunded, subtotal: '10.00' },
              ],
            },
          ]
        : [],
    ),
    ...more,
  };
  const meaning = orders.read('orders/create', JSON.stringify(body));
  if (meaning.kind !== 'orders') throw new Error(meaning.kind);
  await withTenantSql(storeId, (sql) => saveOrders(sql, storeId, 'shopify', meaning.news));
}

const mug = (link: string, quantity = 1, current = quantity): Line => ({
  ...{ variant: '1', quantity, current },
  properties: { _tagalong_id: link },
});
const addOn = (variant: string, link: string | null, quantity = 1): Line => ({
  ...{ variant, quantity },
  properties: {
    ...(link === null ? {} : { _tagalong_parent: link }),
    _tagalong_ticked: '2026-11-29T10:00:00.000Z',
    _tagalong_price: '$10.00',
    _tagalong_v: '2',
  },
});

async function sold(variant: string, values: object): Promise<void> {
  const saved = await createAddOn(storeId, {
    title: variant,
    kind: 'warranty',
    price: '10',
    targets: { all: true },
    ...values,
  });
  const id = saved.outcome === 'saved' ? saved.addOn.id : '';
  await db.admin.query(
    `insert into add_on_variant (store_id, platform_variant_id, add_on_id, price, currency) values ($1, $2, $3, 10, 'USD')`,
    [storeId, variant, id],
  );
}

beforeAll(async () => {
  db = await createTestDatabase();
  await installStore({ platform: 'shopify', domain, scopes: '' });
  key = (await createApiKey(storeId, 'test', 'analyst')).key;
  await sold('901', { refund: { kind: 'pro_rata', days: 100 } });
  await sold('902', { quantity: { kind: 'per_line' } });
  await sold('903', { quantity: { kind: 'per_order' }, refund: { kind: 'none' } });
  await sold('904', { quantity: { kind: 'fixed', count: 3 } });
  await order(1, [mug('a', 2), addOn('901', 'a', 2), addOn('902', 'a'), addOn('903', 'a'), addOn('904', 'a', 3)]);
  await order(2, [addOn('901', 'nobody')]);
  await order(3, [mug('c', 2, 0), addOn('901', 'c', 2)]);
  await order(4, [mug('d', 1), addOn('901', 'd', 3)]);
  await order(5, [mug('e', 4), addOn('901', 'e', 3)]);
  await order(6, [mug('f', 5), addOn('902', 'f', 2)]);
  await order(7, [addOn('903', null)]);
  await order(8, [mug('g'), addOn('904', 'g', 1)]);
  // A piece that the merchant gave back is not missing.
  await order(12, [mug('h', 2), { ...addOn('901', 'h', 2), current: 1, refunded: 1 }]);
  // None of these is looked at: a test, cancelled, given back already, too long ago.
  await order(9, [addOn('901', null)], { test: true });
  await order(10, [addOn('901', null)], { cancelled_at: new Date(now).toISOString() });
  await order(11, [{ ...addOn('901', null), current: 0 }]);
  await order(24 * 91, [addOn('901', null)]);
});
afterAll(() => db.close());

test('each add-on that is wrong in its order is found, with what its policy proposes', async () => {
  const { findings, next } = await listFindings(storeId, { limit: 50 }, new Date(now + 10 * 86_400_000));
  expect(next).toBeNull();
  expect(findings.map((one) => [one.orderNumber, one.kind, one.quantity, one.expected, one.proposedRefund])).toEqual([
    ['#2', 'orphan', 1, 0, '9.00'],
    ['#3', 'product_gone', 2, 0, '18.00'],
    ['#4', 'too_many', 3, 1, '18.00'],
    ['#5', 'too_few', 3, 4, '0.00'],
    ['#6', 'too_many', 2, 1, '10.00'],
    ['#7', 'orphan', 1, 0, '0.00'],
    ['#8', 'too_few', 1, 3, '0.00'],
  ]);
  expect(await countFindings(storeId)).toEqual({ addOnLines: 12, findings: 7 });
});

test('page by page nothing is missed or told twice', async () => {
  const seen: string[] = [];
  for (let after: string | null | undefined; after !== null; ) {
    const page = await listFindings(storeId, { limit: 2, ...(after ? { after } : {}) });
    seen.push(...page.findings.map((one) => one.orderNumber));
    after = page.next;
  }
  expect(seen).toEqual(['#2', '#3', '#4', '#5', '#6', '#7', '#8']);
});

test('the API tells findings, proofs of consent and their file', async () => {
  const ask = async (loader: unknown, path: string) => {
    const request = new Request(`https://app.example/api/v1/${path}`, { headers: { authorization: `Bearer ${key}` } });
    return (await (loader as (args: object) => Promise<Response>)({ request, params: {}, context: {} })) as Response;
  };
  const findings = findingPageShape.parse(await (await ask(findingsLoader, 'add-ons/findings?limit=1')).json());
  expect(findings).toMatchObject({ data: [{ orderId: 'shopify_1002' }], checked: { addOnLines: 12, findings: 7 } });
  const consents = consentPageShape.parse(await (await ask(consentsLoader, 'add-ons/consents?limit=2')).json());
  expect(consents.data[0]).toMatchObject({
    title: '904',
    consent: { tickedAt: '2026-11-29T10:00:00.000Z', priceShown: '$10.00', widgetVersion: '2' },
  });
  const file = await (await ask(exportLoader, 'add-ons/consents/export')).text();
  const [head, ...rows] = file.trim().split('\n');
  expect(head).toBe(
    'order_id,order_number,ordered_at,line_id,add_on_id,title,quantity,ticked_at,price_shown,widget_version',
  );
  // All but the one that was taken out of its order again.
  expect(rows).toHaveLength(15);
  expect(rows.every((row) => row.endsWith('2026-11-29T10:00:00.000Z,$10.00,2'))).toBe(true);
});

test('another store finds nothing of it', async () => {
  expect(await countFindings(storeIdOf('shopify', 'other.myshopify.com'))).toEqual({ addOnLines: 0, findings: 0 });
});
