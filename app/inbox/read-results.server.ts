import type { OrderNews } from '../domain/orders/order';
import { digestOf } from '../domain/orders/read-whole';
import { sha256 } from '../domain/shared/sha256.server';
import type { OrderDialect } from '../platforms/platform';
import type { WaitingEntry } from './inbox-store.server';
import { type ReadResult, readEntry } from './read-entry';

/** What was read ahead, and the text in which it travels between threads: parsing it costs less than a copied tree. */

/** Reads a waiting entry, and digests its orders for who saves them. */
export function readWaiting(dialect: OrderDialect, entry: WaitingEntry): ReadResult {
  return withNews(readEntry(dialect, entry), (news) =>
    news.order ? { ...news, digest: digestOf(news.order, sha256, news.toldAt ?? null) } : news,
  );
}

export function asText(results: readonly ReadResult[]): string {
  return JSON.stringify(results.map((read) => withNews(read, withoutCopies)));
}

export function fromText(text: string): ReadResult[] {
  return (JSON.parse(text) as ReadResult[]).map((read) => withNews(read, withCopies));
}

function withNews(read: ReadResult, change: (news: OrderNews) => OrderNews): ReadResult {
  if ('ending' in read || read.meaning.kind !== 'orders') return read;
  return { meaning: { ...read.meaning, news: read.meaning.news.map(change) } };
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
