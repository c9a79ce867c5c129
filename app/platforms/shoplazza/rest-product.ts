import { z } from 'zod';
import type { Sku } from '../../domain/catalogue/sku';
import { list, maybeCount, maybeDecimal, maybeFlag, maybeInstant, text } from '../fields';
import { id } from './ids';
import { tags } from './rest-customer';

/** Published samples have times that are none; a product's only says how new its stock is. */
const changedAt = maybeInstant.catch(null);

/** A product of either dialect; one that was deleted names only its id. */
export const restProduct = z.object({
  id,
  title: text,
  vendor: text,
  product_type: text,
  tags,
  has_only_default_variant: maybeFlag,
  inventory_tracking: maybeFlag,
  updated_at: changedAt,
  image: z.object({ src: text }).nullish(),
  primary_image: z.object({ src: text }).nullish(),
  variants: list(
    z.object({
      id,
      sku: text,
      title: text,
      price: maybeDecimal,
      inventory_quantity: maybeCount,
      updated_at: changedAt,
    }),
  ),
});
export type RestProduct = z.infer<typeof restProduct>;

/** Its variants. Stock is counted by variant: each is its own item. */
export function skusOf(product: RestProduct): Sku[] {
  return product.variants.map((variant) => ({
    platformVariantId: variant.id,
    platformProductId: product.id,
    platformItemId: variant.id,
    sku: variant.sku,
    title: product.title ?? '',
    variantTitle: product.has_only_default_variant ? null : variant.title,
    vendor: product.vendor,
    productType: product.product_type,
    tags: product.tags ?? [],
    price: variant.price,
  }));
}
