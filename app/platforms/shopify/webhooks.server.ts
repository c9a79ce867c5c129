import { config } from '../../config/config.server';
import type { RawDelivery, ReadDelivery, WebhookDialect } from '../platform';
import { isSignedWith } from '../signature.server';
import { isShopDomain } from './shop-domain';

/**
 * Shopify's webhooks. The signature covers the raw body only: topic, shop and ids in the headers are a claim, so
 * what cannot be fetched again is compared with the body later (orders.read gives the shop that the body names).
 */
export const webhooks: WebhookDialect = {
  read(delivery: RawDelivery): ReadDelivery {
    const { headers } = delivery;
    const signature = headers['x-shopify-hmac-sha256'] ?? headers['shopify-hmac-sha256'];
    const { apiSecret, previousApiSecret } = config().shopify;
    // Shopify signs with the one or the other while it rotates them.
    if (!isSignedWith([apiSecret, previousApiSecret], delivery.body, signature)) return { outcome: 'forged' };
    // Both spellings, written out: names put together at run time took longer than the rest of this function.
    const storeDomain = (headers['x-shopify-shop-domain'] ?? headers['shopify-shop-domain'])?.toLowerCase();
    const topic = headers['x-shopify-topic'] ?? headers['shopify-topic'];
    const deliveryId = headers['x-shopify-webhook-id'] ?? headers['shopify-webhook-id'];
    if (!isShopDomain(storeDomain)) return { outcome: 'malformed', reason: 'the shop domain is missing or none' };
    if (!topic || !/^[a-z0-9_]+([/.][a-z0-9_]+)+$/.test(topic)) {
      return { outcome: 'malformed', reason: 'the topic is missing or none' };
    }
    if (!deliveryId || deliveryId.length > 200) {
      return { outcome: 'malformed', reason: 'the delivery id is missing or senseless' };
    }
    return {
      outcome: 'genuine',
      storeDomain,
      topic,
      deliveryId,
      eventId: headers['x-shopify-event-id'] ?? headers['shopify-event-id'] ?? null,
      triggeredAt: instant(headers['x-shopify-triggered-at'] ?? headers['shopify-triggered-at']),
      apiVersion: headers['x-shopify-api-version'] ?? headers['shopify-api-version'] ?? null,
    };
  },
};

function instant(text: string | undefined): string | null {
  const time = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
