import { gid, idOf, typeOf } from '../gids';
import type { CustomerDoc } from '../ledger/customer';
import type { OrderDoc } from '../ledger/order';
import type { CollectionDoc, ProductDoc } from '../ledger/product';
import type { BulkDoc } from '../ledger/store';
import { financialStatusOf, fulfillmentStatusOf, returnStatusOf } from '../orders/statuses';
import { totalsOf } from '../orders/totals';
import { nameOf } from './address-view';
import { rootConnection } from './connection';
import type { Context } from './context';
import { customerView } from './customer-view';
import { fulfillmentOrderView, fulfillmentView } from './fulfillment-view';
import { metafieldFields, metafieldView } from './metafield-view';
import { orderView } from './order-view';
import { collectionView, inventoryItemView, productView, variantView } from './product-view';
import { refundView } from './refund-view';
import { returnView } from './return-view';
import { compareValues, type Fields, matcher } from './search';
import { bulkView, locationView, marketView, shopView, subscriptionView } from './shop-view';
import { transactionView } from './transaction-view';
import { type Args, topicOf, type View } from './view';

/** The query root: what can be asked. */
export function queryRoot(context: Context): View {
  const { room } = context;
  const shelf = room.shelf;
  const orders = () => visibleOrders(context);
  const list = <T extends { id: string }>(
    docs: () => T[],
    fields: Fields<T>,
    sorts: Record<string, (doc: T) => string>,
    view: (doc: T) => View,
  ) => {
    return (args: Args) =>
      rootConnection({
        docs: () => docs().filter(matcher(args.query, fields, room.now())),
        sortValue: sorts[args.sortKey ?? 'ID'] ?? ((doc) => doc.id),
        compare: compareValues,
        view,
        args,
        range: context.bulk,
      });
  };
  const count =
    <T>(docs: T[], fields: Fields<T>) =>
    (args: Args) => {
      const found = docs.filter(matcher(args.query, fields, room.now())).length;
      const limit = args.limit === null ? Number.POSITIVE_INFINITY : (args.limit ?? 10_000);
      return { count: Math.min(found, limit), precision: found > limit ? 'AT_LEAST' : 'EXACT' };
    };
  const node = (id: string) => nodeOf(context, id);
  const variants = () =>
    shelf('product')
      .all()
      .flatMap((product) => product.variants.map((variant) => ({ id: variant.id, product, variant })));
  const collections = () => shelf('collection').all();
  return {
    shop: () => shopView(room),
    app: () => appView(context),
    currentAppInstallation: () => installationView(context),
    appInstallation: () => installationView(context),
    node: (args: Args) => node(args.id),
    nodes: (args: Args) => (args.ids as string[]).map(node),
    order: (args: Args) => node(gid('Order', idOf(args.id))),
    orders: (args: Args) =>
      list(orders, orderFields, orderSorts, (order) => orderView(room, order))({ sortKey: 'PROCESSED_AT', ...args }),
    ordersCount: (args: Args) => count(orders(), orderFields)(args),
    customer: (args: Args) => node(gid('Customer', idOf(args.id))),
    customers: (args: Args) =>
      list(
        () => shelf('customer').all(),
        customerFields,
        customerSorts,
        (one) => customerView(room, one),
      )(args),
    customersCount: (args: Args) => count(shelf('customer').all(), customerFields)(args),
    customerByIdentifier: (args: Args) => {
      const { id, emailAddress, phoneNumber } = args.identifier;
      if (id) return node(id);
      const found = room.findCustomer(emailAddress ?? null, phoneNumber ?? null);
      return found === null ? null : customerView(room, found);
    },
    product: (args: Args) => node(gid('Product', idOf(args.id))),
    products: (args: Args) =>
      list(
        () => shelf('product').all(),
        productFields(context),
        productSorts,
        (one) => productView(room, one),
      )(args),
    productsCount: (args: Args) => count(shelf('product').all(), productFields(context))(args),
    productByHandle: (args: Args) => byHandle(context, args.handle),
    productByIdentifier: (args: Args) =>
      args.identifier.id ? node(args.identifier.id) : byHandle(context, args.identifier.handle),
    productVariant: (args: Args) => node(gid('ProductVariant', idOf(args.id))),
    productVariants: (args: Args) =>
      list(
        variants,
        {
          id: (one) => one.id,
          sku: (one) => one.variant.sku,
          product_id: (one) => one.product.id,
          title: (one) => one.product.title,
          updated_at: (one) => one.variant.updatedAt,
          default: (one) => [one.product.title, one.variant.sku],
        },
        variantSorts,
        (one) => variantView(room, one.product, one.variant),
      )(args),
    inventoryItem: (args: Args) => node(gid('InventoryItem', idOf(args.id))),
    collection: (args: Args) => node(gid('Collection', idOf(args.id))),
    collections: (args: Args) =>
      list(
        collections,
        {
          id: (one) => one.id,
          title: (one) => one.title,
          handle: (one) => one.handle,
          updated_at: (one) => one.updatedAt,
          product_id: (one) => one.productIds,
          default: (one) => [one.title, one.handle],
        },
        collectionSorts,
        (one) => collectionView(room, one),
      )(args),
    collectionByIdentifier: (args: Args) => {
      const found = collections().find(
        (one) => one.handle === args.identifier.handle || one.id === idOf(args.identifier.id ?? ''),
      );
      return found === undefined ? null : collectionView(room, found);
    },
    collectionByHandle: (args: Args) => {
      const found = collections().find((one) => one.handle === args.handle);
      return found === undefined ? null : collectionView(room, found);
    },
    location: (args: Args) => locationView(room, args.id ? idOf(args.id) : (room.doc().locations[0]?.id ?? '')),
    locations: () => room.doc().locations.map((one) => locationView(room, one.id)),
    markets: () => room.doc().markets.map((one) => marketView(room, one)),
    primaryMarket: () =>
      room
        .doc()
        .markets.filter((one) => one.primary)
        .map((one) => marketView(room, one))[0],
    publications: () =>
      room.doc().publications.map((one) => ({
        __typename: 'Publication',
        id: gid('Publication', one.id),
        name: one.name,
        autoPublish: true,
        supportsFuturePublishing: true,
      })),
    return: (args: Args) => node(gid('Return', idOf(args.id))),
    refund: (args: Args) => node(gid('Refund', idOf(args.id))),
    fulfillment: (args: Args) => node(gid('Fulfillment', idOf(args.id))),
    fulfillmentOrder: (args: Args) => node(gid('FulfillmentOrder', idOf(args.id))),
    webhookSubscription: (args: Args) => node(gid('WebhookSubscription', idOf(args.id))),
    webhookSubscriptions: (args: Args) =>
      shelf('subscription')
        .all()
        .filter((one) => !Array.isArray(args.topics) || args.topics.map(topicOf).includes(one.topic))
        .map(subscriptionView),
    bulkOperation: (args: Args) => node(gid('BulkOperation', idOf(args.id))),
    bulkOperations: (args: Args) =>
      list(
        () => shelf('bulk').all(),
        {
          id: (one) => one.id,
          status: (one) => one.status,
          created_at: (one) => one.createdAt,
          operation_type: () => 'QUERY',
        },
        bulkSorts,
        (one) => bulkView(one, context.fileUrl),
      )({ sortKey: 'CREATED_AT', reverse: true, ...args }),
    currentBulkOperation: (args: Args) => {
      const last = args.type === 'MUTATION' ? undefined : shelf('bulk').all().sort(byId).at(-1);
      return last === undefined ? null : bulkView(last, context.fileUrl);
    },
    metafieldDefinitions: () => [],
  };
}

