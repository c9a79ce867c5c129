import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../tests/setup/test-database';
import { type OffersDocument, offersDocument } from '../domain/addons/offers';
import { Fault } from '../domain/shared/fault';
import { storeIdOf } from '../domain/shared/ids';
import type { Publication } from '../platforms/platform';
import { platformOf } from '../platforms/registry.server';
import { listAuditEvents } from '../tenancy/audit-store.server';
import { installStore } from '../tenancy/store.server';
import type { AddOnView } from './add-on';
import { createAddOn, findAddOn, listAddOns, setAddOnState, updateAddOn } from './add-on-store.server';
import { type PublishApi, publishAddOn } from './publish.server';
import { warningsOf } from './warnings';

const domain = 'publish.myshopify.com';
const storeId = storeIdOf('shopify', domain);
const careful = { title: 'Care', kind: 'warranty', price: '9.90', state: 'active', targets: { all: true } };

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.admin.query('delete from add_on; delete from add_on_variant; delete from audit_event; delete from store');
  await installStore({ platform: 'shopify', domain, scopes: '' });
});

/** A platform small enough to read: products by add-on, the offers as written, and what was asked in which order. */
function smallPlatform(): PublishApi & { asked: string[]; offers: OffersDocument; refuse: Fault | null } {
  const products = new Map<string, Publication>();
  return {
    asked: [],
    offers: { v: 2, offers: [] },
    refuse: null,
    async publishAddOn(addOn) {
      this.asked.push(`publish ${addOn.title} ${addOn.price}`);
      if (this.refuse) throw this.refuse;
      const count = products.size;
      const made = {
        platformProductId: addOn.publication?.platformProductId ?? `p${count + 1}`,
        variants: addOn.prices.map((price, i) => ({
          platformVariantId:
            addOn.publication?.variants[i]?.platformVariantId ??
            products.get(addOn.id)?.variants[i]?.platformVariantId ??
            `9007199254740${993 + count + 100 * i}`,
          price,
        })),
      };
      products.set(addOn.id, made);
      return made;
    },
    async setCurrencyPrices({ currencyPrices }) {
      // Its one other market pays in CAD.
      const others = currencyPrices.map(({ currency }) => currency).filter((currency) => currency !== 'CAD');
      return { atTheRate: others, mended: [] };
    },
    async withdrawAddOn(publication) {
      this.asked.push(`withdraw ${publication.platformProductId}`);
    },
    async publishOffers(addOns) {
      this.asked.push(`offers ${addOns.map((addOn) => addOn.title).join(',')}`);
      // The variant must be known before anybody can buy it.
      const known = await db.admin.query('select platform_variant_id as id from add_on_variant');
      for (const addOn of addOns) {
        const ids = known.rows.map((row) => row.id);
        for (const variant of addOn.publication?.variants ?? []) expect(ids).toContain(variant.platformVariantId);
      }
      this.offers = offersDocument(addOns);
    },
  };
}

const relinked: string[][] = [];
const relink = async (_sql: unknown, _store: unknown, variants: string[]) => relinked.push(variants);

async function made(values: object = careful): Promise<string> {
  const saved = await createAddOn(storeId, values, 'merchant:7');
  if (saved.outcome !== 'saved') throw new Error(JSON.stringify(saved));
  return saved.addOn.id;
}

function publish(addOnId: string | null, api: PublishApi): Promise<unknown> {
  return publishAddOn(storeId, addOnId, async () => api, relink);
}

test('an active add-on becomes a product, its variant is known, then it is offered', async () => {
  const api = smallPlatform();
  const id = await made();
  expect(await findAddOn(storeId, id)).toMatchObject({ publication: { state: 'publishing', livePrice: null } });
  relinked.length = 0;
  const ending = await publish(id, api);
  expect(ending).toMatchObject({
    outcome: 'published',
    publication: { variants: [{ platformVariantId: '9007199254740993', price: '9.90' }] },
  });
  expect(api.asked).toEqual(['publish Care 9.90', 'offers Care']);
  expect(relinked).toEqual([['9007199254740993']]);
  expect(await findAddOn(storeId, id)).toMatchObject({
    publication: { state: 'published', platformProductId: 'p1', livePrice: '9.90', error: null },
  });
  const actions = (await listAuditEvents(storeId, 10)).map((event) => [event.action, event.actor]);
  expect(actions).toEqual([
    ['add-on.published', 'system'],
    ['add-on.created', 'merchant:7'],
  ]);
});

test('publishing twice changes nothing and links nothing twice', async () => {
  const api = smallPlatform();
  const id = await made();
  await publish(id, api);
  const first = { offers: api.offers, variants: await variants() };
  relinked.length = 0;
  await publish(id, api);
  expect({ offers: api.offers, variants: await variants() }).toEqual(first);
  expect(relinked).toEqual([]);
});

