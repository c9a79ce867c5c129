import type { StoreId } from '../../domain/shared/ids';
import type { CatalogueItem, CatalogueKind, StoreApi, StoreFacts } from '../platform';
import { productsOfVariants, variantItems } from '../variant-items';
import { type AdminClient, adminClient } from './client.server';
import { currenciesOfStore, setCurrencyPrices } from './currency-prices.server';
import { exportOrders } from './export-orders.server';
import { countOrders, fetchOrders } from './fetch-orders.server';
import { fulfilLines } from './fulfil-lines.server';
import {
  SearchCollections,
  SearchProducts,
  SearchVariants,
  StoreFacts as StoreFactsQuery,
} from './generated/operations';
import { bareId } from './gids';
import { tellSeenTo } from './pixel.server';
import { productFacts } from './product-facts.server';
import { addOnProductType, inspectAddOns, publishAddOn, withdrawAddOn } from './publish.server';
import { publishOffers } from './publish-offers.server';
import { pullOrders } from './pull-orders.server';
import { fetchCustomers, pullCustomers, pullProducts } from './pull-others.server';
import { pullStock } from './pull-stock.server';

/** A store's Admin API behind the port. Nothing is asked until something is called. */
export async function connect(storeId: StoreId): Promise<StoreApi> {
  const client = adminClient(storeId);
  return {
    facts: () => facts(client),
    // The platform itself keeps what shopify.app.toml declares.
    keepWebhooks: async () => [],
    fetchOrders: (ids) => fetchOrders(client, ids),
    fetchCustomers: (ids) => fetchCustomers(client, ids),
    pullOrders: (window) => pullOrders(client, window),
    exportOrders: (options) => exportOrders(client, options),
    pullProducts: () => pullProducts(client),
    pullCustomers: () => pullCustomers(client),
    pullStock: () => pullStock(client),
    countOrders: (from) => countOrders(client, { from }),
    publishAddOn: (addOn) => publishAddOn(client, addOn),
    setCurrencyPrices: (addOn, publication) => setCurrencyPrices(client, addOn, publication),
    currenciesOfStore: () => currenciesOfStore(client),
    withdrawAddOn: (publication) => withdrawAddOn(client, publication),
    inspectAddOns: (ids) => inspectAddOns(client, ids),
    fulfilLines: (id, lines) => fulfilLines(client, id, lines),
    productFacts: (id) => productFacts(client, id),
    publishOffers: (addOns, holdout) => publishOffers(client, addOns, holdout),
    tellSeenTo: (url) => tellSeenTo(client, url),
    searchCatalogue: (kind, text) => searchCatalogue(client, kind, text),
  };
}

async function facts(client: AdminClient): Promise<StoreFacts> {
  const { shop } = await client.run(StoreFactsQuery, {});
  return {
    platformStoreId: bareId(shop.id),
    name: shop.name,
    email: shop.email,
    currency: shop.currencyCode,
    timeZone: shop.ianaTimezone,
    planName: shop.plan.publicDisplayName,
  };
}

const shown = 25;

async function searchCatalogue(client: AdminClient, kind: CatalogueKind, text: string): Promise<CatalogueItem[]> {
  const query = searchWords(text);
  if (kind === 'collection') {
    const { collections } = await client.run(SearchCollections, { first: shown, query });
    return collections.nodes.map((one) => ({ id: bareId(one.id), title: one.title, imageUrl: one.image?.url ?? null }));
  }
  if (kind === 'variant') {
    // Ours are left out by the question, or they would take the places of the merchant's.
    const theirs = [query, `-product_type:"${addOnProductType}"`].filter(Boolean).join(' ');
    const { products } = await client.run(SearchVariants, { first: productsOfVariants, query: theirs });
    return variantItems(
      products.nodes
        .filter((one) => one.productType !== addOnProductType)
        .map(({ title, variants }) => ({
          title,
          variants: variants.nodes.map((one) => ({ ...one, id: bareId(one.id) })),
        })),
    );
  }
  const { products } = await client.run(SearchProducts, { first: shown, query });
  return products.nodes
    .filter((one) => one.productType !== addOnProductType)
    .map((one) => ({
      id: bareId(one.id),
      title: one.title,
      imageUrl: one.featuredMedia?.preview?.image?.url ?? null,
    }));
}

/** Every word as the beginning of one; what the search language would read as its own signs is left out. */
function searchWords(text: string): string | null {
  const words = text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  return words.length === 0 ? null : words.map((word) => `${word}*`).join(' ');
}
