import type { AdminClient } from './client.server';
import {
  EditsOfOrders,
  type EditsOfOrdersResult,
  MoreAgreements,
  MoreExchangeLines,
  MoreReturnLines,
  MoreReturns,
  MoreSales,
  ReturnsOfOrders,
  type ReturnsOfOrdersResult,
} from './generated/operations';
import { bareId } from './gids';
import { inBatches } from './in-batches.server';
import { type Connection, readToEnd } from './pages.server';

/** The returns and the committed edits of orders: each is asked only of those that have any. */
type WithReturns = Extract<NonNullable<ReturnsOfOrdersResult['nodes'][number]>, { __typename: 'Order' }>;
type WithEdits = Extract<NonNullable<EditsOfOrdersResult['nodes'][number]>, { __typename: 'Order' }>;
type OneReturn = WithReturns['returns']['nodes'][number];
type Agreement = WithEdits['agreements']['nodes'][number];
/** When it changed, as the parts were read: two times where it changed between them. */
export type OrderExtras = {
  updatedAt: string | null;
  returns: Connection<OneReturn>;
  agreements: Connection<Agreement>;
};

type Order = { id: string; returnStatus: string; edited: boolean };

const hasReturns = (order: Omit<Order, 'id'>) => order.returnStatus !== 'NO_RETURN';

/** Whether asking for an order's extras would tell more than the order itself. */
export function hasExtras(order: Omit<Order, 'id'>): boolean {
  return order.edited || hasReturns(order);
}

/**
 * The extras by the order's gid, every list read to its end, of those orders that have any.
 * `updatedAt` is when the order last changed, or null when it changed between the two questions, or is gone.
 */
export async function fetchExtras(client: AdminClient, orders: Order[]): Promise<Map<string, OrderExtras>> {
  const idsOf = (wanted: (order: Order) => boolean) => orders.filter(wanted).map(({ id }) => id);
  const returns = await returnsOf(client, idsOf(hasReturns));
  const edits = await editsOf(
    client,
    idsOf(({ edited }) => edited),
  );
  const found = new Map<string, OrderExtras>();
  for (const order of orders.filter(hasExtras)) {
    const told = [
      ...(hasReturns(order) ? [returns.get(order.id)] : []),
      ...(order.edited ? [edits.get(order.id)] : []),
    ].map((part) => part?.updatedAt);
    const isOne = told.every((at) => at === told[0]);
    found.set(order.id, {
      updatedAt: (isOne ? told[0] : undefined) ?? null,
      returns: returns.get(order.id)?.returns ?? empty(),
      agreements: edits.get(order.id)?.agreements ?? empty(),
    });
  }
  return found;
}

function empty<Node>(): Connection<Node> {
  return { pageInfo: { hasNextPage: false, endCursor: null }, nodes: [] };
}

async function returnsOf(client: AdminClient, ids: string[]): Promise<Map<string, WithReturns>> {
  const found = new Map<string, WithReturns>();
  for await (const { nodes } of inBatches(client, ids, (some) => client.run(ReturnsOfOrders, { ids: some }))) {
    for (const node of nodes) {
      if (node?.__typename !== 'Order') continue;
      const order = node as WithReturns;
      const { id, returns } = order;
      await readToEnd(returns, async (after) => (await client.run(MoreReturns, { id, after })).node?.returns as never);
      for (const one of returns.nodes) await completeReturn(client, one);
      found.set(id, order);
    }
  }
  return found;
}

async function editsOf(client: AdminClient, ids: string[]): Promise<Map<string, WithEdits>> {
  const found = new Map<string, WithEdits>();
  for await (const { nodes } of inBatches(client, ids, (some) => client.run(EditsOfOrders, { ids: some }))) {
    for (const node of nodes) {
      if (node?.__typename !== 'Order') continue;
      const order = node as WithEdits;
      const { id, agreements } = order;
      await readToEnd(
        agreements,
        async (after) => (await client.run(MoreAgreements, { id, after })).node?.agreements as never,
      );
      for (const one of agreements.nodes) await completeAgreement(client, id, one);
      found.set(id, order);
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
