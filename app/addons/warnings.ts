import { couldFit, type Facts, mayOverlap, type Rule } from '../domain/addons/targeting';
import type { PricedProduct } from '../domain/catalogue/price-store.server';
import type { AddOnView } from './add-on';
import { factsOf } from './prices';

/**
 * What a merchant should know about an add-on that can be saved as it is.
 * @param platform what its storefront cannot judge, and its name
 */
export function warningsOf(
  addOn: Pick<AddOnView, 'id' | 'kind' | 'state' | 'targets' | 'conditions' | 'publication' | 'pricing' | 'title'>,
  others: Pick<AddOnView, 'id' | 'kind' | 'state' | 'targets' | 'title'>[],
  products: PricedProduct[],
  platform: { title: string; unknownToPage: readonly Rule['field'][] },
): string[] {
  const warnings: string[] = [];
  const { groups, exclude } = addOn.conditions;
  const asked = [...groups.flatMap(({ rules }) => rules), ...exclude].map(({ field }) => field);
  const unknown = platform.unknownToPage.filter((field) => asked.includes(field));
  if (unknown.length > 0) {
    warnings.push(
      `The pages of ${platform.title} cannot judge a condition on ${unknown.map((field) => fieldWords[field]).join(' or ')}, so “${addOn.title}” can be missing where it should be offered. Remove the condition to be sure.`,
    );
  }
  if (addOn.state === 'active') {
    const plans = addOn.kind === 'warranty' || addOn.kind === 'shipping_protection';
    const beside = others.filter(
      (other) =>
        other.id !== addOn.id &&
        other.state === 'active' &&
        other.kind === addOn.kind &&
        mayOverlap(addOn.targets, other.targets),
    );
    if (plans && beside.length > 0) {
      warnings.push(
        `${quoted(beside)} may be offered with the same products. A shopper can choose one plan of a kind for a product; the first in your list stands first.`,
      );
    }
  }
  const known: Partial<Facts>[] = products.map(factsOf);
  if (known.length > 0 && !known.some((facts) => couldFit(addOn.targets, addOn.conditions, facts))) {
    warnings.push(
      `None of your products with a price fits the conditions of “${addOn.title}”, so no shopper sees it. Loosen a condition, or try a product in the test box.`,
    );
  }
  const { ladder, state, error } = addOn.publication;
  if (state === 'published' && error !== null) warnings.push(error);
  if (addOn.pricing.kind !== 'fixed' && ladder && ladder.worstError > 0) {
    warnings.push(
      `Your products need ${ladder.wanted} different prices and a product holds ${ladder.rungs}: the price charged differs from the exact one by ${(ladder.worstError * 100).toFixed(2)} % at most.`,
    );
  }
  return warnings;
}

/** Fields as they are called in a sentence; one that no platform leaves out needs none. */
const fieldWords: Partial<Record<Rule['field'], string>> = {
  ...{ market: 'the market', country: 'the country', customer_tag: 'a customer tag', cart_value: 'the cart so far' },
};

function quoted(addOns: { title: string }[]): string {
  const names = addOns.slice(0, 3).map(({ title }) => `“${title}”`);
  return addOns.length > 3 ? `${names.join(', ')} and ${addOns.length - 3} more` : names.join(' and ');
}
