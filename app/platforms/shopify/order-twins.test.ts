import { describe, expect, test } from 'vitest';
import type { CanonicalOrder } from '../../domain/orders/order';
import type { EntryMeaning } from '../platform';
import { orders } from './order';

/** One order, told by a webhook, by the API, by an export and by a file. */
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
      verified_email: true,
      state: 'enabled',
      tax_exempt: false,
      email_marketing_consent: {
        state: 'subscribed',
        opt_in_level: 'single_opt_in',
        consent_updated_at: '2025-01-01T01:00:00+01:00',
      },
      default_address: { first_name: 'Ann', last_name: 'Lee', address1: 'Way 1', city: 'Bonn', country_code: 'DE' },
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
        sales_line_item_group_id: 13,
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
        carrier_identifier: 'c0ffee',
        source: 'shopify',
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
            amount: '11.90',
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
        name: '#1077.1',
        service: 'manual',
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
      defaultEmailAddress: {
        emailAddress: 'ann@example.com',
        marketingState: 'SUBSCRIBED',
        marketingOptInLevel: 'SINGLE_OPT_IN',
        marketingUpdatedAt: '2025-01-01T00:00:00Z',
      },
      verifiedEmail: true,
      state: 'ENABLED',
      taxExempt: false,
      defaultAddress: { name: 'Ann Lee', address1: 'Way 1', city: 'Bonn', countryCodeV2: 'DE' },
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
          lineItemGroup: { id: 'gid://shopify/LineItemGroup/13' },
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
          carrierIdentifier: 'c0ffee',
          source: 'shopify',
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
              amountSet: camel('10.82', '11.9', eurUsd),
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
        name: '#1077.1',
        service: { handle: 'manual' },
        createdAt: '2026-02-02T08:00:00Z',
        updatedAt: '2026-02-02T08:00:00Z',
        trackingInfo: [{ company: 'DHL', number: 'T1', url: 'https://t/1' }],
        fulfillmentLineItems: { nodes: [{ quantity: 1, lineItem: node('LineItem', 11) }] },
      },
    ],
    transactions: [],
  };

  test('field by field', () => {
    expect(core(orderIn('order:pulled', graphql))).toEqual(core(orderIn('orders/updated', rest)));
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
    expect(core(orderIn('order:pulled', exported))).toEqual(core(orderIn('orders/updated', rest)));
  });

  test('a file may hold either shape, bare or wrapped', () => {
    const bare = orderIn('order:file', graphql);
    expect(orderIn('order:file', { data: { order: graphql } })).toEqual(bare);
    expect(core(orderIn('order:file', { order: rest }))).toEqual(core(bare));
    const both = read('order:file', { orders: [rest, { ...rest, id: 78 }] });
    expect(both.kind === 'orders' && both.news.map((one) => one.platformOrderId)).toEqual(['77', '78']);
  });
});

/** Without what REST has no words for. */
function core(order: CanonicalOrder): CanonicalOrder {
  return { ...order, extras: null };
}
