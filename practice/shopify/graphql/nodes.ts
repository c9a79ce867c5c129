import { gid, idOf, typeOf } from '../gids';
import type { OrderDoc } from '../ledger/order';
import type { Context } from './context';
import { customerView } from './customer-view';
import { fulfillmentOrderView, fulfillmentView } from './fulfillment-view';
import { metafieldFields, metafieldView } from './metafield-view';
import { orderView } from './order-view';
import { priceListView } from './price-list-view';
import { collectionView, inventoryItemView, productView, variantView } from './product-view';
import { refundView } from './refund-view';
import { returnView } from './return-view';
import { bulkView, locationView, marketView, shopView, subscriptionView } from './shop-view';
import { transactionView } from './transaction-view';
import type { View } from './view';

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
    case 'PriceList':
      return viewOf(room.doc().markets.find((one) => one.id === id) ?? null, (one) => priceListView(room, one));
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

/** Without read_all_orders an app sees the orders of the last 60 days. */
export function visibleOrders({ room, scopes }: Context, all: OrderDoc[]): OrderDoc[] {
  if (scopes === null || scopes.has('read_all_orders')) return all;
  const from = room.now().getTime() - 60 * 86_400_000;
  return all.filter((order) => Date.parse(order.createdAt) >= from);
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

export function appView(context: Context): View {
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
