import type { OrderDoc } from '../ledger/order';

export type Channel = { id: string; name: string };

/** The apps that orders come from, as both dialects name them; an order made by the Admin API comes from its caller. */
const channels: Record<string, Channel> = {
  web: { id: '580111', name: 'Online Store' },
  pos: { id: '129785', name: 'Point of Sale' },
  shopify_draft_order: { id: '1354745', name: 'Draft Orders' },
};
const caller: Channel = { id: '41110000001', name: 'Practice tools' };

export function channelOf(order: OrderDoc): Channel {
  return channels[order.sourceName ?? ''] ?? caller;
}

/** As recorded: an order whose maker names no source is named after its app. */
export function sourceOf(order: OrderDoc): string {
  return order.sourceName ?? caller.id;
}

/** The location of a sale over the counter. */
export function counterOf(order: OrderDoc, locations: { id: string }[]): string | null {
  return order.sourceName === 'pos' ? (locations[0]?.id ?? null) : null;
}

/** The language that the buyer read; ledgers from before it was kept say English. */
export function localeOf(order: OrderDoc): string | null {
  return order.customerLocale === undefined ? 'en' : order.customerLocale;
}
