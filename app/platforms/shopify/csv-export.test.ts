import { describe, expect, test } from 'vitest';
import { mergeOrder } from '../../domain/orders/merge-order';
import type { CanonicalOrder, OrderNews } from '../../domain/orders/order';
import { readWhole } from '../../domain/orders/read-whole';
import { settleOrder } from '../../domain/orders/settle-order';
import { scrubBody } from '../../privacy/scrub';
import { csvExport } from './csv-export';
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
  return newsIn(bodyOf(rows));
}

/** The body that the rows become: columns are read whatever their case. */
function bodyOf(rows: Record<string, string>[]): string {
  const small = rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, v]) => [name.toLowerCase(), v])));
  return JSON.stringify(csvExport.order(small, exportedAt));
}

function newsIn(body: string): OrderNews & { order: CanonicalOrder } {
  const meaning = orders.read('order:file', body);
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
  expect(() => read([second])).toThrow(/"Id" is not a whole number/);
  expect(() => read([{ ...head, Total: 'much' }])).toThrow(/"Total" is not an amount/);
});

test('what a spreadsheet does to an export is seen', () => {
  expect(() => read([{ ...head, Id: '5.12E+12' }])).toThrow(/spreadsheet may have rounded/);
  expect(() => read([{ ...head, 'Created at': '2/1/26 9:00' }])).toThrow(/"Created at" is not a time/);
  expect(() => read([{ ...head, Total: '' }])).toThrow(/"Total" is empty/);
  expect(() => read([{ ...head, 'Lineitem quantity': '1.5' }])).toThrow(/"Lineitem quantity"/);
});

test('lines have ids that stay, made of the order and their place', () => {
  expect(read([head, second]).order.lines.map((line) => line.platformLineId)).toEqual(['5001-1', '5001-2']);
});

test('discounts of single lines stay on them; only what is left is shared out', () => {
  const rows = [
    { ...head, 'Lineitem discount': '4.00', Subtotal: '86.00', Total: '99.33' },
    { ...second, 'Lineitem discount': '0.00' },
  ];
  const shares = read(rows).order.lines.map((line) => line.discountAllocations.map(({ amount }) => amount.shop));
  // 14.00 off in all: 4.00 on the first, 10.00 over 56.00 and 40.00
  expect(shares).toEqual([['9.83'], ['4.17']]);
  expect(figures(rows)).toMatchObject({ gross: { shop: '100' }, discounts: { shop: '14' } });
});

test('shipping that a code made free, told before its discount', () => {
  const rows = [
    { ...head, Subtotal: '100.00', Total: '107.43', 'Discount Code': 'FREE', 'Discount Amount': '5.90' },
    second,
  ];
  const { order } = read(rows);
  expect(order.shippingLines).toMatchObject([{ price: { shop: '5.9' }, discounted: { shop: '0' } }]);
  expect(figures(rows)).toMatchObject({
    gross: { shop: '100' },
    discounts: { shop: '0' },
    balance: { shop: '107.43' },
  });
  expect(figures(rows).entries.filter((entry) => entry.kind === 'rounding')).toEqual([]);
});

test('what does not add up is shown as the difference, and the total is the export’s', () => {
  const told = figures([{ ...head, Total: '104.00' }, second]);
  expect(told).toMatchObject({ gross: { shop: '100' }, discounts: { shop: '10' }, balance: { shop: '104' } });
  expect(told.entries.filter((entry) => entry.kind === 'rounding')).toHaveLength(1);
});

test('yen have no cents: shares are whole', () => {
  const rows = [
    { ...head, Currency: 'JPY', Subtotal: '168', Shipping: '0', Taxes: '0', Total: '168', 'Lineitem price': '33' },
    { ...second, 'Lineitem price': '103' },
  ];
  const shares = read(rows).order.lines.map((line) => line.discountAllocations[0]?.amount.shop);
  expect(shares).toEqual([undefined, '1']);
});

test('a guest: no e-mail, no phone, no address', () => {
  const of = /^(Email|Billing)/;
  const guest = Object.fromEntries(Object.entries(head).filter(([column]) => !of.test(column)));
  expect(read([guest, second]).order).toMatchObject({ customer: null, email: null, phone: null, addresses: [] });
});

test('after its buyer was erased, the kept body still reads as the same order with the same money', () => {
  const clean = scrubBody(bodyOf([head, second]));
  expect(clean).not.toMatch(/ada@example|Ada Sample|Sample Street/);
  const { order } = newsIn(clean);
  const before = read([head, second]).order;
  for (const part of ['platformOrderId', 'orderNumber', 'createdAt', 'totals', 'isSummary', 'updatedAt'] as const) {
    expect(order[part]).toEqual(before[part]);
  }
  const money = (of: CanonicalOrder) =>
    of.lines.map(({ title, sku, quantity, unitPrice, discountAllocations }) => {
      return { title, sku, quantity, unitPrice, discountAllocations };
    });
  expect(money(order)).toEqual(money(before));
});
