import { bodySignature, createDeliveries, type Deliveries, nameOf } from '../deliveries';
import type { DeliveryDoc, Ledger } from './docs';
import type { Faults } from './faults';

const minute = 60_000;
const hour = 60 * minute;
/** Nineteen more tries in up to two days; then the subscription is deleted. */
export const retryDelaysMs = [
  ...[1, 2, 2, 5, 20, 30].map((minutes) => minutes * minute),
  ...[1, 2, ...Array<number>(11).fill(4)].map((hours) => hours * hour),
];

export type Sender = Omit<Deliveries<DeliveryDoc>, 'queue'> & {
  /** queues a body for every subscription of its topic */
  tell(store: string, topic: string, body: string): void;
};

/** Shoplazza's webhooks: to whom they go, what stands in their headers, how often they are tried. */
export function createSender(options: { ledger: Ledger; faults: Faults; now: () => Date; secret: string }): Sender {
  const { ledger, faults, now, secret } = options;
  const { queue, ...sender } = createDeliveries({
    ...{ shelf: ledger.shelf('', 'delivery'), faults: () => faults.webhooks, now, retryDelaysMs },
    headersOf: (delivery) => headersOf(delivery, secret, faults.webhooks.withoutId),
    dropSubscription: (store, id) => ledger.shelf(store, 'webhook').remove(id),
  });
  return {
    ...sender,
    tell: (store, topic, body) => {
      const triggeredAt = now().toISOString();
      for (const one of ledger.shelf(store, 'webhook').all())
        if (one.topic === topic) queue({ store, topic, url: one.address, triggeredAt, body, subscriptionId: one.id });
    },
  };
}

function headersOf(delivery: DeliveryDoc, secret: string, withoutId: boolean): Record<string, string> {
  return {
    'Content-Type': 'application/json',
    'X-Shoplazza-Topic': delivery.topic,
    'X-Shoplazza-Hmac-Sha256': bodySignature(delivery.body, secret),
    'X-Shoplazza-Shop-Domain': delivery.store,
    'X-Shoplazza-Api-Version': '2026-01',
    ...(withoutId ? {} : { 'X-Shoplazza-Deduplication-ID': nameOf(delivery) }),
  };
}
