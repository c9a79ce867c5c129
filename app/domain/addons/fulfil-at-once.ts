/**
 * Which lines of an order are fulfilled at once, and how many pieces of them: those of an add-on whose promise the sale
 * itself keeps. The platform says in the end what is still open; this says the most that we ask it for.
 */
export type SoldAtOnce = {
  createdAt: Date;
  cancelledAt: Date | null;
  deletedAt: Date | null;
  test: boolean;
  /** told without the ids of its lines */
  isSummary: boolean;
  financialStatus: string;
  lines: SoldLine[];
};
export type SoldLine = {
  platformLineId: string;
  /** since when its add-on is fulfilled at once; null: it is not, or the line is no add-on */
  atOnceSince: Date | null;
  quantity: number;
  /** what is left of it after edits and refunds */
  currentQuantity: number;
  refundedQuantity: number;
  /** pieces in fulfilments that stand */
  fulfilledQuantity: number;
  /** the platform's own word for the line */
  fulfillmentStatus: string | null;
};
export type Pieces = { platformLineId: string; quantity: number };

/**
 * Orders that are older stay as they are, whatever becomes known of them: a transfer is paid within two weeks, and what
 * comes later is looked at by a person.
 */
export const atOnceDays = 14;

/** Money has come in and was not given back whole. */
export const paidStatuses: readonly string[] = ['paid', 'partially_refunded'];

/** Words of lines of which nothing is open, for orders whose fulfilments are told without their pieces. */
export const doneStatuses: readonly string[] = ['fulfilled', 'shipped', 'finished'];

/** The pieces to be fulfilled; none where the order is not paid, was called off, is a test, or is history. */
export function piecesToFulfil(order: SoldAtOnce, now: Date): Pieces[] {
  const isOpen = !order.cancelledAt && !order.deletedAt && !order.test && !order.isSummary;
  if (!isOpen || !paidStatuses.includes(order.financialStatus)) return [];
  if (now.getTime() - order.createdAt.getTime() > atOnceDays * dayMs) return [];
  return order.lines.flatMap((line) => {
    if (line.atOnceSince === null || order.createdAt < line.atOnceSince) return [];
    const quantity = openPieces(line);
    return quantity > 0 ? [{ platformLineId: line.platformLineId, quantity }] : [];
  });
}

function openPieces(line: SoldLine): number {
  if (line.fulfillmentStatus !== null && doneStatuses.includes(line.fulfillmentStatus)) return 0;
  const { quantity, currentQuantity, refundedQuantity, fulfilledQuantity } = line;
  // Whether a piece that was given back was a fulfilled one is not told everywhere: this is the most that can be open.
  return Math.min(currentQuantity, quantity - refundedQuantity, quantity - fulfilledQuantity);
}

const dayMs = 86_400_000;
