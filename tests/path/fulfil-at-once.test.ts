import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAddOn, updateAddOn } from '../../app/addons/add-on-store.server';
import { askToFulfilStore, listRefusals } from '../../app/addons/at-once-store.server';
import { fulfilAtOnce } from '../../app/addons/fulfil-at-once.server';
import { countFindings, listFindings } from '../../app/addons/order-check-store.server';
import { publishAddOn } from '../../app/addons/publish.server';
import { withTenantSql } from '../../app/db/client.server';
import { findOrder } from '../../app/domain/orders/read-store.server';
import { relinkAddOns } from '../../app/domain/orders/relink-store.server';
import { readStory } from '../../app/domain/orders/story-store.server';
import { listAuditEvents } from '../../app/tenancy/audit-store.server';
import type { OrderDoc } from '../../practice/shopify/ledger/order';
import { fulfilledQuantityOf } from '../../practice/shopify/orders/statuses';
import { startProcess } from '../crash/processes';
import { type StoreWithDoor, storeWithDoor } from '../setup/store-with-door';

/** An add-on that the sale itself keeps: from the paid order’s message to the line that is fulfilled on the platform. */
let store: StoreWithDoor;
let addOnId: string;
let planVariant: string;
let lampVariant: string;
let worker: Awaited<ReturnType<typeof startProcess>> | undefined;

const plan = {
  ...{ title: 'Protection plan', kind: 'service', price: '5.00', state: 'active', targets: { all: true } },
  quantity: { kind: 'per_order' },
};

beforeAll(async () => {
  store = await storeWithDoor('at-once.myshopify.com', { orders: 1, seed: 4 });
  const { products } = (await store.change(
    '{ products(first: 1) { nodes { variants(first: 1) { nodes { id } } } } }',
  )) as unknown as { products: { nodes: { variants: { nodes: { id: string }[] } }[] } };
  lampVariant = products.nodes[0]?.variants.nodes[0]?.id ?? '';
  const saved = await createAddOn(store.storeId, plan);
  addOnId = saved.outcome === 'saved' ? saved.addOn.id : '';
  const published = await publishAddOn(store.storeId, addOnId, async () => store.api, relinkAddOns);
  const [variant] = published.outcome === 'published' ? published.publication.variants : [];
  planVariant = `gid://shopify/ProductVariant/${variant?.platformVariantId}`;
}, 90_000);
afterAll(async () => {
  await worker?.kill();
  await store?.close();
});

