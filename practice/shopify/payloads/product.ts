import { restAmount } from '../../money';
import { gid } from '../gids';
import { totalOf, variantTitle } from '../graphql/product-view';
import type { CollectionDoc, ProductDoc } from '../ledger/product';
import type { StoreRoom } from '../store-room';
import { localTime, num } from './json';

export function productPayload(room: StoreRoom, product: ProductDoc) {
  const currency = room.doc().currency;
  return {
    id: num(product.id),
    admin_graphql_api_id: gid('Product', product.id),
    body_html: product.descriptionHtml,
    created_at: localTime(room, product.createdAt),
    handle: product.handle,
    product_type: product.productType,
    published_at: localTime(room, product.publishedAt),
    published_scope: 'web',
    status: product.status.toLowerCase(),
    tags: product.tags.join(', '),
    template_suffix: product.templateSuffix,
    title: product.title,
    updated_at: localTime(room, product.updatedAt),
    vendor: product.vendor,
    has_variants_that_requires_components: false,
    category: null,
    options: product.options.map((option, index) => ({
      id: num(option.id),
      product_id: num(product.id),
      name: option.name,
      position: index + 1,
      values: option.values.map((value) => value.name),
    })),
    images: product.images.map((image, index) => ({
      id: num(image.id),
      product_id: num(product.id),
      position: index + 1,
      alt: image.alt,
      src: image.url,
      variant_ids: [],
    })),
    variants: product.variants.map((variant, index) => ({
      id: num(variant.id),
      admin_graphql_api_id: gid('ProductVariant', variant.id),
      product_id: num(product.id),
      title: variantTitle(variant),
      price: restAmount(variant.price, currency),
      compare_at_price: variant.compareAtPrice === null ? null : restAmount(variant.compareAtPrice, currency),
      position: index + 1,
      sku: variant.sku,
      barcode: variant.barcode,
      taxable: variant.taxable,
      inventory_policy: variant.inventoryPolicy.toLowerCase(),
      inventory_item_id: num(variant.inventoryItemId),
      inventory_quantity: totalOf(variant),
      old_inventory_quantity: totalOf(variant),
      option1: variant.selectedOptions[0]?.value ?? null,
      option2: variant.selectedOptions[1]?.value ?? null,
      option3: variant.selectedOptions[2]?.value ?? null,
      image_id: null,
      created_at: localTime(room, variant.createdAt),
      updated_at: localTime(room, variant.updatedAt),
    })),
  };
}

export function collectionPayload(room: StoreRoom, one: CollectionDoc) {
  return {
    id: num(one.id),
    admin_graphql_api_id: gid('Collection', one.id),
    handle: one.handle,
    title: one.title,
    body_html: one.descriptionHtml,
    updated_at: localTime(room, one.updatedAt),
    published_at: localTime(room, one.updatedAt),
    sort_order: 'manual',
    published_scope: 'web',
  };
}

export function shopPayload(room: StoreRoom) {
  const store = room.doc();
  return {
    id: num(store.shopId),
    name: store.name,
    email: store.email,
    domain: store.id,
    myshopify_domain: store.id,
    created_at: localTime(room, store.createdAt),
    updated_at: localTime(room, room.stamp()),
    country_code: store.countryCode,
    currency: store.currency,
    customer_email: store.email,
    iana_timezone: store.timeZone,
    shop_owner: store.name,
    taxes_included: store.taxesIncluded,
    plan_name: store.planName.toLowerCase(),
    plan_display_name: store.planName,
    enabled_presentment_currencies: [...new Set(store.markets.map((one) => one.currency))],
  };
}
