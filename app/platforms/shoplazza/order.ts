import { z } from 'zod';
import type { OrderNews } from '../../domain/orders/order';
import { list, malformed, maybeInstant, readAs } from '../fields';
import { factsOf, newsOf, undated } from '../news';
import type { EntryMeaning, OrderDialect } from '../platform';
import { readByTopic, type TopicReader } from '../topics';
import { contentOf, objectIn } from './envelope';
import { id } from './ids';
import { readPrivacyTopic, storeNamedIn } from './privacy-topics';
import { restCustomer } from './rest-customer';
import { restRefund } from './rest-facts';
import { fromRest, hasRefunds } from './rest-order';
import { restProduct, skusOf } from './rest-product';
import { restOrder } from './rest-shape';
import { levelsIn } from './stock-levels';

/** What each topic of Shoplazza means, in both of its dialects. */
export const orders: OrderDialect = {
  changeTopics: { created: 'orders/create', updated: 'orders/update' },
  // No horizon is documented.
  reachDays: () => null,
  read: (topic, body, toldAt) => read(topic, body, toldAt),
};

const topics: Record<string, TopicReader> = {
  'order:pulled': (value) => ({ kind: 'orders', news: wholeOrders(value) }),
  'order:file': (value) => ({ kind: 'orders', news: wholeOrders(value) }),
  'orders/delete': (value, _topic, toldAt) => {
    const shape = z.object({ id, deleted_at: maybeInstant });
    const gone = readAs(shape, objectIn(value, 'order'), 'a deleted order');
    return { kind: 'orders', news: [factsOf(gone.id, { deletedAt: gone.deleted_at ?? toldAt ?? undated })] };
  },
  'customer:pulled': customerNews,
  'product:pulled': productNews,
  'stock:pulled': (value, _topic, toldAt) => ({ kind: 'stock', levels: levelsIn(value, toldAt) }),
  'app/uninstalled': (value) => ({ kind: 'uninstalled', storeDomain: storeNamedIn(contentOf(value)) }),
  'customers/data_request': (value, topic) => readPrivacyTopic(contentOf(value), topic),
  'customers/redact': (value, topic) => readPrivacyTopic(contentOf(value), topic),
  'shop/redact': (value, topic) => readPrivacyTopic(contentOf(value), topic),
  'shop/update': () => ({ kind: 'store-changed' }),
};

/** Topics of which every one means the same. */
const families: Record<string, TopicReader> = {
  // Refund topics tell the order's cumulative total only: the refunds are asked for.
  orders: (value) => {
    const order = readAs(restOrder, objectIn(value, 'order'), 'an order');
    if (hasRefunds(order)) return { kind: 'refetch-orders', platformOrderIds: [order.id] };
    return { kind: 'orders', news: [{ ...newsOf(fromRest(order, [])), deletedAt: order.deleted_at }] };
  },
  products: productNews,
  customers: customerNews,
};

const read = readByTopic(topics, families);

/** Whole orders, each with its refunds beside it: one, a list of them, or a reply that has some. */
function wholeOrders(value: unknown): OrderNews[] {
  if (Array.isArray(value)) return value.flatMap(wholeOrders);
  const content = contentOf(value);
  if (Array.isArray(content.orders)) return content.orders.flatMap(wholeOrders);
  const order = readAs(restOrder, objectIn(content, 'order'), 'an order');
  const refunds = readAs(list(restRefund), content.refunds ?? content.records ?? [], 'the refunds of an order');
  return [{ ...newsOf(fromRest(order, refunds)), deletedAt: order.deleted_at }];
}

function productNews(value: unknown, topic: string): EntryMeaning {
  const product = readAs(restProduct, objectIn(value, 'product'), 'a product');
  const isGone = topic === 'products/delete';
  return { kind: 'products', platformProductIds: [product.id], skus: isGone ? [] : skusOf(product), isGone };
}

function customerNews(value: unknown): EntryMeaning {
  const customer = readAs(restCustomer, objectIn(value, 'customer'), 'a customer');
  if (!customer) throw malformed('The customer has no id.');
  return { kind: 'customers', customers: [customer] };
}
