import { describe, expect, test } from 'vitest';
import { recorded, recordedTest } from '../../../tests/setup/recordings';
import type { CanonicalOrder } from '../../domain/orders/order';
import type { EntryMeaning } from '../platform';
import { orders } from './order';

function orderIn(meaning: EntryMeaning): CanonicalOrder {
  const order = meaning.kind === 'orders' ? meaning.news[0]?.order : null;
  if (!order) throw new Error(`no order, but ${meaning.kind}`);
  return order;
}

/** As 2022-01 tells an order. */
const old = {
  id: '11218-00000007',
  number: '00000007',
  status: 'placed',
  financial_status: 'paid',
  fulfillment_status: 'partially_shipped',
  currency: 'USD',
  total_price: '33.20',
  sub_total: '30.00',
  total_discount: '3.00',
  total_tax: '2.70',
  shipping_tax_total: '0.50',
  total_shipping: '3.50',
  total_paid: '33.20',
  total_refund_price: '0.00',
  product_tax_included: false,
  discount_code: 'HELLO',
  discount_applications: '[{"type":"code","code":"HELLO","title":"Welcome"}]',
  payment_method: 'online',
  payment_line: { payment_channel: 'paypal', payment_method: 'online' },
  created_at: '2026-03-01T10:00:00+01:00',
  updated_at: '2026-03-01T10:00:05+01:00',
  placed_at: '2026-03-01T10:00:02+01:00',
  canceled_at: null,
  tags: 'b, a, b',
  source_name: { data: 'Direct', created_at: '2026-03-01T10:00:00+01:00' },
  customer: {
    id: 'ef0318fe-e0ed-4551-a5bc-8b8e36c4f90f',
    email: 'ann@example.com',
    first_name: 'Ann',
    last_name: 'Bo',
  },
  shipping_address: {
    first_name: 'Ann',
    last_name: 'Bo',
    address1: 'Mill Lane 1',
    address2: 'Top',
    province_code: 'US-KY',
  },
  shipping_line: { name: 'Post' },
  line_items: [
    {
      id: 'l1',
      product_id: 'p1',
      variant_id: 'v1',
      product_title: 'Lamp',
      quantity: 1,
      price: '10.00',
      refund_quantity: 0,
    },
    {
      ...{ id: 'l2', product_id: 'p2', variant_id: 'v2', product_title: 'Cover', quantity: 2, price: '10.00' },
      ...{
        refund_quantity: 0,
        properties: [{ name: '_tagalong_parent', value: 'm' }],
        custom_properties: { gift: 'yes' },
      },
    },
  ],
  fulfillments: [{ id: 'f1', status: 'shipped', tracking_company: 'DHL', tracking_number: 'TG1', line_items: [] }],
};

/** The same as 2026-01 tells it. */
const recent = {
  ...old,
  product_tax_included: undefined,
  canceled_at: undefined,
  cancelled_at: null,
  payment_line: undefined,
  payment_lines: [{ id: 'x', payment_channel: 'paypal', payment_method: 'online' }],
  source_name: 'Direct',
  config: { product_tax_included: false, market_setting: { primary_market_currency: 'USD' } },
  shipping_address: {
    first_name: 'Ann',
    last_name: 'Bo',
    address: 'Mill Lane 1',
    address1: 'Top',
    province_code: 'KY',
  },
  line_items: old.line_items.map((line) => ({
    ...line,
    ...('custom_properties' in line ? { custom_properties: { fields: { gift: { string_value: 'yes' } } } } : {}),
  })),
  fulfillments: [
    {
      ...{ id: 'f1', status: 'shipped', line_items: [] },
      tracking_items: [{ tracking_company: 'DHL', tracking_number: 'TG1', tracking_url: '' }],
    },
  ],
};

