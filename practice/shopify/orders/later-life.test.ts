import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPractice } from '../../../tests/setup/practice-shopify';
import type { Practice } from '../server';
import { type Answer, ask } from '../stock/ask';
import { stockStore } from '../stock/stock-store';

/** What can happen to an order after it is sold: terms, parcels on their way, edits, returns, exchanges, merged buyers. */
const domain = 'later-life.myshopify.com';
let practice: Practice;
let variantId: string;

beforeAll(async () => {
  practice = await startPractice(domain);
  await stockStore(practice.world, domain, { size: 'small', seed: 1 });
  const { productVariants } = await run('query { productVariants(first: 1) { nodes { id } } }');
  variantId = productVariants.nodes[0].id;
});
afterAll(() => practice.stop());

function run(document: string, variables: Record<string, unknown> = {}): Promise<Answer> {
  return ask(practice.world, domain, document, variables);
}

async function order(email: string): Promise<Answer> {
  const made = await run(
    `mutation New($order: OrderCreateOrderInput!) {
      orderCreate(order: $order) { order { id customer { id } fulfillmentOrders(first: 1) { nodes { id } } } userErrors { message } }
    }`,
    {
      order: {
        currency: 'USD',
        lineItems: [{ variantId, quantity: 2 }],
        customer: { toUpsert: { email, firstName: 'Ada', lastName: 'Sample' } },
        transactions: [
          { kind: 'SALE', status: 'SUCCESS', amountSet: { shopMoney: { amount: '20', currencyCode: 'USD' } } },
        ],
      },
    },
  );
  return made.orderCreate.order;
}

async function ship(of: Answer): Promise<Answer> {
  const done = await run(
    `mutation Ship($fulfillment: FulfillmentInput!) {
      fulfillmentCreate(fulfillment: $fulfillment) {
        fulfillment { id fulfillmentLineItems(first: 1) { nodes { id } } } userErrors { message }
      }
    }`,
    { fulfillment: { lineItemsByFulfillmentOrder: [{ fulfillmentOrderId: of.fulfillmentOrders.nodes[0].id }] } },
  );
  return done.fulfillmentCreate.fulfillment;
}

test('terms say when an order is due', async () => {
  const { id } = await order('terms@example.com');
  const templates = (await run('query { paymentTermsTemplates { id name dueInDays } }')).paymentTermsTemplates;
  const net30 = templates.find((one: Answer) => one.dueInDays === 30);
  await run(
    `mutation Terms($id: ID!, $terms: PaymentTermsCreateInput!) {
      paymentTermsCreate(referenceId: $id, paymentTermsAttributes: $terms) { userErrors { message } }
    }`,
    { id, terms: { paymentTermsTemplateId: net30.id, paymentSchedules: [{ issuedAt: '2026-01-01T00:00:00Z' }] } },
  );
  const { paymentTerms } = (
    await run(
      `query Due($id: ID!) { order(id: $id) { paymentTerms { paymentTermsName paymentTermsType dueInDays paymentSchedules(first: 1) { nodes { dueAt } } } } }`,
      { id },
    )
  ).order;
  expect(paymentTerms).toEqual({
    paymentTermsName: 'Net 30',
    paymentTermsType: 'NET',
    dueInDays: 30,
    paymentSchedules: { nodes: [{ dueAt: '2026-01-31T00:00:00Z' }] },
  });
});

test('a parcel is delivered, and says when', async () => {
  const parcel = await ship(await order('parcel@example.com'));
  await run(
    `mutation Event($event: FulfillmentEventInput!) {
      fulfillmentEventCreate(fulfillmentEvent: $event) { fulfillmentEvent { id } userErrors { message } }
    }`,
    { event: { fulfillmentId: parcel.id, status: 'DELIVERED', happenedAt: '2026-11-20T10:00:00Z' } },
  );
  const seen = await run(`query Parcel($id: ID!) { fulfillment(id: $id) { displayStatus deliveredAt } }`, {
    id: parcel.id,
  });
  expect(seen.fulfillment).toEqual({ displayStatus: 'DELIVERED', deliveredAt: '2026-11-20T10:00:00Z' });
});

