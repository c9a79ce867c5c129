import { add, cut, type Dual, dual, isNone, isSame, multiply, negate, noDual, subtract } from '../shared/dual';
import type { LedgerEntry, LedgerLine, LedgerOrder, LedgerTransaction } from './ledger';
import { type Books, post, postMoved, postRest } from './ledger-books';
import { postRefund } from './post-refund';

/** All entries of an order, those of its placing first. */
export function ledgerOf(asKnown: LedgerOrder): LedgerEntry[] {
  const edits = [...asKnown.edits].sort(byTime);
  const order = { ...asKnown, edits };
  const books: Books = { order, entries: [], total: noDual };
  const refundedUnits = unitsRefunded(order);
  for (const line of order.lines) postLine(books, line);
  postShipping(books);
  postTax(books);
  postPlatformTotal(books);
  for (const line of order.lines) postRemoved(books, line, refundedUnits.get(line.platformLineId) ?? 0);
  const giftCards = new Set(order.lines.flatMap((line) => (line.isGiftCard ? [line.platformLineId] : [])));
  for (const refund of order.refunds) postRefund(books, refund, giftCards);
  if (order.isSummary) postSummary(books);
  postCurrentTotal(books);
  for (const transaction of order.transactions) postPayment(books, transaction);
  return books.entries;
}

type Edit = LedgerOrder['edits'][number];

function byTime(a: Edit, b: Edit): number {
  return Date.parse(a.at) - Date.parse(b.at) || (a.platformEditId < b.platformEditId ? -1 : 1);
}

/** A line as it was ordered, and what edits added to it, each with its share of discounts and tax. */
function postLine(books: Books, line: LedgerLine): void {
  const { order } = books;
  const added = order.edits.flatMap((edit) =>
    edit.lines
      .filter((one) => one.platformLineId === line.platformLineId && one.delta > 0)
      .map((one) => ({ id: edit.platformEditId, at: edit.at, units: one.delta })),
  );
  const addedUnits = added.reduce((sum, one) => sum + one.units, 0);
  const steps = [
    { id: null as string | null, at: order.createdAt, units: Math.max(0, line.quantity - addedUnits) },
    ...added,
  ].filter((step, index) => step.units > 0 || (index === 0 && added.length === 0));
  const [price, discounts, tax] = [dual(line.unitPrice), dual(line.discounts), dual(line.tax)];
  let before = 0;
  for (const { id, at, units } of steps) {
    // More may have been added than the line ever had, when edits took back what edits gave.
    const upTo = Math.min(line.quantity, before + units);
    const worth = multiply(price, upTo - before);
    post(books, {
      key: id === null ? `sale ${line.platformLineId}` : `edit ${id} ${line.platformLineId}`,
      kind: id === null ? 'sale' : 'edit',
      at,
      platformLineId: line.platformLineId,
      quantity: upTo - before,
      parts: {
        [line.isGiftCard ? 'giftCards' : 'gross']: worth,
        discounts: negate(cut(discounts, before, upTo, line.quantity, order)),
        tax: cut(tax, before, upTo, line.quantity, order),
      },
    });
    before = upTo;
  }
}

/** The shipping lines, and what the platform's total of shipping has beyond them. */
function postShipping(books: Books): void {
  const { order } = books;
  let left = dual(order.totals.shipping);
  for (const line of order.shippingLines) {
    left = subtract(left, dual(line.discounted));
    const key = `shipping ${line.platformShippingLineId}`;
    const parts = { shipping: dual(line.discounted), tax: dual(line.tax) };
    post(books, { key, kind: 'shipping', at: order.createdAt, parts });
  }
  postRest(books, { key: 'shipping rest', kind: 'shipping', at: order.createdAt, parts: { shipping: left } });
}

/** Tax that stands on the order and on no line of it. */
function postTax(books: Books): void {
  const { order } = books;
  let left = dual(order.totals.tax);
  for (const line of order.lines) left = subtract(left, dual(line.tax));
  for (const line of order.shippingLines) left = subtract(left, dual(line.tax));
  postRest(books, { key: 'tax rest', kind: 'tax', at: order.createdAt, parts: { tax: left } });
}

/**
 * Tips and duties when the platform's total has them in it (a tip may be a line of its own, duties may be in the
 * prices), and what is then still missing from the platform's total.
 */