test('both dialects tell the same order, whatever is wrapped around it', () => {
  const wanted = orderIn(orders.read('orders/update', JSON.stringify({ order: old })));
  for (const body of [
    old,
    { order: recent },
    recent,
    { code: 'Success', message: '', data: { order: recent } },
    { code: 'Success', message: '', data: recent },
  ])
    expect(orderIn(orders.read('orders/update', JSON.stringify(body)))).toEqual(wanted);
  expect(wanted).toMatchObject({
    ...{ platformOrderId: '11218-00000007', orderNumber: '00000007', createdAt: '2026-03-01T09:00:00.000Z' },
    ...{ processedAt: '2026-03-01T09:00:02.000Z', status: 'open', financialStatus: 'paid', sourceName: 'Direct' },
    ...{ fulfillmentStatus: 'partially_fulfilled', tags: ['a', 'b'], paymentGateways: ['paypal'] },
    addresses: [{ kind: 'shipping', address1: 'Mill Lane 1', address2: 'Top', provinceCode: 'KY' }],
    discounts: [{ kind: 'code', code: 'HELLO', title: 'Welcome' }],
    transactions: [{ amount: { shop: '33.2' }, processedAt: '2026-03-01T09:00:02.000Z' }],
  });
  expect(wanted.lines[1]?.properties).toEqual([
    { name: '_tagalong_parent', value: 'm' },
    { name: 'gift', value: 'yes' },
  ]);
});

test("the order's discount and tax are shared out to the last cent", () => {
  const { lines, shippingLines } = orderIn(orders.read('orders/update', JSON.stringify({ order: old })));
  expect(lines.map((line) => line.discountAllocations[0]?.amount.shop)).toEqual(['1', '2']);
  // 2.20 without the tax of shipping, by what the lines cost.
  expect(lines.map((line) => line.tax.shop)).toEqual(['0.73', '1.47']);
  expect(shippingLines[0]?.taxLines[0]?.amount.shop).toBe('0.5');
});

test('an order of another market counts in the store currency by its own total, and keeps what the shopper saw', () => {
  const order = orderIn(
    orders.read(
      'orders/update',
      JSON.stringify({
        ...recent,
        currency: 'EUR',
        primary_market_price: { total_price: '36.5201', actual_rate: '1.1' },
      }),
    ),
  );
  expect([order.currency, order.presentmentCurrency]).toEqual(['USD', 'EUR']);
  expect(order.totals.total).toEqual({ shop: '36.52', presentment: '33.2' });
  expect(order.lines[0]?.unitPrice).toEqual({ shop: '11', presentment: '10' });
});

describe('refunds', () => {
  const refunded = { ...old, financial_status: 'partially_refunded', total_refund_price: '9.00' };
  const line = { line_item_id: 'l1', refund_quantity: 1 };

  test('a message about a refund names no day: the order is asked for', () => {
    for (const topic of ['orders/partially_refunded', 'orders/refunded', 'orders/update'])
      expect(orders.read(topic, JSON.stringify({ order: refunded }))).toEqual({
        kind: 'refetch-orders',
        platformOrderIds: ['11218-00000007'],
      });
  });

  const pulled = (refunds: unknown[], order: object = refunded) =>
    orderIn(orders.read('order:pulled', JSON.stringify({ order, refunds })));
  const record = {
    ...{ id: 'r1', order_id: old.id, refund_price: '9.00', refund_status: 'refunded' },
    ...{ created_at: '2026-03-05T10:00:00Z', updated_at: '2026-03-05T10:00:00Z' },
  };

  test('the older dialect tells no money by line: the goods at their price, the rest beside them', () => {
    const [refund, untold] = pulled([{ ...record, refund_line_items: [line] }]).refunds;
    expect(refund).toMatchObject({ platformRefundId: 'r1', createdAt: '2026-03-05T10:00:00.000Z' });
    expect(refund?.lines[0]).toMatchObject({ platformLineId: 'l1', quantity: 1, subtotal: { shop: '10' } });
    expect(refund?.adjustments).toMatchObject([{ kind: 'refund_discrepancy', amount: { shop: '1' } }]);
    expect(refund?.transactions).toMatchObject([{ kind: 'refund', status: 'success', amount: { shop: '9' } }]);
    expect(untold?.adjustments).toEqual([]);
  });

  test('the newer one tells line, tax, shipping and payment', () => {
    const [refund] = pulled([
      {
        ...record,
        ...{ refund_price: '13.23', refund_shipping: '3.50', refund_shipping_tax: '0.00' },
        refund_line_items: [{ ...line, sub_total: '10.00', discount: '1.00', tax: '0.73', total: '9.73' }],
        payment_details: [{ id: 'pay1', payment_channel: 'paypal', refund_price: '13.23', refund_status: 'refunding' }],
      },
    ]).refunds;
    expect(refund?.lines[0]).toMatchObject({ subtotal: { shop: '9' }, tax: { shop: '0.73' } });
    expect(refund?.adjustments).toMatchObject([{ kind: 'shipping_refund', amount: { shop: '-3.5' } }]);
    expect(refund?.transactions).toMatchObject([{ platformTransactionId: 'pay1', status: 'pending' }]);
  });

  test('what the total says and no refund tells is one of its own, until the refunds tell it', () => {
    const alone = pulled([]).refunds;
    expect(alone).toMatchObject([
      {
        platformRefundId: `${old.id}-untold`,
        createdAt: '2026-03-01T09:00:05.000Z',
        adjustments: [{ amount: { shop: '-9' } }],
      },
    ]);
    const told = pulled([{ ...record, refund_line_items: [line] }]).refunds;
    expect(told.map((one) => [one.platformRefundId, one.adjustments.length])).toEqual([
      ['r1', 1],
      [`${old.id}-untold`, 0],
    ]);
  });

  test('one that came to nothing is none', () => {
    expect(pulled([{ ...record, refund_status: 'failed', refund_line_items: [] }], old).refunds).toEqual([]);
  });
});

