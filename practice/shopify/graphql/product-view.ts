import { convert, exact, restAmount } from '../../money';
import { gid, idOf } from '../gids';
import type { CollectionDoc, ProductDoc, VariantDoc } from '../ledger/product';
import type { StoreRoom } from '../store-room';
import { metafieldFields } from './metafield-view';
import { locationView } from './shop-view';
import { type Args, money, type View } from './view';

export function productView(room: StoreRoom, product: ProductDoc): View {
  const id = gid('Product', product.id);
  const currency = room.doc().currency;
  const prices = product.variants.map((one) => exact(one.price)).sort((a, b) => a.comparedTo(b));
  const range = {
    minVariantPrice: money((prices[0] ?? exact(0)).toFixed(), currency),
    maxVariantPrice: money((prices.at(-1) ?? exact(0)).toFixed(), currency),
  };
  const collections = () =>
    room
      .shelf('collection')
      .all()
      .filter((one) => one.productIds.includes(product.id));
  const image = product.images[0];
  return {
    __typename: 'Product',
    id,
    legacyResourceId: product.id,
    title: product.title,
    handle: product.handle,
    description: product.descriptionHtml.replace(/<[^>]*>/g, ' ').trim(),
    descriptionHtml: product.descriptionHtml,
    bodyHtml: product.descriptionHtml,
    vendor: product.vendor,
    productType: product.productType,
    tags: product.tags,
    status: product.status,
    createdAt: product.createdAt,
    updatedAt: product.updatedAt,
    publishedAt: product.publishedAt,
    isGiftCard: product.isGiftCard,
    templateSuffix: product.templateSuffix,
    seo: product.seo,
    category: null,
    requiresSellingPlan: false,
    hasOnlyDefaultVariant:
      product.variants.length === 1 && product.variants[0]?.selectedOptions[0]?.value === 'Default Title',
    hasOutOfStockVariants: product.variants.some((one) => one.tracked && totalOf(one) <= 0),
    totalInventory: product.variants.reduce((sum, one) => sum + totalOf(one), 0),
    tracksInventory: product.variants.some((one) => one.tracked),
    totalVariants: product.variants.length,
    variantsCount: { count: product.variants.length, precision: 'EXACT' },
    priceRangeV2: range,
    priceRange: range,
    onlineStoreUrl: product.publicationIds.length === 0 ? null : `https://${room.domain}/products/${product.handle}`,
    options: product.options.map((option, index) => ({
      id: gid('ProductOption', option.id),
      name: option.name,
      position: index + 1,
      values: option.values.map((value) => value.name),
      optionValues: option.values.map((value) => ({
        id: gid('ProductOptionValue', value.id),
        name: value.name,
        hasVariants: true,
      })),
    })),
    variants: () => product.variants.map((one) => variantView(room, product, one)),
    images: product.images.map(imageView),
    featuredImage: image === undefined ? null : imageView(image),
    media: product.images.map(mediaView),
    mediaCount: { count: product.images.length, precision: 'EXACT' },
    featuredMedia: image === undefined ? null : mediaView(image),
    collections: () => collections().map((one) => collectionView(room, one)),
    inCollection: (args: Args) => collections().some((one) => one.id === idOf(args.id)),
    publishedOnPublication: (args: Args) => product.publicationIds.includes(idOf(args.publicationId)),
    publishedOnCurrentPublication: product.publicationIds.length > 0,
    resourcePublicationsCount: { count: product.publicationIds.length, precision: 'EXACT' },
    availablePublicationsCount: { count: product.publicationIds.length, precision: 'EXACT' },
    resourcePublications: () => publicationViews(room, product),
    resourcePublicationsV2: () => publicationViews(room, product),
    sellingPlanGroupsCount: { count: 0, precision: 'EXACT' },
    ...metafieldFields(room, id),
  };
}

function publicationViews(room: StoreRoom, of: { publicationIds: string[] }): View[] {
  return room
    .doc()
    .publications.filter((one) => of.publicationIds.includes(one.id))
    .map((one) => ({
      isPublished: true,
      publishDate: room.doc().createdAt,
      publication: { __typename: 'Publication', id: gid('Publication', one.id), name: one.name },
    }));
}

function imageView(image: { id: string; url: string; alt: string }): View {
  return {
    id: gid('ProductImage', image.id),
    url: image.url,
    src: image.url,
    originalSrc: image.url,
    transformedSrc: image.url,
    altText: image.alt,
    width: 800,
    height: 800,
  };
}

function mediaView(image: { id: string; url: string; alt: string }): View {
  return {
    __typename: 'MediaImage',
    id: gid('MediaImage', image.id),
    alt: image.alt,
    status: 'READY',
    mediaContentType: 'IMAGE',
    image: imageView(image),
    preview: { image: imageView(image), status: 'READY' },
  };
}

export function totalOf(variant: VariantDoc): number {
  return Object.values(variant.available).reduce((sum, count) => sum + count, 0);
}

export function variantTitle(variant: VariantDoc): string {
  return variant.selectedOptions.map((option) => option.value).join(' / ') || 'Default Title';
}

