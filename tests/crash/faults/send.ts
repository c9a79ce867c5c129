import { createHmac } from 'node:crypto';
import { testEnvironment } from '../../setup/test-database';
import type { Lane } from '../rig/lane';

export type Delivery = { id: string; topic: string; body: Buffer | string; triggeredAt?: string };

/** A delivery with a right signature, as the platform would send it. @returns the status */
export async function send({ appUrl, store }: Lane, { id, topic, body, triggeredAt }: Delivery): Promise<number> {
  const signature = createHmac('sha256', testEnvironment.SHOPIFY_API_SECRET).update(body).digest('base64');
  const reply = await fetch(`${appUrl}/webhooks/shopify`, {
    method: 'POST',
    body: body as string,
    headers: {
      ...{ 'content-type': 'application/json', 'x-shopify-topic': topic, 'x-shopify-shop-domain': store.domain },
      ...{ 'x-shopify-webhook-id': id, 'x-shopify-hmac-sha256': signature },
      ...(triggeredAt && { 'x-shopify-triggered-at': triggeredAt }),
    },
  });
  await reply.arrayBuffer();
  return reply.status;
}
