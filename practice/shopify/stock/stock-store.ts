import { chanceOf } from '../../chance';
import { localPrice } from '../../money';
import type { World } from '../world';
import { ask } from './ask';
import { catalogue, SHELVES, type StockProduct } from './catalogue';
import { COLLECTION_CREATE, LOCATIONS, PRODUCT_SET } from './documents';

export type StoreSize = 'small' | 'medium' | 'large';
export type StockOptions = { size: StoreSize; seed: number };
export type StockCounts = { collections: number; products: number; variants: number };

/** Puts the catalogue on the shelves of `domain`: five collections, 65 products, their variants and stock levels. */
export async function stockStore(world: World, domain: string, options: StockOptions): Promise<StockCounts> {
  const chance = chanceOf(options.seed);
  const currency = world.stores().find((one) => one.domain === domain)?.currency ?? 'USD';
  return world.quietly(domain, async () => {
    const location = (await ask(world, domain, LOCATIONS)).locations?.nodes?.[0]?.id as string | undefined;
    const collections = new Map<string, string>();
    for (const shelf of SHELVES) {
      const reply = await ask(world, domain, COLLECTION_CREATE, {
        collection: {
          title: shelf.title,
          handle: shelf.handle,
          descriptionHtml: `<p>${shelf.description}</p>`,
        },
      });
      collections.set(shelf.handle, reply.collectionCreate.collection.id);
    }
    const products = catalogue();
    for (const product of products) {
      const input = productInput(world, currency, product, collections.get(product.collection), location, () =>
        chance.between(4, 180),
      );
      await ask(world, domain, PRODUCT_SET, { input });
    }
    return {
      collections: collections.size,
      products: products.length,
      variants: products.reduce((count, product) => count + product.variants.length, 0),
    };
  });
}

function productInput(
  world: World,
  currency: string,
  product: StockProduct,
  collection: string | undefined,
  location: string | undefined,
  quantity: () => number,
): Record<string, unknown> {
  const names = Object.keys(product.options);
  return {
    title: product.title,
    handle: product.handle,
    descriptionHtml: `<p>${product.description}</p>`,
    productType: product.type,
    vendor: product.vendor,
    status: 'ACTIVE',
    tags: [product.collection, product.type.toLowerCase()],
    collections: collection ? [collection] : [],
    files: [
      {
        alt: product.title,
        contentType: 'IMAGE',
        originalSource: `${world.urls().storefrontUrl}/pictures/${product.handle}.svg`,
      },
    ],
    productOptions:
      names.length === 0
        ? [{ name: 'Title', values: [{ name: 'Default Title' }] }]
        : names.map((name) => ({ name, values: (product.options[name] ?? []).map((value) => ({ name: value })) })),
    variants: product.variants.map((variant) => ({
      sku: variant.sku,
      price: localPrice(variant.price, currency),
      taxable: true,
      optionValues:
        names.length === 0
          ? [{ optionName: 'Title', name: 'Default Title' }]
          : names.map((name) => ({ optionName: name, name: variant.options[name] })),
      inventoryItem: { tracked: true, requiresShipping: true },
      ...(location ? { inventoryQuantities: [{ locationId: location, name: 'available', quantity: quantity() }] } : {}),
    })),
  };
}
