import { amount, type MoneyPair, minorDigits, sum } from '../../domain/shared/money';

/**
 * The currencies of an order. Its amounts are in the market's currency, which the shopper saw; orders of another market than
 * the store's own also tell their total in the store's. [?] Which way the told rate goes is not documented: the two totals
 * say it without it.
 */
export type Exchange = { currency: string; presentmentCurrency: string; total: MoneyPair };

/** An amount of the order as a pair; the store's side follows the order's own rate. */
export function pairIn(exchange: Exchange, presentment: string): MoneyPair {
  const { currency, presentmentCurrency, total } = exchange;
  if (currency === presentmentCurrency || amount(total.presentment).isZero()) return { shop: presentment, presentment };
  if (amount(presentment).equals(amount(total.presentment))) return total;
  const shop = amount(presentment).times(amount(total.shop)).dividedBy(amount(total.presentment));
  return { shop: shop.toDecimalPlaces(minorDigits(currency)).toFixed(), presentment };
}

/**
 * Splits an amount by weights so that the parts sum to it exactly: each is rounded down to the currency's digits, and what is
 * left goes, digit by digit, to those that lost most.
 * @param weights decimal text, none negative; all zero: the first takes it all
 */
export function spread(total: string, weights: readonly string[], currency: string): string[] {
  if (weights.length === 0) return [];
  const whole = amount(total);
  const all = sum(weights);
  if (all.isZero()) return weights.map((_, at) => (at === 0 ? whole.toFixed() : '0'));
  const unit = amount(1).dividedBy(amount(10).pow(Math.max(minorDigits(currency), whole.decimalPlaces())));
  const shares = weights.map((weight) => whole.times(amount(weight)).dividedBy(all));
  const cut = shares.map((share) => share.dividedBy(unit).trunc().times(unit));
  const units = whole.minus(sum(cut)).dividedBy(unit).round();
  const byLoss = shares
    .map((share, at) => ({ at, lost: share.minus(cut[at] ?? 0).abs() }))
    .sort((a, b) => b.lost.comparedTo(a.lost) || a.at - b.at);
  for (let n = 0; n < units.abs().toNumber(); n += 1) {
    const { at } = byLoss[n % byLoss.length] ?? { at: 0 };
    cut[at] = (cut[at] ?? amount(0)).plus(unit.times(units.isNegative() ? -1 : 1));
  }
  return cut.map((one) => one.toFixed());
}
