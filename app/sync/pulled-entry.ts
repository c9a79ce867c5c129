import type { NewEntry } from '../domain/entries/entry';
import { isFinal } from '../domain/orders/version';
import { Fault } from '../domain/shared/fault';
import type { StoreId } from '../domain/shared/ids';
import type { PulledOrder } from '../platforms/platform';

/** An order that a job read, as an entry of the inbox: by its key the same content is known again. */

export type Stamped = Pick<PulledOrder, 'platformOrderId' | 'updatedAt'>;

/** An order as it was at one time: the same key in the inbox is the same content. */
export function keyOf(order: Stamped): string {
  return `${order.platformOrderId}@${order.updatedAt}`;
}

/**
 * The key of an order read within the very second of its stamp, or a little later: it may have changed once more
 * under the same stamp, so a later pass must not take it for known.
 */
export function earlyKeyOf(order: Stamped, jobId: string): string {
  return `${keyOf(order)}~${jobId}`;
}

export function entryOf(storeId: StoreId, jobId: string, order: PulledOrder, key = timedKey(order, jobId)): NewEntry {
  return {
    storeId,
    source: 'pull',
    topic: 'order:pulled',
    dedupeKey: key,
    triggeredAt: order.askedAt,
    jobId,
    body: Buffer.from(order.body),
  };
}

function timedKey(order: PulledOrder, jobId: string): string {
  return isFinal(order.updatedAt, order.askedAt) ? keyOf(order) : earlyKeyOf(order, jobId);
}

export function interrupted(): Fault {
  return new Fault({
    reasonClass: 'platform-unavailable',
    retry: true,
    publicMessage: 'The sync was interrupted by a restart and goes on by itself.',
  });
}
