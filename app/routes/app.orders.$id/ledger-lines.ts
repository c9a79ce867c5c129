import type { EntryView, OrderStory } from '~/domain/orders/story';
import { amount, moneyText } from '~/domain/shared/money';
import { money } from '~/ui/format';

/** One line of an order's ledger as a person reads it. */
export type LedgerLine = {
  key: string;
  at: string;
  what: string;
  /** the parts of the amount, in words */
  parts: string | null;
  amount: string;
  /** what the customer still owes after it; null on an outdated line */
  due: string | null;
  /** why an outdated line ended */
  outdated: string | null;
};

const kinds: Record<EntryView['kind'], string> = {
  sale: 'Sold',
  edit: 'Order edited',
  shipping: 'Shipping',
  tax: 'Tax',
  tip: 'Tip',
  duty: 'Duties',
  rounding: 'Rounding',
  refund: 'Refunded',
  return: 'Returned',
  cancellation: 'Cancelled',
  adjustment: 'Refund adjusted',
  shipping_refund: 'Shipping refunded',
  duty_refund: 'Duties refunded',
  payment: 'Paid',
  repayment: 'Paid back',
};

const partNames: [keyof EntryView['parts'], string][] = [
  ['gross', 'price'],
  ['giftCards', 'gift card'],
  ['discounts', 'discount'],
  ['returns', 'goods'],
  ['removed', 'removed'],
  ['shipping', 'shipping'],
  ['tax', 'tax'],
  ['tips', 'tip'],
  ['duties', 'duties'],
  ['rounding', 'rounding'],
];

/** The ledger as it stands, oldest first, with what is due after each line; outdated lines after it when asked for. */
export function ledgerLines({ entries, currency }: OrderStory, withOutdated: boolean): LedgerLine[] {
  let due = amount('0');
  const standing = entries.filter(({ knownTo }) => knownTo === null);
  const lines = standing.map((entry) => {
    due = due.plus(amount(entry.total)).minus(amount(entry.paid));
    return { ...lineOf(entry, currency), due: money(moneyText(due, currency), currency) };
  });
  if (!withOutdated) return lines;
  const outdated = entries.flatMap((entry) =>
    entry.knownTo === null ? [] : [{ ...lineOf(entry, currency), due: null, outdated: entry.endCause ?? 'newer news' }],
  );
  return [...lines, ...outdated];
}

function lineOf(entry: EntryView, currency: string): LedgerLine {
  const units = Math.abs(entry.quantity);
  const item = entry.title === null ? '' : ` ${units > 0 ? `${units} × ` : ''}${entry.title}`;
  const isPayment = entry.kind === 'payment' || entry.kind === 'repayment';
  const parts = partNames.flatMap(([part, name]) => {
    const value = entry.parts[part];
    return value === undefined ? [] : [`${name} ${money(value, currency)}`];
  });
  return {
    key: `${entry.key} ${entry.knownFrom}`,
    at: entry.at,
    what: `${kinds[entry.kind]}${item}`,
    parts: parts.length > 1 ? parts.join(', ') : null,
    amount: money(isPayment ? negated(entry.paid) : entry.total, currency),
    due: null,
    outdated: null,
  };
}

/** A payment lowers what is due. */
function negated(value: string): string {
  return amount(value).negated().toFixed();
}