/** @returns the bare id of an order of two lamps and so many plans */
async function bought(plans: number): Promise<string> {
  const lineItems = [
    { variantId: lampVariant, quantity: 2 },
    { variantId: planVariant, quantity: plans },
  ];
  const { orderCreate } = (await store.change(
    `mutation Place($order: OrderCreateOrderInput!) { orderCreate(order: $order) { order { id } userErrors { message } } }`,
    { order: { email: 'ann@example.com', lineItems, financialStatus: 'PENDING' } },
  )) as unknown as { orderCreate: { order: { id: string } } };
  return orderCreate.order.id.replace(/^.*\//, '');
}

async function pay(id: string): Promise<void> {
  await store.change(
    `mutation Paid($input: OrderMarkAsPaidInput!) { orderMarkAsPaid(input: $input) { userErrors { message } } }`,
    { input: { id: `gid://shopify/Order/${id}` } },
  );
  await store.arrive();
}

async function sold(plans = 1): Promise<string> {
  const id = await bought(plans);
  await pay(id);
  return id;
}

function orderThere(id: string): OrderDoc {
  const order = store.practice.platform.room(store.domain)?.shelf('order').get(id);
  if (!order) throw new Error(`no such order: ${id}`);
  return order;
}

/** Fulfilled pieces of the lamps and of the plans, as the platform has them. */
function fulfilledThere(id: string): number[] {
  return orderThere(id).lines.map((line) => fulfilledQuantityOf(orderThere(id), line.id));
}

async function jobsFor(id: string): Promise<number> {
  const { rows } = await store.database.admin.query(
    `select count(*)::int as n from pgboss.job where name = 'fulfil' and state = 'created' and data ->> 'platformOrderId' = $1`,
    [id],
  );
  return rows[0].n;
}

const fulfil = (id: string) => fulfilAtOnce(store.storeId, id, async () => store.api);
const held = async (id: string, on: boolean) => {
  for (const { id: part } of orderThere(id).fulfillmentOrders) {
    await store.change(
      on
        ? `mutation Hold($id: ID!) { fulfillmentOrderHold(id: $id, fulfillmentHold: { reason: OTHER }) { userErrors { message } } }`
        : `mutation Free($id: ID!) { fulfillmentOrderReleaseHold(id: $id) { userErrors { message } } }`,
      { id: `gid://shopify/FulfillmentOrder/${part}` },
    );
  }
  await store.arrive();
};

test('orders from before the add-on was fulfilled at once ask for nothing, then or later', async () => {
  const id = await sold();
  expect(await jobsFor(id)).toBe(0);
  await updateAddOn(store.storeId, addOnId, { ...plan, fulfilment: 'at_once' });
  await store.run('reconcile');
  expect(await askToFulfilStore(store.storeId)).toBe(0);
  expect(await fulfil(id)).toEqual({ outcome: 'nothing' });
  expect(fulfilledThere(id)).toEqual([0, 0]);
  // Orders are dated to the second.
  await new Promise((resolve) => setTimeout(resolve, 1100));
});

test('an order asks for one job once it is paid; the plans are fulfilled, the lamps are not, and nobody is mailed', async () => {
  const id = await bought(3);
  await store.arrive();
  expect(await jobsFor(id)).toBe(0);
  await pay(id);
  expect(await jobsFor(id)).toBe(1);
  expect(await fulfil(id)).toMatchObject({ outcome: 'fulfilled', pieces: [{ quantity: 3 }] });
  expect(fulfilledThere(id)).toEqual([0, 3]);
  expect(orderThere(id).fulfillments.map((one) => one.notified)).toEqual([false]);
  await store.arrive();
  expect(await findOrder(store.storeId, `shopify_${id}`)).toMatchObject({ fulfillmentStatus: 'partially_fulfilled' });
  const [event] = (await listAuditEvents(store.storeId, 20)).filter((one) => one.action === 'order.fulfilled');
  expect(event).toMatchObject({ actor: 'system', detail: { pieces: [{ quantity: 3 }] } });
  // What we wrote to the audit is no change of the order’s own.
  const story = await readStory(store.storeId, id);
  expect(story?.changes.every((one) => one.changes.length > 0)).toBe(true);
});

test('once it is fulfilled, more of its messages ask for nothing', async () => {
  const id = await sold();
  await fulfil(id);
  await store.arrive();
  await store.database.admin.query(`delete from pgboss.job where name = 'fulfil'`);
  await store.change(`mutation($input: OrderInput!) { orderUpdate(input: $input) { userErrors { message } } }`, {
    input: { id: `gid://shopify/Order/${id}`, note: 'Call first' },
  });
  await store.arrive();
  expect(await jobsFor(id)).toBe(0);
  expect(await fulfil(id)).toEqual({ outcome: 'nothing' });
  expect(fulfilledThere(id)).toEqual([0, 1]);
});

test('five who do it at the same time do it once, before the platform’s message is here', async () => {
  const id = await sold(4);
  const endings = await Promise.all(Array.from({ length: 5 }, () => fulfil(id)));
  expect(endings.map((one) => one.outcome).sort()).toEqual(['fulfilled', ...Array(4).fill('nothing')]);
  expect(await listRefusals(store.storeId, id)).toEqual([]);
  expect(fulfilledThere(id)).toEqual([0, 4]);
  expect(orderThere(id).fulfillments).toHaveLength(1);
});

test('pieces that the merchant split over a dozen fulfilment orders are all fulfilled', async () => {
  const id = await sold(12);
  const shelf = store.practice.platform.room(store.domain)?.shelf('order');
  const order = structuredClone(orderThere(id));
  const [whole] = order.fulfillmentOrders;
  const [lamps, plans] = whole?.lines ?? [];
  if (!whole || !lamps || !plans) throw new Error('nothing is to be fulfilled');
  const split = (n: number) => ({
    ...{ ...whole, id: `${whole.id}${n}` },
    lines: [{ ...plans, id: `${plans.id}${n}`, quantity: 1 }],
  });
  const parts = Array.from({ length: 12 }, (_, n) => split(n));
  shelf?.put({ ...order, fulfillmentOrders: [{ ...whole, lines: [lamps] }, ...parts] });
  expect(await fulfil(id)).toMatchObject({ outcome: 'fulfilled', pieces: Array(12).fill({ quantity: 1 }) });
  expect(fulfilledThere(id)).toEqual([0, 12]);
});

test('what the merchant fulfilled by hand meanwhile is left alone', async () => {
  const id = await sold(2);
  const [part] = orderThere(id).fulfillmentOrders;
  const line = part?.lines.find((one) => one.lineId === orderThere(id).lines[1]?.id);
  await store.change(
    `mutation Fulfil($fulfillment: FulfillmentInput!) { fulfillmentCreate(fulfillment: $fulfillment) { userErrors { message } } }`,
    {
      fulfillment: {
        lineItemsByFulfillmentOrder: [
          {
            fulfillmentOrderId: `gid://shopify/FulfillmentOrder/${part?.id}`,
            fulfillmentOrderLineItems: [{ id: `gid://shopify/FulfillmentOrderLineItem/${line?.id}`, quantity: 1 }],
          },
        ],
      },
    },
  );
  expect(await fulfil(id)).toMatchObject({ outcome: 'fulfilled', pieces: [{ quantity: 1 }] });
  expect(fulfilledThere(id)).toEqual([0, 2]);
});

test('an order that was cancelled after it had asked is left alone', async () => {
  const id = await sold();
  await store.change(
    `mutation Cancel($id: ID!) { orderCancel(orderId: $id, reason: CUSTOMER, restock: true, notifyCustomer: false,
       refundMethod: { originalPaymentMethodsRefund: true }) { orderCancelUserErrors { message } } }`,
    { id: `gid://shopify/Order/${id}` },
  );
  expect(await fulfil(id)).toEqual({ outcome: 'nothing' });
  await store.arrive();
  expect(await fulfil(id)).toEqual({ outcome: 'nothing' });
  expect(fulfilledThere(id)).toEqual([0, 0]);
});

test('an order on hold is kept with its reason, told once, found by the order check, and done once it is free', async () => {
  const id = await sold();
  await held(id, true);
  for (let i = 0; i < 3; i++) expect(await fulfil(id)).toMatchObject({ outcome: 'refused' });
  const reason = 'Shopify refused: the fulfillment of this order is on hold';
  expect((await listRefusals(store.storeId, id)).map((one) => one.reason)).toEqual([reason]);
  const { findings } = await listFindings(store.storeId, { limit: 50 });
  expect(findings.filter((one) => one.kind === 'not_fulfilled')).toMatchObject([
    { platformOrderId: id, title: 'Protection plan', reason, quantity: 0, expected: 1, proposedRefund: '0.00' },
  ]);
  await held(id, false);
  await store.database.admin.query(`delete from pgboss.job where name = 'fulfil'`);
  expect(await askToFulfilStore(store.storeId)).toBe(1);
  expect(await jobsFor(id)).toBe(1);
  expect(await fulfil(id)).toMatchObject({ outcome: 'fulfilled' });
  await store.arrive();
  const left = await listFindings(store.storeId, { limit: 50 });
  expect(left.findings.filter((one) => one.kind === 'not_fulfilled')).toEqual([]);
  expect((await countFindings(store.storeId)).findings).toBe(left.findings.length);
});

test('what nobody refused and nobody did is found after two hours', async () => {
  const id = await sold();
  const found = async () =>
    (await listFindings(store.storeId, { limit: 50 })).findings.filter((one) => one.kind === 'not_fulfilled');
  expect(await found()).toEqual([]);
  await withTenantSql(store.storeId, (sql) =>
    sql(`update orders set saved_at = now() - interval '3 hours' where store_id = $1 and platform_order_id = $2`, [
      store.storeId,
      id,
    ]),
  );
  expect(await found()).toMatchObject([{ platformOrderId: id, reason: null, quantity: 0, expected: 1 }]);
  await fulfil(id);
  await store.arrive();
  expect(await found()).toEqual([]);
});

test('a platform that does not answer is for the queue to try again, and keeps no reason', async () => {
  const id = await sold();
  store.practice.platform.faults.graphql.loseChanges = 1;
  await expect(fulfil(id)).rejects.toMatchObject({ retry: true, reasonClass: 'platform-unavailable' });
  // It was carried out, and is not carried out again.
  expect(await fulfil(id)).toEqual({ outcome: 'nothing' });
  expect(fulfilledThere(id)).toEqual([0, 1]);
  expect(await listRefusals(store.storeId, id)).toEqual([]);
});

test('with a worker, a paid order’s message is all that it takes', async () => {
  await store.database.admin.query(`delete from pgboss.job where name = 'fulfil'`);
  worker = await startProcess('entry.worker.ts', {
    ...{ DATABASE_URL: store.database.url, SHOPIFY_API_ORIGIN: store.practice.apiUrl },
  });
  const began = Date.now();
  const id = await bought(2);
  await store.change(
    `mutation Paid($input: OrderMarkAsPaidInput!) { orderMarkAsPaid(input: $input) { userErrors { message } } }`,
    { input: { id: `gid://shopify/Order/${id}` } },
  );
  await expect.poll(() => fulfilledThere(id), { timeout: 60_000, interval: 100 }).toEqual([0, 2]);
  process.stdout.write(`a paid add-on is fulfilled after ${((Date.now() - began) / 1000).toFixed(1)} s\n`);
  await expect
    .poll(async () => (await findOrder(store.storeId, `shopify_${id}`))?.fulfillmentStatus, { timeout: 30_000 })
    .toBe('partially_fulfilled');
  expect(orderThere(id).fulfillments).toMatchObject([{ notified: false }]);
});
