import { afterAll, beforeAll, expect, test } from 'vitest';
import { putEntries } from '../../app/domain/entries/entry-store.server';
import { orders } from '../../app/platforms/shopify/order';
import { findSyncJob, type SyncKind, startSync } from '../../app/sync/jobs-store.server';
import { runSync } from '../../app/sync/run-sync.server';
import { drainStore } from '../../app/wiring.server';
import { copyOrders } from '../../practice/shopify/stock/copy-orders';
import { type ConnectedStore, connectStore } from '../setup/connected-store';

/** Jobs that bring something beside the stream of orders, against the practice platform over HTTP. */
const count = 12;
let store: ConnectedStore;
beforeAll(async () => {
  store = await connectStore('other-kinds.myshopify.com', { orders: count, seed: 6 });
});
afterAll(() => store?.close());

async function run(kind: SyncKind) {
  const { jobId } = await startSync(store.storeId, { kind, trigger: 'test' });
  await runSync(store.storeId, jobId, async () => store.api, { platform: 'shopify', orders });
  while ((await drainStore(store.storeId)).more);
  return findSyncJob(store.storeId, jobId);
}
const rows = async (sql: string) => (await store.database.admin.query(sql, [store.storeId])).rows;

test('products: every variant of the platform is here, and lines find their SKU', async () => {
  await run('backfill');
  const { productVariants } = await store.change('{ productVariants(first: 250) { nodes { id sku } } }');
  const told = (productVariants as unknown as { nodes: { id: string; sku: string | null }[] }).nodes;
  const waiting = () => rows(`select from order_line where store_id = $1 and sku_link = 'waiting'`);
  expect((await waiting()).length).toBeGreaterThan(0);
  const job = await run('products');
  expect(job).toMatchObject({ state: 'completed', failed: 0 });
  expect(job?.processed).toBeGreaterThan(0);
  const kept = await rows(`select platform_variant_id as id, sku from sku where store_id = $1`);
  expect(kept.sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(
    told
      .map(({ id, sku }) => ({ id: id.split('/').at(-1), sku }))
      .sort((a, b) => ((a.id ?? '') < (b.id ?? '') ? -1 : 1)),
  );
  const known = new Set(kept.map(({ id }) => id));
  const left = await rows(
    `select platform_variant_id as id from order_line where store_id = $1 and sku_link = 'waiting'`,
  );
  expect(left.filter(({ id }) => known.has(id))).toEqual([]);
  expect(await run('products'), 'nothing is kept twice').toMatchObject({
    ...{ state: 'completed', processed: job?.processed, unchanged: job?.processed },
  });
});

test('customers: everybody who bought is here, with tags and consents; of others nothing, not even raw', async () => {
  const { customerCreate } = await store.change(
    `mutation { customerCreate(input: { email: "quiet@example.com", firstName: "Quiet" }) {
       customer { id } userErrors { message } } }`,
  );
  expect((customerCreate as unknown as { userErrors: object[] }).userErrors).toEqual([]);
  const [buyer] = await rows(`select platform_customer_id as id from customer where store_id = $1 limit 1`);
  await store.database.admin.query(
    `update customer set version = '', tags = '{}', tags_version = null, first_name = null where store_id = $1`,
    [store.storeId],
  );
  await store.change(
    `mutation($id: ID!) { customerUpdate(input: { id: $id, tags: ["vip"] }) { userErrors { message } } }`,
    { id: `gid://shopify/Customer/${buyer.id}` },
  );
  expect(await run('customers')).toMatchObject({ state: 'completed', failed: 0 });
  const kept = await rows(
    `select platform_customer_id as id, first_name as name, tags from customer where store_id = $1`,
  );
  expect(kept.filter(({ name }) => name === null)).toEqual([]);
  expect(kept.find(({ id }) => id === buyer.id)).toMatchObject({ tags: ['vip'] });
  const raw = await rows(`select convert_from(body, 'UTF8') as body from inbox_entry where store_id = $1`);
  expect(raw.filter(({ body }) => body.includes('quiet@example.com'))).toEqual([]);
});

test('missing: an order of which only a part was told is read whole, and once', async () => {
  const [order] = await rows(`select platform_order_id as id from orders where store_id = $1 limit 1`);
  await store.database.admin.query(`delete from inbox_entry where store_id = $1 and object_id = $2`, [
    store.storeId,
    order.id,
  ]);
  await store.database.admin.query(
    `update orders set version = '', content_hash = '', extras_version = null where store_id = $1 and platform_order_id = $2`,
    [store.storeId, order.id],
  );
  const parcel = { id: 99, order_id: Number(order.id), status: 'success', line_items: [] };
  const body = Buffer.from(
    JSON.stringify({ ...parcel, created_at: '2026-11-01T10:00:00Z', updated_at: '2026-11-01T10:00:00Z' }),
  );
  await putEntries(
    store.storeId,
    [{ storeId: store.storeId, source: 'webhook', topic: 'fulfillments/create', dedupeKey: 'parcel', body }],
    { wake: false },
  );
  await drainStore(store.storeId);
  const incomplete = () => rows(`select from orders where store_id = $1 and version = ''`);
  expect(await incomplete()).toHaveLength(1);
  expect(await run('missing')).toMatchObject({ state: 'completed', processed: 1, failed: 0 });
  expect(await incomplete()).toHaveLength(0);
  expect(await run('missing')).toMatchObject({ state: 'completed', processed: 0 });
});

test('unsettled: a parcel that arrives without a word and without its order is seen, and nothing is read twice', async () => {
  const room = store.practice.platform.room(store.domain);
  if (!room) throw new Error('the store has no room');
  const shelf = room.shelf('order');
  const isSent = (one: { fulfillments: { status: string }[] }) => one.fulfillments.some((f) => f.status === 'SUCCESS');
  const known = shelf.size();
  copyOrders(room, known * 2);
  const sent = shelf.all().slice(known).find(isSent);
  if (!sent) throw new Error('no order of this history was sent');
  const onItsWay = structuredClone(sent);
  const parcel = onItsWay.fulfillments.find(({ status }) => status === 'SUCCESS');
  if (!parcel) throw new Error('no parcel');
  const stamp = `${new Date(Date.now() - 60_000).toISOString().slice(0, 19)}Z`;
  Object.assign(onItsWay, { createdAt: stamp, updatedAt: stamp, closedAt: null });
  Object.assign(parcel, {
    events: [],
    shipmentStatus: null,
    updatedAt: stamp,
    tracking: [{ company: 'Post', number: 'X1', url: null }],
  });
  shelf.put(onItsWay);
  await run('incremental');
  const delivered = async () =>
    rows(`select platform_order_id as id from fulfillment
           where store_id = $1 and delivered_at is not null and platform_order_id = '${sent.id}'`);
  expect(await delivered()).toEqual([]);
  const first = await run('unsettled');
  expect(first).toMatchObject({ state: 'completed', failed: 0 });
  expect(first?.processed).toBeGreaterThan(0);

  const now = `${new Date().toISOString().slice(0, 19)}Z`;
  const place = { address1: null, city: null, province: null, country: null, zip: null };
  const arrival = { id: '1', status: 'DELIVERED', message: null, happenedAt: now, createdAt: now };
  Object.assign(parcel, { events: [{ ...arrival, estimatedDeliveryAt: null, place }] });
  shelf.put(onItsWay);
  await run('incremental');
  expect(await delivered(), 'its order says nothing of it').toEqual([]);
  expect(await run('unsettled')).toMatchObject({ state: 'completed', failed: 0, updated: 1 });
  expect(await delivered()).toEqual([{ id: sent.id }]);
  const last = await run('unsettled');
  expect(last).toMatchObject({ state: 'completed', updated: 0, created: 0 });
  expect(last?.unchanged).toBe(last?.processed);
});
