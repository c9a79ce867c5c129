import type { CatalogueItem } from './store-api';

/** The variants of so many products are an answer that one can look through; who wants another one types on. */
export const productsOfVariants = 5;

/** The variants of products that were found, each named after its product. */
export function variantItems(
  products: readonly { title: string | null; variants: readonly { id: string; title: string | null }[] }[],
): CatalogueItem[] {
  return products.slice(0, productsOfVariants).flatMap((product) =>
    product.variants.map(({ id, title }) => ({
      id,
      title: [product.title, title].filter(Boolean).join(' – '),
      imageUrl: null,
    })),
  );
}
