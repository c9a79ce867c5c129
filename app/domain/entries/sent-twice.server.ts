import { withSystem } from '../../db/client.server';
import { log } from '../../observability/log.server';
import { countDuplicates, type Sent } from './delivery-store.server';
import type { NewEntry } from './entry';

/**
 * The door notes here what may have been sent twice; once a second it is counted, in one statement, beside the
 * deliveries' own way. Only a count: what is in here when the process is killed is not counted.
 */
const waiting: Sent[] = [];
const waitingMax = 10_000;
const everyMs = 1_000;
let timer: NodeJS.Timeout | undefined;

/** @param entries a group of deliveries of which at least one was kept before */
export function noteSentTwice(entries: readonly NewEntry[]): void {
  if (waiting.length > waitingMax) return;
  for (const { storeId, dedupeKey, requestId } of entries) {
    waiting.push({ storeId, dedupeKey, requestId: requestId ?? '' });
  }
  timer ??= setTimeout(() => void countSentTwice(), everyMs).unref();
}

/** Counts what waits; for a process that ends, too. */
export async function countSentTwice(): Promise<void> {
  clearTimeout(timer);
  timer = undefined;
  const sent = waiting.splice(0);
  if (sent.length === 0) return;
  await withSystem((sql) => countDuplicates(sql, sent)).catch((err) => log.warn({ err }, 'repeats were not counted'));
}
