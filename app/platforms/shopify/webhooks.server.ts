import { createHmac, timingSafeEqual } from 'node:crypto';
import { config } from '../../config/config.server';
import type { RawDelivery, ReadDelivery, WebhookDialect } from '../platform';
import { isShopDomain } from './shop-domain';

/**
 * Shopify's webhooks. The signature covers the raw body only: topic, shop and ids in the headers are a claim, so
 * what cannot be fetched again is compared with the body later (orders.read gives the shop that the body names).
 */
export const webhooks: WebhookDialect = {
  read(delivery: RawDelivery): ReadDelivery {
    const { headers } = delivery;
    const signature = headers['x-shopify-hmac-sha256'] ?? headers['shopify-hmac-sha256'];
    if (!signedByUs(delivery.body, signature)) return { outcome: 'forged' };
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

const digestBytes = 32;

/** True when the current or, while Shopify rotates, the previous secret made this signature. */
function signedByUs(body: Buffer, signature: string | undefined): boolean {
  const given = strictBase64(signature);
  if (!given) return false;
  const { apiSecret, previousApiSecret } = config().shopify;
  // Both are always computed: how long it takes must not tell which secret is in use.
  const current = isMadeWith(apiSecret, body, given);
  const previous = previousApiSecret !== undefined && isMadeWith(previousApiSecret, body, given);
  return current || previous;
}

function isMadeWith(secret: string, body: Buffer, given: Buffer): boolean {
  return timingSafeEqual(createHmac('sha256', secret).update(body).digest(), given);
}

/** Node skips characters that are not base64; a signature has exactly one right spelling. */
function strictBase64(text: string | undefined): Buffer | undefined {
  if (!text || text.length > 64) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === digestBytes && bytes.toString('base64') === text ? bytes : undefined;
}

function instant(text: string | undefined): string | null {
  const time = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