function postPlatformTotal(books: Books): void {
  const { order } = books;
  const missing = subtract(dual(order.totals.total), books.total);
  const [tips, duties] = [dual(order.totals.tips), dual(order.totals.duties)];
  const choices: [Dual, Dual][] = [
    [noDual, noDual],
    [tips, duties],
    [noDual, duties],
    [tips, noDual],
  ];
  const [withTips, withDuties] = choices.find(([a, b]) => isSame(add(a, b), missing)) ?? [noDual, noDual];
  const at = order.createdAt;
  postRest(books, { key: 'tip', kind: 'tip', at, parts: { tips: withTips } });
  postRest(books, { key: 'duty', kind: 'duty', at, parts: { duties: withDuties } });
  const rounding = subtract(dual(order.totals.total), books.total);
  postRest(books, { key: 'rounding placed', kind: 'rounding', at, parts: { rounding } });
}

/** Units that are gone without being on a refund: an edit or a cancellation whose refund nobody told. */
function postRemoved(books: Books, line: LedgerLine, refundedUnits: number): void {
  const { order } = books;
  const units = line.quantity - line.currentQuantity - refundedUnits;
  if (units <= 0 || line.quantity <= 0) return;
  const worth = subtract(multiply(dual(line.unitPrice), line.quantity), dual(line.discounts));
  const [from, to] = [refundedUnits, Math.min(line.quantity, refundedUnits + units)];
  post(books, {
    key: `removed ${line.platformLineId}`,
    kind: order.cancelledAt === null ? 'edit' : 'cancellation',
    // An edit whose day nobody told counts on the order's.
    at: order.cancelledAt ?? order.createdAt,
    platformLineId: line.platformLineId,
    quantity: -units,
    parts: {
      removed: negate(cut(worth, from, to, line.quantity, order)),
      tax: negate(cut(dual(line.tax), from, to, line.quantity, order)),
    },
  });
}

/**
 * What the platform's current total has beyond the entries. Not asked while refunds are known that are younger
 * than the whole order: its total does not have them yet.
 */
function postCurrentTotal(books: Books): void {
  const { order } = books;
  const { currentTotal } = order.totals;
  const seen = Date.parse(order.updatedAt);
  if (currentTotal === null || order.refunds.some((one) => Date.parse(one.createdAt) > seen)) return;
  const rounding = subtract(dual(currentTotal), books.total);
  const at = order.cancelledAt ?? order.createdAt;
  postRest(books, { key: 'rounding current', kind: 'rounding', at, parts: { rounding } });
}

/**
 * What a list tells of refunds and payments: what they come to. Without a day of their own they count on the order's;
 * once a refund or a payment is known by itself, the sums are no longer asked.
 */
function postSummary(books: Books): void {
  const { order } = books;
  const { total, currentTotal, outstanding } = order.totals;
  const at = order.createdAt;
  const back = currentTotal === null ? noDual : subtract(dual(total), dual(currentTotal));
  if (order.refunds.length === 0) {
    const parts = { returns: negate(back) };
    postRest(books, { key: 'refund told', kind: 'refund', at, platformRefundId: 'told', parts });
  }
  if (order.transactions.length > 0 || outstanding === null) return;
  const cameIn = subtract(dual(total), dual(outstanding));
  if (!isNone(cameIn)) {
    postMoved(books, { key: 'payment told', kind: 'payment', at, platformRefundId: null, paid: cameIn });
  }
  if (!isNone(back)) {
    postMoved(books, { key: 'repayment told', kind: 'repayment', at, platformRefundId: 'told', paid: negate(back) });
  }
}

/** Money that moved: only what succeeded. */
function postPayment(books: Books, one: LedgerTransaction): void {
  if (one.status !== 'success') return;
  const sign = { sale: 1, capture: 1, refund: -1 }[one.kind];
  if (sign === undefined) return;
  const moved = dual(one.amount);
  postMoved(books, {
    key: `payment ${one.platformTransactionId}`,
    kind: sign > 0 ? 'payment' : 'repayment',
    at: one.processedAt ?? one.createdAt ?? books.order.createdAt,
    platformRefundId: one.platformRefundId,
    paid: sign > 0 ? moved : negate(moved),
  });
}

function unitsRefunded(order: LedgerOrder): Map<string, number> {
  const units = new Map<string, number>();
  for (const line of order.refunds.flatMap((refund) => refund.lines)) {
    units.set(line.platformLineId, (units.get(line.platformLineId) ?? 0) + line.quantity);
  }
  return units;
}
