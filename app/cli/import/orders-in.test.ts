import { expect, test } from 'vitest';
import { ordersIn } from './orders-in';

test('finds orders in every wrapper and passes by what only looks like one', () => {
  const order = { id: 1, line_items: [] };
  const found = (value: unknown) => ordersIn(value).map((text) => JSON.parse(text).id);
  expect(found(order)).toEqual([1]);
  expect(found({ orders: [order, { id: 2, line_items: [] }] })).toEqual([1, 2]);
  const graphql = { id: 'gid://x/Order/3', lineItems: { nodes: [] } };
  expect(
    found({
      data: { orderCreate: { order: graphql }, orders: { edges: [{ node: { ...graphql, id: 'gid://x/Order/4' } }] } },
    }),
  ).toEqual(['gid://x/Order/3', 'gid://x/Order/4']);
  expect(found({ draft_order: order, checkout: order, fulfillment: { ...order, order_id: 9 } })).toEqual([]);
  expect(found({ data: { draftOrder: { id: 'gid://x/DraftOrder/1', lineItems: {} } } })).toEqual([]);
});
