import { afterAll, beforeEach, expect, test } from 'vitest';
import { idOf } from '../gids';
import type { Answer } from '../stock/ask';
import { testStore } from '../test-store';

/** What the platform tells of an order beside its money: parcels, terms, payments, returns, where it came from. */
const { platform, room, run, heard } = testStore([
  'orders/updated',
  'orders/edited',
  'fulfillments/update',
  'fulfillment_events/create',
  'order_transactions/create',
  'returns/decline',
  'refunds/create',
]);
afterAll(() => platform.stop());
beforeEach(() => void heard());

const usd = (amount: string) => ({ shopMoney: { amount, currencyCode: 'USD' } });
const paid = { kind: 'SALE', status: 'SUCCESS', gateway: 'shopify_payments', amountSet: usd('20') };

async function order(more: Record<string, unknown> = {}): Promise<Answer> {
  const made = await run(
    `mutation New($order: OrderCreateOrderInput!) { orderCreate(order: $order) {
      order { id name fulfillmentOrders(first: 1) { nodes { id } } lineItems(first: 3) { nodes { id } } transactions { id } }
      userErrors { message }
    } }`,
    { order: { currency: 'USD', lineItems: [{ title: 'Lamp', quantity: 2, priceSet: usd('10') }], ...more } },
  );
  heard();
  return made.orderCreate.order;
}

async function ship(of: Answer): Promise<Answer> {
  const done = await run(
    `mutation Ship($fulfillment: FulfillmentInput!) { fulfillmentCreate(fulfillment: $fulfillment) {
      fulfillment { id fulfillmentLineItems(first: 1) { nodes { id } } } userErrors { message }
    } }`,
    { fulfillment: { lineItemsByFulfillmentOrder: [{ fulfillmentOrderId: of.fulfillmentOrders.nodes[0].id }] } },
  );
  heard();
  return done.fulfillmentCreate.fulfillment;
}

const EVENT = `mutation Event($event: FulfillmentEventInput!) { fulfillmentEventCreate(fulfillmentEvent: $event) {
  fulfillmentEvent { id status message happenedAt } userErrors { message }
} }`;

test('a parcel goes its way: expected, on the road, at the door', async () => {
  const parcel = await ship(await order());
  const steps = [
    { status: 'IN_TRANSIT', happenedAt: '2026-11-18T08:00:00Z', estimatedDeliveryAt: '2026-11-20T12:00:00Z' },
    { status: 'OUT_FOR_DELIVERY', happenedAt: '2026-11-20T07:00:00Z', message: 'On the van' },
    { status: 'FAILURE', happenedAt: '2026-11-20T09:00:00Z' },
    { status: 'DELIVERED', happenedAt: '2026-11-21T10:00:00Z' },
  ];
  for (const step of steps) {
    await run(EVENT, { event: { fulfillmentId: parcel.id, ...step } });
    const told = heard();
    expect(told.map((one) => one.topic)).toEqual([
      'fulfillment_events/create',
      'fulfillments/update',
      'orders/updated',
    ]);
    const word = step.status.toLowerCase();
    expect(told[0]?.body).toMatchObject({ status: word, fulfillment_id: Number(idOf(parcel.id)) });
    expect(told[1]?.body).toMatchObject({ shipment_status: word, service: 'manual', status: 'success' });
    expect(told[2]?.body.fulfillments[0].shipment_status).toBe(word);
  }
  const seen = await run(
    `query Parcel($id: ID!) { fulfillment(id: $id) {
      name displayStatus inTransitAt deliveredAt estimatedDeliveryAt service { handle } location { id }
      events(first: 9) { nodes { status message } }
    } }`,
    { id: parcel.id },
  );
  expect(seen.fulfillment).toMatchObject({
    displayStatus: 'DELIVERED',
    inTransitAt: '2026-11-18T08:00:00Z',
    deliveredAt: '2026-11-21T10:00:00Z',
    estimatedDeliveryAt: '2026-11-20T12:00:00Z',
    service: { handle: 'manual' },
  });
  expect(seen.fulfillment.events.nodes[1]).toEqual({ status: 'OUT_FOR_DELIVERY', message: 'On the van' });
});

const TERMS = `mutation Terms($id: ID!, $terms: PaymentTermsCreateInput!) {
  paymentTermsCreate(referenceId: $id, paymentTermsAttributes: $terms) {
    paymentTerms { due overdue paymentSchedules(first: 1) { nodes { due dueAt completedAt amount { amount } balanceDue { amount currencyCode } } } }
    userErrors { field message code }
  }
}`;
const template = (number: number) => `gid://shopify/PaymentTermsTemplate/${number}`;

