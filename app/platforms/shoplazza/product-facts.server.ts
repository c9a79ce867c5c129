import { z } from 'zod';
import { list, readAs } from '../fields';
import type { ProductFacts } from '../platform';
import type { StoreClient } from './client.server';
import { listIn, objectIn } from './envelope';
import { id } from './ids';
import { plain } from './plain.server';
import { restProduct } from './rest-product';

const membership = z.object({ id });

/** One product as it is now, for a merchant who asks what would be offered beside it. */
export async function productFacts(client: StoreClient, platformProductId: string): Promise<ProductFacts | null> {
  const reply = await client.get(`/products/${encodeURIComponent(platformProductId)}`);
  if (!reply) return null;
  const product = readAs(restProduct, plain(objectIn(reply, 'product')), 'a product');
  const collections = await client.get('/collections', { product_id: platformProductId, page_size: 250 });
  const all = readAs(list(membership), plain(listIn(collections, 'collections')), 'the collections of a product');
  return {
    platformProductId: product.id,
    title: product.title ?? '',
    vendor: product.vendor ?? '',
    productType: product.product_type ?? '',
    tags: product.tags ?? [],
    collectionIds: all.map((one) => one.id),
    variants: product.variants.map((one) => ({
      platformVariantId: one.id,
      title: one.title ?? '',
      price: one.price ?? '0',
    })),
  };
}
