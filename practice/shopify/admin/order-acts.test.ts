import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPractice } from '../../../tests/setup/practice-shopify';
import type { Practice } from '../server';
import { ask } from '../stock/ask';
import { makeHistory } from '../stock/make-history';
import { stockStore } from '../stock/stock-store';

const domain = 'acts.myshopify.com';
let practice: Practice;

beforeAll(async () => {
  practice = await startPractice(domain);
  await stockStore(practice.world, domain, { size: 'small', seed: 1 });
  const until = new Date('2026-11-01T18:00:00Z');
  await makeHistory(practice.world, domain, {
    size: 'small',
    seed: 5,
    addOnVariantIds: [],
    orders: 90,
    days: 1,
    until,
  });
});
afterAll(() => practice.stop());

const FIND = `query Acts($query: String) { orders(first: 90, query: $query) { nodes {
  id cancelledAt displayFinancialStatus displayFulfillmentStatus totalPriceSet { shopMoney { amount } }
  lineItems(first: 5) { nodes { id quantity } }
} } }`;

type Found = {
  id: string;
  cancelledAt: string | null;
  displayFinancialStatus: string;
  displayFulfillmentStatus: string;
  lineItems: { nodes: { id: string; quantity: number }[] };
};

async function orders(): Promise<Found[]> {
  return (await ask(practice.world, domain, FIND, { query: null })).orders.nodes;
}

async function pick(fits: (order: Found) => boolean): Promise<Found> {
  const found = (await orders()).find(fits);
  if (!found) throw new Error('the sample history has no such order');
  return found;
}

async function press(order: Found, button: string, line = ''): Promise<Found> {
  const number = order.id.split('/').at(-1);
  const reply = await fetch(`${practice.adminUrl}/store/acts/orders/${number}/${button}`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ line }),
  });
  expect(reply.status, await reply.text()).toBe(303);
  return pick((one) => one.id === order.id);
}

const isOpen = (order: Found) => order.cancelledAt === null && order.displayFulfillmentStatus === 'UNFULFILLED';

test('the buttons of an order do what a merchant does', async () => {
  const unpaid = await pick((order) => isOpen(order) && order.displayFinancialStatus === 'PENDING');
  expect((await press(unpaid, 'pay')).displayFinancialStatus).toBe('PAID');
  expect((await press(unpaid, 'fulfil')).displayFulfillmentStatus).toBe('FULFILLED');
  const line = unpaid.lineItems.nodes[0];
  const refunded = await press(unpaid, 'refund-line', line?.id);
  expect(refunded.displayFinancialStatus).toMatch(/REFUNDED$/);

  const paid = await pick((order) => isOpen(order) && order.displayFinancialStatus === 'PAID');
  const edited = await press(paid, 'add-one');
  expect(edited.lineItems.nodes[0]?.quantity).toBe((paid.lineItems.nodes[0]?.quantity ?? 0) + 1);
  expect((await press(paid, 'cancel')).cancelledAt).not.toBeNull();

  const whole = await pick((order) => isOpen(order) && order.displayFinancialStatus === 'PAID');
  expect((await press(whole, 'refund-all')).displayFinancialStatus).toBe('REFUNDED');
});

test('a refusal of the platform is shown, and a foreign page may press nothing', async () => {
  const cancelled = await press(await pick(isOpen), 'cancel');
  const url = `${practice.adminUrl}/store/acts/orders/${cancelled.id.split('/').at(-1)}/cancel`;
  const refused = await fetch(url, { method: 'POST', body: new URLSearchParams({ line: '' }) });
  expect(await refused.text()).toContain('The platform refused');
  const foreign = await fetch(url, { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } });
  expect(foreign.status).toBe(403);
});
