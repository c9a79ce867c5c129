import type { PlatformName } from '../shared/ids';
import type { AttributableLine } from './attribution';
import { contentOf } from './content';
import type { FigureLine, FigureRefund } from './figures';
import type { CanonicalOrder, Customer, Fulfillment, OrderNews, Refund, Transaction } from './order';
import { fulfillmentVersion, orderVersion, refundVersion, transactionVersion } from './version';

/**
 * The rules by which news joins what the rows know. A whole order replaces an older whole order; refunds,
 * transactions, fulfilments and the order's end are facts that only grow, each with its own version. Every rule
 * takes the greater of two, so any order and any number of arrivals end the same.
 */

export type StoredLine = FigureLine & AttributableLine;

/** What the rows know of an order, as far as merging needs it. */
export type KnownOrder = {
  /** null while only facts have come, and no whole order yet */
  version: string | null;
  contentHash: string | null;
  createdAt: string | null;
  currency: string;
  presentmentCurrency: string;
  deletedAt: string | null;
  lines: StoredLine[];
  refunds: Map<string, { version: string; createdAt: string; refund: FigureRefund }>;
  transactions: Map<string, { version: string; transaction: Transaction }>;
  fulfillments: Map<string, string>;
};

export type Versioned<T> = { value: T; version: string };
export type WholeOrder = { platform: PlatformName; order: CanonicalOrder; version: string; hash: string };

/** What must be written of one order: everything here is newer than the rows. */
export type MergedOrder = {
  platformOrderId: string;
  known: KnownOrder | undefined;
  whole: WholeOrder | null;
  refunds: Map<string, Versioned<Refund>>;
  transactions: Map<string, Versioned<Transaction>>;
  fulfillments: Map<string, Versioned<Fulfillment>>;
  /** the customers that the news named; they have versions of their own */
  customers: Customer[];
  deletedAt: string | null;
  /** the deletion is news, or older than we knew */
  deletionChanged: boolean;
  /** a whole order came, and the rows have a newer one */
  stale: boolean;
};

export type Hash = (text: string) => string;

/** A whole order with its hash and version. */
export function readWhole(platform: PlatformName, order: CanonicalOrder, hash: Hash): WholeOrder {
  const digest = hash(contentOf.order(order));
  return { platform, order, hash: digest, version: orderVersion(order, digest) };
}

/** Joins all news of one order with what the rows know. */
export function mergeOrder(
  platformOrderId: string,
  known: KnownOrder | undefined,
  wholes: WholeOrder[],
  news: OrderNews[],
  hash: Hash,
): MergedOrder {
  let whole: WholeOrder | null = null;
  for (const one of wholes) if (!whole || one.version > whole.version) whole = one;
  const stale = Boolean(whole && known?.version && known.version > whole.version);
  if (stale || (whole && known?.version === whole.version)) whole = null;

  const merged: MergedOrder = {
    platformOrderId,
    known,
    whole,
    stale,
    refunds: new Map(),
    transactions: new Map(),
    fulfillments: new Map(),
    customers: wholes.flatMap(({ order }) => (order.customer ? [order.customer] : [])),
    deletedAt: known?.deletedAt ?? null,
    deletionChanged: false,
  };
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

/** True when something is to be written. */
export function hasChanges(merged: MergedOrder): boolean {
  return (
    merged.whole !== null ||
    merged.deletionChanged ||
    merged.refunds.size > 0 ||
    merged.transactions.size > 0 ||
    merged.fulfillments.size > 0
  );
}

function mergeRefund(merged: MergedOrder, refund: Refund, hash: Hash): void {
  const id = refund.platformRefundId;
  for (const transaction of refund.transactions) {
    mergeTransaction(merged, { ...transaction, platformRefundId: transaction.platformRefundId ?? id }, hash);
  }
  // Its transactions are facts of their own and grow later than the refund.
  const value = { ...refund, transactions: [] };
  const version = refundVersion(value, hash(contentOf.refund(value)));
  const before = merged.refunds.get(id)?.version ?? merged.known?.refunds.get(id)?.version ?? '';
  if (version > before) merged.refunds.set(id, { value, version });
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

function mergeFulfillment(merged: MergedOrder, value: Fulfillment, hash: Hash): void {
  const id = value.platformFulfillmentId;
  const version = fulfillmentVersion(value, hash(contentOf.fulfillment(value)));
  const before = merged.fulfillments.get(id)?.version ?? merged.known?.fulfillments.get(id) ?? '';
  if (version > before) merged.fulfillments.set(id, { value, version });
}

function greater(a: string | null | undefined, b: string | null): string | null {
  if (!a) return b;
  return b && b > a ? b : a;
}