export function variantView(room: StoreRoom, product: ProductDoc, variant: VariantDoc): View {
  const id = gid('ProductVariant', variant.id);
  const currency = room.doc().currency;
  const title = variantTitle(variant);
  const marketOf = (country: string | undefined) => room.doc().markets.find((one) => one.countryCode === country);
  const inMarket = (amount: string | null, country: string | undefined): View | null => {
    if (amount === null) return null;
    const market = marketOf(country);
    if (market === undefined) return money(amount, currency);
    return money(convert(amount, market.rate, market.currency), market.currency);
  };
  /** What the market's price list says of this variant, before its rate. */
  const priceIn = (country: string | undefined): View | null => {
    const market = marketOf(country);
    const fixed = market && room.shelf('fixedPrice').get(`${market.id}|${variant.id}`);
    return fixed ? money(fixed.amount, market.currency) : inMarket(variant.price, country);
  };
  const sellable = !variant.tracked || variant.inventoryPolicy === 'CONTINUE' || totalOf(variant) > 0;
  return {
    __typename: 'ProductVariant',
    id,
    legacyResourceId: variant.id,
    title,
    displayName: title === 'Default Title' ? product.title : `${product.title} - ${title}`,
    sku: variant.sku,
    barcode: variant.barcode,
    price: restAmount(variant.price, currency),
    compareAtPrice: variant.compareAtPrice === null ? null : restAmount(variant.compareAtPrice, currency),
    position: product.variants.indexOf(variant) + 1,
    taxable: variant.taxable,
    taxCode: null,
    createdAt: variant.createdAt,
    updatedAt: variant.updatedAt,
    selectedOptions: variant.selectedOptions,
    inventoryPolicy: variant.inventoryPolicy,
    inventoryQuantity: totalOf(variant),
    sellableOnlineQuantity: Math.max(0, totalOf(variant)),
    availableForSale: sellable && ['ACTIVE', 'UNLISTED'].includes(product.status),
    image: null,
    requiresComponents: false,
    product: () => productView(room, product),
    inventoryItem: () => inventoryItemView(room, product, variant),
    contextualPricing: (args: Args) => ({
      price: priceIn(args.context?.country),
      compareAtPrice: inMarket(variant.compareAtPrice, args.context?.country),
    }),
    ...metafieldFields(room, id),
  };
}

export function inventoryItemView(room: StoreRoom, product: ProductDoc, variant: VariantDoc): View {
  const levels = () => Object.keys(variant.available).map((at) => inventoryLevelView(room, product, variant, at));
  return {
    __typename: 'InventoryItem',
    id: gid('InventoryItem', variant.inventoryItemId),
    legacyResourceId: variant.inventoryItemId,
    sku: variant.sku,
    tracked: variant.tracked,
    requiresShipping: variant.requiresShipping,
    unitCost: variant.cost === null ? null : money(variant.cost, room.doc().currency),
    createdAt: variant.createdAt,
    updatedAt: variant.updatedAt,
    measurement: { weight: { value: variant.grams, unit: 'GRAMS' } },
    variant: () => variantView(room, product, variant),
    variants: () => [variantView(room, product, variant)],
    locationsCount: { count: Object.keys(variant.available).length, precision: 'EXACT' },
    inventoryLevels: levels,
    inventoryLevel: (args: Args) =>
      idOf(args.locationId) in variant.available
        ? inventoryLevelView(room, product, variant, idOf(args.locationId))
        : null,
  };
}

function inventoryLevelView(room: StoreRoom, product: ProductDoc, variant: VariantDoc, locationId: string): View {
  const available = variant.available[locationId] ?? 0;
  const quantity: Record<string, number> = { available, on_hand: available };
  return {
    __typename: 'InventoryLevel',
    id: `gid://shopify/InventoryLevel/${locationId}?inventory_item_id=${variant.inventoryItemId}`,
    isActive: true,
    canDeactivate: false,
    createdAt: variant.createdAt,
    updatedAt: variant.updatedAt,
    item: () => inventoryItemView(room, product, variant),
    location: () => locationView(room, locationId),
    quantities: (args: Args) =>
      (args.names as string[]).map((name) => ({
        id: `gid://shopify/InventoryQuantity/${locationId}?name=${name}`,
        name,
        quantity: quantity[name] ?? 0,
        updatedAt: variant.updatedAt,
      })),
  };
}

export function collectionView(room: StoreRoom, one: CollectionDoc): View {
  const id = gid('Collection', one.id);
  return {
    __typename: 'Collection',
    id,
    legacyResourceId: one.id,
    title: one.title,
    handle: one.handle,
    description: one.descriptionHtml.replace(/<[^>]*>/g, ' ').trim(),
    descriptionHtml: one.descriptionHtml,
    updatedAt: one.updatedAt,
    sortOrder: 'MANUAL',
    seo: { title: null, description: null },
    image: one.imageUrl === null ? null : { url: one.imageUrl, altText: one.title, width: 800, height: 800 },
    productsCount: { count: one.productIds.length, precision: 'EXACT' },
    products: () =>
      one.productIds.flatMap((productId) => {
        const product = room.shelf('product').get(productId);
        return product === null ? [] : [productView(room, product)];
      }),
    hasProduct: (args: Args) => one.productIds.includes(idOf(args.id)),
    publishedOnPublication: (args: Args) => one.publicationIds.includes(idOf(args.publicationId)),
    publishedOnCurrentPublication: one.publicationIds.length > 0,
    ...metafieldFields(room, id),
  };
}
