import { createHmac, randomUUID } from 'node:crypto';
import type { AppConfig } from '../app-config';
import type { Faults } from '../faults';
import type { Ledger, Shelf } from '../ledger/ledger';
import type { DeliveryDoc } from '../ledger/store';
import { writeJson } from '../payloads/json';
import type { Happening } from '../store-room';

export type Sender = {
  /** queues a happening for every subscription of its topic */
  tell(store: string, happening: Happening): void;
  /** the newest deliveries first */
  deliveries(filter: { store?: string; topic?: string; state?: string; limit: number }): DeliveryDoc[];
  counts(): Record<DeliveryDoc['state'], number>;
  /** makes waiting or failed deliveries due at once; with resend, delivered ones too */
  retry(ids: string[] | 'all', resend?: boolean): number;
  /** looks at once which deliveries are due: after the clock was set */
  wake(): void;
  stop(): Promise<void>;
};

/** A minute, two, four ... over eight retries: a little more than four hours in all. */
const retryDelaysMs = [1, 2, 4, 8, 16, 32, 64, 128].map((minutes) => minutes * 60_000);
const timeLimitMs = 5_000;
const atOnce = 24;
/** so many deliveries are remembered; those that still wait are never forgotten */
const kept = 2_000;

/** Delivers webhooks as the platform does: signed raw bytes, a time limit, retries of the same delivery. */
export function createSender(options: {
  ledger: Ledger;
  faults: Faults;
  now: () => Date;
  secret: () => string;
  config: () => AppConfig;
  installed: (store: string) => boolean;
  onRequest?: (delivery: DeliveryDoc) => void;
}): Sender {
  const { ledger, faults, now } = options;
  const shelf: Shelf<DeliveryDoc> = ledger.shelf('', 'delivery');
  const waiting = new Map<string, DeliveryDoc>();
  for (const one of shelf.all()) if (one.state === 'waiting') waiting.set(one.id, one);
  const running = new Map<string, Promise<void>>();
  const order: string[] = shelf
    .all()
    .sort((a, b) => (a.triggeredAt < b.triggeredAt ? -1 : 1))
    .map((one) => one.id);
  let stopped = false;
  const stopping = new AbortController();

  const queue = (store: string, happening: Happening, to: Target, body: string, eventId: string) => {
    const copies = Math.random() < faults.webhooks.duplicate ? 2 : 1;
    const lost = Math.random() < faults.webhooks.lose;
    const id = randomUUID();
    for (let copy = 0; copy < copies; copy += 1) {
      const wait = faults.webhooks.delayMs + Math.random() * faults.webhooks.disorderMs;
      const delivery: DeliveryDoc = {
        // a doubled delivery is the same delivery again
        id: copy === 0 ? id : `${id}+${copy}`,
        store,
        topic: happening.topic,
        url: to.uri,
        eventId,
        triggeredAt: happening.at.toISOString(),
        body,
        subscriptionId: to.subscriptionId,
        name: to.name,
        nextAttemptAt: wait > 0 ? new Date(now().getTime() + wait).toISOString() : null,
        state: lost ? 'lost' : 'waiting',
        attempts: [],
      };
      shelf.put(delivery);
      order.push(delivery.id);
      if (!lost) waiting.set(delivery.id, delivery);
    }
    while (order.length > kept) {
      const at = order.findIndex((one) => !waiting.has(one));
      if (at === -1) break;
      for (const old of order.splice(at, 1)) shelf.remove(old);
    }
  };

  const send = async (delivery: DeliveryDoc): Promise<void> => {
    const started = performance.now();
    const attempt: DeliveryDoc['attempts'][number] = { at: now().toISOString(), status: null, error: null, tookMs: 0 };
    options.onRequest?.(delivery);
    try {
      const response = await fetch(delivery.url, {
        method: 'POST',
        redirect: 'manual',
        headers: headersOf(delivery, options.secret(), options.config().webhooks.apiVersion),
        body: delivery.body,
        signal: AbortSignal.any([AbortSignal.timeout(timeLimitMs), stopping.signal]),
      });
      attempt.status = response.status;
      await response.arrayBuffer();
    } catch (error) {
      attempt.error =
        error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : 'failed';
    }
    // cut short by our own end: it waits for the next start
    if (stopped && attempt.status === null) return;
    attempt.tookMs = Math.round(performance.now() - started);
    delivery.attempts.push(attempt);
    const fine = attempt.status !== null && attempt.status >= 200 && attempt.status < 300;
    const delay = retryDelaysMs[delivery.attempts.length - 1];
    if (fine) delivery.state = 'delivered';
    else if (delay === undefined) delivery.state = 'failed';
    else delivery.nextAttemptAt = new Date(now().getTime() + delay * faults.webhooks.retryScale).toISOString();
    if (delivery.state !== 'waiting') waiting.delete(delivery.id);
    if (delivery.state === 'failed') dropSubscription(delivery);
    // a delivery pruned meanwhile stays pruned
    if (shelf.get(delivery.id) !== null) shelf.put(delivery);
  };

  /** After eight retries in vain, a subscription made through the Admin API is gone; one of the toml stays. */
  const dropSubscription = (delivery: DeliveryDoc) => {
    if (delivery.subscriptionId !== null) ledger.shelf(delivery.store, 'subscription').remove(delivery.subscriptionId);
  };

  const turn = () => {
    if (stopped || faults.webhooks.paused) return;
    const time = now().toISOString();
    for (const delivery of waiting.values()) {
      if (running.size >= atOnce) return;
      if (running.has(delivery.id)) continue;
      if (delivery.nextAttemptAt !== null && delivery.nextAttemptAt > time) continue;
      const done = send(delivery).finally(() => {
        running.delete(delivery.id);
        turn();
      });
      running.set(delivery.id, done);
    }
  };
  const timer = setInterval(turn, 200);
  timer.unref();

  return {
    tell: (store, happening) => {
      const targets = targetsOf(options.config(), ledger, store, happening.topic, options.installed(store));
      if (targets.length === 0) return;
      const whole = happening.payload();
      const payload = faults.webhooks.leanCustomers ? leaned(happening.topic, whole) : whole;
      const eventId = randomUUID();
      for (const to of targets) queue(store, happening, to, writeJson(only(payload, to.includeFields)), eventId);
      setImmediate(turn);
    },
    deliveries: (filter) => {
      const found: DeliveryDoc[] = [];
      for (let at = order.length - 1; at >= 0 && found.length < filter.limit; at -= 1) {
        const one = shelf.get(order[at] ?? '');
        if (one === null) continue;
        if (filter.store !== undefined && one.store !== filter.store) continue;
        if (filter.topic !== undefined && one.topic !== filter.topic) continue;
        if (filter.state !== undefined && one.state !== filter.state) continue;
        found.push(one);
      }
      return found;
    },
    counts: () => {
      const counts = { waiting: 0, delivered: 0, failed: 0, lost: 0 };
      for (const one of shelf.all()) counts[one.state] += 1;
      return counts;
    },
    retry: (ids, resend = false) => {
      const all = ids === 'all' ? shelf.all() : ids.flatMap((id) => shelf.get(id) ?? []);
      const again = all.filter((one) => resend || one.state !== 'delivered');
      for (const one of again) {
        one.state = 'waiting';
        one.nextAttemptAt = null;
        shelf.put(one);
        waiting.set(one.id, one);
      }
      setImmediate(turn);
      return again.length;
    },
    wake: () => setImmediate(turn),
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      stopping.abort();
      await Promise.all(running.values());
    },
  };
}

