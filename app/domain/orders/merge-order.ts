import type { ToldCustomer } from '../customers/customer';
import type { AttributableLine } from './attribution';
import { contentOf } from './content';
import type { FigureLine } from './figures';
import type { LedgerLine, LedgerOrder, LedgerRefund, LedgerTransaction } from './ledger';
import type { OrderNews } from './order';
import type { Fulfillment, OrderExtras, Refund, Transaction } from './order-parts';
import { firstMethod, type PaymentMethod, paymentMethodOf } from './payment-method';
import type { Hash, Versioned, WholeOrder } from './read-whole';
import { fulfillmentVersion, refundVersion, transactionVersion } from './version';

/**
 * The rules by which news joins what the rows know. A whole order replaces an older whole order; refunds,
 * transactions, fulfilments and the order's end are facts that only grow, each with its own version; what only
 * some sources tell (extras) has its own version too. Every rule takes the greater of two, so any order and any
 * number of arrivals end the same.
 */

export type StoredLine = FigureLine & LedgerLine & AttributableLine;

/** What the rows know of the whole order, as far as its figures need it. */
export type KnownWhole = Pick<
  LedgerOrder,
  | 'createdAt'
  | 'updatedAt'
  | 'cancelledAt'
  | 'currency'
  | 'presentmentCurrency'
  | 'taxesIncluded'
  | 'isSummary'
  | 'totals'
>;

/** What the rows know of an order, as far as merging needs it. */
export type KnownOrder = {
  /** null while only facts have come, and no whole order yet */
  version: string | null;
  contentHash: string | null;
  extrasVersion: string | null;
  whole: KnownWhole | null;
  edited: boolean;
  returnStatus: string | null;
  paymentMethodFirst: PaymentMethod | null;
  deletedAt: string | null;
  profileId: string | null;
  /** the person was erased: the order stays with its profile, whatever is told of the person */
  redacted: boolean;
  lastReturnAt: string | null;
  lines: StoredLine[];
  shippingLines: LedgerOrder['shippingLines'];
  edits: LedgerOrder['edits'];
  refunds: Map<string, { version: string; refund: LedgerRefund }>;
  transactions: Map<string, { version: string; transaction: Transaction & LedgerTransaction }>;
  fulfillments: Map<string, { version: string; fulfillment: Fulfillment }>;
};

/** What must be written of one order: everything here is newer than the rows. */
export type MergedOrder = {
  platformOrderId: string;
  known: KnownOrder | undefined;
  whole: WholeOrder | null;
  extras: Versioned<OrderExtras> | null;
  refunds: Map<string, Versioned<Refund>>;
  /** returns that known refunds turned out to pay for */
  refundReturns: Map<string, string>;
  transactions: Map<string, Versioned<Transaction>>;
  fulfillments: Map<string, Versioned<Fulfillment>>;
  /** the customers that the news named; they have versions of their own */
  customers: ToldCustomer[];
  paymentMethodFirst: PaymentMethod | null;
  deletedAt: string | null;
  /** the deletion is news, or older than we knew */
  deletionChanged: boolean;
  /** a whole order came, and the rows have a newer one */
  stale: boolean;
};

/** Joins all news of one order with what the rows know. */
export function mergeOrder(
  platformOrderId: string,
  known: KnownOrder | undefined,
  wholes: WholeOrder[],
  news: OrderNews[],
  hash: Hash,
): MergedOrder {
  const merged: MergedOrder = {
    platformOrderId,
    known,
    ...newestWhole(known, wholes),
    extras: newestExtras(known, wholes),
    refunds: new Map(),
    refundReturns: new Map(),
    transactions: new Map(),
    fulfillments: new Map(),
    customers: wholes.flatMap(({ order, toldAt }) => (order.customer ? [{ ...order.customer, toldAt }] : [])),
    paymentMethodFirst: known?.paymentMethodFirst ?? null,
    deletedAt: known?.deletedAt ?? null,
    deletionChanged: false,
  };
  for (const { order } of wholes) {
    // Every telling counts here, the outdated ones too: what once was cash on delivery stays it.
    merged.paymentMethodFirst = firstMethod(merged.paymentMethodFirst, paymentMethodOf(order.paymentGateways));
  }
  for (const one of [...wholes.map(({ order }) => order), ...news]) {
    for (const refund of one.refunds) mergeRefund(merged, refund, hash);
    for (const transaction of one.transactions) mergeTransaction(merged, transaction, hash);
    for (const fulfillment of one.fulfillments) mergeFulfillment(merged, fulfillment, hash);
  }
  for (const { deletedAt } of news) {
    // The first word of an order's end stands.
    if (!deletedAt || (merged.deletedAt && Date.parse(merged.deletedAt) <= Date.parse(deletedAt))) continue;
    merged.deletedAt = deletedAt;
    merged.deletionChanged = true;
  }
  return merged;
}

