import type { PulledOrder } from '../platform';
import type { AdminClient } from './client.server';
import { fetchExtras, hasExtras } from './fetch-extras.server';
import {
  CountOrders,
  MoreDiscounts,
  MoreFulfillmentLines,
  MoreLines,
  MoreRefundAdjustments,
  MoreRefundLines,
  MoreRefundShippingLines,
  MoreRefundTransactions,
  MoreShippingLines,
  OrdersById,
  type OrdersByIdResult,
  RefundsOfOrders,
  type RefundsOfOrdersResult,
} from './generated/operations';
import { bareId, gid } from './gids';
import { inBatches } from './in-batches.server';
import { readToEnd } from './pages.server';

/** Orders by id; every nested list is read to its end. */
export type WholeOrder = Extract<NonNullable<OrdersByIdResult['nodes'][number]>, { __typename: 'Order' }>;
export type OrderRefunds = Extract<NonNullable<RefundsOfOrdersResult['nodes'][number]>, { __typename: 'Order' }>;

/** Whole orders; ids that Shopify does not know are left out. */
export async function fetchOrders(client: AdminClient, platformOrderIds: string[]): Promise<PulledOrder[]> {
  const found: PulledOrder[] = [];
  for await (const { nodes, askedAt } of inBatches(client, gidsOf(platformOrderIds), askWhole(client))) {
    const orders = nodes.flatMap((node) => (node?.__typename === 'Order' ? [node as WholeOrder] : []));
    for (const order of orders) await complete(client, order);
    const extras = await fetchExtras(client, orders.filter(hasExtras));
    for (const order of orders) {
      const { updatedAt: _, ...more } = extras.get(order.id) ?? {};
      found.push(pulled(order, JSON.stringify({ ...order, ...more }), askedAt));
    }
  }
  return found;
}

const gidsOf = (platformOrderIds: string[]) => platformOrderIds.map((one) => gid('Order', one));

function askWhole(client: AdminClient) {
  return (ids: string[]) => client.run(OrdersById, { ids });
}

/** The refunds of these orders, with all their lines, and when the order last changed. */
export async function fetchRefunds(client: AdminClient, platformOrderIds: string[]): Promise<OrderRefunds[]> {
  const found: OrderRefunds[] = [];
  const ids = gidsOf(platformOrderIds);
  for await (const { nodes } of inBatches(client, ids, (some) => client.run(RefundsOfOrders, { ids: some }))) {
    for (const node of nodes) {
      if (node?.__typename !== 'Order') continue;
      const order = node as OrderRefunds;
      for (const refund of order.refunds) await completeRefund(client, refund);
      found.push(order);
    }
  }
  return found;
}

/** How many orders there are in a window. */
export async function countOrders(client: AdminClient, window: Window): Promise<number> {
  const { ordersCount } = await client.run(CountOrders, { query: searchFor(window) });
  return ordersCount?.count ?? 0;
}

/** When orders changed, [from, to], and when they were created, [createdFrom, createdTo); ISO 8601, or open. */
type Window = {
  from?: string | null;
  to?: string | null;
  createdFrom?: string | null;
  createdTo?: string | null;
};

/** The search words of a window; orders of every state are meant. */
export function searchFor({ from, to, createdFrom, createdTo }: Window): string {
  const bounds = [
    from && `updated_at:>='${from}'`,
    to && `updated_at:<='${to}'`,
    createdFrom && `created_at:>='${createdFrom}'`,
    createdTo && `created_at:<'${createdTo}'`,
  ];
  return ['status:any', ...bounds.filter(Boolean)].join(' ');
}

/** A pulled order as the inbox takes it. */
export function pulled(order: { id: string; updatedAt: string }, body: string, askedAt: string): PulledOrder {
  return { platformOrderId: bareId(order.id), updatedAt: new Date(order.updatedAt).toISOString(), body, askedAt };
}

async function complete(client: AdminClient, order: WholeOrder): Promise<void> {
  const { id } = order;
  await readToEnd(
    order.lineItems,
    async (after) => (await client.run(MoreLines, { id, after })).node?.lineItems as never,
  );
  await readToEnd(
    order.shippingLines,
    async (after) => (await client.run(MoreShippingLines, { id, after })).node?.shippingLines as never,
  );
  await readToEnd(
    order.discountApplications,
    async (after) => (await client.run(MoreDiscounts, { id, after })).node?.discountApplications as never,
  );
  for (const fulfillment of order.fulfillments) {
    await readToEnd(
      fulfillment.fulfillmentLineItems,
      async (after) =>
        (await client.run(MoreFulfillmentLines, { id: fulfillment.id, after })).node?.fulfillmentLineItems,
    );
  }
  for (const refund of order.refunds) await completeRefund(client, refund);
}

async function completeRefund(client: AdminClient, refund: WholeOrder['refunds'][number]): Promise<void> {
  const { id } = refund;
  await readToEnd(
    refund.refundLineItems,
    async (after) => (await client.run(MoreRefundLines, { id, after })).node?.refundLineItems as never,
  );
  await readToEnd(
    refund.refundShippingLines,
    async (after) => (await client.run(MoreRefundShippingLines, { id, after })).node?.refundShippingLines as never,
  );
  await readToEnd(
    refund.orderAdjustments,
    async (after) => (await client.run(MoreRefundAdjustments, { id, after })).node?.orderAdjustments as never,
  );
  await readToEnd(
    refund.transactions,
    async (after) => (await client.run(MoreRefundTransactions, { id, after })).node?.transactions as never,
  );
}
