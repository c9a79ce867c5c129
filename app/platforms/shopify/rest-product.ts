import { z } from 'zod';
import type { Sku } from '../../domain/catalogue/sku';
import { list, maybeDecimal, text } from '../fields';
import { id, maybeId } from './ids';

/** A product as REST carries it; one that was deleted names only its id. */
export const restProduct = z.object({
  id,
  title: text,
  vendor: text,
  product_type: text,
  // REST writes them as one text, GraphQL as a list.
  tags: z.union([z.string(), z.array(z.string())]).nullish(),
  variants: list(z.object({ id, sku: text, title: text, price: maybeDecimal, inventory_item_id: maybeId })),
});

/** Its variants. A product without choices has one variant that Shopify calls "Default Title". */
export function skusOf(product: z.infer<typeof restProduct>): Sku[] {
  return product.variants.map((variant) => ({
    platformVariantId: variant.id,
    platformProductId: product.id,
    platformItemId: variant.inventory_item_id,
    sku: variant.sku,
    title: product.title ?? '',
    variantTitle: variant.title === 'Default Title' ? null : variant.title,
    vendor: product.vendor,
    productType: product.product_type,
    tags: typeof product.tags === 'string' ? tagsIn(product.tags) : (product.tags ?? []),
    price: variant.price,
  }));
}

function tagsIn(text: string): string[] {
  return text
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
}
