import { dual, negate } from '../shared/dual';
import type { EntryKind, EntryPart, LedgerOrder, LedgerRefund } from './ledger';
import { type Books, post } from './ledger-books';

/** Posts a refund on its own day: what each line gives back, refunded shipping and duties, and discrepancies. */
export function postRefund(books: Books, refund: LedgerRefund, giftCards: ReadonlySet<string>): void {
  const { platformRefundId, createdAt: at } = refund;
  for (const line of refund.lines) {
    post(books, {
      key: `refund ${platformRefundId} ${line.platformRefundLineId}`,
      kind: kindOfRefund(books.order, refund, line),
      at,
      platformLineId: line.platformLineId || null,
      platformRefundId,
      quantity: -line.quantity,
      parts: {
        [giftCards.has(line.platformLineId) ? 'giftCards' : 'returns']: negate(dual(line.subtotal)),
        tax: negate(dual(line.tax)),
      },
    });
  }
  for (const one of refund.adjustments) {
    const kind = adjustmentKinds[one.kind] ?? 'adjustment';
    // Negative as they come when the customer gets back more; tax of a discrepancy is inside it.
    const parts = { [adjustedPart[kind] ?? otherPart(one.kind)]: dual(one.amount), tax: dual(one.tax) };
    post(books, {
      key: `adjustment ${platformRefundId} ${one.platformAdjustmentId}`,
      kind,
      at,
      platformRefundId,
      parts,
    });
  }
}

const adjustmentKinds: Record<string, EntryKind> = { shipping_refund: 'shipping_refund', duty_refund: 'duty_refund' };
const adjustedPart: Partial<Record<EntryKind, EntryPart>> = { shipping_refund: 'shipping', duty_refund: 'duties' };

/** Why units went: cancelled, edited away at that moment, sent back, or simply refunded. */
function kindOfRefund(order: LedgerOrder, refund: LedgerRefund, line: LedgerRefund['lines'][number]): EntryKind {
  if (line.restockType === 'cancel') return 'cancellation';
  const at = Date.parse(refund.createdAt);
  const wasEdited = order.edits.some(
    (edit) =>
      Math.abs(Date.parse(edit.at) - at) <= editToleranceMs &&
      edit.lines.some((one) => one.platformLineId === line.platformLineId && one.delta < 0),
  );
  if (wasEdited) return 'edit';
  return refund.platformReturnId === null ? 'refund' : 'return';
}

/** The refund of what an edit takes away is made within the second of the edit. */
const editToleranceMs = 2_000;

/** A discrepancy is money for goods; a kind that nobody knows explains nothing. */
function otherPart(kind: string): EntryPart {
  return kind === 'refund_discrepancy' ? 'returns' : 'rounding';
}
