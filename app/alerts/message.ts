import { type Rule, type RuleName, ruleOf } from './rules';

/** What one telling says: all that began and ended since the last. */
export type Told = { rule: RuleName; value: number; state: 'raised' | 'recovered' };
export type Message = { subject: string; text: string };

const one: Record<Rule['unit'], string> = { minutes: 'minute', entries: 'entry', orders: 'order', jobs: 'job' };

/** @param store its name, and where the merchant opens the page that helps */
export function messageOf(store: { name: string; url: string }, all: Told[]): Message {
  const raised = all.filter(({ state }) => state === 'raised');
  const recovered = all.filter(({ state }) => state === 'recovered');
  const first = (raised[0] ?? recovered[0]) as Told;
  const more = all.length > 1 ? ` and ${all.length - 1} more` : '';
  const title = ruleOf(first.rule).title;
  const lines = [
    ...raised.map(({ rule, value }) => {
      const { title, unit, cure } = ruleOf(rule);
      return `${title}: ${value} ${value === 1 ? one[unit] : unit}.\n${cure}`;
    }),
    ...recovered.map(({ rule }) => `Over again: ${ruleOf(rule).title.toLowerCase()}.`),
  ];
  return {
    subject: `${store.name}: ${raised.length > 0 ? title : `recovered: ${title.toLowerCase()}`}${more}`,
    text: `${lines.join('\n\n')}\n\n${store.url}\n`,
  };
}
