import { dual, noDual, pairOf } from '../shared/dual';
import { type MoneyPair, noMoney, sumPairs } from '../shared/money';
import { type Attribution, attribute } from './attribution';
import { type Figures, figuresOf } from './figures';
import type { LedgerEntry, LedgerOrder, LedgerRefund, LedgerTransaction } from './ledger';
import type { KnownWhole, MergedOrder, StoredLine } from './merge-order';
import type { CanonicalOrder } from './order';
import type { OrderExtras, OrderLine } from './order-parts';
import { ledgerOf } from './post-ledger';

/** A merged order with its add-on lines named, its ledger, and everything that follows from it. */
export type SettledOrder = {
  merged: MergedOrder;
  lines: StoredLine[];
  attribution: Map<string, Attribution>;
  entries: LedgerEntry[];
  figures: Figures;
  extras: Pick<OrderExtras, 'edited' | 'returnStatus'> & { version: string | null };
  /** when something last happened to the order; the customer was active then */
  lastEventAt: string | null;
  /** when the order was created and each refund made, old and new: the days whose figures may move */
  moments: string[];
};

/** @param ownVariants platform variant id to add-on id */
export function settleOrder(merged: MergedOrder, ownVariants: ReadonlyMap<string, string>): SettledOrder {
  const { known, whole } = merged;
  const plain = whole ? whole.order.lines.map(storedLine) : (known?.lines ?? []);
  const attribution = attribute(plain, ownVariants);
  const lines = plain.map((line) => ({ ...line, isAddOn: attribution.has(line.platformLineId) }));
  const refunds = allRefunds(merged);
  const transactions = allTransactions(merged);
  const head = whole ? headOf(whole.order) : (known?.whole ?? null);
  const entries = head
    ? ledgerOf({
        ...head,
        lines,
        shippingLines: whole ? whole.order.shippingLines.map(ledgerShipping) : (known?.shippingLines ?? []),
        edits: merged.extras ? merged.extras.value.edits : (known?.edits ?? []),
        refunds,
        transactions,
      })
    : [];
  const moments = [whole?.order.createdAt, known?.whole?.createdAt].filter((moment) => typeof moment === 'string');
  for (const { refund } of known?.refunds.values() ?? []) moments.push(refund.createdAt);
  for (const { value } of merged.refunds.values()) moments.push(value.createdAt);
  return {
    merged,
    lines,
    attribution,
    entries,
    figures: figuresOf(
      entries,
      lines,
      refunds.map(({ platformRefundId }) => platformRefundId),
    ),
    extras: {
      edited: merged.extras?.value.edited ?? known?.edited ?? false,
      returnStatus: merged.extras ? merged.extras.value.returnStatus : (known?.returnStatus ?? null),
      version: merged.extras?.version ?? known?.extrasVersion ?? null,
    },
    lastEventAt: lastEventOf(merged, head, refunds, transactions),
    moments,
  };
}

function allRefunds({ known, refunds, refundReturns }: MergedOrder): LedgerRefund[] {
  const all: LedgerRefund[] = [...refunds.values()].map(({ value }) => value);
  for (const [id, { refund }] of known?.refunds ?? []) {
    if (refunds.has(id)) continue;
    all.push({ ...refund, platformReturnId: refundReturns.get(id) ?? refund.platformReturnId });
  }
  return all;
}

function allTransactions({ known, transactions }: MergedOrder): LedgerTransaction[] {
  const all: LedgerTransaction[] = [...transactions.values()].map(({ value }) => value);
  for (const [id, { transaction }] of known?.transactions ?? []) if (!transactions.has(id)) all.push(transaction);
  return all;
}

/** What the ledger needs of a whole order beside its lists. */
export function headOf(order: CanonicalOrder): KnownWhole {
  const { createdAt, updatedAt, cancelledAt, currency, presentmentCurrency, taxesIncluded, isSummary, totals } = order;
  const { total, tax, shipping, tips, duties, currentTotal, outstanding } = totals;
  return {
    ...{ createdAt, updatedAt, cancelledAt, currency, presentmentCurrency, taxesIncluded, isSummary },
    totals: { total, tax, shipping, tips, duties, currentTotal, outstanding },
  };
}

function storedLine(line: OrderLine): StoredLine {
  return {
    platformLineId: line.platformLineId,
    platformVariantId: line.platformVariantId,
    quantity: line.quantity,
    currentQuantity: line.currentQuantity,
    unitPrice: line.unitPrice,
    discounts: total(line.discountAllocations.map(({ amount }) => amount)),
    tax: line.tax,
    isGiftCard: line.isGiftCard,
    isTip: line.isTip,
    isAddOn: false,
    properties: line.properties,
  };
}

function ledgerShipping(line: CanonicalOrder['shippingLines'][number]): LedgerOrder['shippingLines'][number] {
  return {
    platformShippingLineId: line.platformShippingLineId,
    discounted: line.discounted,
    tax: total(line.taxLines.map(({ amount }) => amount)),
  };
}

/** The sum of a short list, without arithmetic where there is nothing to add. */
export function total(amounts: MoneyPair[]): MoneyPair {
  const [first, second] = amounts;
  if (!first) return noMoney;
  return second ? sumPairs(amounts) : dual(first) === noDual ? noMoney : pairOf(dual(first));
}

function lastEventOf(
  { known, fulfillments, extras, deletedAt }: MergedOrder,
  head: KnownWhole | null,
  refunds: LedgerRefund[],
  transactions: LedgerTransaction[],
): string | null {
  const times = [
    ...[head?.createdAt, head?.cancelledAt, deletedAt],
    ...refunds.map(({ createdAt }) => createdAt),
    ...transactions.flatMap(({ status, processedAt }) => (status === 'success' ? [processedAt] : [])),
    ...[...fulfillments.values()].flatMap(({ value }) => [value.createdAt, value.deliveredAt]),
    ...[...(known?.fulfillments ?? [])].flatMap(([id, { fulfillment }]) =>
      fulfillments.has(id) ? [] : [fulfillment.createdAt, fulfillment.deliveredAt],
    ),
    ...(extras ? extras.value.returns.map(({ createdAt }) => createdAt) : [known?.lastReturnAt]),
  ].filter((time) => typeof time === 'string');
  if (!head || times.length === 0) return null;
  return new Date(Math.max(...times.map((time) => Date.parse(time)))).toISOString();
}
