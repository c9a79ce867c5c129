import type { ProductFacts } from '../platform';
import type { AdminClient } from './client.server';
import { ProductFacts as ProductFactsQuery } from './generated/operations';
import { bareId, gid } from './gids';

/** One product as it is now, for a merchant who asks what would be offered beside it. */
export async function productFacts(client: AdminClient, platformProductId: string): Promise<ProductFacts | null> {
  const { product } = await client.run(ProductFactsQuery, { id: gid('Product', platformProductId) });
  if (!product) return null;
  return {
    platformProductId: bareId(product.id),
    title: product.title,
    vendor: product.vendor,
    productType: product.productType,
    tags: product.tags,
    collectionIds: product.collections.nodes.map((one) => bareId(one.id)),
    variants: product.variants.nodes.map((one) => ({
      platformVariantId: bareId(one.id),
      title: one.title,
      price: one.price,
    })),
  };
}
