import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeJson } from '../../../practice/shopify/payloads/json';
import { orderPayload } from '../../../practice/shopify/payloads/order';
import { type Practice, startPracticeShopify } from '../../../practice/shopify/server';
import { makeHistory } from '../../../practice/shopify/stock/make-history';
import { stockStore } from '../../../practice/shopify/stock/stock-store';
import type { CanonicalOrder } from '../../domain/orders/order';
import { amount, sumPairs, times } from '../../domain/shared/money';
import { OrdersById } from './generated/operations';
import { orders } from './order';

/** A believable history, each order told twice: as a webhook carries it and as the API gives it. */
let practice: Practice;
const shop = 'same-order.myshopify.com';
const count = 150;
let told: { rest: CanonicalOrder; graphql: CanonicalOrder }[];

beforeAll(async () => {
  practice = await startPracticeShopify({
    ...{ dataDir: null, apiPort: 0, adminPort: 0, storefrontPort: 0 },
    ...{ appUrl: 'http://127.0.0.1:3999', apiKey: 'key', apiSecret: 'secret-0123456789' },
    tomlFile: path.resolve('shopify.app.toml'),
    extensionDir: path.resolve('extensions/tagalong-widget'),
    storeDomain: shop,
  });
  await practice.world.quietly(shop, async () => {
    await stockStore(practice.world, shop, { size: 'small', seed: 7 });
    await makeHistory(practice.world, shop, { size: 'small', seed: 7, addOnVariantIds: [], orders: count });
  });
  told = await both();
});
afterAll(() => practice?.stop());

function orderIn(topic: string, body: string): CanonicalOrder {
  const meaning = orders.read(topic, body);
  const order = meaning.kind === 'orders' ? meaning.news[0]?.order : null;
  if (!order) throw new Error('no order');
  return order;
}

async function both(): Promise<{ rest: CanonicalOrder; graphql: CanonicalOrder }[]> {
  const room = practice.platform.room(shop);
  if (!room) throw new Error('the store is closed');
  return Promise.all(
    room
      .shelf('order')
      .all()
      .map(async (doc) => {
        const ids = [`gid://shopify/Order/${doc.id}`];
        const { data, errors } = await practice.world.execute(shop, OrdersById.text, { ids });
        if (errors?.length) throw new Error(errors[0]?.message);
        return {
          rest: orderIn('orders/updated', writeJson(orderPayload(room, doc))),
          graphql: orderIn('order:pulled', JSON.stringify(data.nodes[0])),
        };
      }),
  );
}

test('both tell the same, but for what REST has no words for', async () => {
  expect(told.length).toBeGreaterThanOrEqual(count);
  expect(told.filter(({ graphql }) => graphql.refunds.length > 0).length).toBeGreaterThan(5);
  for (const { rest, graphql } of told) {
    // Transactions come by a topic of their own; of edits and returns webhooks only hint, and the order is fetched.
    const { transactions: _, extras: __, ...one } = rest;
    const { transactions: ___, extras: ____, ...other } = graphql;
    expect(one).toEqual(other);
  }
});

test("what we compute equals the platform's own total, order by order", async () => {
  for (const { graphql: order } of told) {
    if (order.extras?.edited) continue;
    const lines = sumPairs(order.lines.map((line) => times(line.unitPrice, line.quantity))).shop;
    // The total of shipping is what is left after its own discounts.
    const allocations = order.lines.flatMap((line) => line.discountAllocations);
    const discounts = sumPairs(allocations.map((one) => one.amount)).shop;
    const tax = order.taxesIncluded ? '0' : order.totals.tax.shop;
    const total = amount(lines)
      .minus(discounts)
      .plus(order.totals.shipping.shop)
      .plus(tax)
      .plus(order.totals.tips.shop);
    expect(total.toFixed(), order.orderNumber).toBe(order.totals.total.shop);
  }
});
