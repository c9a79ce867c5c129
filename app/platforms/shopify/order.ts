import { z } from 'zod';
import type { OrderNews } from '../../domain/orders/order';
import { malformed, maybeInstant, readAs, text } from '../fields';
import { factsOf, newsOf, undated } from '../news';
import type { EntryMeaning, OrderDialect } from '../platform';
import { readByTopic, type TopicReader } from '../topics';
import { csvExport } from './csv-export';
import { asCustomer, fromGraphql } from './graphql-order';
import { graphqlCustomer, graphqlOrder } from './graphql-shape';
import { id, maybeId } from './ids';
import { anyCurrencyIn } from './money';
import { readPrivacyTopic, storeNamedIn } from './privacy-topics';
import { restCustomer } from './rest-customer';
import {
  asFulfillment,
  asRefund,
  asTransaction,
  exchangeIn,
  isGuessed,
  ownExchange,
  restFulfillment,
  restRefund,
  restTransaction,
} from './rest-facts';
import { exchangeOf, fromRest } from './rest-order';
import { restProduct, skusOf } from './rest-product';
import { restOrder } from './rest-shape';
import { graphqlStock, restLevel } from './stock-levels';
import { fromSummary, summary } from './summary';

/** What each topic of Shopify means. Both shapes of an order are read: REST as webhooks carry it, GraphQL as we pull it. */
export const orders: OrderDialect = {
  changeTopics: { created: 'orders/create', updated: 'orders/updated' },
  reachDays: (scopes) => (scopes.split(',').some((scope) => scope.trim() === 'read_all_orders') ? null : 60),
  csv: csvExport,
  read: (topic, body, toldAt) => read(topic, body, toldAt),
};

const topics: Record<string, TopicReader> = {
  'order:pulled': (value) => ({ kind: 'orders', news: wholeOrders(value) }),
  'order:file': (value) => ({ kind: 'orders', news: wholeOrders(value) }),
  'orders/create': restOrderNews,
  'orders/updated': restOrderNews,
  'orders/paid': restOrderNews,
  'orders/partially_paid': restOrderNews,
  'orders/cancelled': restOrderNews,
  'orders/fulfilled': restOrderNews,
  'orders/partially_fulfilled': restOrderNews,
  // An edit tells what was added and taken away, not the order that came of it.
  'orders/edited': (value) => {
    const { order_edit: edit } = readAs(z.object({ order_edit: z.object({ order_id: id }) }), value, 'an order edit');
    return { kind: 'refetch-orders', platformOrderIds: [edit.order_id] };
  },
  'orders/delete': (value, _topic, toldAt) => {
    const gone = readAs(z.object({ id, deleted_at: maybeInstant }), value, 'a deleted order');
    return { kind: 'orders', news: [factsOf(gone.id, { deletedAt: gone.deleted_at ?? toldAt ?? undated })] };
  },
  'refunds/create': (value) => {
    const refund = readAs(restRefund.extend({ order_id: id }), value, 'a refund');
    const exchange = exchangeIn(refund);
    if (!exchange || isGuessed(refund, exchange)) {
      return { kind: 'refetch-orders', platformOrderIds: [refund.order_id] };
    }
    const fact = asRefund(refund, exchange);
    return {
      kind: 'orders',
      news: [factsOf(refund.order_id, { refunds: [fact], transactions: fact.transactions })],
    };
  },
  'order_transactions/create': (value) => {
    const transaction = readAs(restTransaction.extend({ order_id: id }), value, 'a transaction');
    const exchange = ownExchange(transaction);
    if (!exchange) return { kind: 'refetch-orders', platformOrderIds: [transaction.order_id] };
    const fact = asTransaction(transaction, exchange, null);
    return { kind: 'orders', news: [factsOf(transaction.order_id, { transactions: [fact] })] };
  },
  'customers/delete': (value) => {
    const gone = readAs(z.object({ id }), value, 'a deleted customer');
    return { kind: 'customer-deleted', platformCustomerId: gone.id };
  },
  'customers/merge': (value) => {
    const shape = z.object({
      admin_graphql_api_customer_kept_id: id,
      admin_graphql_api_customer_deleted_id: id.nullish(),
      status: text,
    });
    const merge = readAs(shape, value, 'a merge of customers');
    const goneId = merge.admin_graphql_api_customer_deleted_id;
    if (!goneId) return { kind: 'nothing', why: 'the merge names nobody who is gone' };
    return { kind: 'customers-merged', keptId: merge.admin_graphql_api_customer_kept_id, goneId };
  },
  'product:pulled': (value, topic) => productNews(value, topic),
  'stock:pulled': (value) => ({ kind: 'stock', levels: readAs(graphqlStock, value, 'the stock of a variant') }),
  'customer:pulled': (value) => {
    const told = asCustomer(readAs(graphqlCustomer, value, 'a customer'));
    return told ? { kind: 'customers', customers: [told] } : { kind: 'nothing', why: 'the customer has no id' };
  },
  'customers/create': customerNews,
  'customers/update': customerNews,
  // What the two above no longer carry. Tags come as what was added or taken away, which is worth nothing without
  // its order; so each of these says whom to ask for.
  'customer.tags_added': (value) => askForCustomer(readAs(z.object({ customerId: id }), value, 'new tags').customerId),
  'customer.tags_removed': (value) =>
    askForCustomer(readAs(z.object({ customerId: id }), value, 'old tags').customerId),
  'customers_email_marketing_consent/update': (value) =>
    askForCustomer(readAs(z.object({ customer_id: id }), value, 'a consent').customer_id),
  'customers_marketing_consent/update': (value) => askForCustomer(readAs(z.object({ id }), value, 'a consent').id),
  'app/uninstalled': (value) => ({ kind: 'uninstalled', storeDomain: storeNamedIn(value) }),
  'customers/data_request': readPrivacyTopic,
  'customers/redact': readPrivacyTopic,
  'shop/redact': readPrivacyTopic,
  'shop/update': () => ({ kind: 'store-changed' }),
};

