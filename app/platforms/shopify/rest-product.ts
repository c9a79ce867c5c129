import { z } from 'zod';
import type { Sku } from '../../domain/catalogue/sku';
import { id, list, maybeId, text } from './fields';

/** A product as REST carries it; one that was deleted names only its id. */
export const restProduct = z.object({
  id,
  title: text,
  vendor: text,
  variants: list(z.object({ id, sku: text, title: text, inventory_item_id: maybeId })),
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
  }));
}
