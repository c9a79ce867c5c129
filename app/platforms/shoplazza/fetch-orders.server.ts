import { stringify } from 'lossless-json';
import { z } from 'zod';
import { instant, list, maybeDecimal, readAs } from '../fields';
import type { PulledOrder } from '../platform';
import type { StoreClient } from './client.server';
import { listIn } from './envelope';
import { id } from './ids';
import { type Position, positionAfter, sized } from './pages.server';
import { plain } from './plain.server';
import { hasRefunds } from './rest-order';

/** Orders by id, and their refunds, which stand elsewhere. */

const ordersAtOnce = 100;
const refundsAtOnce = 100;

const stamped = z.object({
  id,
  updated_at: instant,
  created_at: instant,
  total_refund_price: maybeDecimal,
  line_items: list(z.object({ refund_quantity: z.string().nullish(), refund_quantity_total: z.string().nullish() })),
});

/** An order of a list: what it weighs, and how it came. */
export type Listed = {
  order: unknown;
  platformOrderId: string;
  updatedAt: string;
  createdAt: string;
  hasRefunds: boolean;
};

/** Whole orders; ids that Shoplazza does not know are left out. */
export async function fetchOrders(client: StoreClient, platformOrderIds: string[]): Promise<PulledOrder[]> {
  const ids = [...new Set(platformOrderIds)];
  const found: PulledOrder[] = [];
  for (let at = 0; at < ids.length; at += ordersAtOnce) {
    const some = ids.slice(at, at + ordersAtOnce);
    const askedAt = new Date().toISOString();
    const page = await client.get('/orders', { ids: some, ...sized(ordersAtOnce) });
    found.push(...(await withRefunds(client, listed(page), askedAt)));
  }
  return found;
}

/** How many orders were created since `from`. */
export async function countOrders(client: StoreClient, from: string | null): Promise<number> {
  const reply = await client.get('/orders/count', { created_at_min: from });
  return Number(readAs(z.object({ count: z.string() }), plain(reply ?? {}), 'a count').count);
}

/** The orders of a page. */
export function listed(page: Record<string, unknown> | null): Listed[] {
  return listIn(page, 'orders').map((order) => {
    const read = readAs(stamped, plain(order), 'an order');
    const { id: platformOrderId, updated_at: updatedAt, created_at: createdAt } = read;
    return { order, platformOrderId, updatedAt, createdAt, hasRefunds: hasRefunds(read) };
  });
}

/** Orders as the inbox takes them: each with its refunds beside it. */
export async function withRefunds(client: StoreClient, orders: Listed[], askedAt: string): Promise<PulledOrder[]> {
  const refunded = orders.filter((one) => one.hasRefunds).map((one) => one.platformOrderId);
  const refunds = await refundsOf(client, refunded);
  return orders.map(({ order, platformOrderId, updatedAt }) => ({
    platformOrderId,
    updatedAt,
    body: stringify({ order, refunds: refunds.get(platformOrderId) ?? [] }) ?? '',
    askedAt,
  }));
}

const record = z.object({ order_id: id });

/** The refunds of these orders, every page of them. Where the list is not there, the order's own total has to do. */
async function refundsOf(client: StoreClient, orderIds: string[]): Promise<Map<string, unknown[]>> {
  const found = new Map<string, unknown[]>();
  for (let at = 0; at < orderIds.length; at += refundsAtOnce) {
    const ids = orderIds.slice(at, at + refundsAtOnce);
    for (let position: Position | null = {}; position !== null; ) {
      const query = { order_ids: ids, ...sized(refundsAtOnce, position) };
      const page: Record<string, unknown> | null = await client.get('/orders/refund_records', query);
      const records = page === null ? [] : listIn(page, 'records');
      for (const one of records) {
        const { order_id: orderId } = readAs(record, plain(one), 'a refund');
        found.set(orderId, [...(found.get(orderId) ?? []), one]);
      }
      position = positionAfter(page, position, records.length, refundsAtOnce);
    }
  }
  return found;
}
