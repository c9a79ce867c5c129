import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPractice } from '../../../tests/setup/practice-shopify';
import { exact } from '../../money';
import type { Practice } from '../server';
import { ask } from './ask';
import { makeHistory } from './make-history';
import { stockStore } from './stock-store';

const domain = 'history.myshopify.com';
let practice: Practice;

beforeAll(async () => {
  practice = await startPractice(domain);
});
afterAll(() => practice.stop());

const ORDERS = `query { orders(first: 250) { nodes {
  createdAt updatedAt cancelledAt test displayFinancialStatus presentmentCurrencyCode
  customer { id } returnStatus refunds { id }
  fulfillments { trackingInfo { number } }
  discountApplications(first: 5) { nodes { __typename } }
  totalOutstandingSet { presentmentMoney { amount } }
  currentTotalPriceSet { presentmentMoney { amount } }
  lineItems(first: 20) { nodes { id variant { id } customAttributes { key value } } }
  agreements(first: 50) { nodes { reason sales(first: 50) { nodes { totalAmount { presentmentMoney { amount } } } } } }
} } }`;

type Agreement = { reason: string; sales: { nodes: { totalAmount: { presentmentMoney: { amount: string } } }[] } };

test('a history is believable, adds up, and links its add-ons', async () => {
  const { world } = practice;
  expect(await stockStore(world, domain, { size: 'small', seed: 1 })).toEqual({
    collections: 5,
    products: 65,
    variants: expect.any(Number),
  });
  const made = await ask(
    world,
    domain,
    `mutation Sample($input: ProductSetInput!) { productSet(input: $input) { product { variants(first: 1) { nodes { id } } } userErrors { message } } }`,
    {
      input: {
        title: 'Sample warranty',
        status: 'UNLISTED',
        productOptions: [{ name: 'Title', values: [{ name: 'Default Title' }] }],
        variants: [{ price: '9.99', optionValues: [{ optionName: 'Title', name: 'Default Title' }] }],
      },
    },
  );
  const addOn: string = made.productSet.product.variants.nodes[0].id;
  const until = new Date('2026-11-01T00:00:00Z');
  const addOnVariantIds = [addOn.split('/').at(-1) ?? ''];
  const counts = await makeHistory(world, domain, { size: 'small', seed: 3, addOnVariantIds, until, orders: 240 });
  expect(counts.orders).toBe(240);
  expect(counts.withAddOn).toBeGreaterThan(36);
  expect(counts.withAddOn).toBeLessThan(84);
  for (const name of ['refunded', 'cancelled', 'returned', 'edited', 'guests', 'cashOnDelivery'] as const) {
    expect(counts[name], name).toBeGreaterThan(0);
  }

  const orders = (await ask(world, domain, ORDERS)).orders.nodes;
  expect(orders.length).toBe(240);
  expect(new Set(orders.map((one: { presentmentCurrencyCode: string }) => one.presentmentCurrencyCode)).size).toBe(3);
  const kinds = new Set<string>();
  const reasons = new Set<string>();
  let fromApp = 0;
  for (const order of orders) {
    expect(new Date(order.createdAt) < until && new Date(order.updatedAt) <= until).toBe(true);
    for (const { __typename } of order.discountApplications.nodes) kinds.add(__typename);
    const outstanding = exact(order.totalOutstandingSet.presentmentMoney.amount);
    if (order.displayFinancialStatus === 'PAID') expect(outstanding.isZero()).toBe(true);
    const sales = (order.agreements.nodes as Agreement[]).flatMap((one) => one.sales.nodes);
    const agreed = sales.reduce((sum, sale) => sum.plus(sale.totalAmount.presentmentMoney.amount), exact(0));
    expect(agreed.toFixed()).toBe(exact(order.currentTotalPriceSet.presentmentMoney.amount).toFixed());
    for (const { reason } of order.agreements.nodes as Agreement[]) reasons.add(reason);
    const lines = order.lineItems.nodes as {
      variant: { id: string } | null;
      customAttributes: { key: string; value: string }[];
    }[];
    const child = lines.find((line) => line.variant?.id === addOn);
    if (!child) continue;
    fromApp += 1;
    const value = (line: (typeof lines)[number], key: string) =>
      line.customAttributes.find((one) => one.key === key)?.value;
    const link = value(child, '_tagalong_parent');
    expect(link).toBeTruthy();
    expect(lines.some((line) => line !== child && value(line, '_tagalong_id') === link)).toBe(true);
  }
  expect(fromApp).toBe(counts.withAddOn);
  expect(kinds).toContain('DiscountCodeApplication');
  expect([...reasons].sort()).toEqual(['ORDER', 'ORDER_EDIT', 'REFUND', 'RETURN']);
}, 60_000);
