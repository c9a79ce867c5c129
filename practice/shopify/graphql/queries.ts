import { GraphQLError } from 'graphql';
import { gid, idOf } from '../gids';
import { mergeOf } from '../orders/merge-customers';
import { termsTemplates } from '../orders/terms';
import { rootConnection } from './connection';
import type { Context } from './context';
import { customerView } from './customer-view';
import {
  bulkSorts,
  collectionSorts,
  customerFields,
  customerSorts,
  orderFields,
  orderSorts,
  productFields,
  productSorts,
  variantSorts,
} from './list-fields';
import { appView, installationView, nodeOf, visibleOrders } from './nodes';
import { orderView } from './order-view';
import { priceListView } from './price-list-view';
import { collectionView, productView, variantView } from './product-view';
import { rememberedSearch } from './remembered-search';
import { compareValues, type Fields, matcher } from './search';
import { bulkView, locationView, marketView, shopView, subscriptionView } from './shop-view';
import { type Args, topicOf, type View } from './view';

/** The query root: what can be asked. */
export function queryRoot(context: Context): View {
  const { room } = context;
  const shelf = room.shelf;
  const orders = () => visibleOrders(context, shelf('order').all());
  const foundOrders = (query: Args['query']) => {
    const matches = matcher(query, orderFields, room.now());
    const written = visibleOrders(context, shelf('order').written()).filter(matches);
    const lent = rememberedSearch(shelf('order').lent(), `${context.scopes === null} ${query}`, (all) =>
      visibleOrders(context, all).filter(matches),
    );
    return lent.length === 0 ? written : written.concat(lent);
  };
  const list = <T extends { id: string }>(
    docs: () => T[],
    fields: Fields<T>,
    sorts: Record<string, (doc: T) => string>,
    view: (doc: T) => View,
    found = (query: Args['query']) => docs().filter(matcher(query, fields, room.now())),
  ) => {
    return (args: Args) =>
      rootConnection({
        docs: () => found(args.query),
        sortValue: sorts[args.sortKey ?? 'ID'] ?? ((doc) => doc.id),
        compare: compareValues,
        view,
        args,
        range: context.bulk,
      });
  };
  const count =
    <T>(
      docs: () => T[],
      fields: Fields<T>,
      matching = (query: Args['query']) => docs().filter(matcher(query, fields, room.now())),
    ) =>
    (args: Args) => {
      const found = matching(args.query).length;
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
    webPixel: () => {
      const pixel = room.doc().webPixel;
      if (!pixel)
        throw new GraphQLError('No web pixel was found for this app.', { extensions: { code: 'RESOURCE_NOT_FOUND' } });
      return { __typename: 'WebPixel', id: gid('WebPixel', pixel.id), settings: pixel.settings };
    },
    node: (args: Args) => node(args.id),
    nodes: (args: Args) => (args.ids as string[]).map(node),
    order: (args: Args) => node(gid('Order', idOf(args.id))),
    orders: (args: Args) =>
      list(
        orders,
        orderFields,
        orderSorts,
        (order) => orderView(room, order),
        foundOrders,
      )({
        sortKey: 'PROCESSED_AT',
        ...args,
      }),
    ordersCount: (args: Args) => count(orders, orderFields, foundOrders)(args),
    customer: (args: Args) => node(gid('Customer', idOf(args.id))),
    customers: (args: Args) =>
      list(
        () => shelf('customer').all(),
        customerFields(context),
        customerSorts,
        (one) => customerView(room, one),
      )(args),
    customerMergeJobStatus: (args: Args) => mergeOf(room, args.jobId),
    customersCount: (args: Args) => count(() => shelf('customer').all(), customerFields(context))(args),
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
    productsCount: (args: Args) => count(() => shelf('product').all(), productFields(context))(args),
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
    priceLists: () => room.doc().markets.map((one) => priceListView(room, one)),
    priceList: (args: Args) => node(gid('PriceList', idOf(args.id))),
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
    paymentTermsTemplates: (args: Args) => termsTemplates(args.paymentTermsType ?? null),
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

function byHandle({ room }: Context, handle: string): View | null {
  const found = room
    .shelf('product')
    .all()
    .find((one) => one.handle === handle);
  return found === undefined ? null : productView(room, found);
}
