import { amount } from '../shared/money';
import type { Conditions, Rule } from './targeting';

/**
 * Conditions in the form that the storefront's template can decide with its few words: see
 * extensions/tagalong-widget/snippets/tagalong-fits.liquid.
 */
export type CompiledConditions = {
  /** one group is enough */
  any?: true;
  groups: { any?: true; rules: CompiledRule[] }[];
  exclude: CompiledRule[];
};

export type CompiledRule =
  /** `v` is "|one|two|" in lower case: a fact between bars is looked for in it */
  | { f: string; v: string; not?: true }
  /** bounds in hundredths for money, in pieces for a quantity */
  | { f: string; min?: number; max?: number };

export function compileConditions({ match, groups, exclude }: Conditions): CompiledConditions {
  return {
    ...anyOf(match),
    groups: groups.map((group) => ({ ...anyOf(group.match), rules: group.rules.map(compileRule) })),
    exclude: exclude.map(compileRule),
  };
}

function anyOf(match: 'all' | 'any'): { any?: true } {
  return match === 'any' ? { any: true } : {};
}

function compileRule(rule: Rule): CompiledRule {
  if (rule.is === 'between') {
    const bound = (text: string) => amount(text).times(rule.field === 'quantity' ? 1 : 100);
    return {
      f: rule.field,
      // Prices are whole hundredths: a bound between two of them keeps out what it should.
      ...(rule.min === null ? {} : { min: bound(rule.min).ceil().toNumber() }),
      ...(rule.max === null ? {} : { max: bound(rule.max).floor().toNumber() }),
    };
  }
  const values = rule.values.map((value) => value.trim().toLowerCase().replaceAll('|', ' '));
  return { f: rule.field, v: `|${values.join('|')}|`, ...(rule.is === 'none_of' ? { not: true } : {}) };
}
