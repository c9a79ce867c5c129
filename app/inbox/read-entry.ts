import { Fault } from '../domain/shared/fault';
import type { EntryMeaning, OrderDialect } from '../platforms/platform';
import { type Ending, endingOf } from './ending';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

export type ReadableEntry = {
  topic: string;
  /** text where it is known to be some; null cannot be read */
  body: Uint8Array | string | null;
  attempts: number;
  triggeredAt: Date | null;
  receivedAt: Date;
};
export type ReadResult = { meaning: EntryMeaning } | { ending: Ending };

/** Turns one raw entry into its meaning. Whatever the reader throws ends this entry only. */
export function readEntry(dialect: OrderDialect, entry: ReadableEntry): ReadResult {
  try {
    const toldAt = (entry.triggeredAt ?? entry.receivedAt).toISOString();
    const meaning = dialect.read(entry.topic, textOf(entry.body), toldAt);
    // When a delivery came says nothing of its moment: a late one carries its first payload.
    return { meaning: withMoment(meaning, entry.triggeredAt?.toISOString() ?? null) };
  } catch (error) {
    return { ending: endingOf(error, entry.attempts + 1, null) };
  }
}

function withMoment(meaning: EntryMeaning, toldAt: string | null): EntryMeaning {
  if (meaning.kind === 'orders') return { ...meaning, news: meaning.news.map((one) => ({ ...one, toldAt })) };
  if (meaning.kind === 'stock') return { ...meaning, levels: meaning.levels.map((one) => ({ ...one, toldAt })) };
  if (meaning.kind !== 'customers') return meaning;
  return { ...meaning, customers: meaning.customers.map((one) => ({ ...one, toldAt })) };
}

function textOf(body: Uint8Array | string | null): string {
  if (body === null) throw new Error('The body of the entry was not fetched.');
  // The decoder takes away the mark that may stand before a text; so does this.
  if (typeof body === 'string') return body.startsWith('\uFEFF') ? body.slice(1) : body;
  try {
    return utf8.decode(body);
  } catch (cause) {
    const publicMessage = 'The body is not UTF-8 text.';
    throw new Fault({ reasonClass: 'malformed', retry: false, publicMessage, cause });
  }
}
