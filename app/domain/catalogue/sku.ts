/** A variant of the store's catalogue, as far as orders need it. */
export type Sku = {
  platformVariantId: string;
  platformProductId: string;
  /** what its stock is counted by; null: the source does not tell */
  platformItemId: string | null;
  sku: string | null;
  title: string;
  variantTitle: string | null;
  vendor: string | null;
};
