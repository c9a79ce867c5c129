import type { OrderWindow, PulledOrder } from '../platform';
import type { AdminClient } from './client.server';
import { exportOrders } from './export-orders.server';
import { fetchOrders, searchFor } from './fetch-orders.server';
import { ChangedOrders } from './generated/operations';
import { bareId } from './gids';
import type { Connection } from './pages.server';

const pageSize = 250;
/** Shopify answers no more than 25,000 objects by one cursor; long before that the window begins anew. */
const longestWalk = 20_000;
/**
 * More orders than this of one page are exported: read by id, each costs points of the rate limit, and at the
 * smallest plan's hundred a second a thousand orders would take most of an hour. An export costs next to none.
 */
const mostById = 40;

type Stamp = { platformOrderId: string; updatedAt: string };

/** Orders with updatedAt in [from, to], oldest change first: by id where few are news, else by an export of the rest. */
export async function* pullOrders(client: AdminClient, window: OrderWindow): AsyncIterable<PulledOrder[]> {
  const { exporting } = window;
  if (exporting && exporting.parts !== null) {
    // What an earlier try read by id is kept; should its export be gone, all of the window is exported anew.
    yield* exportOrders(client, { ...exporting, from: window.from });
    return;
  }
  for await (const stamps of changedOrders(client, window)) {
    const known = stamps.length > 0 && window.isKnown ? await window.isKnown(stamps) : [];
    const wanted = stamps.filter((_, at) => !known[at]);
    const [first] = wanted;
    if (exporting && first && wanted.length > mostById) {
      await window.skipped?.(stamps.filter(({ updatedAt }) => updatedAt < first.updatedAt).length);
      yield* exportOrders(client, { ...exporting, from: first.updatedAt });
      return;
    }
    if (wanted.length < stamps.length) await window.skipped?.(stamps.length - wanted.length);
    // An empty page lets the caller see that somebody asked it to stop.
    yield await fetchOrders(
      client,
      wanted.map((one) => one.platformOrderId),
    );
  }
}

/** Which orders changed in the window, page by page; each change once. */
async function* changedOrders(client: AdminClient, window: OrderWindow): AsyncIterable<Stamp[]> {
  let { from } = window;
  let after: string | null = null;
  let walked = 0;
  const seen = new Set<string>();
  while (true) {
    const query = searchFor({ from, to: window.to });
    const { orders }: { orders: Connection<{ id: string; updatedAt: string }> } = await client.run(ChangedOrders, {
      first: pageSize,
      after,
      query,
    });
    // The search may round its bounds: what lies outside the window is filtered here again.
    const fresh = orders.nodes.filter(
      (node) =>
        !seen.has(`${node.id}@${node.updatedAt}`) &&
        Date.parse(node.updatedAt) <= Date.parse(window.to) &&
        (from === null || Date.parse(node.updatedAt) >= Date.parse(from)),
    );
    for (const node of fresh) seen.add(`${node.id}@${node.updatedAt}`);
    yield fresh.map((node) => ({
      platformOrderId: bareId(node.id),
      updatedAt: new Date(node.updatedAt).toISOString(),
    }));
    walked += orders.nodes.length;
    if (!orders.pageInfo.hasNextPage) return;
    after = orders.pageInfo.endCursor;
    const last = orders.nodes.at(-1)?.updatedAt;
    if (walked >= longestWalk && last !== undefined && last !== from) {
      from = last;
      after = null;
      walked = 0;
    }
  }
}
