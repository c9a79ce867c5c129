import type { FigureChange } from '~/analytics/as-known-store.server';
import { sum } from '~/domain/shared/money';
import { entryWords } from './words';

/** What one message changed of one order's share in a day's figures. */
export type GroupedChange = Pick<FigureChange, 'at' | 'day' | 'platformOrderId' | 'orderNumber' | 'cause'> & {
  key: string;
  what: string;
  net: string;
  addOnRevenue: string;
};

/** An order's entries that came together are one row; the order of the rows is that of the entries. */
export function grouped(changes: FigureChange[]): GroupedChange[] {
  const groups = new Map<string, FigureChange[]>();
  for (const one of changes) {
    const key = [one.at, one.day, one.platformOrderId, one.cause].join(' ');
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups].flatMap(([key, entries]) => {
    const [first] = entries;
    if (!first) return [];
    const { at, day, platformOrderId, orderNumber, cause } = first;
    const total = (of: 'net' | 'addOnRevenue') => sum(entries.map((one) => one[of])).toFixed();
    return [
      {
        ...{ key, at, day, platformOrderId, orderNumber, cause },
        what: listed(entries.map(entryWords)),
        net: total('net'),
        addOnRevenue: total('addOnRevenue'),
      },
    ];
  });
}

/** The first three, and how many more. */
function listed(words: string[]): string {
  const more = words.length - 3;
  return `${words.slice(0, 3).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