test('a refused publication says why, and the old offer keeps the price that is really charged', async () => {
  const api = smallPlatform();
  const id = await made();
  await publish(id, api);
  await updateAddOn(storeId, id, { ...careful, price: '12' });
  api.refuse = new Fault({ reasonClass: 'platform-refused', retry: false, publicMessage: 'The store refused it.' });
  await expect(publish(id, api)).rejects.toThrow('The store refused it.');
  expect(await findAddOn(storeId, id)).toMatchObject({
    price: '12.00',
    publication: { state: 'failed', error: 'The store refused it.', livePrice: '9.90' },
  });
  await publish(null, api);
  expect(api.offers.offers.map((offer) => offer.price)).toEqual(['9.90']);
  api.refuse = null;
  await publish(id, api);
  expect(api.offers.offers.map((offer) => offer.price)).toEqual(['12.00']);
  expect(await findAddOn(storeId, id)).toMatchObject({ publication: { state: 'published', error: null } });
});

test('a store that cannot be reached is a failed publication with its reason, not one that waits for ever', async () => {
  const id = await made();
  const gone = new Fault({ reasonClass: 'unknown-store', retry: false, publicMessage: 'This store left.' });
  await expect(publishAddOn(storeId, id, () => Promise.reject(gone), relink)).rejects.toBe(gone);
  expect(await findAddOn(storeId, id)).toMatchObject({ publication: { state: 'failed', error: 'This store left.' } });
});

test('an archived add-on leaves the offers before its product goes, and its variant stays known', async () => {
  const api = smallPlatform();
  const [kept, gone] = [await made({ ...careful, title: 'Kept' }), await made({ ...careful, title: 'Gone' })];
  await publish(kept, api);
  await publish(gone, api);
  api.asked.length = 0;
  await setAddOnState(storeId, gone, 'archived');
  expect(await publish(gone, api)).toEqual({ outcome: 'withdrawn' });
  expect(api.asked).toEqual(['offers Kept', 'withdraw p2']);
  expect(await variants()).toMatchObject([{ retired: false }, { add_on_id: gone, retired: true }]);
  expect(await findAddOn(storeId, gone)).toMatchObject({ publication: { state: 'unpublished', livePrice: null } });
  // Coming back, it is offered only once its product is sold again.
  await setAddOnState(storeId, gone, 'active');
  await publish(null, api);
  expect(api.offers.offers.map((offer) => offer.title)).toEqual(['Kept']);
  await publish(gone, api);
  expect(api.offers.offers.map((offer) => offer.productId).sort()).toEqual(['p1', 'p2']);
  expect(await variants()).toMatchObject([{ retired: false }, { retired: false }]);
});

test('a new variant of the same add-on retires the old one, which stays add-on revenue', async () => {
  const api = smallPlatform();
  const id = await made();
  await publish(id, api);
  const another = {
    ...api,
    publishAddOn: async () => ({
      platformProductId: 'p9',
      variants: [{ platformVariantId: '77', price: '9.90' }],
    }),
  };
  await publish(id, another);
  expect(await variants()).toEqual([
    { platform_variant_id: '77', add_on_id: id, retired: false },
    { platform_variant_id: '9007199254740993', add_on_id: id, retired: true },
  ]);
  expect(await findAddOn(storeId, id)).toMatchObject({ publication: { platformVariantId: '77' } });
});

test('a price in a currency that no market has is published all the same, and the merchant is told', async () => {
  const [cad, jpy] = [
    { currency: 'CAD', price: '11.50' },
    { currency: 'JPY', price: '990' },
  ];
  const id = await made({ ...careful, currencyPrices: [cad, jpy] });
  await publish(id, smallPlatform());
  const told = await findAddOn(storeId, id);
  expect(told?.currencyPrices).toEqual([cad, jpy]);
  expect(told?.publication).toMatchObject({ state: 'published', error: expect.stringContaining('in JPY') });
  expect(warningsOf(told as AddOnView, [], [], platformOf('shopify'))).toEqual([told?.publication.error]);
  const own = { ...careful, currencyPrices: [cad] };
  await updateAddOn(storeId, id, own);
  await publish(id, smallPlatform());
  expect((await findAddOn(storeId, id))?.publication).toMatchObject({ state: 'published', error: null });
});

test('two publications at once take turns, and the last offers hold both', async () => {
  const api = smallPlatform();
  let inside = 0;
  let most = 0;
  const slow: PublishApi = {
    withdrawAddOn: (publication) => api.withdrawAddOn(publication),
    publishOffers: (addOns) => api.publishOffers(addOns),
    setCurrencyPrices: async () => ({ atTheRate: [], mended: [] }),
    async publishAddOn(addOn) {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((done) => setTimeout(done, 50));
      inside -= 1;
      return api.publishAddOn(addOn);
    },
  };
  const ids = [await made({ ...careful, title: 'A' }), await made({ ...careful, title: 'B' }), await made()];
  await Promise.all(ids.map((id) => publish(id, slow)));
  expect(most).toBe(1);
  expect(api.offers.offers.map((offer) => offer.title).sort()).toEqual(['A', 'B', 'Care']);
  expect((await listAddOns(storeId)).map((addOn) => addOn.publication.state)).toEqual(Array(3).fill('published'));
});

test('an add-on that is gone only has the offers written', async () => {
  const api = smallPlatform();
  expect(await publish('00000000-0000-4000-8000-000000000000', api)).toEqual({
    outcome: 'offers-only',
  });
  expect(api.asked).toEqual(['offers ']);
});

async function variants(): Promise<unknown[]> {
  const { rows } = await db.admin.query(
    `select platform_variant_id, add_on_id, retired_at is not null as retired from add_on_variant order by retired, 1`,
  );
  return rows;
}
