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
const camel = (shop: string, presentment = shop, currencies = ['EUR', 'EUR']) => ({
  shopMoney: { amount: shop, currencyCode: currencies[0] },
  presentmentMoney: { amount: presentment, currencyCode: currencies[1] },
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

  test('what the shop books and what the shopper saw stand side by side', () => {
    const order = orderIn('orders/create', {
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
    });
    expect(order).toMatchObject({ currency: 'USD', presentmentCurrency: 'CAD' });
    expect(order.lines[0]?.unitPrice).toEqual({ shop: '5', presentment: '6.85' });
    // REST names one side of a transaction; the other follows the order's own rate.
    expect(order.refunds[0]?.transactions[0]?.amount).toEqual({ shop: '5', presentment: '6.85' });
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

  test('an order that shrank without a refund was edited', () => {
    const lines = [{ id: 1, quantity: 3, current_quantity: 1, price: '1.00' }];
    expect(orderIn('orders/updated', { ...plain, line_items: lines }).edited).toBe(true);
    const refunds = [
      { id: 2, created_at: plain.created_at, refund_line_items: [{ id: 3, line_item_id: 1, quantity: 2 }] },
    ];
    expect(orderIn('orders/updated', { ...plain, line_items: lines, refunds }).edited).toBe(false);
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

describe('REST and GraphQL tell the same order', () => {
  const eurUsd = ['EUR', 'USD'];
  const rest = {
    id: 77,
    name: '#1077',
    created_at: '2026-02-01T09:00:00+01:00',
    processed_at: '2026-02-01T09:00:00+01:00',
    updated_at: '2026-02-03T09:00:00+01:00',
    cancelled_at: null,
    closed_at: null,
    test: false,
    currency: 'EUR',
    presentment_currency: 'USD',
    taxes_included: true,
    financial_status: 'partially_refunded',
    fulfillment_status: 'partial',
    email: 'ann@example.com',
    phone: null,
    source_name: 'web',
    tags: 'vip, add-on',
    note: '',
    note_attributes: [{ name: 'gift', value: 'yes' }],
    cart_token: 'c1',
    checkout_token: 'k1',
    payment_gateway_names: ['shopify_payments'],
    total_price: '104.00',
    total_price_set: bag('104.00', '114.40', eurUsd),
    current_total_price_set: bag('95.00', '104.50', eurUsd),
    total_tax_set: bag('16.60', '18.26', eurUsd),
    total_shipping_price_set: bag('5.00', '5.50', eurUsd),
    total_tip_received_set: bag('0.00', '0.00', eurUsd),
    original_total_duties_set: null,
    customer: {
      id: 900,
      email: 'ann@example.com',
      phone: null,
      first_name: 'Ann',
      last_name: 'Lee',
      tags: 'vip',
      created_at: '2025-01-01T00:00:00Z',
      updated_at: '2026-02-01T09:00:00+01:00',
    },
    billing_address: {
      first_name: 'Ann',
      last_name: 'Lee',
      name: 'Ann Lee',
      address1: 'Way 1',
      address2: '',
      city: 'Bonn',
      province: null,
      country: 'Germany',
      country_code: 'DE',
      province_code: null,
      zip: '53111',
      phone: '',
      company: null,
    },
    shipping_address: null,
    discount_applications: [
      {
        type: 'discount_code',
        code: 'TEN',
        value: '10.0',
        value_type: 'percentage',
        allocation_method: 'across',
        target_selection: 'all',
        target_type: 'line_item',
      },
    ],
    line_items: [
      {
        id: 11,
        product_id: 21,
        variant_id: 31,
        sku: 'MUG',
        title: 'Mug',
        variant_title: 'Blue',
        vendor: 'Pots',
        quantity: 2,
        current_quantity: 2,
        price_set: bag('50.00', '55.00', eurUsd),
        gift_card: false,
        requires_shipping: true,
        taxable: true,
        fulfillment_status: null,
        properties: [{ name: '_tagalong_id', value: 'p' }],
        tax_lines: [{ title: 'VAT', rate: 0.19, price_set: bag('15.17', '16.68', eurUsd) }],
        discount_allocations: [{ amount_set: bag('10.00', '11.00', eurUsd), discount_application_index: 0 }],
      },
      {
        id: 12,
        product_id: null,
        variant_id: null,
        title: 'Warranty',
        quantity: 1,
        current_quantity: 0,
        price_set: bag('9.00', '9.90', eurUsd),
        gift_card: false,
        requires_shipping: false,
        taxable: true,
      },
    ],
    shipping_lines: [
      {
        id: 41,
        title: 'Post',
        code: 'post',
        price_set: bag('5.00', '5.50', eurUsd),
        discounted_price_set: bag('5.00', '5.50', eurUsd),
        tax_lines: [],
      },
    ],
    refunds: [
      {
        id: 51,
        created_at: '2026-02-03T09:00:00+01:00',
        processed_at: '2026-02-03T09:00:00+01:00',
        note: null,
        refund_line_items: [
          {
            id: 61,
            line_item_id: 12,
            quantity: 1,
            restock_type: 'no_restock',
            subtotal_set: bag('9.00', '9.90', eurUsd),
            total_tax_set: bag('0.00', '0.00', eurUsd),
          },
        ],
        order_adjustments: [
          {
            id: 71,
            kind: 'shipping_refund',
            reason: 'Shipping refund',
            amount_set: bag('-2.00', '-2.20', eurUsd),
            tax_amount_set: bag('-0.32', '-0.35', eurUsd),
          },
          {
            id: 72,
            kind: 'refund_discrepancy',
            reason: 'Refund discrepancy',
            amount_set: bag('0.50', '0.55', eurUsd),
            tax_amount_set: bag('0.00', '0.00', eurUsd),
          },
        ],
        transactions: [
          {
            id: 81,
            kind: 'refund',
            status: 'success',
            gateway: 'shopify_payments',
            amount: '9.90',
            currency: 'USD',
            parent_id: 80,
            created_at: '2026-02-03T09:00:00+01:00',
            processed_at: '2026-02-03T09:00:00+01:00',
            test: false,
          },
        ],
      },
    ],
    fulfillments: [
      {
        id: 91,
        status: 'success',
        shipment_status: 'in_transit',
        created_at: '2026-02-02T09:00:00+01:00',
        updated_at: '2026-02-02T09:00:00+01:00',
        tracking_company: 'DHL',
        tracking_numbers: ['T1'],
        tracking_urls: ['https://t/1'],
        line_items: [{ id: 11, quantity: 1 }],
      },
    ],
  };
  const node = (type: string, number: number) => ({ id: `gid://shopify/${type}/${number}` });
  const graphql = {
    ...node('Order', 77),
    name: '#1077',
    createdAt: '2026-02-01T08:00:00Z',
    processedAt: '2026-02-01T08:00:00Z',
    updatedAt: '2026-02-03T08:00:00Z',
    cancelledAt: null,
    closedAt: null,
    test: false,
    edited: false,
    displayFinancialStatus: 'PARTIALLY_REFUNDED',
    displayFulfillmentStatus: 'PARTIALLY_FULFILLED',
    returnStatus: 'NO_RETURN',
    currencyCode: 'EUR',
    presentmentCurrencyCode: 'USD',
    taxesIncluded: true,
    email: 'ann@example.com',
    phone: null,
    sourceName: 'web',
    tags: ['add-on', 'vip'],
    note: null,
    customAttributes: [{ key: 'gift', value: 'yes' }],
    cartToken: 'c1',
    checkoutToken: 'k1',
    paymentGatewayNames: ['shopify_payments'],
    totalPriceSet: camel('104.0', '114.4', eurUsd),
    currentTotalPriceSet: camel('95.0', '104.5', eurUsd),
    totalTaxSet: camel('16.6', '18.26', eurUsd),
    totalShippingPriceSet: camel('5.0', '5.5', eurUsd),
    totalTipReceivedSet: camel('0.0', '0.0', eurUsd),
    originalTotalDutiesSet: null,
    customer: {
      ...node('Customer', 900),
      defaultEmailAddress: { emailAddress: 'ann@example.com' },
      defaultPhoneNumber: null,
      firstName: 'Ann',
      lastName: 'Lee',
      tags: ['vip'],
      createdAt: '2025-01-01T00:00:00Z',
      updatedAt: '2026-02-01T08:00:00Z',
    },
    billingAddress: {
      name: 'Ann Lee',
      company: null,
      address1: 'Way 1',
      address2: null,
      city: 'Bonn',
      province: null,
      provinceCode: null,
      country: 'Germany',
      countryCodeV2: 'DE',
      zip: '53111',
      phone: null,
    },
    shippingAddress: null,
    discountApplications: {
      nodes: [
        {
          __typename: 'DiscountCodeApplication',
          index: 0,
          code: 'TEN',
          value: { percentage: 10 },
          allocationMethod: 'ACROSS',
          targetSelection: 'ALL',
          targetType: 'LINE_ITEM',
        },
      ],
    },
    lineItems: {
      nodes: [
        {
          ...node('LineItem', 11),
          product: node('Product', 21),
          variant: node('ProductVariant', 31),
          sku: 'MUG',
          title: 'Mug',
          variantTitle: 'Blue',
          vendor: 'Pots',
          quantity: 2,
          currentQuantity: 2,
          originalUnitPriceSet: camel('50.0', '55.0', eurUsd),
          isGiftCard: false,
          requiresShipping: true,
          taxable: true,
          customAttributes: [{ key: '_tagalong_id', value: 'p' }],
          taxLines: [{ title: 'VAT', rate: 0.19, priceSet: camel('15.17', '16.68', eurUsd) }],
          discountAllocations: [
            { allocatedAmountSet: camel('10.0', '11.0', eurUsd), discountApplication: { index: 0 } },
          ],
          duties: [],
        },
        {
          ...node('LineItem', 12),
          product: null,
          variant: null,
          sku: null,
          title: 'Warranty',
          variantTitle: null,
          vendor: null,
          quantity: 1,
          currentQuantity: 0,
          originalUnitPriceSet: camel('9.0', '9.9', eurUsd),
          isGiftCard: false,
          requiresShipping: false,
          taxable: true,
          customAttributes: [],
          taxLines: [],
          discountAllocations: [],
          duties: [],
        },
      ],
    },
    shippingLines: {
      nodes: [
        {
          ...node('ShippingLine', 41),
          title: 'Post',
          code: 'post',
          isRemoved: false,
          originalPriceSet: camel('5.0', '5.5', eurUsd),
          discountedPriceSet: camel('5.0', '5.5', eurUsd),
          taxLines: [],
          discountAllocations: [],
        },
      ],
    },
    refunds: [
      {
        ...node('Refund', 51),
        createdAt: '2026-02-03T08:00:00Z',
        processedAt: '2026-02-03T08:00:00Z',
        note: null,
        refundLineItems: {
          nodes: [
            {
              ...node('RefundLineItem', 61),
              lineItem: node('LineItem', 12),
              quantity: 1,
              restockType: 'NO_RESTOCK',
              subtotalSet: camel('9.0', '9.9', eurUsd),
              totalTaxSet: camel('0.0', '0.0', eurUsd),
            },
          ],
        },
        refundShippingLines: {
          nodes: [{ subtotalAmountSet: camel('2.0', '2.2', eurUsd), taxAmountSet: camel('0.32', '0.35', eurUsd) }],
        },
        orderAdjustments: {
          nodes: [
            {
              ...node('OrderAdjustment', 72),
              reason: 'REFUND_DISCREPANCY',
              amountSet: camel('0.5', '0.55', eurUsd),
              taxAmountSet: camel('0.0', '0.0', eurUsd),
            },
          ],
        },
        transactions: {
          nodes: [
            {
              ...node('OrderTransaction', 81),
              kind: 'REFUND',
              status: 'SUCCESS',
              gateway: 'shopify_payments',
              amountSet: camel('9.0', '9.9', eurUsd),
              parentTransaction: node('OrderTransaction', 80),
              test: false,
              createdAt: '2026-02-03T08:00:00Z',
              processedAt: '2026-02-03T08:00:00Z',
            },
          ],
        },
      },
    ],
    fulfillments: [
      {
        ...node('Fulfillment', 91),
        status: 'SUCCESS',
        displayStatus: 'IN_TRANSIT',
        createdAt: '2026-02-02T08:00:00Z',
        updatedAt: '2026-02-02T08:00:00Z',
        trackingInfo: [{ company: 'DHL', number: 'T1', url: 'https://t/1' }],
        fulfillmentLineItems: { nodes: [{ quantity: 1, lineItem: node('LineItem', 11) }] },
      },
    ],
    transactions: [],
  };

  test('field by field', () => {
    expect(orderIn('order:pulled', graphql)).toEqual(orderIn('orders/updated', rest));
  });

  test('and so does the line of a bulk export, whose discounts stand beside their allocations', () => {
    const { discountApplications, shippingLines, lineItems, ...head } = graphql;
    const application = discountApplications.nodes[0];
    const exported = {
      ...head,
      shippingLine: shippingLines.nodes[0],
      lineItems: lineItems.nodes.map((line) => ({
        ...line,
        __parentId: graphql.id,
        discountAllocations: line.discountAllocations.map((one) => ({ ...one, discountApplication: application })),
      })),
    };
    expect(orderIn('order:pulled', exported)).toEqual(orderIn('orders/updated', rest));
  });

  test('a file may hold either shape, bare or wrapped', () => {
    const bare = orderIn('order:file', graphql);
    expect(orderIn('order:file', { data: { order: graphql } })).toEqual(bare);
    expect(orderIn('order:file', { order: rest })).toEqual(bare);
    const both = read('order:file', { orders: [rest, { ...rest, id: 78 }] });
    expect(both.kind === 'orders' && both.news.map((one) => one.platformOrderId)).toEqual(['77', '78']);
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

  test.each([
    ['orders/edited', { order_edit: { id: 1, order_id: 77 } }, { kind: 'refetch-orders', platformOrderIds: ['77'] }],
    ['returns/approve', { id: 3, order: { id: 77 } }, { kind: 'refetch-orders', platformOrderIds: ['77'] }],
    ['products/update', { id: 5 }, { kind: 'products-changed', platformProductIds: ['5'] }],
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
