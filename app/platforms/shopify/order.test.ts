import { describe, expect, test } from 'vitest';
import type { CanonicalOrder } from '../../domain/orders/order';
import type { EntryMeaning } from '../platform';
import { orders } from './order';

/** The awkward cases, each as small as it can be. */
const read = (topic: string, body: unknown): EntryMeaning =>
  orders.read(topic, typeof body === 'string' ? body : JSON.stringify(body));

function orderIn(topic: string, body: unknown): CanonicalOrder {
  const meaning = read(topic, body);
  const order = meaning.kind === 'orders' ? meaning.news[0]?.order : null;
  if (!order) throw new Error(`no order in ${meaning.kind}`);
  return order;
}

const bag = (shop: string, presentment = shop, currencies = ['EUR', 'EUR']) => ({
  shop_money: { amount: shop, currency_code: currencies[0] },
  presentment_money: { amount: presentment, currency_code: currencies[1] },
});
const plain = {
  id: 5512,
  name: '#1001',
  created_at: '2026-03-01T10:00:00-05:00',
  updated_at: '2026-03-01T10:00:01-05:00',
  currency: 'USD',
  total_price: '10.00',
  line_items: [{ id: 1, quantity: 1, price: '10.00', title: 'Mug' }],
};

describe('what may be missing or strange in an order', () => {
  test('ids beyond 2^53 and amounts keep every digit', () => {
    const body = `{"id":820982911946154508,"currency":"USD","total_price":90071992547409931.10,
      "line_items":[{"id":866550311766439020,"variant_id":9007199254740993,"quantity":1,"price":90071992547409931.10}]}`;
    const order = orderIn('orders/create', body);
    expect(order.platformOrderId).toBe('820982911946154508');
    expect(order.lines[0]).toMatchObject({
      platformLineId: '866550311766439020',
      platformVariantId: '9007199254740993',
    });
    expect(order.totals.total.shop).toBe('90071992547409931.1');
  });

  test('no customer, no variant, no addresses, no sets: the plain price counts in the order currency', () => {
    const order = orderIn('orders/create', { ...plain, customer: null, billing_address: null });
    expect(order).toMatchObject({ customer: null, addresses: [], currency: 'USD', presentmentCurrency: 'USD' });
    expect(order.lines[0]).toMatchObject({ platformVariantId: null, unitPrice: { shop: '10', presentment: '10' } });
    expect(order).toMatchObject({ createdAt: '2026-03-01T15:00:00.000Z', status: 'open', financialStatus: 'pending' });
  });

  test('a guest whose customer has no id is no customer', () => {
    expect(orderIn('orders/create', { ...plain, customer: { id: null, email: 'a@example.com' } }).customer).toBeNull();
  });

  test('what a message leaves out of a customer is not told; what it says is empty is', () => {
    const customerOf = (part: object) => orderIn('orders/create', { ...plain, customer: { id: 7, ...part } }).customer;
    expect(customerOf({})).toMatchObject({ tags: null, consents: null });
    expect(customerOf({ tags: '', email_marketing_consent: null })).toMatchObject({
      tags: [],
      consents: { email: null, sms: null },
    });
  });

  test.each([
    ['JPY', '1200'],
    ['KWD', '12.345'],
  ])('amounts of %s keep their digits', (currency, price) => {
    const order = orderIn('orders/create', {
      ...plain,
      currency,
      total_price: price,
      total_price_set: bag(price, price, [currency, currency]),
    });
    expect(order).toMatchObject({ currency, totals: { total: { shop: price, presentment: price } } });
  });

  test('a number in exponent spelling and an empty amount are read as what they are', () => {
    const body = `{"id":1,"currency":"USD","total_price":1.5E2,"total_tax":"","line_items":[]}`;
    expect(orderIn('orders/create', body).totals).toMatchObject({ total: { shop: '150' }, tax: { shop: '0' } });
  });

  test('what the shop books and what the shopper saw stand side by side', () => {
    const body = {
      ...plain,
      presentment_currency: 'CAD',
      total_price_set: bag('10.00', '13.70', ['USD', 'CAD']),
      line_items: [{ id: 1, quantity: 2, price_set: bag('5.00', '6.85', ['USD', 'CAD']) }],
      refunds: [
        {
          id: 9,
          created_at: plain.created_at,
          transactions: [{ id: 8, kind: 'refund', status: 'success', amount: '6.85', currency: 'CAD' }],
        },
      ],
    };
    // A file cannot be asked again.
    const order = orderIn('order:file', body);
    expect(order).toMatchObject({ currency: 'USD', presentmentCurrency: 'CAD' });
    expect(order.lines[0]?.unitPrice).toEqual({ shop: '5', presentment: '6.85' });
    // REST names one side of a transaction; the other follows the order's own rate.
    expect(order.refunds[0]?.transactions[0]?.amount).toEqual({ shop: '5', presentment: '6.85' });
    // That may be a cent off, so of a webhook's order the platform is asked.
    expect(read('orders/create', body)).toEqual({ kind: 'refetch-orders', platformOrderIds: [String(plain.id)] });
  });

  test('what was paid back in another currency is exact when the parts of the refund say so', () => {
    const currencies = ['USD', 'CAD'];
    const refund = {
      id: 9,
      created_at: plain.created_at,
      refund_line_items: [
        {
          id: 1,
          line_item_id: 1,
          quantity: 1,
          // 0.7299 to the dollar on this line, another rate than the order's.
          subtotal_set: bag('3.33', '4.56', currencies),
          total_tax_set: bag('0.33', '0.46', currencies),
        },
      ],
      order_adjustments: [{ id: 2, kind: 'shipping_refund', amount_set: bag('-1.00', '-1.37', currencies) }],
      transactions: [{ id: 8, kind: 'refund', status: 'success', amount: '6.39', currency: 'CAD' }],
    };
    const order = orderIn('orders/updated', {
      ...plain,
      total_price_set: bag('10.00', '13.80', currencies),
      refunds: [refund],
    });
    expect(order.refunds[0]?.transactions[0]?.amount).toEqual({ shop: '4.66', presentment: '6.39' });
  });

  test('gift cards, tips, duties, private properties', () => {
    const order = orderIn('orders/create', {
      ...plain,
      total_tip_received: '3.00',
      original_total_duties_set: bag('7.00'),
      line_items: [
        { id: 1, quantity: 1, price: '50.00', gift_card: true },
        { id: 2, quantity: 1, price: '3.00', title: 'Tip', tip: { payment_gateway: 'x' } },
        {
          id: 3,
          quantity: 1,
          price: '9.00',
          properties: [
            { name: '_tagalong_parent', value: 'p1' },
            { name: 'Engraving', value: 7 },
            { name: 'Nothing', value: null },
          ],
          duties: [{ id: 4, price_set: bag('7.00'), tax_lines: [] }],
        },
      ],
    });
    expect(order.lines.map((line) => [line.isGiftCard, line.isTip])).toEqual([
      [true, false],
      [false, true],
      [false, false],
    ]);
    expect(order.totals).toMatchObject({ tips: { shop: '3' }, duties: { shop: '7' } });
    expect(order.lines[2]?.properties).toEqual([
      { name: '_tagalong_parent', value: 'p1' },
      { name: 'Engraving', value: '7' },
      { name: 'Nothing', value: '' },
    ]);
    expect(order.lines[2]?.duties).toEqual([{ amount: { shop: '7', presentment: '7' }, taxLines: [] }]);
  });

  test('an unknown state is kept and called unknown', () => {
    expect(
      orderIn('orders/create', { ...plain, financial_status: 'Half_Paid', fulfillment_status: 'lost' }),
    ).toMatchObject({
      financialStatus: 'unknown',
      rawFinancialStatus: 'half_paid',
      fulfillmentStatus: 'unknown',
      rawFulfillmentStatus: 'lost',
    });
  });

  test('characters that the database cannot keep are replaced, not fatal', () => {
    const order = orderIn(
      'orders/create',
      `{"id":1,"currency":"USD","note":"a\\u0000b \\ud800 c \\ud83d\\ude00","line_items":[]}`,
    );
    expect(order.note).toBe('a\uFFFDb \uFFFD c \u{1F600}');
  });
});

