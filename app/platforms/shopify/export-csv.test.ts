import { describe, expect, test } from 'vitest';
import { mergeOrder, readWhole } from '../../domain/orders/merge-order';
import type { CanonicalOrder, OrderNews } from '../../domain/orders/order';
import { settleOrder } from '../../domain/orders/settle-order';
import { orders } from './order';

/** Orders as the admin exports them: the order on its first row, one row a line. */
const exportedAt = '2026-11-20T08:00:00.000Z';
const head = {
  Name: '#1001',
  Id: '5001',
  Email: 'ada@example.com',
  'Financial Status': 'paid',
  'Fulfillment Status': 'fulfilled',
  'Accepts Marketing': 'yes',
  Currency: 'USD',
  Subtotal: '90.00',
  Shipping: '5.90',
  Taxes: '7.43',
  Total: '103.33',
  'Discount Code': 'WELCOME10',
  'Discount Amount': '10.00',
  'Shipping Method': 'Standard',
  'Created at': '2026-02-01 09:00:00 +0100',
  'Lineitem quantity': '2',
  'Lineitem name': 'Mug - Blue',
  'Lineitem price': '30.00',
  'Lineitem sku': 'MUG-B',
  'Lineitem requires shipping': 'true',
  'Lineitem taxable': 'true',
  'Billing Name': 'Ada Sample',
  'Billing Street': '1 Sample Street',
  'Billing City': 'Springfield',
  'Billing Zip': "'62701",
  'Billing Country': 'US',
  'Payment Method': 'shopify_payments',
  Source: 'web',
  Tags: 'vip, gift',
  'Note Attributes': 'gift: yes',
};
const second = { Name: '#1001', 'Lineitem quantity': '1', 'Lineitem name': 'Lamp', 'Lineitem price': '40.00' };

function read(rows: Record<string, string>[]): OrderNews & { order: CanonicalOrder } {
  const meaning = orders.read('order:file', JSON.stringify({ exported_at: exportedAt, csv_rows: rows }));
  const news = meaning.kind === 'orders' ? meaning.news[0] : null;
  if (!news?.order) throw new Error('no order');
  return { ...news, order: news.order };
}

const hash = (text: string) => text;
function figures(rows: Record<string, string>[]) {
  const news = read(rows);
  const merged = mergeOrder('5001', undefined, [readWhole('shopify', news.order, hash)], [news], hash);
  const settled = settleOrder(merged, new Map());
  return { ...settled.figures.order, entries: settled.entries };
}

test('an order with two lines, a code and tax on top', () => {
  const { order } = read([head, second]);
  expect(order).toMatchObject({
    ...{ platformOrderId: '5001', orderNumber: '#1001', createdAt: '2026-02-01T08:00:00.000Z', isSummary: true },
    ...{ financialStatus: 'paid', fulfillmentStatus: 'fulfilled', taxesIncluded: false, email: 'ada@example.com' },
    ...{ tags: ['gift', 'vip'], paymentGateways: ['shopify_payments'], updatedAt: exportedAt },
    noteAttributes: [{ name: 'gift', value: 'yes' }],
  });
  expect(order.addresses).toEqual([expect.objectContaining({ kind: 'billing', zip: '62701', city: 'Springfield' })]);
  // 10.00 off 100.00, by worth
  expect(order.lines.map((line) => line.discountAllocations.map(({ amount }) => amount.shop))).toEqual([['6'], ['4']]);
  expect(figures([head, second])).toMatchObject({
    ...{ gross: { shop: '100' }, discounts: { shop: '10' }, net: { shop: '90' } },
    ...{ balance: { shop: '103.33' }, paid: { shop: '103.33' }, refunded: { shop: '0' } },
  });
});

test('a discount that does not share out evenly is shared out to the cent', () => {
  const rows = ['33.33', '33.33', '33.34'].map((price, at) => ({
    ...(at === 0 ? { ...head, Subtotal: '90.01', Total: '103.34' } : second),
    ...{ 'Lineitem quantity': '1', 'Lineitem price': price },
  }));
  expect(figures(rows)).toMatchObject({ gross: { shop: '100' }, discounts: { shop: '9.99' }, net: { shop: '90.01' } });
});

test('prices with the tax inside', () => {
  const { order } = read([{ ...head, Total: '95.90', Taxes: '15.31' }, second]);
  expect(order.taxesIncluded).toBe(true);
  expect(figures([{ ...head, Total: '95.90', Taxes: '15.31' }, second])).toMatchObject({ balance: { shop: '95.9' } });
});

test('what was paid back counts as returns on the order’s day; nothing is left unexplained', () => {
  const told = figures([{ ...head, 'Financial Status': 'partially_refunded', 'Refunded Amount': '20.00' }, second]);
  expect(told).toMatchObject({
    ...{ returns: { shop: '20' }, net: { shop: '70' }, balance: { shop: '83.33' } },
    ...{ paid: { shop: '83.33' }, refunded: { shop: '20' } },
  });
  expect(told.entries.filter((entry) => entry.kind === 'rounding')).toEqual([]);
  expect(told.entries.filter((entry) => entry.kind === 'refund').map((entry) => entry.at)).toEqual([
    '2026-02-01T08:00:00.000Z',
  ]);
});

test.each([
  ['pending', '0'],
  ['authorized', '0'],
  ['voided', '0'],
  ['paid', '103.33'],
])('of a %s order %s came in', (status, paid) => {
  expect(figures([{ ...head, 'Financial Status': status }, second])).toMatchObject({ paid: { shop: paid } });
});

describe('an export is a summary', () => {
  test('it never replaces what the platform itself told, however old that is', () => {
    const exported = read([head, second]);
    const told = { ...exported.order, isSummary: false, updatedAt: '2020-01-01T00:00:00.000Z', note: 'told' };
    const wholes = [readWhole('shopify', told, hash), readWhole('shopify', exported.order, hash)];
    for (const order of [wholes, [...wholes].reverse()]) {
      expect(mergeOrder('5001', undefined, order, [], hash).whole?.order.note).toBe('told');
    }
  });

  test('a later export replaces an earlier one', () => {
    const first = read([head, second]).order;
    const later = { ...first, updatedAt: '2026-11-21T08:00:00.000Z', note: 'later' };
    const wholes = [later, first].map((order) => readWhole('shopify', order, hash));
    expect(mergeOrder('5001', undefined, wholes, [], hash).whole?.order.note).toBe('later');
  });
});

test('rows without the order’s id, or with an amount that is none, are refused in words', () => {
  expect(() => read([second])).toThrow(/no Id/);
  expect(() => read([{ ...head, Total: 'much' }])).toThrow(/"Total" is not an amount/);
});
