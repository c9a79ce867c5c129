import type { OrderDetailView } from '~/domain/orders/view';
import { counted, money } from '~/ui/format';
import { inWords } from '~/ui/statuses';

/** One thing that happened to an order. */
export type Happening = { at: string; text: string; note: string | null };

/**
 * What happened to the order, newest first.
 * @param refusals when the platform would not fulfil what is to be fulfilled at once
 */
export function timelineOf(order: OrderDetailView, refusals: { at: string; reason: string }[] = []): Happening[] {
  const { currency, detail } = order;
  const happenings: Happening[] = [
    {
      at: order.createdAt,
      text: `Order ${order.orderNumber} was placed`,
      note: detail.sourceName ? (sources[detail.sourceName] ?? inWords(detail.sourceName)) : null,
    },
  ];
  const add = (at: string | null, text: string, note: string | null = null) => {
    if (at) happenings.push({ at, text, note });
  };
  for (const one of detail.transactions) {
    const gateway = one.gateway ? inWords(one.gateway) : null;
    add(one.at, `${transactionWords(one.kind, one.status)} ${money(one.amount, currency)}`, gateway);
  }
  for (const one of detail.fulfillments) {
    const items = one.lines.reduce((total, line) => total + line.quantity, 0);
    const what = items > 0 ? counted(items, 'item') : 'Items';
    add(
      one.createdAt,
      `${what} ${one.status === 'cancelled' ? 'no longer fulfilled' : 'fulfilled'}`,
      one.shipmentStatus ? inWords(one.shipmentStatus) : null,
    );
  }
  for (const one of refusals) add(one.at, 'Add-on was not fulfilled at once', one.reason);
  for (const one of detail.refunds) {
    const items = one.lines.reduce((total, line) => total + line.quantity, 0);
    add(
      one.createdAt,
      `Refund of ${money(one.refunded, currency)}${items > 0 ? ` for ${counted(items, 'item')}` : ''}`,
      one.note,
    );
  }
  add(order.cancelledAt, 'Order was cancelled', detail.cancelReason ? inWords(detail.cancelReason) : null);
  add(detail.closedAt, 'Order was archived');
  add(order.deletedAt, 'Order was deleted on the platform');
  // Of two at the same moment, the one named later came later.
  return happenings.reverse().sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}

const sources: Record<string, string> = {
  web: 'Online store',
  pos: 'Point of sale',
  shopify_draft_order: 'Draft order',
};

function transactionWords(kind: string, status: string): string {
  const done: Record<string, string> = {
    sale: 'Payment of',
    capture: 'Captured',
    authorization: 'Authorized',
    refund: 'Paid back',
    void: 'Voided',
  };
  const words = done[kind.toLowerCase()] ?? inWords(kind);
  return status.toLowerCase() === 'success' ? words : `${inWords(status)}: ${words.toLowerCase()}`;
}
