import { exact } from '../../money';
import { gid, idOf } from '../gids';
import { refuse } from '../graphql/context';
import type { Args } from '../graphql/view';
import type { ProductDoc, VariantDoc } from '../ledger/product';
import { productPayload } from '../payloads/product';
import type { StoreRoom } from '../store-room';
import { setMetafields } from './metafields';

/** productSet, productCreate and productUpdate: what is given is set, the rest stays. */
export function saveProduct(room: StoreRoom, given: Args, before: ProductDoc | null, whole: boolean): ProductDoc {
  const now = room.stamp();
  if (before === null && !given.title) refuse(['input', 'title'], "Title can't be blank", 'BLANK');
  if (before !== null && given.title === '') refuse(['input', 'title'], "Title can't be blank", 'BLANK');
  const product: ProductDoc =
    before === null
      ? {
          id: room.nextId(),
          title: given.title,
          handle: '',
          descriptionHtml: '',
          vendor: room.doc().name,
          productType: '',
          tags: [],
          status: 'ACTIVE',
          createdAt: now,
          updatedAt: now,
          publishedAt: null,
          isGiftCard: false,
          templateSuffix: null,
          seo: { title: null, description: null },
          options: [],
          variants: [],
          images: [],
          publicationIds: whole ? room.doc().publications.map((one) => one.id) : [],
        }
      : structuredClone(before);
  for (const key of ['title', 'descriptionHtml', 'vendor', 'productType', 'status', 'templateSuffix'] as const) {
    if (given[key] !== undefined && given[key] !== null) Object.assign(product, { [key]: given[key] });
  }
  if (given.giftCard !== undefined && given.giftCard !== null) product.isGiftCard = given.giftCard;
  if (Array.isArray(given.tags)) product.tags = [...new Set<string>(given.tags)].sort();
  if (given.seo) product.seo = { ...product.seo, ...given.seo };
  if (before === null || given.handle)
    product.handle = freeHandle(room, given.handle ?? slug(product.title), product.id);
  if (Array.isArray(given.files ?? given.media)) product.images = imagesFrom(room, given.files ?? given.media);
  if (Array.isArray(given.productOptions)) product.options = optionsFrom(room, given.productOptions);
  if (Array.isArray(given.variants)) {
    const kept = new Map(product.variants.map((one) => [one.id, one]));
    product.variants = given.variants.map((one: Args) =>
      variantFrom(room, product, one, one.id ? (kept.get(idOf(one.id)) ?? null) : sameOptions(product, one)),
    );
  }
  if (product.variants.length === 0) {
    const values = product.options.map((option) => ({ optionName: option.name, name: option.values[0]?.name ?? '' }));
    product.variants = [variantFrom(room, product, { optionValues: values }, null)];
  }
  if (product.options.length === 0)
    product.options = optionsFrom(room, [{ name: 'Title', values: [{ name: 'Default Title' }] }]);
  product.publishedAt = product.publicationIds.length > 0 ? (product.publishedAt ?? now) : null;
  product.updatedAt = now;
  room.shelf('product').put(product);
  joinCollections(room, product, given.collections ?? given.collectionsToJoin, Array.isArray(given.collections));
  setMetafields(
    room,
    (given.metafields ?? []).map((one: Args) => ({ ...one, ownerId: gid('Product', product.id) })),
  );
  room.tell(before === null ? 'products/create' : 'products/update', () => productPayload(room, product));
  return product;
}

function sameOptions(product: ProductDoc, given: Args): VariantDoc | null {
  const wanted = (given.optionValues ?? []).map((one: Args) => one.name).join('/');
  return product.variants.find((one) => one.selectedOptions.map((x) => x.value).join('/') === wanted) ?? null;
}

function optionsFrom(room: StoreRoom, given: Args[]): ProductDoc['options'] {
  return given.map((option) => ({
    id: option.id ? idOf(option.id) : room.nextId(),
    name: option.name,
    values: (option.values ?? []).map((value: Args) => ({ id: room.nextId(), name: value.name })),
  }));
}

function imagesFrom(room: StoreRoom, given: Args[]): ProductDoc['images'] {
  return given.flatMap((one) =>
    one.originalSource ? [{ id: room.nextId(), url: one.originalSource, alt: one.alt ?? '' }] : [],
  );
}

