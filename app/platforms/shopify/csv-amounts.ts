import { type Amount, minorDigits, sum, zero } from '../../domain/shared/money';

/** What an export tells of an order's money. */
export type ToldAmounts = {
  currency: string;
  lines: { worth: Amount; discount: Amount }[];
  /** goods after discounts */
  subtotal: Amount | null;
  discount: Amount;
  shipping: Amount;
  tax: Amount;
  duties: Amount;
  total: Amount;
};

export type ReadAmounts = {
  /** one for each line */
  discounts: Amount[];
  /** what the customer paid for shipping */
  shipping: Amount;
  taxesIncluded: boolean;
};

/**
 * What an export leaves open: how discounts spread over the lines, whether prices have the tax in them, and whether
 * shipping is told before its discount. Each is read in the plainest way that adds up to the order's own total; what
 * does not add up in any way stays as told, and the ledger shows the difference.
 */
export function readAmounts(told: ToldAmounts): ReadAmounts {
  const discounts = lineDiscounts(told);
  const goods = told.subtotal ?? sum(told.lines.map(({ worth }) => worth)).minus(sum(discounts));
  // A discount that the goods do not show may be one of shipping.
  const rest = told.discount.minus(sum(discounts));
  const lowered = told.shipping.minus(rest);
  const choices = [told.shipping, ...(rest.gt(zero) && !lowered.isNegative() ? [lowered] : [])];
  for (const shipping of choices) {
    const net = goods.plus(shipping).plus(told.duties);
    if (net.plus(told.tax).equals(told.total)) return { discounts, shipping, taxesIncluded: false };
    if (net.equals(told.total)) return { discounts, shipping, taxesIncluded: true };
  }
  return { discounts, shipping: told.shipping, taxesIncluded: false };
}

/** Each line's own discount, and its share of what the subtotal lacks beyond them. */
function lineDiscounts({ lines, subtotal, discount, currency }: ToldAmounts): Amount[] {
  const worth = sum(lines.map((line) => line.worth));
  const own = lines.map((line) => line.discount);
  const all = subtotal === null ? discount : worth.minus(subtotal);
  // More goods than the lines have: there is no discount in it.
  if (all.isNegative()) return lines.map(() => zero);
  const beyond = all.minus(sum(own));
  if (beyond.isNegative()) return shareOut(all, own, currency);
  const shares = shareOut(
    beyond,
    lines.map((line) => line.worth.minus(line.discount)),
    currency,
  );
  return own.map((value, at) => value.plus(shares[at] ?? zero));
}

/** An amount over lines by what they are worth; cut cumulatively, so that the shares are exactly the whole. */
function shareOut(whole: Amount, weights: Amount[], currency: string): Amount[] {
  const all = sum(weights);
  if (whole.isZero() || all.isZero()) return weights.map(() => zero);
  const digits = Math.max(minorDigits(currency), whole.decimalPlaces());
  let [before, weight] = [zero, zero];
  return weights.map((one) => {
    weight = weight.plus(one);
    const upTo = weight.equals(all) ? whole : whole.times(weight).dividedBy(all).toDecimalPlaces(digits);
    const share = upTo.minus(before);
    before = upTo;
    return share;
  });
}
