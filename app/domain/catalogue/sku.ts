/** A variant of the store's catalogue, as far as orders need it. */
export type Sku = {
  platformVariantId: string;
  platformProductId: string;
  sku: string | null;
  title: string;
  variantTitle: string | null;
  vendor: string | null;
};
