import { randomUUID } from 'node:crypto';
import { changeMembers, createCollection } from '../catalogue/collections';
import { deleteMetafields, setMetafields } from '../catalogue/metafields';
import { changeFixedPrices } from '../catalogue/price-lists';
import { deleteProduct, saveProduct, saveVariants } from '../catalogue/products';
import { gid, idOf, typeOf } from '../gids';
import { productPayload } from '../payloads/product';
import { type Context, refuse } from './context';
import { customerMutations } from './customer-mutations';
import { metafieldView } from './metafield-view';
import { nodeOf } from './nodes';
import { orderMutations } from './order-mutations';
import { collectionView, productView, variantView } from './product-view';
import { shopView, subscriptionView } from './shop-view';
import { type Args, topicOf, type View } from './view';

/** The mutation root: what can be changed. */
export function mutationRoot(context: Context): Record<string, (args: Args) => View> {
  const { room } = context;
  const shop = () => shopView(room);
  const product = (args: Args, input: Args, whole: boolean) => {
    const id = input.id ?? args.identifier?.id;
    const handle = args.identifier?.handle;
    const before = id
      ? room.shelf('product').get(idOf(id))
      : handle
        ? (room
            .shelf('product')
            .all()
            .find((one) => one.handle === handle) ?? null)
        : null;
    if (id && before === null) refuse(['id'], 'Product does not exist', 'PRODUCT_DOES_NOT_EXIST');
    return productView(
      room,
      saveProduct(room, { ...input, ...(args.media ? { media: args.media } : {}) }, before, whole),
    );
  };
  const publish = (args: Args, publish: boolean): View => {
    const id = idOf(args.id);
    const wanted: string[] = (args.input ?? []).map((one: Args) => idOf(one.publicationId ?? ''));
    const all = room.doc().publications.map((one) => one.id);
    const ids = wanted.length === 0 ? all : wanted;
    for (const one of ids)
      if (!all.includes(one)) refuse(['input'], 'Publication does not exist or is not publishable');
    const next = (before: string[]) =>
      publish ? [...new Set([...before, ...ids])] : before.filter((one) => !ids.includes(one));
    if (typeOf(args.id) === 'Collection') {
      const one = room.shelf('collection').get(id);
      if (one === null) return refuse(['id'], 'Resource does not exist');
      room.shelf('collection').put({ ...one, publicationIds: next(one.publicationIds) });
    } else {
      const one = room.shelf('product').get(id);
      if (one === null) return refuse(['id'], 'Resource does not exist');
      const publicationIds = next(one.publicationIds);
      const changed = {
        ...one,
        publicationIds,
        publishedAt: publicationIds.length > 0 ? (one.publishedAt ?? room.stamp()) : null,
        updatedAt: room.stamp(),
      };
      room.shelf('product').put(changed);
      room.tell('products/update', () => productPayload(room, changed));
    }
    return { publishable: nodeOf(context, args.id), shop };
  };
  return {
    ...orderMutations(context),
    ...customerMutations(context),
    productSet: (args) => ({ product: product(args, args.input, true), productSetOperation: null }),
    productCreate: (args) => ({ product: product(args, args.product ?? args.input ?? {}, false), shop }),
    productUpdate: (args) => ({ product: product(args, args.product ?? args.input ?? {}, false), shop }),
    productDelete: (args) => ({ deletedProductId: deleteProduct(room, args.input.id), shop }),
    productVariantsBulkCreate: (args) => {
      const saved = saveVariants(room, args.productId, args.variants, true, args.strategy);
      const productVariants = saved.variants.map((one) => variantView(room, saved.product, one));
      return { product: productView(room, saved.product), productVariants };
    },
    productVariantsBulkUpdate: (args) => {
      const saved = saveVariants(room, args.productId, args.variants, false);
      const productVariants = saved.variants.map((one) => variantView(room, saved.product, one));
      return { product: productView(room, saved.product), productVariants };
    },
    publishablePublish: (args) => publish(args, true),
    publishableUnpublish: (args) => publish(args, false),
    publishablePublishToCurrentChannel: (args) => publish({ ...args, input: [] }, true),
    collectionCreate: (args) => ({
      collection: collectionView(room, createCollection(room, args.collection ?? args.input ?? {})),
    }),
    collectionAddProducts: (args) => ({
      collection: collectionView(room, changeMembers(room, args.id, args.productIds, 'add')),
    }),
    collectionRemoveProducts: (args) => {
      changeMembers(room, args.id, args.productIds, 'remove');
      return { job: { id: gid('Job', randomUUID()), done: true } };
    },
    priceListFixedPricesUpdate: (args) => {
      const { deleted } = changeFixedPrices(room, args);
      return { priceList: nodeOf(context, args.priceListId), deletedFixedPriceVariantIds: deleted };
    },
    metafieldsSet: (args) => ({ metafields: setMetafields(room, args.metafields).map(metafieldView) }),
    metafieldsDelete: (args) => ({ deletedMetafields: deleteMetafields(room, args.metafields) }),
    metafieldDefinitionCreate: (args) => ({
      createdDefinition: {
        __typename: 'MetafieldDefinition',
        id: gid('MetafieldDefinition', room.nextId()),
        name: args.definition.name,
        namespace: args.definition.namespace ?? '',
        key: args.definition.key,
        ownerType: args.definition.ownerType,
        description: args.definition.description ?? null,
        type: { name: args.definition.type, category: 'TEXT' },
        access: args.definition.access ?? {},
      },
    }),
    inventorySetQuantities: (args) => moveInventory(context, args.input.quantities, args.input.name, true),
    inventoryAdjustQuantities: (args) => moveInventory(context, args.input.changes, args.input.name, false),
    webPixelCreate: (args) => {
      if (room.doc().webPixel) refuse(['webPixel'], 'Web pixel is taken.', 'TAKEN');
      return savePixel(context, room.nextId(), args.webPixel.settings);
    },
    webPixelUpdate: (args) => {
      if (room.doc().webPixel?.id !== idOf(args.id)) refuse(['id'], 'Pixel not found.', 'NOT_FOUND');
      return savePixel(context, idOf(args.id), args.webPixel.settings);
    },
    webhookSubscriptionCreate: (args) => {
      const given = args.webhookSubscription;
      const uri = given.uri ?? given.callbackUrl;
      const topic = topicOf(args.topic);
      if (!uri) refuse(['webhookSubscription', 'callbackUrl'], "Address can't be blank");
      const same = room
        .shelf('subscription')
        .all()
        .find((one) => one.topic === topic && one.uri === uri);
      if (same !== undefined)
        refuse(['webhookSubscription', 'callbackUrl'], 'Address for this topic has already been taken');
      const one = {
        id: room.nextId(),
        topic,
        uri,
        includeFields: given.includeFields ?? [],
        filter: given.filter ?? null,
        name: given.name ?? null,
        createdAt: room.stamp(),
        failures: 0,
      };
      room.shelf('subscription').put(one);
      return { webhookSubscription: subscriptionView(one) };
    },
    webhookSubscriptionUpdate: (args) => {
      const one = room.shelf('subscription').get(idOf(args.id));
      if (one === null) return refuse(['id'], 'Webhook subscription does not exist');
      const given = args.webhookSubscription;
      const changed = {
        ...one,
        uri: given.uri ?? given.callbackUrl ?? one.uri,
        includeFields: given.includeFields ?? one.includeFields,
        filter: given.filter ?? one.filter,
      };
      room.shelf('subscription').put(changed);
      return { webhookSubscription: subscriptionView(changed) };
    },
    webhookSubscriptionDelete: (args) => {
      if (room.shelf('subscription').get(idOf(args.id)) === null) refuse(['id'], 'Webhook subscription does not exist');
      room.shelf('subscription').remove(idOf(args.id));
      return { deletedWebhookSubscriptionId: args.id };
    },
    bulkOperationRunQuery: (args) => context.startBulk(args.query, args.groupObjects ?? false),
    bulkOperationCancel: (args) => {
      const one = room.shelf('bulk').get(idOf(args.id));
      if (one === null) return refuse(['id'], 'Bulk operation does not exist');
      if (one.status === 'CREATED' || one.status === 'RUNNING') room.shelf('bulk').put({ ...one, status: 'CANCELING' });
      else refuse(null, `A bulk operation cannot be canceled when it is ${one.status.toLowerCase()}`);
      return { bulkOperation: nodeOf(context, args.id) };
    },
  };
}

