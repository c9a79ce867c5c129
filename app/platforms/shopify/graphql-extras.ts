import { z } from 'zod';
import { type OrderEdit, type OrderExtras, type OrderReturn, returnStates } from '../../domain/orders/order-parts';
import { sumPairs } from '../../domain/shared/money';
import { count, list, maybeCount, maybeInstant, text } from '../fields';
import { id } from './ids';
import { moneySet, pairOf } from './money';
import { rawStatus } from './statuses';

/** What only the Admin API tells of an order: its returns and its committed edits (sales agreements). */
const named = z.object({ id }).nullish();

export const graphqlReturn = z.object({
  id,
  name: text,
  status: text,
  createdAt: maybeInstant,
  requestApprovedAt: maybeInstant,
  closedAt: maybeInstant,
  decline: z.object({ reason: text }).nullish(),
  returnShippingFees: list(z.object({ amountSet: moneySet })),
  returnLineItems: list(
    z.object({
      id,
      quantity: count,
      processedQuantity: maybeCount,
      refundedQuantity: maybeCount,
      returnReason: text,
      returnReasonDefinition: z.object({ handle: text }).nullish(),
      returnReasonNote: text,
      customerNote: text,
      fulfillmentLineItem: z.object({ lineItem: named }).nullish(),
    }),
  ),
  exchangeLineItems: list(
    z.object({ id, quantity: count, processedQuantity: maybeCount, lineItems: list(z.object({ id })) }),
  ),
});

export const graphqlEdit = z.object({
  id,
  reason: text,
  happenedAt: maybeInstant,
  sales: list(z.object({ quantity: maybeCount, lineItem: named })),
});

type Told = {
  edited?: boolean | null | undefined;
  returnStatus: string | null;
  returns?: z.infer<typeof graphqlReturn>[] | undefined;
  agreements?: z.infer<typeof graphqlEdit>[] | undefined;
};

/**
 * The extras of an order. An export leaves the lists out; they are known to be empty where the order says that it
 * has no returns and was never edited. Where neither is said, nothing is known.
 */
export function extrasOf(o: Told): OrderExtras | null {
  const noReturns = o.returnStatus === 'NO_RETURN';
  const returns = o.returns ?? (noReturns ? [] : null);
  const agreements = o.agreements ?? (o.edited === false ? [] : null);
  if (returns === null || agreements === null) return null;
  const edits = agreements.flatMap(asEdit);
  return {
    edited: o.edited ?? edits.length > 0,
    returnStatus: noReturns ? null : rawStatus(o.returnStatus),
    returns: returns.map(asReturn).sort(byId((one) => one.platformReturnId)),
    edits: edits.sort(byId((one) => one.platformEditId)),
  };
}

function asReturn(r: z.infer<typeof graphqlReturn>): OrderReturn {
  const raw = rawStatus(r.status);
  const word = raw === 'canceled' ? 'cancelled' : raw;
  return {
    platformReturnId: r.id,
    name: r.name,
    state: returnStates.find((known) => known === word) ?? 'unknown',
    rawState: raw,
    createdAt: r.createdAt,
    approvedAt: r.requestApprovedAt,
    closedAt: r.closedAt,
    declineReason: r.decline?.reason?.toLowerCase() ?? null,
    fees: sumPairs(r.returnShippingFees.map((fee) => pairOf(fee.amountSet))),
    lines: r.returnLineItems.map((line) => ({
      platformReturnLineId: line.id,
      platformLineId: line.fulfillmentLineItem?.lineItem?.id ?? null,
      quantity: line.quantity,
      processedQuantity: line.processedQuantity ?? 0,
      refundedQuantity: line.refundedQuantity ?? 0,
      reason: (line.returnReasonDefinition?.handle ?? line.returnReason)?.toLowerCase() ?? null,
      note: line.returnReasonNote ?? line.customerNote,
    })),
    exchangeLines: r.exchangeLineItems.map((line) => ({
      platformExchangeLineId: line.id,
      platformLineIds: line.lineItems.map((one) => one.id),
      quantity: line.quantity,
      processedQuantity: line.processedQuantity ?? 0,
    })),
  };
}

/**
 * What came to the order later: edits, and what a return gave in exchange. What was ordered, paid back or sent back is
 * known from the order itself.
 */
function asEdit(a: z.infer<typeof graphqlEdit>): OrderEdit[] {
  if (!a.happenedAt || (a.reason !== 'ORDER_EDIT' && a.reason !== 'RETURN')) return [];
  const deltas = new Map<string, number>();
  for (const { lineItem, quantity } of a.sales) {
    if (!lineItem || !quantity || (a.reason === 'RETURN' && quantity < 0)) continue;
    deltas.set(lineItem.id, (deltas.get(lineItem.id) ?? 0) + quantity);
  }
  if (a.reason === 'RETURN' && deltas.size === 0) return [];
  const lines = [...deltas].map(([platformLineId, delta]) => ({ platformLineId, delta }));
  return [{ platformEditId: a.id, at: a.happenedAt, lines: lines.sort(byId((line) => line.platformLineId)) }];
}

function byId<T>(of: (one: T) => string): (a: T, b: T) => number {
  return (a, b) => (of(a) < of(b) ? -1 : of(a) > of(b) ? 1 : 0);
}