test('a file may hold one order, a list, or a reply; its refunds stand beside it', () => {
  const refunds = [{ id: 'r1', order_id: old.id, refund_price: '9.00', refund_line_items: [] }];
  const ids = (value: unknown) => {
    const meaning = orders.read('order:file', JSON.stringify(value));
    return meaning.kind === 'orders'
      ? meaning.news.map((one) => [one.platformOrderId, one.refunds.length])
      : meaning.kind;
  };
  const other = { ...old, id: '2' };
  expect(ids(old)).toEqual([[old.id, 0]]);
  expect(ids({ order: old, refunds })).toEqual([[old.id, 1]]);
  expect(ids([old, { order: other }])).toEqual([
    [old.id, 0],
    ['2', 0],
  ]);
  expect(ids({ code: 'Success', data: { orders: [old, other], cursor: 'x' } })).toEqual([
    [old.id, 0],
    ['2', 0],
  ]);
});

test('cash on delivery is known by its method', () => {
  const cod = { ...old, payment_method: 'cod', payment_line: null, financial_status: 'waiting', total_paid: '0.00' };
  const order = orderIn(orders.read('orders/create', JSON.stringify({ order: { ...cod, placed_at: null } })));
  expect(order).toMatchObject({ paymentGateways: ['cod'], financialStatus: 'pending', transactions: [] });
});

recordedTest('published samples are read, with the money that they name', () => {
  const seen: string[] = [];
  for (const { file, body } of recorded('shoplazza', (value) => 'financial_status' in value && 'line_items' in value)) {
    const told = JSON.parse(body) as { id: string; total_price?: unknown };
    // A request for a return is no order, though it looks like one; nor is the description of one.
    if (typeof told.total_price !== 'string') continue;
    const order = orderIn(orders.read('order:pulled', body));
    expect([order.platformOrderId, Number(order.totals.total.shop)]).toEqual([told.id, Number(told.total_price)]);
    seen.push(file);
  }
  expect(seen.length).toBeGreaterThan(2);
  const isProduct = (value: Record<string, unknown>) =>
    typeof value.handle === 'string' && Array.isArray(value.variants);
  for (const { body } of recorded('shoplazza', isProduct)) {
    expect(orders.read('product:pulled', body).kind).toBe('products');
  }
  const isCustomer = (value: Record<string, unknown>) =>
    typeof value.accepts_marketing === 'boolean' && 'email' in value;
  for (const { body } of recorded('shoplazza', isCustomer)) {
    expect(orders.read('customer:pulled', body).kind).toBe('customers');
  }
  process.stdout.write(`shoplazza samples: ${seen.length} orders read\n`);
});
