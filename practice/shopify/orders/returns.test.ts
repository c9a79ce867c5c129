import { afterAll, beforeEach, expect, test } from 'vitest';
import { idOf } from '../gids';
import type { Answer } from '../stock/ask';
import { testStore } from '../test-store';

/** What comes back and what is edited: returns with what sending back costs, more of a line. */
const { platform, run, heard } = testStore(['orders/edited']);
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

const RETURN_FIELDS = `id status name requestApprovedAt closedAt decline { reason note }
  returnShippingFees { amountSet { shopMoney { amount } } }
  returnLineItems(first: 3) { nodes { id quantity processableQuantity unprocessedQuantity returnReasonNote customerNote } }
  exchangeLineItems(first: 3) { nodes { id } }`;

test('a return is asked for, approved, processed with a fee, and the order is worth less by it', async () => {
  const made = await order({ transactions: [paid] });
  const parcel = await ship(made);
  const asked = await run(
    `mutation Ask($input: ReturnRequestInput!) { returnRequest(input: $input) {
      return { ${RETURN_FIELDS} } userErrors { message } } }`,
    {
      input: {
        orderId: made.id,
        returnLineItems: [
          {
            fulfillmentLineItemId: parcel.fulfillmentLineItems.nodes[0].id,
            quantity: 1,
            returnReason: 'UNWANTED',
            customerNote: 'Too bright',
          },
        ],
        returnShippingFee: { amount: { amount: '3', currencyCode: 'USD' } },
      },
    },
  );
  const [line] = asked.returnRequest.return.returnLineItems.nodes;
  expect(line).toMatchObject({
    quantity: 1,
    processableQuantity: 0,
    unprocessedQuantity: 1,
    returnReasonNote: '',
    customerNote: 'Too bright',
  });
  const { id } = asked.returnRequest.return;
  const approved = await run(
    `mutation Approve($id: ID!) { returnApproveRequest(input: { id: $id }) { return { ${RETURN_FIELDS} } userErrors { message } } }`,
    { id },
  );
  expect(approved.returnApproveRequest.return).toMatchObject({
    status: 'OPEN',
    decline: null,
    returnShippingFees: [{ amountSet: { shopMoney: { amount: '3.0' } } }],
    returnLineItems: { nodes: [{ processableQuantity: 1 }] },
    exchangeLineItems: { nodes: [] },
  });
  expect(approved.returnApproveRequest.return.requestApprovedAt).not.toBeNull();
  const pays = {
    orderTransactions: [{ transactionAmount: { amount: '7', currencyCode: 'USD' }, parentId: made.transactions[0].id }],
  };
  await run(
    `mutation Process($input: ReturnProcessInput!) { returnProcess(input: $input) { userErrors { message } } }`,
    {
      input: {
        returnId: id,
        returnLineItems: [{ id: line.id, quantity: 1 }],
        financialTransfer: { issueRefund: pays },
      },
    },
  );
  const seen = (
    await run(
      `query After($id: ID!) { order(id: $id) {
        returnStatus currentTotalPriceSet { shopMoney { amount } } totalOutstandingSet { shopMoney { amount } }
        refunds { return { id status } orderAdjustments(first: 1) { nodes { id } } }
        agreements(first: 5) { nodes { reason
          ... on RefundAgreement { refund { id } } ... on ReturnAgreement { return { id } }
          sales(first: 5) { nodes { __typename actionType quantity totalAmount { shopMoney { amount } } } } } }
      } }`,
      { id: made.id },
    )
  ).order;
  expect(seen).toMatchObject({
    returnStatus: 'RETURNED',
    // twenty less ten that came back, and three for the way
    currentTotalPriceSet: { shopMoney: { amount: '13.0' } },
    totalOutstandingSet: { shopMoney: { amount: '0.0' } },
    refunds: [{ return: { id, status: 'CLOSED' }, orderAdjustments: { nodes: [] } }],
  });
  const sales = seen.agreements.nodes.map((one: Answer) => [
    one.reason,
    one.sales.nodes.map((sale: Answer) => [sale.__typename, sale.actionType, sale.totalAmount.shopMoney.amount]),
  ]);
  expect(sales).toEqual([
    ['ORDER', [['ProductSale', 'ORDER', '20.0']]],
    ['RETURN', [['FeeSale', 'ORDER', '3.0']]],
    ['REFUND', [['ProductSale', 'RETURN', '-10.0']]],
  ]);
  expect(seen.agreements.nodes[1].return.id).toBe(id);
});

test('more of a line can be shipped, and orders/edited says what came and went', async () => {
  const made = await order();
  const begun = await run(
    `mutation Begin($id: ID!) { orderEditBegin(id: $id) { calculatedOrder { id lineItems(first: 2) { nodes { id } } } userErrors { message } } }`,
    { id: made.id },
  );
  const { calculatedOrder } = begun.orderEditBegin;
  await run(
    `mutation More($id: ID!, $lineItemId: ID!) { orderEditSetQuantity(id: $id, lineItemId: $lineItemId, quantity: 5) { userErrors { message } } }`,
    { id: calculatedOrder.id, lineItemId: calculatedOrder.lineItems.nodes[0].id },
  );
  await run(
    `mutation Commit($id: ID!) { orderEditCommit(id: $id, staffNote: "more", notifyCustomer: true) { userErrors { message } } }`,
    { id: calculatedOrder.id },
  );
  const told = heard().find((one) => one.topic === 'orders/edited');
  expect(told?.body.order_edit).toMatchObject({
    staff_note: 'more',
    notify_customer: true,
    line_items: { additions: [{ id: Number(idOf(made.lineItems.nodes[0].id)), delta: 3 }], removals: [] },
  });
  const open = await run(
    `query Open($id: ID!) { order(id: $id) { originalTotalPriceSet { shopMoney { amount } } currentTotalPriceSet { shopMoney { amount } }
      fulfillmentOrders(first: 5) { nodes { lineItems(first: 2) { nodes { remainingQuantity } } } } } }`,
    { id: made.id },
  );
  expect(open.order).toEqual({
    originalTotalPriceSet: { shopMoney: { amount: '20.0' } },
    currentTotalPriceSet: { shopMoney: { amount: '50.0' } },
    fulfillmentOrders: {
      nodes: [
        { lineItems: { nodes: [{ remainingQuantity: 2 }] } },
        { lineItems: { nodes: [{ remainingQuantity: 3 }] } },
      ],
    },
  });
});
