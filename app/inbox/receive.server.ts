import type { NewEntry } from '../domain/entries/entry';
import { keepEntry } from '../domain/entries/keep-store.server';
import { type PlatformName, type StoreId, storeIdOf } from '../domain/shared/ids';
import { log } from '../observability/log.server';
import type { RawDelivery } from '../platforms/platform';
import { platformOf } from '../platforms/registry.server';

/** How a webhook delivery ended at our door; each has one HTTP status (see statusOf). */
export type Receipt = 'kept' | 'forged' | 'malformed' | 'unavailable';

/** What the platform is answered. Anything but 2xx makes it send the delivery again. */
export const statusOf: Record<Receipt, number> = { kept: 200, forged: 401, malformed: 400, unavailable: 503 };

/**
 * Verifies one delivery and keeps it, then tells how it ended. No session, no token, no look-up: a signature and
 * one insert. A delivery that was kept before is kept. Told by a call and not by a promise: at the door every
 * layer of promises costs a tenth of the whole.
 */
export function receive(
  platform: PlatformName,
  delivery: RawDelivery,
  requestId: string,
  tell: (receipt: Receipt) => void,
): void {
  const read = platformOf(platform).webhooks.read(delivery);
  if (read.outcome !== 'genuine') {
    tell(read.outcome);
    return;
  }
  const entry: NewEntry = {
    storeId: knownStoreId(platform, read.storeDomain),
    source: 'webhook',
    topic: read.topic,
    dedupeKey: read.deliveryId,
    eventId: read.eventId,
    triggeredAt: read.triggeredAt,
    apiVersion: read.apiVersion,
    requestId,
    jobId: null,
    body: delivery.body,
  };
  keepEntry(entry, (error) => {
    if (error !== undefined) {
      const { storeId, topic } = entry;
      log.error({ err: error, requestId, storeId, topic }, 'could not keep a delivery; it will be sent again');
    }
    tell(error === undefined ? 'kept' : 'unavailable');
  });
}

/** Ids of the stores that call us, by platform and domain; computing one costs as much as checking a signature. */
const storeIds = new Map<PlatformName, Map<string, StoreId>>();

function knownStoreId(platform: PlatformName, domain: string): StoreId {
  const ofPlatform = storeIds.get(platform) ?? new Map<string, StoreId>();
  const known = ofPlatform.get(domain);
  if (known !== undefined) return known;
  if (ofPlatform.size >= 10_000) ofPlatform.clear();
  const id = storeIdOf(platform, domain);
  storeIds.set(platform, ofPlatform.set(domain, id));
  return id;
}
