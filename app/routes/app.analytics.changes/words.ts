import type { FigureChange } from '~/analytics/as-known-store.server';
import { inWords } from '~/ui/statuses';

/** What came or went, with the line it is of. */
export function entryWords({ kind, title, change }: Pick<FigureChange, 'kind' | 'title' | 'change'>): string {
  const what = inWords(kind).toLowerCase();
  const line = title === null ? '' : ` of ${title}`;
  return change === 'came' ? `${what}${line}` : `${what}${line} as it was known before`;
}

/** Where the news came from: "entry 12" is an entry of the inbox, "job …" a run of the sync. */
export function causeWords(cause: string): string {
  return cause.startsWith('entry ') ? `inbox ${cause}` : cause;
}
