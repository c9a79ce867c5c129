import { add, type Dual, isNone, noDual, pairOf } from '../shared/dual';
import { noMoney } from '../shared/money';
import type { EntryPart, LedgerEntry, LedgerOrder } from './ledger';

/** The books of one order while they are written. */
export type Books = { order: LedgerOrder; entries: LedgerEntry[]; total: Dual };

export type Posting = Pick<LedgerEntry, 'key' | 'kind' | 'at'> &
  Partial<Pick<LedgerEntry, 'platformLineId' | 'platformRefundId' | 'quantity'>> & {
    parts: Partial<Record<EntryPart, Dual>>;
  };

/** Posts one entry; its total is the sum of its parts. */
export function post(books: Books, posting: Posting): void {
  const { taxesIncluded } = books.order;
  const parts: LedgerEntry['parts'] = {};
  let total = noDual;
  for (const part of Object.keys(posting.parts) as EntryPart[]) {
    const value = posting.parts[part] ?? noDual;
    if (isNone(value)) continue;
    parts[part] = pairOf(value);
    if (part !== 'tax' || !taxesIncluded) total = add(total, value);
  }
  books.total = add(books.total, total);
  books.entries.push({
    key: posting.key,
    kind: posting.kind,
    at: posting.at,
    platformLineId: posting.platformLineId ?? null,
    platformRefundId: posting.platformRefundId ?? null,
    quantity: posting.quantity ?? 0,
    parts,
    taxIncluded: taxesIncluded,
    total: pairOf(total),
    paid: noMoney,
  });
}

/** Posts only what is not zero. */
export function postRest(books: Books, posting: Posting): void {
  if (Object.values(posting.parts).some((value) => !isNone(value))) post(books, posting);
}

/** Posts money that came in or, negative, went back; it is no part of what the order comes to. */
export function postMoved(
  books: Books,
  moved: Pick<LedgerEntry, 'key' | 'kind' | 'at' | 'platformRefundId'> & { paid: Dual },
): void {
  if (moved.key.endsWith(' told') && isNone(moved.paid)) return;
  books.entries.push({
    ...moved,
    platformLineId: null,
    quantity: 0,
    parts: {},
    taxIncluded: books.order.taxesIncluded,
    total: noMoney,
    paid: pairOf(moved.paid),
  });
}
