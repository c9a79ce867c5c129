import type { CustomerDoc } from '../ledger/customer';
import type { OrderDoc } from '../ledger/order';
import type { CollectionDoc, ProductDoc } from '../ledger/product';
import type { BulkDoc } from '../ledger/store';
import { sourceOf } from '../orders/sales-channel';
import { financialStatusOf, fulfillmentStatusOf, returnStatusOf } from '../orders/statuses';
import { totalsOf } from '../orders/totals';
import { nameOf } from './address-view';
import type { Context } from './context';
import type { Fields } from './search';

export const orderFields: Fields<OrderDoc> = {
  id: (order) => order.id,
  name: (order) => [order.name, String(order.number)],
  created_at: (order) => order.createdAt,
  updated_at: (order) => order.updatedAt,
  processed_at: (order) => order.processedAt,
  email: (order) => order.email,
  customer_id: (order) => order.customerId,
  tag: (order) => order.tags,
  test: (order) => order.test,
  source_name: sourceOf,
  cart_token: (order) => order.cartToken,
  checkout_token: (order) => order.checkoutToken,
  po_number: (order) => order.poNumber,
  sku: (order) => order.lines.map((line) => line.sku),
  product_id: (order) => order.lines.map((line) => line.productId),
  discount_code: (order) => order.discounts.map((discount) => discount.code),
  financial_status: (order) => financialStatusOf(order),
  fulfillment_status: (order) => fulfillmentStatusOf(order),
  return_status: (order) => returnStatusOf(order),
  status: (order) => ['any', order.cancelledAt !== null ? 'cancelled' : order.closedAt !== null ? 'closed' : 'open'],
  default: (order) => [order.name, order.email, nameOf(order.shippingAddress ?? { firstName: null, lastName: null })],
};

export const orderSorts: Record<string, (order: OrderDoc) => string> = {
  CREATED_AT: (order) => order.createdAt,
  UPDATED_AT: (order) => order.updatedAt,
  PROCESSED_AT: (order) => order.processedAt,
  ORDER_NUMBER: (order) => String(order.number),
  TOTAL_PRICE: (order) => totalsOf(order).total.shop,
  CURRENT_TOTAL_PRICE: (order) => totalsOf(order).currentTotal.shop,
};

export const customerFields = ({ room }: Pick<Context, 'room'>): Fields<CustomerDoc> => ({
  id: (one) => one.id,
  orders_count: (one) => String(room.ordersOf(one.id).length),
  email: (one) => one.email,
  phone: (one) => one.phone,
  first_name: (one) => one.firstName,
  last_name: (one) => one.lastName,
  tag: (one) => one.tags,
  state: (one) => one.state,
  customer_date: (one) => one.createdAt,
  created_at: (one) => one.createdAt,
  updated_at: (one) => one.updatedAt,
  default: (one) => [one.email, nameOf(one), one.phone],
});

export const customerSorts: Record<string, (one: CustomerDoc) => string> = {
  CREATED_AT: (one) => one.createdAt,
  UPDATED_AT: (one) => one.updatedAt,
  NAME: (one) => nameOf(one) ?? '',
};

export function productFields({ room }: Context): Fields<ProductDoc> {
  return {
    id: (one) => one.id,
    title: (one) => one.title,
    handle: (one) => one.handle,
    status: (one) => one.status,
    vendor: (one) => one.vendor,
    product_type: (one) => one.productType,
    tag: (one) => one.tags,
    created_at: (one) => one.createdAt,
    updated_at: (one) => one.updatedAt,
    sku: (one) => one.variants.map((variant) => variant.sku),
    gift_card: (one) => one.isGiftCard,
    published_status: (one) => (one.publicationIds.length > 0 ? 'published' : 'unpublished'),
    collection_id: (one) =>
      room
        .shelf('collection')
        .all()
        .filter((collection) => collection.productIds.includes(one.id))
        .map((collection) => collection.id),
    default: (one) => [one.title, one.vendor, one.productType, ...one.tags, ...one.variants.map((v) => v.sku)],
  };
}

export type VariantRow = { id: string; product: ProductDoc; variant: ProductDoc['variants'][number] };

export const variantSorts: Record<string, (one: VariantRow) => string> = {
  SKU: (one) => one.variant.sku ?? '',
  TITLE: (one) => one.product.title,
};

export const collectionSorts: Record<string, (one: CollectionDoc) => string> = {
  TITLE: (one) => one.title,
  UPDATED_AT: (one) => one.updatedAt,
};

export const bulkSorts: Record<string, (one: BulkDoc) => string> = {
  CREATED_AT: (one) => one.createdAt,
  COMPLETED_AT: (one) => one.completedAt ?? '',
};

export const productSorts: Record<string, (one: ProductDoc) => string> = {
  TITLE: (one) => one.title,
  VENDOR: (one) => one.vendor,
  PRODUCT_TYPE: (one) => one.productType,
  CREATED_AT: (one) => one.createdAt,
  UPDATED_AT: (one) => one.updatedAt,
};
