import type { NewEntry } from '../domain/entries/entry';
import { keepEntries } from '../domain/entries/entry-store.server';
import { type PlatformName, type StoreId, storeIdOf } from '../domain/shared/ids';
import { currentHop, log } from '../observability/log.server';
import { webhookDeliveries } from '../observability/metrics.server';
import type { RawDelivery } from '../platforms/platform';
import { platformOf } from '../platforms/registry.server';

/** How a webhook delivery ended at our door; each has one HTTP status (see statusOf). */
export type Receipt =
  | { outcome: 'kept' }
  | { outcome: 'forged' }
  | { outcome: 'malformed'; reason: string }
  | { outcome: 'unavailable' };

/**
 * Verifies one delivery and keeps it. No session, no token, no look-up: a signature and one insert.
 * A delivery that was kept before is kept.
 */
export async function receive(platform: PlatformName, delivery: RawDelivery): Promise<Receipt> {
  const receipt = await verifyAndKeep(platform, delivery);
  webhookDeliveries.inc({ platform, ending: receipt.outcome });
  return receipt;
}

/** What the platform is answered. Anything but 2xx makes it send the delivery again. */
export function statusOf(receipt: Receipt): number {
  return { kept: 200, forged: 401, malformed: 400, unavailable: 503 }[receipt.outcome];
}

async function verifyAndKeep(platform: PlatformName, delivery: RawDelivery): Promise<Receipt> {
  const read = platformOf(platform).webhooks.read(delivery);
  if (read.outcome !== 'genuine') return read;
  const entry: NewEntry = {
    storeId: knownStoreId(platform, read.storeDomain),
    source: 'webhook',
    topic: read.topic,
    dedupeKey: read.deliveryId,
    eventId: read.eventId,
    triggeredAt: read.triggeredAt,
    apiVersion: read.apiVersion,
    requestId: currentHop().requestId ?? null,
    body: delivery.body,
  };
  try {
    await keepEntries([entry]);
    log.debug({ storeId: entry.storeId, topic: entry.topic, deliveryId: entry.dedupeKey }, 'kept a delivery');
    return { outcome: 'kept' };
  } catch (err) {
    log.error({ err, storeId: entry.storeId, topic: entry.topic }, 'could not keep a delivery; it will be sent again');
    return { outcome: 'unavailable' };
  }
}

/** Ids of the stores that call us; computing one costs as much as checking a signature. */
const storeIds = new Map<string, StoreId>();

function knownStoreId(platform: PlatformName, domain: string): StoreId {
  const key = `${platform} ${domain}`;
  let id = storeIds.get(key);
  if (id === undefined) {
    if (storeIds.size >= 10_000) storeIds.clear();
    id = storeIdOf(platform, domain);
    storeIds.set(key, id);
  }
  return id;
}
