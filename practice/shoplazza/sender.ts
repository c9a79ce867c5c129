import { randomUUID } from 'node:crypto';
import type { DeliveryDoc, Ledger } from './docs';
import type { Faults } from './faults';
import { webhookSignature } from './signatures';

const minute = 60_000;
const hour = 60 * minute;
/** Nineteen more tries in up to two days; then the subscription is deleted. */
export const retryDelaysMs = [
  ...[1, 2, 2, 5, 20, 30].map((minutes) => minutes * minute),
  ...[1, 2, ...Array<number>(11).fill(4)].map((hours) => hours * hour),
];
const timeLimitMs = 5_000;
const atOnce = 16;
const kept = 2_000;

export type Sender = {
  /** queues a body for every subscription of its topic */
  tell(store: string, topic: string, body: string): void;
  deliveries(filter?: { store?: string; topic?: string }): DeliveryDoc[];
  /** sends what was sent before once more, the same body and id */
  again(id: string): void;
  /** looks at once which are due: after the clock was set */
  wake(): void;
  stop(): Promise<void>;
};

/** Delivers webhooks: signed raw bytes, a time limit, the same delivery again and again. */
export function createSender(options: { ledger: Ledger; faults: Faults; now: () => Date; secret: string }): Sender {
  const { ledger, faults, now, secret } = options;
  const shelf = ledger.shelf('', 'delivery');
  const order = shelf
    .all()
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .map((one) => one.id);
  const waiting = new Set(shelf.all().flatMap((one) => (one.state === 'waiting' ? [one.id] : [])));
  const running = new Map<string, Promise<void>>();
  const stopping = new AbortController();

  const send = async (delivery: DeliveryDoc): Promise<void> => {
    const status = await fetch(delivery.address, {
      method: 'POST',
      redirect: 'manual',
      body: delivery.body,
      signal: AbortSignal.any([AbortSignal.timeout(timeLimitMs), stopping.signal]),
      headers: headersOf(delivery, secret, faults.webhooks.withoutId),
    }).then(
      async (reply) => {
        await reply.arrayBuffer();
        return reply.status;
      },
      () => null,
    );
    // cut short by our own end: it waits for the next start
    if (stopping.signal.aborted && status === null) return;
    delivery.attempts.push({ at: now().toISOString(), status });
    const delay = retryDelaysMs[delivery.attempts.length - 1];
    if (status !== null && status >= 200 && status < 300) delivery.state = 'delivered';
    else if (delay === undefined) delivery.state = 'failed';
    else delivery.nextAttemptAt = new Date(now().getTime() + delay * faults.webhooks.retryScale).toISOString();
    if (delivery.state !== 'waiting') waiting.delete(delivery.id);
    if (delivery.state === 'failed' && delivery.webhookId !== null)
      ledger.shelf(delivery.store, 'webhook').remove(delivery.webhookId);
    if (shelf.get(delivery.id) !== null) shelf.put(delivery);
  };

  const turn = () => {
    if (stopping.signal.aborted || faults.webhooks.paused) return;
    const time = now().toISOString();
    for (const id of waiting) {
      if (running.size >= atOnce) return;
      const delivery = shelf.get(id);
      if (running.has(id) || delivery === null || delivery.nextAttemptAt > time) continue;
      const done = send(delivery).finally(() => {
        running.delete(id);
        turn();
      });
      running.set(id, done);
    }
  };
  const timer = setInterval(turn, 200);
  timer.unref();

  const queue = (delivery: DeliveryDoc) => {
    shelf.put(delivery);
    order.push(delivery.id);
    waiting.add(delivery.id);
    while (order.length > kept) {
      const at = order.findIndex((one) => !waiting.has(one));
      if (at === -1) break;
      for (const old of order.splice(at, 1)) shelf.remove(old);
    }
  };

  return {
    tell: (store, topic, body) => {
      const at = now().toISOString();
      for (const one of ledger.shelf(store, 'webhook').all()) {
        if (one.topic !== topic) continue;
        const id = randomUUID();
        const copies = Math.random() < faults.webhooks.duplicate ? [id, `${id}+1`] : [id];
        for (const copy of copies) {
          queue({
            ...{ id: copy, store, topic, address: one.address, webhookId: one.id, body, at, nextAttemptAt: at },
            ...{ state: 'waiting', attempts: [] },
          });
        }
      }
      setImmediate(turn);
    },
    deliveries: ({ store, topic } = {}) =>
      order
        .flatMap((id) => shelf.get(id) ?? [])
        .filter((one) => (store === undefined || one.store === store) && (topic === undefined || one.topic === topic))
        .reverse(),
    again: (id) => {
      const found = shelf.get(id);
      if (!found) throw new Error(`no such delivery: ${id}`);
      shelf.put({ ...found, state: 'waiting', nextAttemptAt: now().toISOString() });
      waiting.add(id);
      setImmediate(turn);
    },
    wake: () => setImmediate(turn),
    stop: async () => {
      clearInterval(timer);
      stopping.abort();
      await Promise.all(running.values());
    },
  };
}

export function headersOf(delivery: DeliveryDoc, secret: string, withoutId: boolean): Record<string, string> {
  return {
    'Content-Type': 'application/json',
    'X-Shoplazza-Topic': delivery.topic,
    'X-Shoplazza-Hmac-Sha256': webhookSignature(delivery.body, secret),
    'X-Shoplazza-Shop-Domain': delivery.store,
    'X-Shoplazza-Api-Version': '2026-01',
    ...(withoutId ? {} : { 'X-Shoplazza-Deduplication-ID': delivery.id.split('+')[0] ?? delivery.id }),
  };
}
