import { randomUUID } from 'node:crypto';
import { bodySignature, createDeliveries, type Deliveries, nameOf } from '../../deliveries';
import type { AppConfig } from '../app-config';
import type { Faults } from '../faults';
import type { Ledger } from '../ledger/ledger';
import type { DeliveryDoc } from '../ledger/store';
import { writeJson } from '../payloads/json';
import type { Happening } from '../store-room';

export type Sender = Omit<Deliveries<DeliveryDoc>, 'queue'> & {
  /** queues a happening for every subscription of its topic */
  tell(store: string, happening: Happening): void;
};

/** A minute, two, four ... over eight retries: a little more than four hours in all. */
const retryDelaysMs = [1, 2, 4, 8, 16, 32, 64, 128].map((minutes) => minutes * 60_000);

/** Shopify's webhooks: to whom they go, what stands in their bodies and headers, how often they are tried. */
export function createSender(options: {
  ledger: Ledger;
  faults: Faults;
  now: () => Date;
  secret: () => string;
  config: () => AppConfig;
  installed: (store: string) => boolean;
}): Sender {
  const { ledger, faults, now } = options;
  const { queue, ...sender } = createDeliveries({
    ...{ shelf: ledger.shelf('', 'delivery'), faults: () => faults.webhooks, now, retryDelaysMs },
    headersOf: (delivery) => headersOf(delivery, options.secret(), options.config().webhooks.apiVersion),
    // After eight retries in vain, a subscription made through the Admin API is gone; one of the toml stays.
    dropSubscription: (store, id) => ledger.shelf(store, 'subscription').remove(id),
  });
  return {
    ...sender,
    tell: (store, happening) => {
      const { topic } = happening;
      const targets = targetsOf(options.config(), ledger, store, topic, options.installed(store));
      if (targets.length === 0) return;
      const whole = happening.payload();
      const payload = faults.webhooks.leanCustomers ? leaned(topic, whole) : whole;
      const of = { store, topic, eventId: randomUUID(), triggeredAt: happening.at.toISOString() };
      for (const { uri, includeFields, subscriptionId, name } of targets)
        queue({ ...of, url: uri, body: writeJson(only(payload, includeFields)), subscriptionId, name });
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

function headersOf(delivery: DeliveryDoc, secret: string, apiVersion: string): Record<string, string> {
  return {
    'Content-Type': 'application/json',
    'User-Agent': 'Shopify-Captain-Hook',
    'X-Shopify-Topic': delivery.topic,
    'X-Shopify-Hmac-Sha256': bodySignature(delivery.body, secret),
    'X-Shopify-Shop-Domain': delivery.store,
    'X-Shopify-API-Version': apiVersion,
    'X-Shopify-Webhook-Id': nameOf(delivery),
    'X-Shopify-Event-Id': delivery.eventId,
    'X-Shopify-Triggered-At': delivery.triggeredAt,
    ...(delivery.name === null ? {} : { 'X-Shopify-Name': delivery.name }),
  };
}
