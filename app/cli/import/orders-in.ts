import { isLosslessNumber, stringify } from 'lossless-json';

/**
 * The whole orders anywhere inside a parsed value: bare, in a list, or in the wrappers that replies and
 * exports put around them. What only resembles an order (drafts, checkouts, fulfilments) is passed by.
 * @param key the name that the value stands under
 */
export function ordersIn(value: unknown, key = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => ordersIn(one, key));
  if (typeof value !== 'object' || value === null || isLosslessNumber(value)) return [];
  if (isOrder(value, key)) return [stringify(value) ?? ''];
  return Object.entries(value).flatMap(([name, inner]) => ordersIn(inner, name));
}

const orderKeys = /^(order|orders|nodes?|edges|data|)$/;

/** True when the value is one whole order. */
export function isOrder(value: unknown, key: string): boolean {
  if (typeof value !== 'object' || value === null || !('id' in value) || !value.id) return false;
  if (!('line_items' in value || 'lineItems' in value)) return false;
  // A global id says itself what it is; otherwise the name it stands under does.
  const type = typeof value.id === 'string' ? value.id.match(/^gid:\/\/\w+\/(\w+)\//)?.[1] : undefined;
  if (type !== undefined) return type === 'Order';
  return orderKeys.test(key) && !('order_id' in value) && !('invoice_url' in value);
}
