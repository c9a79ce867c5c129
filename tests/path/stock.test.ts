import { afterAll, beforeAll, expect, test } from 'vitest';
import { listStock } from '../../app/domain/catalogue/stock-store.server';
import { applyFaults, noFaults } from '../../practice/shopify/faults';
import { type StoreWithDoor, storeWithDoor } from '../setup/store-with-door';

/** Stock stays in step: a job brings all of it, and every later change comes as a message through the real door. */
let store: StoreWithDoor;
beforeAll(async () => {
  store = await storeWithDoor('stock.myshopify.com', { orders: 2, seed: 8 });
}, 60_000);
afterAll(() => store?.close());

/** What the platform's own ledger says, "item place" to pieces. */
function platformStock(): Map<string, number | null> {
  const products = store.practice.platform.room(store.domain)?.shelf('product').all() ?? [];
  const levels = products.flatMap(({ variants }) =>
    variants.flatMap((one) =>
      Object.entries(one.available).map(([place, n]): [string, number | null] => {
        return [`${one.inventoryItemId} ${place}`, one.tracked ? n : null];
      }),
    ),
  );
  return new Map(levels.sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function ourStock(): Promise<Map<string, number | null>> {
  const found = new Map<string, number | null>();
  for (let after: string | null | undefined; after !== null; ) {
    const page = await listStock(store.storeId, {}, { limit: 100, ...(after ? { after } : {}) });
    for (const one of page.levels) found.set(`${one.platformItemId} ${one.platformLocationId}`, one.available);
    after = page.next;
  }
  return found;
}

async function setStock(change: (n: number) => number): Promise<void> {
  const quantities = [...platformStock()].flatMap(([key, n]) => {
    const [item, place] = key.split(' ');
    const ids = {
      inventoryItemId: `gid://shopify/InventoryItem/${item}`,
      locationId: `gid://shopify/Location/${place}`,
    };
    return n === null ? [] : [{ ...ids, quantity: change(n) }];
  });
  const { inventorySetQuantities } = await store.change(
    `mutation($input: InventorySetQuantitiesInput!) { inventorySetQuantities(input: $input) { userErrors { message } } }`,
    {
      input: {
        name: 'available',
        reason: 'correction',
        quantities: quantities.slice(0, 40),
      },
    },
  );
  expect((inventorySetQuantities as unknown as { userErrors: object[] }).userErrors).toEqual([]);
}

test('the job brings every level with its place, and they find their variants; again, nothing is kept twice', async () => {
  await store.run('products');
  const job = await store.run('inventory');
  expect(job).toMatchObject({ state: 'completed', failed: 0 });
  const levels = platformStock();
  expect(levels.size).toBeGreaterThan(60);
  expect(await ourStock()).toEqual(levels);
  const { levels: listed } = await listStock(store.storeId, {}, { limit: 250 });
  expect(listed.filter((one) => one.location === null || one.title === null || one.platformVariantId === null)).toEqual(
    [],
  );
  const again = await store.run('inventory');
  expect(again?.processed).toBe(job?.processed);
  expect(again?.unchanged).toBe(again?.processed);
});

test('messages keep it in step, twice a second and in disorder', async () => {
  applyFaults(store.practice.platform.faults, { webhooks: { disorderMs: 1500, duplicate: 0.2 } });
  await setStock((n) => n + 5);
  await setStock((n) => n - 3);
  await setStock((n) => n * 2);
  await store.arrive();
  expect(await ourStock()).toEqual(platformStock());
  const [few] = [...platformStock().values()].filter((n) => n !== null).sort((a, b) => a - b);
  const { levels } = await listStock(store.storeId, { below: (few ?? 0) + 1 }, { limit: 250 });
  expect(levels.length).toBeGreaterThan(0);
  expect(new Set(levels.map(({ available }) => available))).toEqual(new Set([few]));
});

test('a lost message is made good by the job, and what is no longer kept at a place is not listed', async () => {
  applyFaults(store.practice.platform.faults, { webhooks: { lose: 1 } });
  await setStock((n) => n + 7);
  await store.arrive();
  expect(await ourStock()).not.toEqual(platformStock());
  expect((await store.run('inventory'))?.failed).toBe(0);
  expect(await ourStock()).toEqual(platformStock());

  Object.assign(store.practice.platform.faults, noFaults());
  const [[key] = ['']] = [...platformStock()];
  const [item = '', place = ''] = key.split(' ');
  store.practice.platform
    .room(store.domain)
    ?.tell('inventory_levels/disconnect', () => ({ inventory_item_id: BigInt(item), location_id: BigInt(place) }));
  await store.arrive();
  expect((await ourStock()).has(key)).toBe(false);
});
