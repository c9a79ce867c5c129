import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AddOnView } from '../../app/addons/add-on';
import { createAddOn, findAddOn } from '../../app/addons/add-on-store.server';
import { listAuditEvents } from '../../app/tenancy/audit-store.server';
import { startProcess } from '../crash/processes';
import { type StoreWithDoor, storeWithDoor } from '../setup/store-with-door';

/** Prices that follow: the merchant changes a product in the admin, the shop's page asks the right price soon after. */
let store: StoreWithDoor;
let worker: Awaited<ReturnType<typeof startProcess>>;
let addOnId: string;
const product = { handle: '', title: '', id: '', variantId: '', price: '' };

beforeAll(async () => {
  store = await storeWithDoor('ladder.myshopify.com', { orders: 1, seed: 4 });
  await store.run('products');
  worker = await startProcess('entry.worker.ts', {
    ...{ DATABASE_URL: store.database.url, SHOPIFY_API_ORIGIN: store.practice.apiUrl },
  });
  const { products } = (await store.change(
    '{ products(first: 1) { nodes { id handle title variants(first: 1) { nodes { id price } } } } }',
    {},
  )) as unknown as {
    products: {
      nodes: { id: string; handle: string; title: string; variants: { nodes: { id: string; price: string }[] } }[];
    };
  };
  const [first] = products.nodes;
  const variant = first?.variants.nodes[0];
  if (!first || !variant) throw new Error('the practice store has no products');
  Object.assign(product, { ...first, variantId: variant.id, price: variant.price });
}, 90_000);
afterAll(async () => {
  await worker?.kill();
  await store?.close();
});

/** What the shop asks for the add-on beside the product, as its page says it. */
async function askedInShop(): Promise<string | undefined> {
  const page = await (await fetch(`${store.practice.storefrontUrl}/products/${product.handle}`)).text();
  const [, offer] = page.split(`data-tagalong-offer="${addOnId}"`);
  return /tagalong__price">\s*\$([\d.,]+)/.exec(offer ?? '')?.[1];
}

const tenth = (price: string) => (Math.round(Number(price) * 10) / 100).toFixed(2);

test('a tenth of the price is asked, exactly, once the add-on is published', async () => {
  const pricing = { kind: 'percentage', percent: '10', min: '', max: '', step: '' };
  const saved = await createAddOn(store.storeId, {
    ...{ title: 'Care', kind: 'warranty', state: 'active', pricing, targets: { all: true } },
  });
  addOnId = saved.outcome === 'saved' ? saved.addOn.id : '';
  await expect.poll(askedInShop, { timeout: 30_000, interval: 200 }).toBe(tenth(product.price));
  const ladder = (await addOn()).publication.ladder;
  expect(ladder?.rungs).toBeGreaterThan(5);
  expect(ladder?.worstError).toBe(0);
});

test('the price follows its product within a minute', async () => {
  const began = Date.now();
  await store.change(
    `mutation($id: ID!, $variants: [ProductVariantsBulkInput!]!) {
       productVariantsBulkUpdate(productId: $id, variants: $variants) { userErrors { message } } }`,
    { id: product.id, variants: [{ id: product.variantId, price: '777.70' }] },
  );
  await expect.poll(askedInShop, { timeout: 60_000, interval: 200 }).toBe('77.77');
  process.stdout.write(`a changed price is asked in the shop after ${((Date.now() - began) / 1000).toFixed(1)} s\n`);
});

test('an add-on whose product is deleted in the admin is made anew, and its history says why', async () => {
  const before = (await addOn()).publication.platformProductId;
  await store.change(`mutation($id: ID!) { productDelete(input: { id: $id }) { deletedProductId } }`, {
    id: `gid://shopify/Product/${before}`,
  });
  await expect
    .poll(async () => (await addOn()).publication, { timeout: 60_000, interval: 200 })
    .toMatchObject({ state: 'published', platformProductId: expect.not.stringMatching(`^${before}$`) });
  await expect.poll(askedInShop, { timeout: 10_000 }).toBe('77.77');
  const events = await listAuditEvents(store.storeId, 20);
  expect(events).toContainEqual(
    expect.objectContaining({ action: 'add-on.repaired', detail: { id: addOnId, because: 'deleted' } }),
  );
});

async function addOn(): Promise<AddOnView> {
  return (await findAddOn(store.storeId, addOnId)) as AddOnView;
}
