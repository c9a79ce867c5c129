import { amount, moneyText, zero } from '../shared/money';

/** What becomes of an add-on's price when its product is given back. */
export type RefundPolicy =
  | { kind: 'full' }
  | { kind: 'none' }
  /** the part of the cover that was not used yet, by whole days from the purchase */
  | { kind: 'pro_rata'; days: number };

/**
 * What should be given back for pieces of an add-on that lost their product.
 * @param worth what these pieces still earn, decimal text in the store's currency
 * @param boughtAt when the order was made
 */
export function proposedRefund(
  policy: RefundPolicy,
  worth: string,
  currency: string,
  boughtAt: Date,
  now: Date,
): string {
  if (policy.kind === 'none') return moneyText(zero, currency);
  if (policy.kind === 'full') return moneyText(worth, currency);
  const used = Math.max(0, Math.floor((now.getTime() - boughtAt.getTime()) / dayMs));
  const left = Math.max(0, policy.days - used);
  return moneyText(amount(worth).times(left).dividedBy(policy.days).toFixed(), currency);
}

const dayMs = 86_400_000;