describe('what is not what it says', () => {
  test.each([
    ['orders/create', 'not json'],
    ['orders/create', '{"id":1'],
    ['orders/create', '[]'],
    ['orders/create', '{"id":1,"line_items":[]}'],
    ['orders/create', '{"id":1,"currency":"USD","line_items":[{"id":2,"quantity":1,"price":"ten"}]}'],
    ['orders/create', '{"id":1,"currency":"USD","created_at":"yesterday"}'],
    ['order:pulled', '{}'],
    ['order:file', '{"data":{"order":null}}'],
    ['refunds/create', '{"id":1}'],
    ['app/uninstalled', '{"id":1,"domain":"shop.example.com"}'],
    ['shop/redact', '{"shop_id":1}'],
  ])('%s with %s is malformed and never tried again', (topic, body) => {
    expect(() => read(topic, body)).toThrow(expect.objectContaining({ reasonClass: 'malformed', retry: false }));
  });

  test('the reason names fields and no personal value', () => {
    const body = { ...plain, email: 'ann@example.com', line_items: [{ id: 1, quantity: 'ann@example.com' }] };
    try {
      read('orders/create', body);
      expect.unreachable();
    } catch (error) {
      expect(String(error)).toMatch(/line_items\.0\.quantity/);
      expect(String(error)).not.toMatch(/ann@/);
    }
  });
});