test('agreements tell what was ordered, edited and given in exchange, each alone when asked by its id', async () => {
  const made = await order('agreements@example.com');
  const parcel = await ship(made);
  const { calculatedOrder } = (
    await run(
      `mutation Begin($id: ID!) { orderEditBegin(id: $id) { calculatedOrder { id } userErrors { message } } }`,
      {
        id: made.id,
      },
    )
  ).orderEditBegin;
  await run(
    `mutation Add($id: ID!, $variantId: ID!) { orderEditAddVariant(id: $id, variantId: $variantId, quantity: 1) { userErrors { message } } }`,
    { id: calculatedOrder.id, variantId },
  );
  await run(`mutation Commit($id: ID!) { orderEditCommit(id: $id) { userErrors { message } } }`, {
    id: calculatedOrder.id,
  });
  const opened = (
    await run(
      `mutation Return($input: ReturnInput!) {
        returnCreate(returnInput: $input) {
          return { id returnLineItems(first: 1) { nodes { id } } exchangeLineItems(first: 1) { nodes { id } } } userErrors { message }
        }
      }`,
      {
        input: {
          orderId: made.id,
          returnLineItems: [
            { fulfillmentLineItemId: parcel.fulfillmentLineItems.nodes[0].id, quantity: 1, returnReason: 'COLOR' },
          ],
          exchangeLineItems: [{ variantId, quantity: 3 }],
        },
      },
    )
  ).returnCreate.return;
  await run(
    `mutation Process($input: ReturnProcessInput!) { returnProcess(input: $input) { userErrors { message } } }`,
    {
      input: {
        returnId: opened.id,
        returnLineItems: [{ id: opened.returnLineItems.nodes[0].id, quantity: 1 }],
        exchangeLineItems: [{ id: opened.exchangeLineItems.nodes[0].id, quantity: 3 }],
      },
    },
  );
  const AGREEMENTS = `query Agreements($id: ID!, $query: String) { order(id: $id) {
    lineItems(first: 5) { nodes { quantity currentQuantity } }
    agreements(first: 9, query: $query) { nodes { id reason sales(first: 5) { nodes { quantity } } } }
  } }`;
  const seen = (await run(AGREEMENTS, { id: made.id })).order;
  const sales = seen.agreements.nodes.map((one: Answer) => [
    one.reason,
    one.sales.nodes.map((sale: Answer) => sale.quantity),
  ]);
  expect(sales).toEqual([
    ['ORDER', [2]],
    ['ORDER_EDIT', [1]],
    ['RETURN', [3]],
    ['REFUND', [-1]],
  ]);
  expect(seen.lineItems.nodes.map((line: Answer) => line.currentQuantity)).toEqual([1, 1, 3]);
  const edit = seen.agreements.nodes[1].id;
  const alone = (await run(AGREEMENTS, { id: made.id, query: `id:${edit.split('/').at(-1)}` })).order.agreements.nodes;
  expect(alone.map((one: Answer) => one.id)).toEqual([edit]);
});

test('a request to return is declined with its reason', async () => {
  const made = await order('decline@example.com');
  const parcel = await ship(made);
  const line = {
    fulfillmentLineItemId: parcel.fulfillmentLineItems.nodes[0].id,
    quantity: 1,
    returnReason: 'UNWANTED',
  };
  const asked = await run(
    `mutation Ask($input: ReturnRequestInput!) { returnRequest(input: $input) { return { id } userErrors { message } } }`,
    { input: { orderId: made.id, returnLineItems: [line] } },
  );
  const { id } = asked.returnRequest.return;
  await run(
    `mutation Decline($input: ReturnDeclineRequestInput!) { returnDeclineRequest(input: $input) { userErrors { message } } }`,
    { input: { id, declineReason: 'FINAL_SALE' } },
  );
  const seen = await run(
    `query Declined($id: ID!) { return(id: $id) { status decline { reason } returnLineItems(first: 1) { nodes { returnReasonDefinition { handle } } } } }`,
    { id },
  );
  expect(seen.return).toEqual({
    status: 'DECLINED',
    decline: { reason: 'FINAL_SALE' },
    returnLineItems: { nodes: [{ returnReasonDefinition: { handle: 'unwanted' } }] },
  });
});

test('two buyers become one, and the orders of both are theirs', async () => {
  const [one, other] = [await order('one@example.com'), await order('other@example.com')];
  const merged = await run(
    `mutation Merge($one: ID!, $two: ID!) { customerMerge(customerOneId: $one, customerTwoId: $two) { resultingCustomerId userErrors { message } } }`,
    { one: one.customer.id, two: other.customer.id },
  );
  expect(merged.customerMerge.resultingCustomerId).toBe(other.customer.id);
  const seen = await run(
    `query Merged($gone: ID!, $kept: ID!) {
      gone: customer(id: $gone) { id }
      kept: customer(id: $kept) { email numberOfOrders orders(first: 5) { nodes { id } } }
    }`,
    { gone: one.customer.id, kept: other.customer.id },
  );
  expect(seen.gone).toBeNull();
  expect(seen.kept).toMatchObject({ email: 'other@example.com', numberOfOrders: '2' });
  expect(seen.kept.orders.nodes.map((node: Answer) => node.id).sort()).toEqual([one.id, other.id].sort());
});
