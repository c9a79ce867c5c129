import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { placeOrder, refundOrder } from '../../../practice/shoplazza/acts';
import { applyFaults, noFaults } from '../../../practice/shoplazza/faults';
import type { Room } from '../../../practice/shoplazza/platform';
import { type Practice, startPracticeShoplazza } from '../../../practice/shoplazza/server';
import { stockShelves } from '../../../practice/shoplazza/stock';
import { signIn } from '../../../tests/contract/shoplazza-rig';
import { createTestDatabase, type TestDatabase, testEnvironment } from '../../../tests/setup/test-database';
import { storeIdOf } from '../../domain/shared/ids';
import { answerDelivery } from '../../web/door.server';
import { drainStore } from '../../wiring.server';
import { connect } from './api.server';
import { orders } from './order';

/** How Shoplazza's deliveries may come: twice, without their wrapping, without an id. None of it makes a second row, or none. */
const domain = 'deliveries.myshoplaza.com';
const storeId = storeIdOf('shoplazza', domain);
let door: Server;
let practice: Practice;
let database: TestDatabase;
let room: Room;

beforeAll(async () => {
  door = createServer((request, response) => answerDelivery(request, response, request.url ?? ''));
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  const appUrl = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
  practice = await startPracticeShoplazza({
    ...{ dataDir: null, apiPort: 0, storefrontPort: 0, appUrl, extensionDir: 'extensions/tagalong-shoplazza' },
    clientId: testEnvironment.SHOPLAZZA_CLIENT_ID,
    clientSecret: testEnvironment.SHOPLAZZA_CLIENT_SECRET,
  });
  database = await createTestDatabase({ SHOPLAZZA_API_ORIGIN: practice.apiUrl, APP_URL: appUrl });
  room = practice.platform.openStore({ domain });
  stockShelves(room, 3);
  await signIn(practice.platform, domain);
  await (await connect(storeId)).keepWebhooks();
});
afterAll(async () => {
  door?.close();
  door?.closeAllConnections();
  await database?.close();
  await practice?.stop();
});
beforeEach(() => {
  applyFaults(practice.platform.faults, noFaults() as unknown as Record<string, unknown>);
});

const buy = () => {
  const [product] = room.shelf('product').all();
  return placeOrder(room, { items: [{ variantId: product?.variants[0]?.id ?? '', quantity: 2 }] });
};

/** What the practice platform sent of this order, once all of it has arrived. */
async function sent(id: string) {
  const { sender } = practice.platform;
  const mine = () => sender.deliveries().filter((one) => one.body.includes(id));
  await expect.poll(() => mine().every((one) => one.state === 'delivered'), { timeout: 20_000 }).toBe(true);
  return mine();
}

/** What is kept of it: deliveries, and rows of orders. */
async function kept(id: string) {
  while ((await drainStore(storeId)).more);
  const { rows } = await database.admin.query(
    `select (select count(*) from inbox_entry where store_id = $1 and source = 'webhook'
               and convert_from(body, 'utf8') like '%' || $2 || '%')::int as entries,
            (select count(*) from orders where store_id = $1 and platform_order_id = $2)::int as orders`,
    [storeId, id],
  );
  return rows[0];
}

test('a delivery that is sent twice is kept once', async () => {
  applyFaults(practice.platform.faults, { webhooks: { duplicate: 1 } });
  const { id } = buy();
  // orders/create and orders/paid, each of them twice.
  expect(await sent(id)).toHaveLength(4);
  expect(await kept(id)).toEqual({ entries: 2, orders: 1 });
});

test('a delivery that nothing names is known by its content: sent twice it is kept once, another one is another', async () => {
  applyFaults(practice.platform.faults, { webhooks: { duplicate: 1, withoutId: true } });
  const order = buy();
  expect(await sent(order.id)).toHaveLength(4);
  expect(await kept(order.id)).toEqual({ entries: 2, orders: 1 });
  const [line] = order.line_items;
  refundOrder(room, structuredClone(order), { lines: [{ lineId: line?.id ?? '', quantity: 1 }] });
  // orders/partially_refunded and orders/update.
  expect(await sent(order.id)).toHaveLength(8);
  expect(await kept(order.id)).toEqual({ entries: 4, orders: 1 });
});

test('a body without its wrapping tells the same as one with it', async () => {
  const wrapped = buy();
  applyFaults(practice.platform.faults, { webhooks: { bare: true } });
  const bare = buy();
  const [told] = (await sent(bare.id)).filter((one) => one.topic === 'orders/create');
  expect(JSON.parse(told?.body ?? '{}')).toMatchObject({ id: bare.id });
  expect(JSON.parse((await sent(wrapped.id))[0]?.body ?? '{}')).toMatchObject({ order: { id: wrapped.id } });
  const read = orders.read('orders/create', told?.body ?? '');
  expect(read).toEqual(orders.read('orders/create', `{"order":${told?.body}}`));
  expect(await kept(bare.id)).toEqual({ entries: 2, orders: 1 });
  const [product] = room.shelf('product').all();
  if (product) room.tell('products/update', product);
  const [, lamp] = [await sent(product?.id ?? ''), practice.platform.sender.deliveries({ topic: 'products/update' })];
  expect(orders.read('products/update', lamp[0]?.body ?? '')).toMatchObject({ platformProductIds: [product?.id] });
});