test('terms are due by the clock, owed in the currency of the shopper, and done when it is paid', async () => {
  const line = {
    title: 'Lamp',
    quantity: 1,
    priceSet: { ...usd('42.5'), presentmentMoney: { amount: '57', currencyCode: 'CAD' } },
  };
  const { id } = await order({ presentmentCurrency: 'CAD', lineItems: [line] });
  const terms = { paymentTermsTemplateId: template(4), paymentSchedules: [{ issuedAt: '2026-05-05T00:00:00Z' }] };
  const made = (await run(TERMS, { id, terms })).paymentTermsCreate.paymentTerms;
  expect(made).toEqual({
    due: true,
    overdue: true,
    paymentSchedules: {
      nodes: [
        {
          due: true,
          dueAt: '2026-06-04T00:00:00Z',
          completedAt: null,
          amount: { amount: '57.0' },
          balanceDue: { amount: '57.0', currencyCode: 'CAD' },
        },
      ],
    },
  });
  expect(heard()[0]?.body.payment_terms).toMatchObject({
    payment_terms_name: 'Net 30',
    payment_terms_type: 'net',
    due_in_days: 30,
    payment_schedules: [{ amount: '57.00', currency: 'CAD', completed_at: null }],
  });
  await run(`mutation Pay($id: ID!) { orderMarkAsPaid(input: { id: $id }) { userErrors { message } } }`, { id });
  expect(heard().at(-1)?.body.payment_terms.payment_schedules[0].completed_at).not.toBeNull();
});

test.each([
  [{ paymentTermsTemplateId: template(9999) }, 'Could not find payment terms template.'],
  [
    { paymentTermsTemplateId: template(7), paymentSchedules: [{}] },
    'A due date is required with fixed or net payment terms.',
  ],
  [
    { paymentTermsTemplateId: template(1), paymentSchedules: [{ dueAt: '2026-01-01T00:00:00Z' }] },
    'A due date cannot be set with event payment terms.',
  ],
  [
    {
      paymentTermsTemplateId: template(4),
      paymentSchedules: [{ issuedAt: '2026-05-05T00:00:00Z' }, { issuedAt: '2026-05-06T00:00:00Z' }],
    },
    'Cannot create payment terms with multiple payment schedules.',
  ],
])('terms %j are refused', async (terms, message) => {
  const { id } = await order();
  const reply = await platform.world.execute(room.domain, TERMS, { id, terms });
  expect(reply.data.paymentTermsCreate).toEqual({
    paymentTerms: null,
    userErrors: [{ field: null, message, code: 'PAYMENT_TERMS_CREATION_UNSUCCESSFUL' }],
  });
});

test('payments say whose they are, why they failed and how they settle', async () => {
  const failed = { ...paid, status: 'FAILURE', receiptJson: '{"error_code":"card_declined"}' };
  const { id, name } = await order({ transactions: [failed, paid] });
  const seen = (
    await run(
      `query Payments($id: ID!) { order(id: $id) { sourceName app { id name } customerLocale taxExempt retailLocation { id }
        totalCashRoundingAdjustment { paymentSet { shopMoney { amount } } }
        transactions { errorCode paymentId manualPaymentGateway settlementCurrency settlementCurrencyRate
          amountRoundingSet { shopMoney { amount } } currencyExchangeAdjustment { id } } } }`,
      { id },
    )
  ).order;
  const rest = { manualPaymentGateway: false, amountRoundingSet: null, currencyExchangeAdjustment: null };
  const settled = { settlementCurrency: 'USD', settlementCurrencyRate: '1' };
  expect(seen.transactions).toEqual([
    { errorCode: 'CARD_DECLINED', paymentId: `${name}.1`, ...settled, ...rest },
    { errorCode: null, paymentId: `${name}.2`, ...settled, ...rest },
  ]);
  expect(seen).toMatchObject({
    sourceName: '41110000001',
    app: { id: 'gid://shopify/App/41110000001' },
    customerLocale: null,
    taxExempt: false,
    retailLocation: null,
    totalCashRoundingAdjustment: { paymentSet: { shopMoney: { amount: '0.0' } } },
  });
  await run(`mutation Back($input: RefundInput!) { refundCreate(input: $input) { userErrors { message } } }`, {
    input: {
      orderId: id,
      transactions: [
        { orderId: id, kind: 'REFUND', gateway: 'shopify_payments', amount: '5', parentId: await successful(id) },
      ],
    },
  });
  const told = heard();
  expect(told.find((one) => one.topic === 'order_transactions/create')?.body).toMatchObject({
    kind: 'refund',
    error_code: null,
    payment_id: `${name}.2`,
    currency_exchange_adjustment: null,
  });
  expect(told.find((one) => one.topic === 'refunds/create')?.body).toMatchObject({ return: null, duties: [] });
});

async function successful(id: string): Promise<string> {
  const seen = await run(`query Paid($id: ID!) { order(id: $id) { transactions { id status } } }`, { id });
  return seen.order.transactions.find((one: Answer) => one.status === 'SUCCESS').id;
}