type Target = { uri: string; includeFields: string[]; subscriptionId: string | null; name: string | null };

/** Privacy and uninstall topics reach an app that is gone; everything else needs the installation. */
const afterTheEnd = new Set(['customers/data_request', 'customers/redact', 'shop/redact', 'app/uninstalled']);

function targetsOf(config: AppConfig, ledger: Ledger, store: string, topic: string, installed: boolean): Target[] {
  if (!installed && !afterTheEnd.has(topic)) return [];
  const declared = config.webhooks.subscriptions
    .filter((one) => one.topics.includes(topic))
    .map((one) => ({ uri: one.uri, includeFields: one.includeFields, subscriptionId: null, name: one.name }));
  const made = ledger
    .shelf(store, 'subscription')
    .all()
    .filter((one) => one.topic === topic)
    .map((one) => ({ uri: one.uri, includeFields: one.includeFields, subscriptionId: one.id, name: one.name }));
  return [...declared, ...made];
}

function only(payload: unknown, fields: string[]): unknown {
  if (fields.length === 0 || typeof payload !== 'object' || payload === null) return payload;
  return Object.fromEntries(Object.entries(payload).filter(([name]) => fields.includes(name)));
}

function leaned(topic: string, payload: unknown): unknown {
  if (topic !== 'customers/create' && topic !== 'customers/update') return payload;
  const gone = ['tags', 'email_marketing_consent', 'sms_marketing_consent'];
  return Object.fromEntries(Object.entries(payload as object).filter(([name]) => !gone.includes(name)));
}

export function headersOf(delivery: DeliveryDoc, secret: string, apiVersion: string): Record<string, string> {
  return {
    'Content-Type': 'application/json',
    'User-Agent': 'Shopify-Captain-Hook',
    'X-Shopify-Topic': delivery.topic,
    'X-Shopify-Hmac-Sha256': createHmac('sha256', secret).update(delivery.body, 'utf8').digest('base64'),
    'X-Shopify-Shop-Domain': delivery.store,
    'X-Shopify-API-Version': apiVersion,
    'X-Shopify-Webhook-Id': delivery.id.split('+')[0] ?? delivery.id,
    'X-Shopify-Event-Id': delivery.eventId,
    'X-Shopify-Triggered-At': delivery.triggeredAt,
    ...(delivery.name === null ? {} : { 'X-Shopify-Name': delivery.name }),
  };
}
