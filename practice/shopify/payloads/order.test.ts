import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { idOf } from '../gids';
import type { Answer } from '../stock/ask';
import { testStore } from '../test-store';
import { orderPayload } from './order';
import { transactionPayload } from './transaction';

const { platform, room, run } = testStore();
afterAll(() => platform.stop());

const usd = (amount: string) => ({ shopMoney: { amount, currencyCode: 'USD' } });

/** An order to which much has happened, as a webhook carries it. */
async function fullOrder(): Promise<{ order: Answer; transaction: Answer }> {
  const made = await run(
    `mutation New($order: OrderCreateOrderInput!, $options: OrderCreateOptionsInput) {
      orderCreate(order: $order, options: $options) {
        order { id lineItems(first: 1) { nodes { id } } transactions { id } } userErrors { message }
      }
    }`,
    {
      order: {
        currency: 'USD',
        poNumber: 'PO-1',
        sourceName: 'web',
        sourceIdentifier: 'X9',
        referringSite: 'https://example.com/from',
        buyerAcceptsMarketing: true,
        lineItems: [{ title: 'Lamp', variantTitle: 'Red', quantity: 3, priceSet: usd('10'), requiresShipping: true }],
        shippingLines: [{ title: 'Post', code: 'post', source: 'carrier', priceSet: usd('5') }],
        discountCode: { itemPercentageDiscountCode: { code: 'TEN', percentage: 10 } },
        customer: {
          toUpsert: {
            email: 'keys@example.com',
            firstName: 'Ada',
            addresses: [{ address1: '1 Sample Street', city: 'Ottawa', country: 'CA' }],
          },
        },
        fulfillmentStatus: 'FULFILLED',
        transactions: [{ kind: 'SALE', status: 'SUCCESS', gateway: 'bogus', amountSet: usd('32') }],
      },
    },
  );
  const { id, lineItems, transactions } = made.orderCreate.order;
  await run(`mutation Back($input: RefundInput!) { refundCreate(input: $input) { userErrors { message } } }`, {
    input: {
      orderId: id,
      refundLineItems: [{ lineItemId: lineItems.nodes[0].id, quantity: 1, restockType: 'RETURN' }],
      transactions: [{ orderId: id, kind: 'REFUND', gateway: 'bogus', amount: '9', parentId: transactions[0].id }],
    },
  });
  const doc = room.shelf('order').get(idOf(id));
  const transaction = doc?.transactions[0];
  if (doc === null || transaction === undefined) throw new Error('no order');
  return { order: orderPayload(room, doc), transaction: transactionPayload(room, doc, transaction) };
}

test('an order says what it is worth, whose it is, and where it came from', async () => {
  const { order, transaction } = await fullOrder();
  expect(order).toMatchObject({
    total_line_items_price: '30.00',
    total_discounts: '3.00',
    subtotal_price: '27.00',
    total_price: '32.00',
    current_subtotal_price: '18.00',
    current_total_discounts: '2.00',
    current_total_tax: '0.00',
    total_outstanding: '0.00',
    confirmed: true,
    po_number: 'PO-1',
    source_identifier: 'X9',
    customer_locale: 'en',
    app_id: 580111n,
    location_id: null,
    user_id: null,
    tax_exempt: false,
    estimated_taxes: false,
    duties_included: false,
    buyer_accepts_marketing: true,
    payment_terms: null,
    landing_site: null,
    referring_site: 'https://example.com/from',
    total_cash_rounding_payment_adjustment_set: { shop_money: { amount: '0.00' } },
    total_cash_rounding_refund_adjustment_set: { shop_money: { amount: '0.00' } },
    customer: {
      verified_email: true,
      state: 'disabled',
      note: null,
      tax_exempt: false,
      email_marketing_consent: { state: 'not_subscribed', opt_in_level: 'single_opt_in', consent_updated_at: null },
      sms_marketing_consent: null,
      default_address: { city: 'Ottawa', country_name: 'Canada', default: true },
    },
    line_items: [
      {
        name: 'Lamp - Red',
        current_quantity: 2,
        fulfillable_quantity: 0,
        fulfillment_service: 'manual',
        fulfillment_status: 'fulfilled',
        gift_card: false,
        grams: 0,
        sales_line_item_group_id: null,
      },
    ],
    shipping_lines: [{ carrier_identifier: null, source: 'carrier', current_discounted_price_set: {} }],
    fulfillments: [{ service: 'manual', shipment_status: null, tracking_numbers: [], tracking_urls: [] }],
    refunds: [{ return: null, duties: [], refund_line_items: [{ quantity: 1, subtotal: 9 }] }],
  });
  expect(transaction).toMatchObject({ error_code: null, currency_exchange_adjustment: null });
});

/** What the platform has withdrawn since the recordings were made. */
const withdrawn = new Set(
  `gateway source total_price_usd processing_method checkout_id payment_details pre_tax_price accepts_marketing
  orders_count total_spent last_order_id last_order_name`.split(/\s+/),
);

const recordings = ['go-shopify/fixtures/order.json', 'shopify_python_api/test/fixtures/order.json'];

test('every field of a recorded order is there, unless it was withdrawn', async () => {
  const folder = path.join(process.env.TAGALONG_SHARED_DATA ?? path.resolve('../shared/data'), 'shopify-rest');
  const here = recordings.filter((file) => existsSync(path.join(folder, file)));
  if (here.length === 0) {
    console.log(`no recordings at ${folder}: nothing to compare`);
    return;
  }
  const { order } = await fullOrder();
  let compared = 0;
  for (const file of here) {
    const recorded = JSON.parse(readFileSync(path.join(folder, file), 'utf8')).order as Answer;
    const pairs: [string, Answer | undefined, Answer | undefined][] = [
      ['order', recorded, order],
      ['customer', recorded.customer, order.customer],
      ...['line_items', 'shipping_lines', 'fulfillments', 'refunds'].map(
        (list): [string, Answer | undefined, Answer | undefined] => [list, recorded[list]?.[0], order[list]?.[0]],
      ),
    ];
    for (const [part, theirs, ours] of pairs) {
      const missing = Object.keys(theirs ?? {}).filter((key) => !withdrawn.has(key) && !(key in (ours ?? {})));
      expect(missing, `${file}: ${part}`).toEqual([]);
      compared += Object.keys(theirs ?? {}).length;
    }
  }
  console.log(`${here.length} recorded orders, ${compared} fields looked for`);
});