export function variantFrom(room: StoreRoom, product: ProductDoc, given: Args, before: VariantDoc | null): VariantDoc {
  const now = room.stamp();
  const location = room.doc().locations[0]?.id ?? '';
  const variant: VariantDoc =
    before === null
      ? {
          id: room.nextId(),
          sku: null,
          barcode: null,
          price: '0',
          compareAtPrice: null,
          selectedOptions: [{ name: 'Title', value: 'Default Title' }],
          inventoryItemId: room.nextId(),
          tracked: false,
          inventoryPolicy: 'DENY',
          available: { [location]: 0 },
          cost: null,
          taxable: true,
          requiresShipping: true,
          grams: 0,
          createdAt: now,
          updatedAt: now,
        }
      : structuredClone(before);
  variant.updatedAt = now;
  if (given.price !== undefined && given.price !== null) {
    if (exact(given.price).lt(0))
      refuse(['variants', 'price'], 'Price must be greater than or equal to 0', 'GREATER_THAN_OR_EQUAL_TO');
    variant.price = exact(given.price).toFixed();
  }
  if (given.compareAtPrice !== undefined) {
    variant.compareAtPrice = given.compareAtPrice === null ? null : exact(given.compareAtPrice).toFixed();
  }
  const item: Args = given.inventoryItem ?? {};
  if ((given.sku ?? item.sku) !== undefined) variant.sku = given.sku ?? item.sku;
  if (given.barcode !== undefined) variant.barcode = given.barcode;
  if (given.taxable !== undefined && given.taxable !== null) variant.taxable = given.taxable;
  if (given.inventoryPolicy) variant.inventoryPolicy = given.inventoryPolicy;
  if (item.tracked !== undefined && item.tracked !== null) variant.tracked = item.tracked;
  if (item.requiresShipping !== undefined && item.requiresShipping !== null)
    variant.requiresShipping = item.requiresShipping;
  if (item.cost !== undefined && item.cost !== null) variant.cost = exact(item.cost).toFixed();
  const weight = item.measurement?.weight;
  if (weight) variant.grams = Math.round(weight.value * (weight.unit === 'KILOGRAMS' ? 1000 : 1));
  for (const one of given.inventoryQuantities ?? [])
    variant.available[idOf(one.locationId)] = one.quantity ?? one.availableQuantity ?? 0;
  if (Array.isArray(given.optionValues) && given.optionValues.length > 0) {
    variant.selectedOptions = given.optionValues.map((one: Args, index: number) => {
      const byId = product.options.find((option) => one.optionId && option.id === idOf(one.optionId));
      const name = one.optionName ?? byId?.name ?? product.options[index]?.name ?? 'Title';
      return { name, value: one.name ?? '' };
    });
  }
  return variant;
}

/** productVariantsBulkCreate and productVariantsBulkUpdate */
export function saveVariants(room: StoreRoom, productId: unknown, given: Args[], create: boolean, strategy?: string) {
  const before = room.shelf('product').get(idOf(productId));
  if (before === null) return refuse(['productId'], 'Product does not exist', 'PRODUCT_DOES_NOT_EXIST');
  const product = structuredClone(before);
  const standalone =
    product.variants.length === 1 && product.variants[0]?.selectedOptions[0]?.value === 'Default Title';
  if (create && (strategy === 'REMOVE_STANDALONE_VARIANT' || standalone) && given.length > 0) product.variants = [];
  const changed = given.map((one, index) => {
    if (create) {
      const variant = variantFrom(room, product, one, null);
      product.variants.push(variant);
      return variant;
    }
    const at = product.variants.findIndex((variant) => variant.id === idOf(one.id ?? ''));
    const old = product.variants[at];
    if (old === undefined) {
      return refuse(
        ['variants', String(index), 'id'],
        'Product variant does not exist',
        'PRODUCT_VARIANT_DOES_NOT_EXIST',
      );
    }
    const variant = variantFrom(room, product, one, old);
    product.variants[at] = variant;
    return variant;
  });
  for (const option of product.options) {
    for (const variant of product.variants) {
      const value = variant.selectedOptions.find((one) => one.name === option.name)?.value;
      if (value !== undefined && !option.values.some((one) => one.name === value)) {
        option.values.push({ id: room.nextId(), name: value });
      }
    }
  }
  product.updatedAt = room.stamp();
  room.shelf('product').put(product);
  for (const [index, one] of given.entries()) {
    const owner = gid('ProductVariant', changed[index]?.id ?? '');
    setMetafields(
      room,
      (one.metafields ?? []).map((x: Args) => ({ ...x, ownerId: owner })),
    );
  }
  room.tell('products/update', () => productPayload(room, product));
  return { product, variants: changed };
}

export function deleteProduct(room: StoreRoom, id: unknown): string {
  const product = room.shelf('product').get(idOf(id));
  if (product === null) return refuse(['id'], 'Product does not exist');
  room.shelf('product').remove(product.id);
  for (const one of room.shelf('collection').all()) {
    if (one.productIds.includes(product.id)) {
      room.shelf('collection').put({ ...one, productIds: one.productIds.filter((x) => x !== product.id) });
    }
  }
  room.tell('products/delete', () => ({ id: BigInt(product.id) }));
  return gid('Product', product.id);
}

function joinCollections(room: StoreRoom, product: ProductDoc, ids: unknown[] | null | undefined, only: boolean): void {
  if (!Array.isArray(ids)) return;
  const wanted = new Set(ids.map(idOf));
  for (const one of room.shelf('collection').all()) {
    const has = one.productIds.includes(product.id);
    if (wanted.has(one.id) && !has)
      room.shelf('collection').put({ ...one, productIds: [...one.productIds, product.id] });
    else if (only && has && !wanted.has(one.id)) {
      room.shelf('collection').put({ ...one, productIds: one.productIds.filter((x) => x !== product.id) });
    }
  }
}

export function slug(title: string): string {
  return (
    title
      .toLowerCase()
      .normalize('NFKD')
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'product'
  );
}

function freeHandle(room: StoreRoom, wanted: string, id: string): string {
  const taken = new Set(
    room
      .shelf('product')
      .all()
      .filter((one) => one.id !== id)
      .map((one) => one.handle),
  );
  let handle = wanted;
  for (let count = 1; taken.has(handle); count += 1) handle = `${wanted}-${count}`;
  return handle;
}
