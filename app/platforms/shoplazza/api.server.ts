import { z } from 'zod';
import type { StoreId } from '../../domain/shared/ids';
import { list, readAs, text } from '../fields';
import type { CatalogueItem, CatalogueKind, StoreApi, StoreFacts } from '../platform';
import { faultsOf } from '../platform-faults';
import { variantItems } from '../variant-items';
import { type StoreClient, storeClient } from './client.server';
import { listIn, objectIn } from './envelope';
import { exportOrders } from './export-orders.server';
import { countOrders, fetchOrders } from './fetch-orders.server';
import { fulfilLines } from './fulfil-lines.server';
import { id } from './ids';
import { plain } from './plain.server';
import { bindPriceFunction, functionsVersion, keepPriceRule } from './price-function.server';
import { productFacts } from './product-facts.server';
import { addOnProductType, inspectAddOns, publishAddOn, withdrawAddOn } from './publish.server';
import { publishOffers } from './publish-offers.server';
import { pullOrders } from './pull-orders.server';
import { fetchCustomers, pullCustomers, pullProducts } from './pull-others.server';
import { pullStock } from './pull-stock.server';
import { keepWebhooks } from './subscriptions.server';
import { timeZoneOf } from './time-zone';

/** A store's API behind the port. Nothing is asked until something is called. */
export async function connect(storeId: StoreId): Promise<StoreApi> {
  const client = storeClient(storeId);
  const functions = storeClient(storeId, functionsVersion);
  return {
    facts: () => facts(client),
    keepWebhooks: () => keepWebhooks(client, storeId),
    fetchOrders: (ids) => fetchOrders(client, ids),
    fetchCustomers: (ids) => fetchCustomers(client, ids),
    pullOrders: (window) => pullOrders(client, window),
    exportOrders: (options) => exportOrders(client, options),
    pullProducts: () => pullProducts(client),
    pullCustomers: () => pullCustomers(client),
    pullStock: () => pullStock(client),
    countOrders: (from) => countOrders(client, from),
    publishAddOn: async (addOn) => {
      const publication = await publishAddOn(client, addOn);
      await keepPriceRule(client, { ...addOn, publication }, publication.platformProductId);
      return publication;
    },
    setCurrencyPrices: async ({ currencyPrices }) => {
      return { atTheRate: currencyPrices.map(({ currency }) => currency), mended: [] };
    },
    currenciesOfStore: async () => [],
    withdrawAddOn: (publication) => withdrawAddOn(client, publication),
    inspectAddOns: (ids) => inspectAddOns(client, ids),
    fulfilLines: (id, lines) => fulfilLines(client, id, lines),
    productFacts: (productId) => productFacts(client, productId),
    publishOffers: async (addOns, holdout, preTicked) => {
      await publishOffers(client, addOns, holdout, preTicked);
      await bindPriceFunction(functions, addOns);
    },
    // Shoplazza has no pixels for apps: the widget tells by the door that it knows.
    tellSeenTo: async () => {},
    searchCatalogue: (kind, words) => searchCatalogue(client, kind, words),
  };
}

const shop = z.object({
  id,
  name: text,
  email: text,
  currency: z.string().length(3),
  timezone: text,
  subscription: z.object({ type: text }).nullish(),
});

async function facts(client: StoreClient): Promise<StoreFacts> {
  const reply = await client.get('/shop');
  if (!reply) throw faultsOf('Shoplazza').unavailable('there is no store');
  const read = readAs(shop, plain(objectIn(reply, 'shop')), 'a store');
  return {
    platformStoreId: read.id,
    name: read.name ?? '',
    email: read.email,
    currency: read.currency,
    timeZone: timeZoneOf(read.timezone),
    planName: read.subscription?.type ?? null,
  };
}

const shown = 25;
const item = z.object({
  id,
  title: text,
  product_type: text,
  image: z.object({ src: text }).nullish(),
  primary_image: z.object({ src: text }).nullish(),
  // A product has its variants with it; a collection has none.
  variants: list(z.object({ id, title: text })),
});

async function searchCatalogue(client: StoreClient, kind: CatalogueKind, words: string): Promise<CatalogueItem[]> {
  const [name, path, size] =
    kind === 'collection' ? ['collections', '/collections', 'page_size'] : ['products', '/products', 'per_page'];
  const page = await client.get(path, { title: words.trim() || null, [size]: shown });
  const found = readAs(list(item), plain(listIn(page, name)), `the ${name}`).filter(
    (one) => one.product_type !== addOnProductType,
  );
  if (kind === 'variant') return variantItems(found);
  return found.map((one) => ({
    id: one.id,
    title: one.title ?? '',
    imageUrl: one.primary_image?.src ?? one.image?.src ?? null,
  }));
}
