import { digestOf } from '../domain/orders/merge-order';
import type { OrderNews } from '../domain/orders/order';
import { sha256 } from '../domain/shared/sha256.server';
import type { OrderDialect } from '../platforms/platform';
import type { WaitingEntry } from './inbox-store.server';
import type { KnownEntry } from './read-ahead.server';
import { readEntry } from './read-entry';

/** Entries that were read ahead, and the text in which they travel between threads: parsing it costs less than a copied tree. */

/** Reads a waiting entry; its body stays behind, and its orders are digested for who saves them. */
export function knownEntry(dialect: OrderDialect, { body, ...entry }: WaitingEntry): KnownEntry {
  const read = readEntry(dialect, { ...entry, body });
  if ('ending' in read || read.meaning.kind !== 'orders') return { ...entry, read };
  return { ...entry, read: { meaning: { ...read.meaning, news: read.meaning.news.map(digested) } } };
}

function digested(news: OrderNews): OrderNews {
  return news.order ? { ...news, digest: digestOf(news.order, sha256, news.toldAt ?? null) } : news;
}

export function asText(entries: readonly KnownEntry[]): string {
  return JSON.stringify(entries.map((entry) => withNews(entry, withoutCopies)));
}

export function fromText(text: string): KnownEntry[] {
  return (JSON.parse(text) as KnownEntry[]).map((entry) => ({
    ...withNews(entry, withCopies),
    triggeredAt: entry.triggeredAt && new Date(entry.triggeredAt),
    receivedAt: new Date(entry.receivedAt),
  }));
}

function withNews(entry: KnownEntry, change: (news: OrderNews) => OrderNews): KnownEntry {
  const { read } = entry;
  if ('ending' in read || read.meaning.kind !== 'orders') return entry;
  return { ...entry, read: { meaning: { ...read.meaning, news: read.meaning.news.map(change) } } };
}

/** A whole order's facts are news, too, and the very same lists: who saves it knows them by that. */
const shared = ['refunds', 'transactions', 'fulfillments'] as const;

function withoutCopies(news: OrderNews): OrderNews {
  const { order } = news;
  return order && shared.every((name) => news[name] === order[name])
    ? { ...news, refunds: [], transactions: [], fulfillments: [] }
    : news;
}

function withCopies(news: OrderNews): OrderNews {
  const { order } = news;
  return order && shared.every((name) => news[name].length === 0)
    ? { ...news, refunds: order.refunds, transactions: order.transactions, fulfillments: order.fulfillments }
    : news;
}
