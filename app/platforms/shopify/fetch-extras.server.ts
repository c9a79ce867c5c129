import type { AdminClient } from './client.server';
import {
  ExtrasOfOrders,
  type ExtrasOfOrdersResult,
  MoreAgreements,
  MoreExchangeLines,
  MoreReturnLines,
  MoreReturns,
  MoreSales,
} from './generated/operations';
import { bareId } from './gids';
import { inBatches } from './in-batches.server';
import { readToEnd } from './pages.server';

/** The returns and the committed edits of orders: what is asked only of those that have any. */
type Extras = Extract<NonNullable<ExtrasOfOrdersResult['nodes'][number]>, { __typename: 'Order' }>;
export type OrderExtras = Pick<Extras, 'updatedAt' | 'returns' | 'agreements'>;
type OneReturn = Extras['returns']['nodes'][number];
type Agreement = Extras['agreements']['nodes'][number];

/** Whether asking for an order's extras would tell more than the order itself. */
export function hasExtras(order: { returnStatus: string; edited: boolean }): boolean {
  return order.edited || order.returnStatus !== 'NO_RETURN';
}

/** The extras by the order's gid, every list read to its end, and when the order last changed. */
export async function fetchExtras(client: AdminClient, platformOrderIds: string[]): Promise<Map<string, OrderExtras>> {
  const found = new Map<string, OrderExtras>();
  for await (const { nodes } of inBatches(client, platformOrderIds, (ids) => client.run(ExtrasOfOrders, { ids }))) {
    for (const node of nodes) {
      if (node?.__typename !== 'Order') continue;
      const { id, updatedAt, returns, agreements } = node as Extras;
      await readToEnd(returns, async (after) => (await client.run(MoreReturns, { id, after })).node?.returns as never);
      for (const one of returns.nodes) await completeReturn(client, one);
      await readToEnd(
        agreements,
        async (after) => (await client.run(MoreAgreements, { id, after })).node?.agreements as never,
      );
      for (const one of agreements.nodes) await completeAgreement(client, id, one);
      found.set(id, { updatedAt, returns, agreements });
    }
  }
  return found;
}

async function completeReturn(client: AdminClient, one: OneReturn): Promise<void> {
  const { id } = one;
  await readToEnd(
    one.returnLineItems,
    async (after) => (await client.run(MoreReturnLines, { id, after })).node?.returnLineItems as never,
  );
  await readToEnd(
    one.exchangeLineItems,
    async (after) => (await client.run(MoreExchangeLines, { id, after })).node?.exchangeLineItems as never,
  );
}

async function completeAgreement(client: AdminClient, id: string, one: Agreement): Promise<void> {
  // What was sold first is the order itself.
  if (one.reason !== 'ORDER_EDIT') return;
  const query = `id:${bareId(one.id)}`;
  await readToEnd(
    one.sales,
    async (after) => (await client.run(MoreSales, { id, query, after })).node?.agreements?.nodes?.[0]?.sales as never,
  );
}