/** Topics of which every one means the same. */
const families: Record<string, TopicReader> = {
  fulfillments: (value) => {
    const fulfillment = readAs(restFulfillment.extend({ order_id: id }), value, 'a fulfilment');
    return {
      kind: 'orders',
      news: [factsOf(fulfillment.order_id, { fulfillments: [asFulfillment(fulfillment)] })],
    };
  },
  products: productNews,
  inventory_levels: (value, topic, toldAt) => {
    const level = readAs(restLevel, value, 'a level of stock');
    const changedAt = level.changedAt ?? toldAt ?? undated;
    return { kind: 'stock', levels: [{ ...level, changedAt, isGone: topic.endsWith('/disconnect') }] };
  },
  // A return changes the order's return state, which its own message does not carry.
  returns: (value) => {
    const shape = z.object({
      order_id: maybeId,
      order: z.object({ id: maybeId, admin_graphql_api_id: maybeId }).nullish(),
    });
    const { order_id: orderId, order } = readAs(shape, value, 'a return');
    const found = orderId ?? order?.id ?? order?.admin_graphql_api_id;
    if (!found) throw malformed('The return names no order.');
    return { kind: 'refetch-orders', platformOrderIds: [found] };
  },
};

const read = readByTopic(topics, families);

function productNews(value: unknown, topic: string): EntryMeaning {
  const product = readAs(restProduct, value, 'a product');
  const isGone = topic === 'products/delete';
  return { kind: 'products', platformProductIds: [product.id], skus: isGone ? [] : skusOf(product), isGone };
}

function restOrderNews(value: unknown): EntryMeaning {
  const told = readAs(restOrder, value, 'an order');
  const order = fromRest(told);
  const exchange = exchangeOf(told);
  if (told.refunds.some((refund) => isGuessed(refund, exchange))) {
    return { kind: 'refetch-orders', platformOrderIds: [order.platformOrderId] };
  }
  return { kind: 'orders', news: [newsOf(order)] };
}

function customerNews(value: unknown): EntryMeaning {
  const customer = readAs(restCustomer, value, 'a customer');
  return customer ? { kind: 'customers', customers: [customer] } : { kind: 'nothing', why: 'a customer without an id' };
}

function askForCustomer(platformCustomerId: string): EntryMeaning {
  return { kind: 'refetch-customers', platformCustomerIds: [platformCustomerId] };
}

const anything = z.unknown().optional();
const wrapped = z.object({ data: anything, order: anything, orders: anything, node: anything });
const telling = z.object({ id: text, line_items: anything });

/** One or more whole orders of either shape, bare or in the wrappers that replies and exports put around them. */
function wholeOrders(value: unknown): OrderNews[] {
  if (Array.isArray(value)) return value.flatMap(wholeOrders);
  const exported = summary.safeParse(value).data;
  if (exported) return [newsOf(fromSummary(value, exported))];
  const wrapper = wrapped.safeParse(value).data;
  const bare = telling.safeParse(value).data;
  if (!bare?.id) {
    const inner = wrapper?.data ?? wrapper?.order ?? wrapper?.node ?? nodesOf(wrapper?.orders);
    if (inner === undefined || inner === null) throw malformed('There is no order in it.');
    return wholeOrders(inner);
  }
  const isGraphql = bare.id.startsWith('gid://') && bare.line_items === undefined;
  return isGraphql
    ? [newsOf(fromGraphql(readAs(graphqlOrder, value, 'an order of the Admin API'), anyCurrencyIn(value)))]
    : [newsOf(fromRest(readAs(restOrder, value, 'an order')))];
}

function nodesOf(value: unknown): unknown {
  const connection = z.object({ nodes: z.array(z.unknown()) }).safeParse(value);
  const edges = z.object({ edges: z.array(z.object({ node: z.unknown() })) }).safeParse(value);
  if (connection.success) return connection.data.nodes;
  return edges.success ? edges.data.edges.map((edge) => edge.node) : value;
}
