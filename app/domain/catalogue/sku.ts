/** A variant of the store's catalogue, as far as orders and add-ons need it. */
export type Sku = {
  platformVariantId: string;
  platformProductId: string;
  /** what its stock is counted by; null: the source does not tell */
  platformItemId: string | null;
  sku: string | null;
  title: string;
  variantTitle: string | null;
  vendor: string | null;
  productType: string | null;
  tags: string[];
  /** decimal text in the store's currency; null: the source does not tell */
  price: string | null;
};
