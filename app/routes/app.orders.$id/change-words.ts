import type { Change } from '~/domain/orders/change-log';
import { inWords } from '~/ui/statuses';

const things: Record<string, string> = {
  orders: 'order',
  order_line: 'line',
  order_address: 'address',
  order_shipping_line: 'shipping line',
  order_discount: 'discount',
  order_transaction: 'transaction',
  refund: 'refund',
  refund_line: 'refunded line',
  fulfillment: 'shipment',
  order_return: 'return',
  order_edit: 'edit',
};

/** Changes in one sentence; the first few, then how many more. */
export function changeWords(changes: Change[], left: number): string {
  const shown = changes.slice(0, 6).map(words);
  const more = changes.length - shown.length + left;
  return `${shown.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}

function words(change: Change): string {
  const thing = things[change.table] ?? inWords(change.table).toLowerCase();
  if ('change' in change) return `${thing} ${change.change}`;
  const field = inWords(change.field).toLowerCase();
  return `${change.table === 'orders' ? '' : `${thing} `}${field} ${short(change.before)} → ${short(change.after)}`;
}

function short(value: string | null): string {
  if (value === null || value === '') return 'nothing';
  return value.length > 40 ? `${value.slice(0, 39)}…` : value;
}
