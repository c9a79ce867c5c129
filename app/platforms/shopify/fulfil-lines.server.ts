import { Fault } from '../../domain/shared/fault';
import type { Pieces } from '../platform';
import { faultsOf } from '../platform-faults';
import type { AdminClient } from './client.server';
import { faultOfUserErrors } from './faults';
import { FulfilPieces, MoreOpenPieces, OpenPieces, type OpenPiecesResult } from './generated/operations';
import { bareId, gid } from './gids';
import { readToEnd } from './pages.server';

/**
 * Marks pieces of an order as fulfilled. Shopify keeps what is to be fulfilled in orders of their own, one for each place; what
 * is open is read there first, so that a second call finds nothing. Lines that somebody else ships are not in those that we may see.
 */
export async function fulfilLines(client: AdminClient, platformOrderId: string, lines: Pieces[]): Promise<Pieces[]> {
  const parts = await readParts(client, gid('Order', platformOrderId));
  if (parts === null) return [];
  const left = new Map(lines.map((line) => [line.platformLineId, line.quantity]));
  const done: Pieces[] = [];
  let held: Part | undefined;
  // What can be done is done, whatever is held.
  for (const part of [...parts.filter(mayBeFulfilled), ...parts.filter((one) => !mayBeFulfilled(one))]) {
    const open = openIn(part, left);
    if (open.length === 0) continue;
    if (!mayBeFulfilled(part)) {
      held ??= part;
      continue;
    }
    await fulfil(client, part, open);
    for (const { platformLineId, quantity } of open) {
      left.set(platformLineId, (left.get(platformLineId) ?? 0) - quantity);
      done.push({ platformLineId, quantity });
    }
  }
  if (held) throw faultsOf('Shopify').refused('FulfilPieces', heldWords(held.status), held.status);
  const known = new Set(parts.flatMap((part) => part.lineItems.nodes.map((one) => bareId(one.lineItem.id))));
  if (lines.some((line) => !known.has(line.platformLineId))) throw notMadeUp();
  return done;
}

type Part = NonNullable<OpenPiecesResult['order']>['fulfillmentOrders']['nodes'][number];
type OpenLine = Pieces & { id: string };

/** Every order to fulfil with all of its lines; null: there is no such order. */
async function readParts(client: AdminClient, id: string): Promise<Part[] | null> {
  const { order } = await client.run(OpenPieces, { id });
  if (!order) return null;
  const { fulfillmentOrders: parts } = order;
  await readToEnd(parts, async (after) => (await client.run(OpenPieces, { id, after })).order?.fulfillmentOrders);
  for (const part of parts.nodes) {
    const more = (after: string) => client.run(MoreOpenPieces, { id: part.id, after });
    await readToEnd(part.lineItems, async (after) => (await more(after)).fulfillmentOrder?.lineItems);
  }
  return parts.nodes;
}

/** What was called off or is done keeps its pieces; they are open nowhere. */
const over: readonly string[] = ['CANCELLED', 'CLOSED'];

function openIn(part: Part, left: Map<string, number>): OpenLine[] {
  if (over.includes(part.status)) return [];
  return part.lineItems.nodes.flatMap(({ id, remainingQuantity, lineItem }) => {
    const platformLineId = bareId(lineItem.id);
    const quantity = Math.min(left.get(platformLineId) ?? 0, remainingQuantity);
    return quantity > 0 ? [{ id, platformLineId, quantity }] : [];
  });
}

function mayBeFulfilled(part: Part): boolean {
  return part.supportedActions.some(({ action }) => action === 'CREATE_FULFILLMENT');
}

async function fulfil(client: AdminClient, part: Part, open: OpenLine[]): Promise<void> {
  const fulfillmentOrderLineItems = open.map(({ id, quantity }) => ({ id, quantity }));
  const { fulfillmentCreate } = await client.run(
    FulfilPieces,
    {
      fulfillment: {
        lineItemsByFulfillmentOrder: [{ fulfillmentOrderId: part.id, fulfillmentOrderLineItems }],
        notifyCustomer: false,
      },
    },
    { isOnce: true },
  );
  const fault = faultOfUserErrors('FulfilPieces', fulfillmentCreate?.userErrors ?? []);
  if (fault) throw fault;
}

function heldWords(status: string): string {
  if (status === 'ON_HOLD') return 'the fulfillment of this order is on hold';
  if (status === 'SCHEDULED') return 'the fulfillment of this order is scheduled for later';
  return 'the fulfillment of this order is in other hands';
}

/** Shortly after an order was placed, Shopify has not yet decided from where its lines are fulfilled. */
function notMadeUp(): Fault {
  return new Fault({
    reasonClass: 'conflict',
    retry: true,
    publicMessage: 'Shopify has not made up yet what is to be fulfilled of this order. We try again by ourselves.',
  });
}
