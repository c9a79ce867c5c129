import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAddOn } from '../../app/addons/add-on-store.server';
import { listRefusals } from '../../app/addons/at-once-store.server';
import { fulfilAtOnce } from '../../app/addons/fulfil-at-once.server';
import { listFindings } from '../../app/addons/order-check-store.server';
import { publishAddOn } from '../../app/addons/publish.server';
import { freePort } from '../../app/db/embedded.server';
import { findOrder } from '../../app/domain/orders/read-store.server';
import { relinkAddOns } from '../../app/domain/orders/relink-store.server';
import { storeIdOf } from '../../app/domain/shared/ids';
import type { StoreApi } from '../../app/platforms/platform';
import { connect } from '../../app/platforms/shoplazza/api.server';
import { welcome } from '../../app/sync/welcome.server';
import { drainStore } from '../../app/wiring.server';
import { payOrder, placeOrder, refundOrder } from '../../practice/shoplazza/acts';
import type { Room } from '../../practice/shoplazza/platform';
import { type Practice, startPracticeShoplazza } from '../../practice/shoplazza/server';
import { stockShelves } from '../../practice/shoplazza/stock';
import { signIn } from '../contract/shoplazza-rig';
import { type Running, startProcess } from '../crash/processes';
import { createTestDatabase, type TestDatabase, testEnvironment } from '../setup/test-database';

/** The same promise on the other platform: by message through the door, then by its API. */
const domain = 'at-once.myshoplaza.com';
const storeId = storeIdOf('shoplazza', domain);
let practice: Practice;
let database: TestDatabase;
let room: Room;
let api: StoreApi;
let web: Running;
let planVariant: string;

beforeAll(async () => {
  const port = await freePort();
  const appUrl = `http://127.0.0.1:${port}`;
  practice = await startPracticeShoplazza({
    ...{ dataDir: null, apiPort: 0, storefrontPort: 0, appUrl, extensionDir: 'extensions/tagalong-shoplazza' },
    clientId: testEnvironment.SHOPLAZZA_CLIENT_ID,
    clientSecret: testEnvironment.SHOPLAZZA_CLIENT_SECRET,
  });
  room = practice.platform.openStore({ domain });
  Object.assign(practice.platform.faults.buckets, { app: 100_000, store: 100_000 });
  stockShelves(room, 4);
  const environment = { SHOPLAZZA_API_ORIGIN: practice.apiUrl, APP_URL: appUrl };
  database = await createTestDatabase(environment);
  web = await startProcess('entry.web.ts', { ...environment, DATABASE_URL: database.url, PORT: String(port) });
  await signIn(practice.platform, domain);
  api = await connect(storeId);
  await welcome(storeId, async () => api);
  await api.keepWebhooks();
  const saved = await createAddOn(storeId, {
    ...{ title: 'Protection plan', kind: 'service', price: '5.00', state: 'active', targets: { all: true } },
    ...{ quantity: { kind: 'per_order' }, fulfilment: 'at_once' },
  });
  const addOnId = saved.outcome === 'saved' ? saved.addOn.id : '';
  const published = await publishAddOn(storeId, addOnId, async () => api, relinkAddOns);
  const [variant] = published.outcome === 'published' ? published.publication.variants : [];
  planVariant = variant?.platformVariantId ?? '';
  // Orders are dated to the second.
  await new Promise((resolve) => setTimeout(resolve, 1100));
}, 90_000);
afterAll(async () => {
  await web?.kill();
  await database?.close();
  await practice?.stop();
});

async function arrive(): Promise<void> {
  const waiting = () => practice.platform.sender.deliveries().filter((one) => one.state === 'waiting').length;
  await expect.poll(waiting, { timeout: 20_000, interval: 50 }).toBe(0);
  while ((await drainStore(storeId)).more);
}

async function sold(plans: number, paid = true): Promise<string> {
  const lamp = room
    .shelf('product')
    .all()
    .find((one) => one.product_type !== 'Tagalong add-on');
  const items = [
    { variantId: lamp?.variants[0]?.id ?? '', quantity: 2 },
    { variantId: planVariant, quantity: plans },
  ];
  const { id } = placeOrder(room, { items, paid });
  await arrive();
  return id;
}

const orderThere = (id: string) => structuredClone(room.shelf('order').get(id)) ?? expect.fail(`no such order: ${id}`);
const fulfil = (id: string) => fulfilAtOnce(storeId, id, async () => api);
const shippedThere = (id: string) =>
  orderThere(id).fulfillments.map((one) => one.line_items.map((part) => part.quantity));

async function jobsFor(id: string): Promise<number> {
  const { rows } = await database.admin.query(
    `select count(*)::int as n from pgboss.job where name = 'fulfil' and state = 'created' and data ->> 'platformOrderId' = $1`,
    [id],
  );
  return rows[0].n;
}

test('the add-on’s product asks for no shipping', () => {
  expect(
    room
      .shelf('product')
      .all()
      .find((one) => one.product_type === 'Tagalong add-on')?.requires_shipping,
  ).toBe(false);
});

test('a paid order’s plans are fulfilled, the product is not; a second time does nothing', async () => {
  const id = await sold(3, false);
  expect(await jobsFor(id)).toBe(0);
  payOrder(room, orderThere(id));
  await arrive();
  expect(await jobsFor(id)).toBe(1);
  expect(await fulfil(id)).toMatchObject({ outcome: 'fulfilled', pieces: [{ quantity: 3 }] });
  expect(await fulfil(id)).toEqual({ outcome: 'nothing' });
  expect(orderThere(id).line_items.map((line) => line.fulfillment_status)).toEqual(['waiting', 'shipped']);
  expect(shippedThere(id)).toEqual([[3]]);
  await arrive();
  expect(await findOrder(storeId, `shoplazza_${id}`)).toMatchObject({ fulfillmentStatus: 'partially_fulfilled' });
});

test('what was given back is not fulfilled', async () => {
  const id = await sold(3);
  const [, plans] = orderThere(id).line_items;
  refundOrder(room, orderThere(id), { lines: [{ lineId: plans?.id ?? '', quantity: 1 }] });
  await arrive();
  expect(await fulfil(id)).toMatchObject({ outcome: 'fulfilled', pieces: [{ quantity: 2 }] });
  expect(shippedThere(id)).toEqual([[2]]);
});

test('without the permission it is kept with its reason and found by the order check; with it, it is done', async () => {
  const id = await sold(1);
  const { scopes } = room.store();
  room.saveStore({ ...room.store(), scopes: (scopes ?? '').replace('write_order', '') });
  expect(await fulfil(id)).toEqual({ outcome: 'refused', reason: 'Shoplazza refused: needs write_order' });
  room.saveStore({ ...room.store(), scopes });
  expect(await listRefusals(storeId, id)).toMatchObject([{ reason: 'Shoplazza refused: needs write_order' }]);
  const { findings } = await listFindings(storeId, { limit: 50 });
  expect(findings.filter((one) => one.kind === 'not_fulfilled').map((one) => one.platformOrderId)).toEqual([id]);
  expect(await fulfil(id)).toMatchObject({ outcome: 'fulfilled' });
  expect(shippedThere(id)).toEqual([[1]]);
});
