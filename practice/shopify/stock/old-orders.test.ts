import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPractice } from '../../../tests/setup/practice-shopify';
import type { OrderDoc } from '../ledger/order';
import { orderPayload } from '../payloads/order';
import type { Practice } from '../server';
import type { StoreRoom } from '../store-room';
import { ask } from './ask';
import { makeHistory } from './make-history';
import { addOldOrders } from './old-orders';
import { stockStore } from './stock-store';

const domain = 'old.myshopify.com';
const old = 3000;
let practice: Practice;
let room: StoreRoom;

beforeAll(async () => {
  practice = await startPractice(domain);
  await practice.world.quietly(domain, async () => {
    await stockStore(practice.world, domain, { size: 'small', seed: 5 });
    await makeHistory(practice.world, domain, { size: 'small', seed: 5, addOnVariantIds: [], orders: 60, days: 20 });
  });
  room = practice.platform.room(domain) as StoreRoom;
  addOldOrders(room, old, { fromDays: 500, toDays: 30 });
});
afterAll(() => practice.stop());

test('the store has them, each with its own ids, address and time', () => {
  const shelf = room.shelf('order');
  const written = shelf.written();
  expect(shelf.size()).toBe(written.length + old);
  const all = shelf.all();
  expect(all).toHaveLength(shelf.size());
  const added = all.slice(written.length);
  const ids = all.flatMap((order) => [order.id, ...order.lines.map(({ id }) => id)]);
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(added.map(({ email }) => email)).size).toBe(old);
  const now = room.now().getTime();
  for (const order of added) {
    const age = (now - Date.parse(order.createdAt)) / 86_400_000;
    expect(age).toBeGreaterThan(29.9);
    expect(age).toBeLessThan(500.1);
    expect(shelf.get(order.id)).toMatchObject({ id: order.id, name: order.name, ...timesOf(order) });
  }
});

const timesOf = ({ createdAt, updatedAt, processedAt, cancelledAt, closedAt }: OrderDoc) => {
  return { createdAt, updatedAt, processedAt, cancelledAt, closedAt };
};

test('each is the order of a guest again: what it came to, in the places of its lines', () => {
  const shelf = room.shelf('order');
  const written = shelf.written();
  const sums = (orders: typeof written) => new Set(orders.map((order) => orderPayload(room, order).total_price));
  const guests = written.filter(({ customerId, email }) => customerId === null && email !== null);
  const added = shelf.all().slice(written.length);
  expect(sums(added)).toEqual(sums(guests));
});

test('the platform lists them by time, tells one by its id, and changes one', async () => {
  const day = new Date(room.now().getTime() - 31 * 86_400_000).toISOString();
  const query = `query ($query: String) { orders(first: 250, query: $query) { nodes { id } } ordersCount(query: $query, limit: null) { count } }`;
  const listed = (await ask(practice.world, domain, query, { query: `created_at:<='${day}'` })) as unknown as {
    orders: { nodes: { id: string }[] };
    ordersCount: { count: number };
  };
  expect(listed.ordersCount.count).toBeGreaterThan(old - 20);
  expect(listed.orders.nodes).toHaveLength(250);
  const { id } = listed.orders.nodes[0] as { id: string };
  const change = `mutation ($input: OrderInput!) { orderUpdate(input: $input) { order { id note lineItems(first: 5) { nodes { id } } } userErrors { message } } }`;
  const changed = (await ask(practice.world, domain, change, { input: { id, note: 'found again' } })) as unknown as {
    orderUpdate: { order: { note: string; lineItems: { nodes: unknown[] } } };
  };
  expect(changed.orderUpdate.order.note).toBe('found again');
  expect(changed.orderUpdate.order.lineItems.nodes.length).toBeGreaterThan(0);
  expect(room.shelf('order').size()).toBe(room.shelf('order').all().length);
});