const byId = (a: { id: string }, b: { id: string }) => compareValues(a.id, b.id);

/** Without read_all_orders an app sees the orders of the last 60 days. */
function visibleOrders({ room, scopes }: Context): OrderDoc[] {
  const all = room.shelf('order').all();
  if (scopes === null || scopes.has('read_all_orders')) return all;
  const from = room.now().getTime() - 60 * 86_400_000;
  return all.filter((order) => Date.parse(order.createdAt) >= from);
}

const orderFields: Fields<OrderDoc> = {
  id: (order) => order.id,
  name: (order) => [order.name, String(order.number)],
  created_at: (order) => order.createdAt,
  updated_at: (order) => order.updatedAt,
  processed_at: (order) => order.processedAt,
  email: (order) => order.email,
  customer_id: (order) => order.customerId,
  tag: (order) => order.tags,
  test: (order) => order.test,
  source_name: (order) => order.sourceName,
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

const orderSorts: Record<string, (order: OrderDoc) => string> = {
  CREATED_AT: (order) => order.createdAt,
  UPDATED_AT: (order) => order.updatedAt,
  PROCESSED_AT: (order) => order.processedAt,
  ORDER_NUMBER: (order) => String(order.number),
  TOTAL_PRICE: (order) => totalsOf(order).total.shop,
  CURRENT_TOTAL_PRICE: (order) => totalsOf(order).currentTotal.shop,
};

const customerFields: Fields<CustomerDoc> = {
  id: (one) => one.id,
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
};

const customerSorts: Record<string, (one: CustomerDoc) => string> = {
  CREATED_AT: (one) => one.createdAt,
  UPDATED_AT: (one) => one.updatedAt,
  NAME: (one) => nameOf(one) ?? '',
};

function productFields({ room }: Context): Fields<ProductDoc> {
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

type VariantRow = { id: string; product: ProductDoc; variant: ProductDoc['variants'][number] };
const variantSorts: Record<string, (one: VariantRow) => string> = {
  SKU: (one) => one.variant.sku ?? '',
  TITLE: (one) => one.product.title,
};

const collectionSorts: Record<string, (one: CollectionDoc) => string> = {
  TITLE: (one) => one.title,
  UPDATED_AT: (one) => one.updatedAt,
};

const bulkSorts: Record<string, (one: BulkDoc) => string> = {
  CREATED_AT: (one) => one.createdAt,
  COMPLETED_AT: (one) => one.completedAt ?? '',
};

const productSorts: Record<string, (one: ProductDoc) => string> = {
  TITLE: (one) => one.title,
  VENDOR: (one) => one.vendor,
  PRODUCT_TYPE: (one) => one.productType,
  CREATED_AT: (one) => one.createdAt,
  UPDATED_AT: (one) => one.updatedAt,
};

function byHandle({ room }: Context, handle: string): View | null {
  const found = room
    .shelf('product')
    .all()
    .find((one) => one.handle === handle);
  return found === undefined ? null : productView(room, found);
}

export function installationView(context: Context): View {
  const id = gid('AppInstallation', context.room.doc().installationId);
  return {
    __typename: 'AppInstallation',
    id,
    accessScopes: context.app.scopes.map((handle) => ({ handle, description: handle.replaceAll('_', ' ') })),
    activeSubscriptions: [],
    app: () => appView(context),
    launchUrl: `https://${context.room.domain}/admin/apps/${context.app.apiKey}`,
    ...metafieldFields(context.room, id),
  };
}

function appView(context: Context): View {
  return {
    __typename: 'App',
    id: gid('App', '1'),
    apiKey: context.app.apiKey,
    title: 'Tagalong',
    handle: 'tagalong',
    embedded: true,
    requestedAccessScopes: context.app.scopes.map((handle) => ({ handle, description: handle })),
    installation: () => installationView(context),
    webhookApiVersion: '2026-10',
  };
}

/** Anything that has a global id. */
export function nodeOf(context: Context, globalId: string): View | null {
  const { room } = context;
  const id = idOf(globalId);
  const inOrders = <T>(find: (order: OrderDoc) => T | undefined, view: (order: OrderDoc, one: T) => View) => {
    const order = room.orderHolding(id);
    const found = order === null ? undefined : find(order);
    return order === null || found === undefined ? null : view(order, found);
  };
  const viewOf = <T>(doc: T | null, view: (doc: T) => View) => (doc === null ? null : view(doc));
  switch (typeOf(globalId)) {
    case 'Order':
      return viewOf(visibleOrder(context, id), (order) => orderView(room, order));
    case 'Customer':
      return viewOf(room.shelf('customer').get(id), (one) => customerView(room, one));
    case 'Product':
      return viewOf(room.shelf('product').get(id), (one) => productView(room, one));
    case 'ProductVariant':
      return viewOf(room.variant(id), (one) => variantView(room, one.product, one.variant));
    case 'InventoryItem': {
      for (const product of room.shelf('product').all()) {
        const variant = product.variants.find((one) => one.inventoryItemId === id);
        if (variant !== undefined) return inventoryItemView(room, product, variant);
      }
      return null;
    }
    case 'Collection':
      return viewOf(room.shelf('collection').get(id), (one) => collectionView(room, one));
    case 'Shop':
      return shopView(room);
    case 'AppInstallation':
      return installationView(context);
    case 'Location':
      return locationView(room, id);
    case 'Market':
      return viewOf(room.doc().markets.find((one) => one.id === id) ?? null, (one) => marketView(room, one));
    case 'BulkOperation':
      return viewOf(room.shelf('bulk').get(id), (one) => bulkView(one, context.fileUrl));
    case 'WebhookSubscription':
      return viewOf(room.shelf('subscription').get(id), subscriptionView);
    case 'Metafield':
      return viewOf(
        room
          .shelf('metafield')
          .all()
          .find((one) => one.metafieldId === id) ?? null,
        metafieldView,
      );
    case 'Refund':
      return inOrders(
        (order) => order.refunds.find((one) => one.id === id),
        (order, one) => refundView(room, order, one),
      );
    case 'Return':
      return inOrders(
        (order) => order.returns.find((one) => one.id === id),
        (order, one) => returnView(room, order, one),
      );
    case 'Fulfillment':
      return inOrders(
        (order) => order.fulfillments.find((one) => one.id === id),
        (order, one) => fulfillmentView(room, order, one),
      );
    case 'FulfillmentOrder':
      return inOrders(
        (order) => order.fulfillmentOrders.find((one) => one.id === id),
        (order, one) => fulfillmentOrderView(room, order, one),
      );
    case 'OrderTransaction':
      return inOrders(
        (order) => order.transactions.find((one) => one.id === id),
        (order, one) => transactionView(room, order, one),
      );
    default:
      return null;
  }
}

function visibleOrder(context: Context, id: string): OrderDoc | null {
  const order = context.room.shelf('order').get(id);
  if (order === null || context.scopes === null || context.scopes.has('read_all_orders')) return order;
  return Date.parse(order.createdAt) >= context.room.now().getTime() - 60 * 86_400_000 ? order : null;
}
