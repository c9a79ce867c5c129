import { type Amount, amount, type MoneyPair, zero } from '../shared/money';
import type { EntryPart, LedgerEntry } from './ledger';

/**
 * What an order comes to: sums over its ledger entries, so that a page, a report and the ledger cannot differ.
 * Each figure is defined in docs/metrics.md. Money in both currencies, by the same rules.
 */

export type FigureLine = {
  platformLineId: string;
  quantity: number;
  unitPrice: MoneyPair;
  /** the sum of the line's discount allocations */
  discounts: MoneyPair;
  isGiftCard: boolean;
  isAddOn: boolean;
};

export type OrderFigures = {
  gross: MoneyPair;
  discounts: MoneyPair;
  returns: MoneyPair;
  removed: MoneyPair;
  net: MoneyPair;
  refunded: MoneyPair;
  addOnRevenue: MoneyPair;
  /** what the customer owes in all, and what came in of it */
  balance: MoneyPair;
  paid: MoneyPair;
  hasAddOn: boolean;
};
export type LineFigures = {
  refundedQuantity: number;
  refunded: MoneyPair;
  refundedTax: MoneyPair;
  addOnRevenue: MoneyPair;
};
export type RefundFigures = { returns: MoneyPair; refunded: MoneyPair; addOnRefunded: MoneyPair };
export type Figures = {
  order: OrderFigures;
  lines: Map<string, LineFigures>;
  refunds: Map<string, RefundFigures>;
};

/** Sums an order's entries by order, line and refund. */
export function figuresOf(entries: LedgerEntry[], lines: FigureLine[], refundIds: Iterable<string>): Figures {
  const addOns = new Set(lines.flatMap((line) => (line.isAddOn ? [line.platformLineId] : [])));
  const order = {
    ...zeros(['gross', 'discounts', 'returns', 'removed']),
    refunded: none(),
    balance: none(),
    paid: none(),
  };
  const addOnRevenue = none();
  const byLine = new Map(lines.map((line) => [line.platformLineId, lineSums()]));
  const byRefund = new Map(
    [...refundIds].map((id) => [id, { returns: none(), refunded: none(), addOnRefunded: none() }]),
  );
  let addOnUnits = 0;
  for (const entry of entries) {
    const { parts, platformLineId, platformRefundId } = entry;
    for (const part of ['gross', 'discounts', 'returns', 'removed'] as const) increase(order[part], parts[part]);
    increase(order.balance, entry.total);
    increase(order.paid, entry.paid);
    const refund = platformRefundId === null ? undefined : byRefund.get(platformRefundId);
    if (entry.kind === 'repayment') {
      increase(order.refunded, entry.paid);
      if (refund) increase(refund.refunded, entry.paid);
    }
    if (refund) increase(refund.returns, parts.returns);
    const line = platformLineId === null ? undefined : byLine.get(platformLineId);
    if (!line || platformLineId === null) continue;
    const isAddOn = addOns.has(platformLineId);
    if (platformRefundId !== null) {
      line.refundedQuantity -= entry.quantity;
      increase(line.refunded, parts.returns);
      increase(line.refunded, parts.giftCards);
      increase(line.refundedTax, parts.tax);
      if (isAddOn && refund) increase(refund.addOnRefunded, parts.returns);
    } else if (isAddOn) addOnUnits += entry.quantity;
    if (!isAddOn) continue;
    for (const part of addOnParts) {
      increase(line.addOnRevenue, parts[part]);
      increase(addOnRevenue, parts[part]);
    }
  }
  const { gross, discounts, returns, removed } = order;
  return {
    order: {
      gross: pair(gross),
      discounts: pair(discounts, -1),
      returns: pair(returns, -1),
      removed: pair(removed, -1),
      net: {
        shop: gross.shop.plus(discounts.shop).plus(returns.shop).toFixed(),
        presentment: gross.presentment.plus(discounts.presentment).plus(returns.presentment).toFixed(),
      },
      refunded: pair(order.refunded, -1),
      addOnRevenue: pair(addOnRevenue),
      balance: pair(order.balance),
      paid: pair(order.paid),
      hasAddOn: addOnUnits > 0,
    },
    lines: mapValues(byLine, (sums) => ({
      refundedQuantity: sums.refundedQuantity,
      refunded: pair(sums.refunded, -1),
      refundedTax: pair(sums.refundedTax, -1),
      addOnRevenue: pair(sums.addOnRevenue),
    })),
    refunds: mapValues(byRefund, (sums) => ({
      returns: pair(sums.returns, -1),
      refunded: pair(sums.refunded, -1),
      addOnRefunded: pair(sums.addOnRefunded, -1),
    })),
  };
}

/** What a line adds to net sales: its price less discounts and refunded subtotal; a gift card is no sale. */
export function lineNet(line: FigureLine, refunded: MoneyPair): MoneyPair {
  const side = (name: 'shop' | 'presentment') => {
    const sold = line.isGiftCard
      ? zero
      : amount(line.unitPrice[name]).times(line.quantity).minus(amount(refunded[name]));
    return sold.minus(amount(line.discounts[name])).toFixed();
  };
  return { shop: side('shop'), presentment: side('presentment') };
}

/** What counts as revenue of an add-on line. */
const addOnParts: EntryPart[] = ['gross', 'discounts', 'returns', 'removed'];

type Sum = { shop: Amount; presentment: Amount };

function none(): Sum {
  return { shop: zero, presentment: zero };
}

function zeros<Name extends string>(names: Name[]): Record<Name, Sum> {
  return Object.fromEntries(names.map((name) => [name, none()])) as Record<Name, Sum>;
}

function lineSums() {
  return { refundedQuantity: 0, refunded: none(), refundedTax: none(), addOnRevenue: none() };
}

function increase(sum: Sum, by: MoneyPair | undefined): void {
  if (by === undefined || (by.shop === '0' && by.presentment === '0')) return;
  const shop = amount(by.shop);
  sum.shop = sum.shop.plus(shop);
  sum.presentment = sum.presentment.plus(by.presentment === by.shop ? shop : amount(by.presentment));
}

function pair(sum: Sum, sign: 1 | -1 = 1): MoneyPair {
  if (sum.shop === zero && sum.presentment === zero) return { shop: '0', presentment: '0' };
  const of = (value: Amount) => (sign === 1 ? value : value.negated()).toFixed();
  return { shop: of(sum.shop), presentment: of(sum.presentment) };
}

function mapValues<A, B>(map: Map<string, A>, f: (value: A) => B): Map<string, B> {
  return new Map([...map].map(([key, value]) => [key, f(value)]));
}