describe('what other topics mean', () => {
  test('a refund is a fact of its order', () => {
    const meaning = read('refunds/create', {
      id: 51,
      order_id: 77,
      created_at: '2026-02-03T08:00:00Z',
      refund_line_items: [
        { id: 61, line_item_id: 12, quantity: 1, subtotal: 9.9, subtotal_set: bag('9.00', '9.90', ['EUR', 'USD']) },
      ],
      transactions: [{ id: 81, kind: 'refund', status: 'success', amount: '9.90', currency: 'USD' }],
    });
    expect(meaning).toMatchObject({
      kind: 'orders',
      news: [
        {
          platformOrderId: '77',
          order: null,
          refunds: [{ platformRefundId: '51' }],
          transactions: [{ amount: { shop: '9', presentment: '9.9' } }],
        },
      ],
    });
  });

  test('a transaction whose shop side cannot be known sends us to the order', () => {
    const transaction = { id: 1, order_id: 77, kind: 'sale', status: 'success', amount: '9.90', currency: 'USD' };
    expect(
      read('order_transactions/create', { ...transaction, total_unsettled_set: bag('0', '0', ['EUR', 'USD']) }),
    ).toEqual({
      kind: 'refetch-orders',
      platformOrderIds: ['77'],
    });
    expect(
      read('order_transactions/create', { ...transaction, total_unsettled_set: bag('0', '0', ['USD', 'USD']) }),
    ).toMatchObject({
      kind: 'orders',
      news: [{ transactions: [{ platformTransactionId: '1', amount: { shop: '9.9' } }] }],
    });
  });

  const stockLevel = {
    ...{ platformItemId: '9', platformLocationId: '3', locationName: null, changedAt: '2026-11-20T10:00:00.000Z' },
  };
  const askFor7 = { kind: 'refetch-customers', platformCustomerIds: ['7'] };
  test.each([
    ['orders/edited', { order_edit: { id: 1, order_id: 77 } }, { kind: 'refetch-orders', platformOrderIds: ['77'] }],
    ['returns/approve', { id: 3, order: { id: 77 } }, { kind: 'refetch-orders', platformOrderIds: ['77'] }],
    [
      'inventory_levels/update',
      { inventory_item_id: 9, location_id: 3, available: -2, updated_at: '2026-11-20T12:00:00+02:00' },
      { kind: 'stock', levels: [{ ...stockLevel, available: -2, isGone: false }] },
    ],
    [
      'inventory_levels/disconnect',
      { inventory_item_id: 9, location_id: 3, updated_at: '2026-11-20T10:00:00Z' },
      { kind: 'stock', levels: [{ ...stockLevel, available: null, isGone: true }] },
    ],
    ['customer.tags_added', { customerId: 'gid://shopify/Customer/7', tags: ['vip'] }, askFor7],
    ['customer.tags_removed', { customerId: 'gid://shopify/Customer/7', tags: ['vip'] }, askFor7],
    ['customers_email_marketing_consent/update', { customer_id: 7, email_address: 'a@example.com' }, askFor7],
    ['customers_marketing_consent/update', { id: 7, phone: '+14155550100' }, askFor7],
    ['products/delete', { id: 5 }, { kind: 'products', platformProductIds: ['5'], skus: [], isGone: true }],
    ['customers/delete', { id: 5 }, { kind: 'customer-deleted', platformCustomerId: '5' }],
    ['shop/update', { id: 5 }, { kind: 'store-changed' }],
    [
      'app/uninstalled',
      { id: 5, myshopify_domain: 'demo.myshopify.com' },
      { kind: 'uninstalled', storeDomain: 'demo.myshopify.com' },
    ],
    [
      'shop/redact',
      { shop_id: 5, shop_domain: 'demo.myshopify.com' },
      { kind: 'privacy-redact-store', storeDomain: 'demo.myshopify.com' },
    ],
    [
      'customers/redact',
      {
        shop_id: 5,
        shop_domain: 'demo.myshopify.com',
        customer: { id: 900, email: 'a@example.com', phone: null },
        orders_to_redact: [77],
      },
      {
        kind: 'privacy-redact-customer',
        storeDomain: 'demo.myshopify.com',
        customer: { platformCustomerId: '900', email: 'a@example.com', phone: null },
        orderIds: ['77'],
      },
    ],
    [
      'customers/data_request',
      {
        shop_id: 5,
        shop_domain: 'demo.myshopify.com',
        customer: { id: 900 },
        orders_requested: [77],
        data_request: { id: 9 },
      },
      {
        kind: 'privacy-data-request',
        storeDomain: 'demo.myshopify.com',
        platformRequestId: '9',
        customer: { platformCustomerId: '900', email: null, phone: null },
        orderIds: ['77'],
      },
    ],
  ])('%s', (topic, body, meaning) => {
    expect(read(topic, body)).toEqual(meaning);
  });

  test('a deleted order is gone since the platform told so', () => {
    expect(orders.read('orders/delete', '{"id":77}', '2026-02-04T08:00:00.000Z')).toMatchObject({
      kind: 'orders',
      news: [{ platformOrderId: '77', order: null, deletedAt: '2026-02-04T08:00:00.000Z' }],
    });
  });

  test('a topic that we have no use for is nothing, and no error', () => {
    expect(read('bulk_operations/finish', {})).toMatchObject({ kind: 'nothing' });
  });
});
