import type { Delivery } from '../deliveries';
import type { Ledger as AnyLedger } from '../ledger';

/** What the practice Shoplazza keeps. Orders, products and customers stand in the words of the API's version 2026-01. */

export type StoreDoc = {
  /** the domain */
  id: string;
  storeId: string;
  name: string;
  email: string;
  currency: string;
  /** "+0100", as the platform tells it */
  timezone: string;
  /** what the merchant agreed to; null: the app is not installed */
  scopes: string | null;
  taxesIncluded: boolean;
  /** the rate of tax, decimal text */
  taxRate: string;
  nextNumber: number;
  /** other markets: what one unit of the store's currency is in theirs */
  markets: { currency: string; rate: string }[];
};
export type CodeDoc = { id: string; store: string; redirectUri: string; scopes: string };
/** `id` is the access token. */
export type TokenDoc = { id: string; store: string; refreshToken: string; expiresAt: string };
export type WebhookDoc = { id: string; topic: string; address: string; created_at: string; updated_at: string };
export type MetafieldDoc = { id: string; namespace: string; key: string; value: string; type: string };
/** A value on a product. */
export type ProductMetafieldDoc = MetafieldDoc & { owner_id: string };
/** The function that stands over the store's carts. */
export type TransformDoc = {
  id: string;
  function_id: string;
  block_on_failure: boolean;
  metafield: { namespace: string; key: string } | null;
};
export type CollectionDoc = { id: string; title: string; handle: string; productIds: string[] };

export type VariantDoc = {
  id: string;
  title: string;
  option1: string;
  sku: string;
  price: string;
  compare_at_price: string;
  inventory_quantity: number;
  updated_at: string;
};
export type ProductDoc = {
  id: string;
  title: string;
  handle: string;
  brief: string;
  description: string;
  vendor: string;
  product_type: string;
  tags: string[];
  published: boolean;
  taxable: boolean;
  requires_shipping: boolean;
  inventory_tracking: boolean;
  has_only_default_variant: boolean;
  options: { name: string; values: string[] }[];
  variants: VariantDoc[];
  image: string;
  created_at: string;
  updated_at: string;
};
export type AddressDoc = {
  first_name: string;
  last_name: string;
  address: string;
  address1: string;
  city: string;
  zip: string;
  province: string;
  province_code: string;
  country: string;
  country_code: string;
  phone: string;
};
export type CustomerDoc = {
  id: string;
  email: string;
  first_name: string;
  last_name: string;
  phone: string;
  tags: string[];
  accepts_marketing: boolean;
  addresses: AddressDoc[];
  created_at: string;
  updated_at: string;
};
export type LineDoc = {
  id: string;
  product_id: string;
  product_title: string;
  variant_id: string;
  variant_title: string;
  sku: string;
  vendor: string;
  quantity: number;
  price: string;
  tax_price: string;
  refund_quantity_total: number;
  fulfillment_status: string;
  taxable: boolean;
  requires_shipping: boolean;
  properties: { name: string; value: string }[];
};
export type RefundDoc = {
  id: string;
  order_id: string;
  refund_price: string;
  refund_shipping: string;
  refund_shipping_tax: string;
  refund_status: string;
  note: string;
  created_at: string;
  updated_at: string;
  refund_line_items: {
    line_item_id: string;
    refund_quantity: number;
    sub_total: string;
    discount: string;
    tax: string;
    total: string;
  }[];
  payment_details: {
    id: string;
    payment_channel: string;
    refund_price: string;
    refund_status: string;
    finished_at: string;
  }[];
};
export type FulfillmentDoc = {
  id: string;
  order_id: string;
  status: string;
  created_at: string;
  updated_at: string;
  tracking_company: string;
  tracking_number: string;
  line_items: { id: string; quantity: number }[];
};
export type OrderDoc = {
  id: string;
  number: string;
  status: string;
  financial_status: string;
  fulfillment_status: string;
  currency: string;
  /** the store's own currency and what the order comes to in it, where it was sold in another market */
  primary: { currency: string; total: string } | null;
  taxesIncluded: boolean;
  sub_total: string;
  total_discount: string;
  discount_code: string;
  total_tax: string;
  total_shipping: string;
  shipping_tax_total: string;
  total_price: string;
  total_paid: string;
  total_refund_price: string;
  refund_status: string;
  payment_method: string;
  payment_channel: string;
  cancel_reason: string;
  tags: string;
  note: string;
  customer: CustomerDoc | null;
  address: AddressDoc | null;
  line_items: LineDoc[];
  fulfillments: FulfillmentDoc[];
  created_at: string;
  updated_at: string;
  placed_at: string;
  cancelled_at: string;
  finished_at: string;
};

export type DeliveryDoc = Delivery;

export type Shelves = {
  store: StoreDoc;
  code: CodeDoc;
  token: TokenDoc;
  webhook: WebhookDoc;
  metafield: MetafieldDoc;
  productMetafield: ProductMetafieldDoc;
  transform: TransformDoc;
  product: ProductDoc;
  collection: CollectionDoc;
  customer: CustomerDoc;
  order: OrderDoc;
  refund: RefundDoc;
  delivery: DeliveryDoc;
};
export type Ledger = AnyLedger<Shelves>;
