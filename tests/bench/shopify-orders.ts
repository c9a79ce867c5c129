import type { OrderNews } from '../../app/domain/orders/order';
import { orders } from '../../app/platforms/shopify/order';

/** The news in one body of `orders/create`. */
export function shopifyOrders(body: string): OrderNews[] {
  const meaning = orders.read('orders/create', body);
  if (meaning.kind !== 'orders') throw new Error(`a message of the bench is ${meaning.kind}`);
  return meaning.news;
}
