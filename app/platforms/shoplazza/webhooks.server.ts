import { createHash } from 'node:crypto';
import { config } from '../../config/config.server';
import type { RawDelivery, ReadDelivery, WebhookDialect } from '../platform';
import { isSignedWith } from '../signature.server';
import { isShopDomain } from './shop-domain';

/** Shoplazza's webhooks. The signature covers the raw body only: topic, store and ids in the headers are a claim. */
export const webhooks: WebhookDialect = {
  read({ headers, body }: RawDelivery): ReadDelivery {
    const { clientSecret, previousClientSecret } = config().shoplazza ?? {};
    // [?] One page of the documentation says hex in general, two say base64 for webhooks: base64 it is.
    if (!isSignedWith([clientSecret, previousClientSecret], body, headers['x-shoplazza-hmac-sha256']))
      return { outcome: 'forged' };
    const storeDomain = headers['x-shoplazza-shop-domain']?.toLowerCase();
    const topic = headers['x-shoplazza-topic'];
    if (!isShopDomain(storeDomain)) return { outcome: 'malformed', reason: 'the store domain is missing or none' };
    if (!topic || !/^[a-z0-9_]+(\/[a-z0-9_]+)+$/.test(topic)) {
      return { outcome: 'malformed', reason: 'the topic is missing or none' };
    }
    // Without an id of its own, the same message of the same topic is the same delivery.
    const deliveryId = headers['x-shoplazza-deduplication-id'] || `${topic} ${digest(body)}`;
    if (deliveryId.length > 200) return { outcome: 'malformed', reason: 'the deduplication id is senseless' };
    return {
      ...{ outcome: 'genuine', storeDomain, topic, deliveryId },
      ...{ eventId: null, triggeredAt: null },
      apiVersion: headers['x-shoplazza-api-version'] ?? null,
    };
  },
};

function digest(body: Buffer): string {
  return createHash('sha256').update(body).digest('hex');
}