function moveInventory({ room }: Context, changes: Args[], name: string, set: boolean): View {
  for (const [index, one] of changes.entries()) {
    const id = idOf(one.inventoryItemId);
    const product = room
      .shelf('product')
      .all()
      .find((x) => x.variants.some((v) => v.inventoryItemId === id));
    const variant = product?.variants.find((v) => v.inventoryItemId === id);
    if (product === undefined || variant === undefined) {
      return refuse(
        ['input', 'quantities', String(index), 'inventoryItemId'],
        'The specified inventory item could not be found.',
      );
    }
    const at = idOf(one.locationId);
    variant.available[at] = set ? one.quantity : (variant.available[at] ?? 0) + one.delta;
    variant.updatedAt = room.stamp();
    room.shelf('product').put(product);
    room.tell('inventory_levels/update', () => ({
      inventory_item_id: BigInt(id),
      location_id: BigInt(at),
      available: variant.available[at],
      updated_at: room.stamp(),
      admin_graphql_api_id: `gid://shopify/InventoryLevel/${at}?inventory_item_id=${id}`,
    }));
  }
  return {
    inventoryAdjustmentGroup: {
      id: gid('InventoryAdjustmentGroup', room.nextId()),
      createdAt: room.stamp(),
      reason: 'correction',
      changes: changes.map((one) => ({ name, delta: one.delta ?? 0, quantityAfterChange: one.quantity ?? null })),
    },
  };
}

/** Settings come as JSON text or as an object. */
function savePixel({ room }: Context, id: string, given: unknown): View {
  const settings = typeof given === 'string' ? given : JSON.stringify(given);
  room.saveDoc({ ...room.doc(), webPixel: { id, settings } });
  return { webPixel: { __typename: 'WebPixel', id: gid('WebPixel', id), settings } };
}
