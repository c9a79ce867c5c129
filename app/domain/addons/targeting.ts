import { amount } from '../shared/money';

/**
 * Which products and carts an add-on is offered with. The storefront decides the same in Liquid
 * (extensions/tagalong-widget/snippets/tagalong-fits.liquid); a test holds the two against each other.
 */

/** Conditions on what something is: true when any of the values is among the facts. Compared without regard to case. */
export const setFields = [
  'product',
  'variant',
  'collection',
  'tag',
  'type',
  'vendor',
  'market',
  'country',
  'language',
  'customer_tag',
] as const;
/** Conditions on how much: decimal text, both bounds belong to the range. Money is in the store's currency. */
export const rangeFields = ['price', 'cart_value', 'quantity'] as const;
export type SetField = (typeof setFields)[number];
export type RangeField = (typeof rangeFields)[number];

export type Rule =
  | { field: SetField; is: 'any_of' | 'none_of'; values: string[] }
  | { field: RangeField; is: 'between'; min: string | null; max: string | null };

export type RuleGroup = { match: 'all' | 'any'; rules: Rule[] };

/** Which products show the add-on: all of them, or those chosen and those in the chosen collections. */
export type AddOnTargets = { all: boolean; productIds: string[]; collectionIds: string[] };

/** On top of the targets: without groups nothing more is asked; one exclusion that holds is enough to hide the add-on. */
export type Conditions = { match: 'all' | 'any'; groups: RuleGroup[]; exclude: Rule[] };

export const noConditions: Conditions = { match: 'all', groups: [], exclude: [] };

/** One product, as chosen, in one cart, as one shopper sees it. */
export type Facts = Record<SetField, string[]> & {
  /** of the chosen variant, decimal text in the store's currency */
  price: string;
  /** what lies in the cart already */
  cart_value: string;
  /** how many of the product are being bought */
  quantity: string;
};

/** Why an add-on is or is not offered: each condition with what was found. */
export type Reason = { part: 'targets' | 'group' | 'exclude'; group?: number; rule?: Rule; holds: boolean };

export type Fit = { fits: boolean; reasons: Reason[] };

/** Decides and says why; a merchant's test box shows the reasons in this order. */
export function explainFit(targets: AddOnTargets, conditions: Conditions, facts: Facts): Fit {
  const reasons: Reason[] = [{ part: 'targets', holds: isTarget(targets, facts) }];
  const groups = conditions.groups.map((one, group) => {
    const holds = one.rules.map((rule) => {
      const reason: Reason = { part: 'group', group, rule, holds: ruleHolds(rule, facts) };
      reasons.push(reason);
      return reason.holds;
    });
    return one.match === 'all' ? holds.every(Boolean) : holds.some(Boolean);
  });
  const excluded = conditions.exclude.map((rule) => {
    const holds = ruleHolds(rule, facts);
    reasons.push({ part: 'exclude', rule, holds });
    return holds;
  });
  const grouped = conditions.match === 'all' ? groups.every(Boolean) : groups.length === 0 || groups.some(Boolean);
  return { fits: isTarget(targets, facts) && grouped && !excluded.some(Boolean), reasons };
}

export function fits(targets: AddOnTargets, conditions: Conditions, facts: Facts): boolean {
  return explainFit(targets, conditions, facts).fits;
}

export function ruleHolds(rule: Rule, facts: Facts): boolean {
  if (rule.is === 'between') {
    const have = amount(facts[rule.field]);
    return (
      (rule.min === null || have.greaterThanOrEqualTo(amount(rule.min))) &&
      (rule.max === null || have.lessThanOrEqualTo(amount(rule.max)))
    );
  }
  const have = new Set(facts[rule.field].map(comparable));
  const found = rule.values.some((value) => have.has(comparable(value)));
  return rule.is === 'any_of' ? found : !found;
}

/**
 * Whether an add-on may be offered beside a product of which only some facts are known (its collections, its
 * shopper and its cart are not): false only when what is known rules it out.
 */
export function couldFit(targets: AddOnTargets, conditions: Conditions, known: Partial<Facts>): boolean {
  const holds = (rule: Rule, unknown: boolean) =>
    known[rule.field] === undefined ? unknown : ruleHolds(rule, known as Facts);
  const aimed =
    targets.all ||
    (known.product === undefined
      ? targets.productIds.length > 0
      : targets.productIds.some((id) => known.product?.includes(id))) ||
    (known.collection === undefined ? targets.collectionIds.length > 0 : isTarget(targets, known as Facts));
  const groups = conditions.groups.map(({ match, rules }) => {
    const could = rules.map((rule) => holds(rule, true));
    return match === 'all' ? could.every(Boolean) : could.some(Boolean);
  });
  const grouped = conditions.match === 'all' ? groups.every(Boolean) : groups.length === 0 || groups.some(Boolean);
  return aimed && grouped && !conditions.exclude.some((rule) => holds(rule, false));
}

/** True when no product can ever show the add-on. */
export function targetsNothing(targets: AddOnTargets): boolean {
  return !targets.all && targets.productIds.length + targets.collectionIds.length === 0;
}

/**
 * The quantities at which the answer may change, smallest first, from 1: the page asks once for each and then
 * follows the shopper's quantity without asking again.
 */
export function quantitySteps({ groups, exclude }: Conditions): number[] {
  const steps = new Set([1]);
  for (const rule of [...groups.flatMap((group) => group.rules), ...exclude]) {
    if (rule.field !== 'quantity' || rule.is !== 'between') continue;
    if (rule.min !== null) steps.add(Math.ceil(Number(rule.min)));
    if (rule.max !== null) steps.add(Math.floor(Number(rule.max)) + 1);
  }
  return [...steps].filter((step) => step >= 1).sort((a, b) => a - b);
}

/** True when another variant of the same product may be answered differently. */
export function dependsOnVariant({ groups, exclude }: Conditions): boolean {
  return [...groups.flatMap((group) => group.rules), ...exclude].some(
    ({ field }) => field === 'variant' || field === 'price',
  );
}

/**
 * Whether two add-ons of one kind can be offered for the same product, judged by their targets alone: what
 * the merchant is told, not a proof (collections may or may not share products).
 */
export function mayOverlap(one: AddOnTargets, other: AddOnTargets): boolean {
  if (one.all || other.all) return true;
  const shared = (a: string[], b: string[]) => a.some((id) => b.includes(id));
  return shared(one.productIds, other.productIds) || shared(one.collectionIds, other.collectionIds);
}

function isTarget({ all, productIds, collectionIds }: AddOnTargets, facts: Facts): boolean {
  return (
    all ||
    productIds.some((id) => facts.product.includes(id)) ||
    collectionIds.some((id) => facts.collection.includes(id))
  );
}

/** As the storefront compares: Liquid's downcase. */
function comparable(text: string): string {
  return text.trim().toLowerCase();
}