/** True when the rows know nothing of the order, not even facts that came before it. */
export function isNew({ known }: MergedOrder): boolean {
  if (!known) return true;
  return known.version === null && known.refunds.size + known.transactions.size + known.fulfillments.size === 0;
}

/** True when something is to be written. */
export function hasChanges(merged: MergedOrder): boolean {
  return (
    merged.whole !== null ||
    merged.extras !== null ||
    merged.deletionChanged ||
    merged.refunds.size > 0 ||
    merged.refundReturns.size > 0 ||
    merged.transactions.size > 0 ||
    merged.fulfillments.size > 0 ||
    (merged.known?.version != null && merged.paymentMethodFirst !== merged.known.paymentMethodFirst)
  );
}

function newestWhole(
  known: KnownOrder | undefined,
  wholes: WholeOrder[],
): { whole: WholeOrder | null; stale: boolean } {
  let whole: WholeOrder | null = null;
  for (const one of wholes) if (!whole || one.version > whole.version) whole = one;
  const stale = Boolean(whole && known?.version && known.version > whole.version);
  return { whole: stale || (whole && known?.version === whole.version) ? null : whole, stale };
}

function newestExtras(known: KnownOrder | undefined, wholes: WholeOrder[]): Versioned<OrderExtras> | null {
  let newest: Versioned<OrderExtras> | null = null;
  for (const { extras } of wholes) {
    if (extras && extras.version > (newest?.version ?? known?.extrasVersion ?? '')) newest = extras;
  }
  return newest;
}

function mergeRefund(merged: MergedOrder, refund: Refund, hash: Hash): void {
  const id = refund.platformRefundId;
  for (const transaction of refund.transactions) {
    mergeTransaction(merged, { ...transaction, platformRefundId: transaction.platformRefundId ?? id }, hash);
  }
  // Its transactions are facts of their own and grow later than the refund.
  const value = { ...refund, transactions: [] };
  const known = merged.known?.refunds.get(id);
  const before = merged.refunds.get(id);
  const beforeVersion = before?.version ?? known?.version ?? '';
  // Which return it pays for is told by some sources only, so that part is joined on its own.
  const version = refundVersion(value, hash(contentOf.refund({ ...value, platformReturnId: null })));
  const returnBefore =
    before?.value.platformReturnId ?? merged.refundReturns.get(id) ?? known?.refund.platformReturnId ?? null;
  const platformReturnId = greater(returnBefore, refund.platformReturnId);
  if (version > beforeVersion) merged.refunds.set(id, { value: { ...value, platformReturnId }, version });
  else if (before) before.value = { ...before.value, platformReturnId };
  else if (platformReturnId !== null && platformReturnId !== returnBefore)
    merged.refundReturns.set(id, platformReturnId);
}

function mergeTransaction(merged: MergedOrder, transaction: Transaction, hash: Hash): void {
  const id = transaction.platformTransactionId;
  const known = merged.known?.transactions.get(id);
  const before = merged.transactions.get(id) ?? (known && { value: known.transaction, version: known.version });
  // Which refund it belongs to is told by some sources only, so that part is joined on its own.
  const version = transactionVersion(
    transaction,
    hash(contentOf.transaction({ ...transaction, platformRefundId: null })),
  );
  const newer = !before || version > before.version;
  const platformRefundId = greater(before?.value.platformRefundId, transaction.platformRefundId);
  if (!newer && platformRefundId === before.value.platformRefundId) return;
  const winner = newer ? { value: transaction, version } : before;
  merged.transactions.set(id, { value: { ...winner.value, platformRefundId }, version: winner.version });
}

function mergeFulfillment(merged: MergedOrder, fulfillment: Fulfillment, hash: Hash): void {
  const id = fulfillment.platformFulfillmentId;
  const known = merged.known?.fulfillments.get(id);
  const before = merged.fulfillments.get(id) ?? (known && { value: known.fulfillment, version: known.version });
  // Some sources know only that it had been delivered by the time of their telling: the earliest time told is the
  // closest, so that part is joined on its own.
  const version = fulfillmentVersion(fulfillment, hash(contentOf.fulfillment({ ...fulfillment, deliveredAt: null })));
  const newer = !before || version > before.version;
  const deliveredAt = earlier(before?.value.deliveredAt, fulfillment.deliveredAt);
  if (!newer && deliveredAt === before.value.deliveredAt) return;
  const winner = newer ? { value: fulfillment, version } : before;
  merged.fulfillments.set(id, { value: { ...winner.value, deliveredAt }, version: winner.version });
}

function earlier(a: string | null | undefined, b: string | null): string | null {
  if (!a || !b) return a ?? b;
  return Date.parse(b) < Date.parse(a) ? b : a;
}

function greater(a: string | null | undefined, b: string | null): string | null {
  if (!a) return b;
  return b && b > a ? b : a;
}
