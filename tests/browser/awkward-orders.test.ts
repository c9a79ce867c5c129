import { expect, inject, test } from 'vitest';
import { awkwardCase, type Expected, sign } from './awkward-orders';

/** 200 awkward orders through the demo's real door: the API has every one, exact to the last digit. */
const demo = inject('demo');

async function post(body: string, topic: string, deliveryId: string, secret: string): Promise<number> {
  const reply = await fetch(`${demo.appUrl}/webhooks/shopify`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-shopify-topic': topic,
      'x-shopify-shop-domain': demo.storeDomain,
      'x-shopify-api-version': '2026-10',
      'x-shopify-webhook-id': deliveryId,
      'x-shopify-event-id': deliveryId,
      'x-shopify-triggered-at': new Date().toISOString(),
      'x-shopify-hmac-sha256': sign(body, secret),
    },
  });
  return reply.status;
}

type ApiOrder = {
  currency: string;
  cancelledAt: string | null;
  totals: Record<string, string>;
  addOnRevenue: string;
  lines: { isAddOn: boolean; parentPlatformLineId: string | null; platformLineId: string }[];
};

async function fetchOrder(platformOrderId: string): Promise<ApiOrder | undefined> {
  const reply = await fetch(`${demo.appUrl}/api/v1/orders?platformOrderId=${platformOrderId}`, {
    headers: { authorization: `Bearer ${demo.apiKey}` },
  });
  expect(reply.status).toBe(200);
  return ((await reply.json()) as { data: ApiOrder[] }).data[0];
}

function seen(platformOrderId: string, order: ApiOrder): Expected {
  const { gross, discounts, returns, net, total, refunded } = order.totals as Record<keyof Expected & string, string>;
  return {
    ...{ platformOrderId, currency: order.currency, gross, discounts, returns, net, total, refunded },
    addOnRevenue: order.addOnRevenue,
    cancelled: order.cancelledAt !== null,
    lines: order.lines.length,
  } as Expected;
}

test('200 awkward orders arrive complete and exact', async () => {
  const variant = demo.addOnVariantIds[0];
  if (!variant) throw new Error('the demo published no add-on');
  const cases = Array.from({ length: 200 }, (_, seed) => awkwardCase(seed, variant));
  const statuses: number[] = [];
  for (const one of cases) {
    for (const { topic, body, deliveryId } of one.posts)
      statuses.push(await post(body, topic, deliveryId, demo.webhookSecret));
  }
  expect(new Set(statuses)).toEqual(new Set([200]));

  const wrong: unknown[] = [];
  const deadline = Date.now() + 60_000;
  for (const { name, expected } of cases) {
    let order = await fetchOrder(expected.platformOrderId);
    while (
      (!order || JSON.stringify(seen(expected.platformOrderId, order)) !== JSON.stringify(expected)) &&
      Date.now() < deadline
    ) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      order = await fetchOrder(expected.platformOrderId);
    }
    const got = order && seen(expected.platformOrderId, order);
    if (JSON.stringify(got) !== JSON.stringify(expected)) wrong.push({ name, expected, got });
    const child = order?.lines.find((line) => line.isAddOn);
    if (child && child.parentPlatformLineId === null) wrong.push({ name, parent: 'missing' });
  }
  console.log(`awkward orders: ${statuses.length} deliveries, ${cases.length - wrong.length} of ${cases.length} exact`);
  expect(wrong).toEqual([]);
});

test('forged deliveries are refused and nothing of them is kept', async () => {
  const { posts } = awkwardCase(5000, '1');
  const [first] = posts;
  if (!first) throw new Error('no delivery');
  expect(await post(first.body, first.topic, 'forged-1', 'not the secret')).toBe(401);
  const unsigned = await fetch(`${demo.appUrl}/webhooks/shopify`, { method: 'POST', body: first.body });
  expect(unsigned.status).toBe(401);
  expect(await fetchOrder('7710005000')).toBeUndefined();
});
