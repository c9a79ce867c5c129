import type { MoneyPair } from '../shared/money';

/**
 * The money of an order as dated entries: what was sold, what an edit, a refund, a cancellation changed, what was
 * paid. The entries are a function of what is known of the order, so the same news in any order posts the same
 * ones; what an entry said before stays in the table with the time until which it was known (decision 0015).
 *
 * Each entry balances: its parts sum to its `total`, what it adds to what the customer owes (a check constraint
 * holds it). The totals of an order's entries sum to the order's current total as the platform says it; what the
 * parts do not explain is an entry of its own, `rounding`, never lost.
 */

export const entryKinds = [
  'sale',
  'edit',
  'shipping',
  'tax',
  'tip',
  'duty',
  'rounding',
  'refund',
  'return',
  'cancellation',
  'adjustment',
  'shipping_refund',
  'duty_refund',
  'payment',
  'repayment',
] as const;
export type EntryKind = (typeof entryKinds)[number];

/** The parts of an entry, each of them zero when missing. Discounts and returns are negative. */
export const entryParts = [
  /** price of goods before discounts; gift cards are none */
  'gross',
  'discounts',
  /** refunded subtotals and refund discrepancies */
  'returns',
  /** units that an edit or a cancellation took away without a refund */
  'removed',
  'giftCards',
  'shipping',
  'tax',
  'tips',
  'duties',
  'rounding',
] as const;
export type EntryPart = (typeof entryParts)[number];

export type LedgerEntry = {
  /** names the entry inside its order; the same fact always has the same key */
  key: string;
  kind: EntryKind;
  /** when it happened, ISO 8601 */
  at: string;
  platformLineId: string | null;
  platformRefundId: string | null;
  /** units that came (positive) or went */
  quantity: number;
  parts: Partial<Record<EntryPart, MoneyPair>>;
  /** tax is inside the other parts and no part of the total */
  taxIncluded: boolean;
  total: MoneyPair;
  /** money that came in; negative: went back */
  paid: MoneyPair;
};

export type LedgerLine = {
  platformLineId: string;
  quantity: number;
  currentQuantity: number;
  unitPrice: MoneyPair;
  discounts: MoneyPair;
  tax: MoneyPair;
  isGiftCard: boolean;
};
export type LedgerRefund = {
  platformRefundId: string;
  platformReturnId: string | null;
  createdAt: string;
  lines: {
    platformRefundLineId: string;
    platformLineId: string;
    quantity: number;
    restockType: string | null;
    subtotal: MoneyPair;
    tax: MoneyPair;
  }[];
  adjustments: { platformAdjustmentId: string; kind: string; amount: MoneyPair; tax: MoneyPair }[];
};
export type LedgerTransaction = {
  platformTransactionId: string;
  platformRefundId: string | null;
  kind: string;
  status: string;
  amount: MoneyPair;
  createdAt: string | null;
  processedAt: string | null;
};
export type LedgerOrder = {
  createdAt: string;
  updatedAt: string;
  cancelledAt: string | null;
  currency: string;
  presentmentCurrency: string;
  taxesIncluded: boolean;
  /** of refunds and payments only the sums are told, in the totals */
  isSummary: boolean;
  totals: {
    total: MoneyPair;
    tax: MoneyPair;
    shipping: MoneyPair;
    tips: MoneyPair;
    duties: MoneyPair;
    currentTotal: MoneyPair | null;
    outstanding: MoneyPair | null;
  };
  lines: LedgerLine[];
  shippingLines: { platformShippingLineId: string; discounted: MoneyPair; tax: MoneyPair }[];
  edits: { platformEditId: string; at: string; lines: { platformLineId: string; delta: number }[] }[];
  refunds: LedgerRefund[];
  transactions: LedgerTransaction[];
};
