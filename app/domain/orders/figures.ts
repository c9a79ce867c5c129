import { type Amount, amount, type MoneyPair, minorDigits, zero } from '../shared/money';

/**
 * What an order comes to, computed from its lines, refunds and transactions alone, so that the figures are the
 * same whatever came first. Each figure is defined in docs/metrics.md. Money in both currencies, by the same rules.
 */

export type FigureLine = {
  platformLineId: string;
  quantity: number;
  currentQuantity: number;
  unitPrice: MoneyPair;
  /** the sum of the line's discount allocations */
  discounts: MoneyPair;
  isGiftCard: boolean;
  isAddOn: boolean;
};
export type FigureRefund = {
  platformRefundId: string;
  lines: { platformLineId: string; quantity: number; subtotal: MoneyPair; tax: MoneyPair }[];
  adjustments: { kind: string; amount: MoneyPair }[];
};
export type FigureTransaction = {
  platformRefundId: string | null;
  kind: string;
  status: string;
  amount: MoneyPair;
};

export type OrderFigures = {
  gross: MoneyPair;
  discounts: MoneyPair;
  returns: MoneyPair;
  net: MoneyPair;
  refunded: MoneyPair;
  addOnRevenue: MoneyPair;
  hasAddOn: boolean;
};
export type LineFigures = {
  refundedQuantity: number;
  refunded: MoneyPair;
  refundedTax: MoneyPair;
  addOnRevenue: MoneyPair;
};
export type RefundFigures = { returns: MoneyPair; refunded: MoneyPair; addOnRefunded: MoneyPair };

type Both = { shop: Amount; presentment: Amount };
type Ledger = { order: OrderFigures; lines: Map<string, LineFigures>; refunds: Map<string, RefundFigures> };

/** Computes an order's figures with those of its lines and refunds. */
export function orderFigures(
  currency: string,
  presentmentCurrency: string,
  lines: FigureLine[],
  refunds: FigureRefund[],
  transactions: FigureTransaction[],
): Ledger {
  const soldLines = new Map(lines.map((line) => [line.platformLineId, line]));
  const refundedByLine = new Map<string, { quantity: number; subtotal: Both; tax: Both }>();
  const refundFigures = new Map<string, RefundFigures>();
  const order = { gross: none, discounts: none, returns: none, refunded: none, addOnRevenue: none };

  const paidBack = new Map<string, Both>();
  for (const { kind, status, platformRefundId, amount: paid } of transactions) {
    if (kind !== 'refund' || status !== 'success') continue;
    order.refunded = plus(order.refunded, both(paid));
    if (platformRefundId) paidBack.set(platformRefundId, plus(paidBack.get(platformRefundId) ?? none, both(paid)));
  }
  for (const refund of refunds) {
    let returns = none;
    let addOnRefunded = none;
    for (const { platformLineId, quantity, subtotal, tax } of refund.lines) {
      const line = soldLines.get(platformLineId);
      const back = both(subtotal);
      const before = refundedByLine.get(platformLineId) ?? { quantity: 0, subtotal: none, tax: none };
      refundedByLine.set(platformLineId, {
        quantity: before.quantity + quantity,
        subtotal: plus(before.subtotal, back),
        tax: plus(before.tax, both(tax)),
      });
      if (!line || isSale(line)) returns = plus(returns, back);
      if (line?.isAddOn) addOnRefunded = plus(addOnRefunded, back);
    }
    // Negative when more was paid back than the lines come to, so taking it away raises the returns.
    for (const one of refund.adjustments) {
      if (one.kind === 'refund_discrepancy') returns = minus(returns, both(one.amount));
    }
    order.returns = plus(order.returns, returns);
    refundFigures.set(refund.platformRefundId, {
      returns: pair(returns),
      refunded: pair(paidBack.get(refund.platformRefundId) ?? none),
      addOnRefunded: pair(addOnRefunded),
    });
  }
  const lineFigures = new Map<string, LineFigures>();
  let hasAddOn = false;
  for (const line of lines) {
    const back = refundedByLine.get(line.platformLineId) ?? { quantity: 0, subtotal: none, tax: none };
    const gross = times(both(line.unitPrice), line.quantity);
    const discounts = both(line.discounts);
    let addOnRevenue = none;
    if (line.isAddOn) {
      const removed = removedUnits(line, back.quantity);
      const paid = minus(gross, discounts);
      const kept = minus(paid, share(paid, removed, line.quantity, currency, presentmentCurrency));
      addOnRevenue = minus(kept, back.subtotal);
      hasAddOn ||= line.quantity > removed;
    }
    if (isSale(line)) order.gross = plus(order.gross, gross);
    order.discounts = plus(order.discounts, discounts);
    order.addOnRevenue = plus(order.addOnRevenue, addOnRevenue);
    lineFigures.set(line.platformLineId, {
      refundedQuantity: back.quantity,
      refunded: pair(back.subtotal),
      refundedTax: pair(back.tax),
      addOnRevenue: pair(addOnRevenue),
    });
  }
  return {
    order: {
      gross: pair(order.gross),
      discounts: pair(order.discounts),
      returns: pair(order.returns),
      net: pair(minus(minus(order.gross, order.discounts), order.returns)),
      refunded: pair(order.refunded),
      addOnRevenue: pair(order.addOnRevenue),
      hasAddOn,
    },
    lines: lineFigures,
    refunds: refundFigures,
  };
}

/** What a line adds to net sales: its price less discounts and refunded subtotal; a gift card or a tip is no sale. */
export function lineNet(line: FigureLine, refunded: MoneyPair): MoneyPair {
  const sold = isSale(line) ? minus(times(both(line.unitPrice), line.quantity), both(refunded)) : none;
  return pair(minus(sold, both(line.discounts)));
}

/** A gift card is money not yet spent, not a sale. A tip line counts: the API's orders do not tell it from others. */
function isSale(line: FigureLine): boolean {
  return !line.isGiftCard;
}

/** Units that an edit took away without a refund: gone from the current quantity and on no refund. */
function removedUnits(line: FigureLine, refundedQuantity: number): number {
  return Math.max(0, line.quantity - line.currentQuantity - refundedQuantity);
}

/** `units` of `of` parts of an amount, rounded half up to each currency's own digits. */
function share(paid: Both, units: number, of: number, currency: string, presentmentCurrency: string): Both {
  if (units <= 0) return none;
  if (units >= of) return paid;
  return {
    shop: paid.shop.times(units).dividedBy(of).toDecimalPlaces(minorDigits(currency), 4),
    presentment: paid.presentment.times(units).dividedBy(of).toDecimalPlaces(minorDigits(presentmentCurrency), 4),
  };
}

const none: Both = { shop: zero, presentment: zero };

function both(money: MoneyPair): Both {
  const shop = amount(money.shop);
  return { shop, presentment: money.presentment === money.shop ? shop : amount(money.presentment) };
}

function plus(a: Both, b: Both): Both {
  if (a === none) return b;
  if (b === none) return a;
  return { shop: a.shop.plus(b.shop), presentment: a.presentment.plus(b.presentment) };
}

function minus(a: Both, b: Both): Both {
  if (b === none) return a;
  return { shop: a.shop.minus(b.shop), presentment: a.presentment.minus(b.presentment) };
}

function times(a: Both, count: number): Both {
  return count === 1 ? a : { shop: a.shop.times(count), presentment: a.presentment.times(count) };
}

function pair(a: Both): MoneyPair {
  return { shop: a.shop.toFixed(), presentment: a.presentment.toFixed() };
}
