import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OrderWindow } from '../../app/platforms/platform';
import { type ConnectedStore, connectStore } from '../setup/connected-store';

/** A flash sale: more orders in one second than a page of the platform's answer holds. */
const count = 300;
let store: ConnectedStore;
beforeAll(async () => {
  store = await connectStore('flash.myshopify.com', { orders: 1 });
});
afterAll(() => store?.close());

test('more orders of one second than a page holds are all pulled, each once', async () => {
  const { platform, world } = store.practice;
  const second = new Date(Math.floor(Date.now() / 1000) * 1000 - 60_000);
  const variant = platform.room(store.domain)?.shelf('product').all()[0]?.variants[0]?.id;
  await world.quietly(store.domain, async () => {
    for (let n = 0; n < count; n++) {
      await world.at(second, () =>
        store.change(
          `mutation New($order: OrderCreateOrderInput!) { orderCreate(order: $order) { userErrors { message } } }`,
          { order: { lineItems: [{ variantId: `gid://shopify/ProductVariant/${variant}`, quantity: 1 }] } },
        ),
      );
    }
  });
  const found: { platformOrderId: string; updatedAt: string }[] = [];
  // All but one are said to be known, so that which are pulled is told without reading each.
  const isKnown: OrderWindow['isKnown'] = async (orders) => {
    found.push(...orders);
    return orders.map((_, n) => found.length - orders.length + n > 0);
  };
  const window = { from: second.toISOString(), to: new Date(second.getTime() + 5_000).toISOString(), isKnown };
  let read = 0;
  for await (const page of store.api.pullOrders(window)) read += page.length;
  expect(new Set(found.map(({ updatedAt }) => updatedAt)).size).toBe(1);
  expect(found).toHaveLength(count);
  expect(new Set(found.map(({ platformOrderId }) => platformOrderId)).size).toBe(count);
  expect(read).toBe(1);
});
