export type ProductDoc = {
  id: string;
  title: string;
  handle: string;
  descriptionHtml: string;
  vendor: string;
  productType: string;
  tags: string[];
  status: 'ACTIVE' | 'ARCHIVED' | 'DRAFT' | 'UNLISTED';
  createdAt: string;
  updatedAt: string;
  publishedAt: string | null;
  isGiftCard: boolean;
  templateSuffix: string | null;
  seo: { title: string | null; description: string | null };
  options: { id: string; name: string; values: { id: string; name: string }[] }[];
  variants: VariantDoc[];
  images: { id: string; url: string; alt: string }[];
  publicationIds: string[];
};

export type VariantDoc = {
  id: string;
  sku: string | null;
  barcode: string | null;
  price: string;
  compareAtPrice: string | null;
  selectedOptions: { name: string; value: string }[];
  inventoryItemId: string;
  tracked: boolean;
  inventoryPolicy: 'DENY' | 'CONTINUE';
  /** location id to what can be sold there */
  available: Record<string, number>;
  cost: string | null;
  taxable: boolean;
  requiresShipping: boolean;
  grams: number;
  createdAt: string;
  updatedAt: string;
};

export type CollectionDoc = {
  id: string;
  title: string;
  handle: string;
  descriptionHtml: string;
  imageUrl: string | null;
  updatedAt: string;
  productIds: string[];
  publicationIds: string[];
};
