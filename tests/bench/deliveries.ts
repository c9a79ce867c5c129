import { createHmac } from 'node:crypto';

/** The deliveries of the door's bench: numbered, signed, a tenth of them doubled, a hundredth forged. */
export const benchSecret = 'bench-secret-0123456789';
export const benchShop = 'bench.myshopify.com';

export const bodies = Array.from({ length: 500 }, (_, i) => orderBody(i));
export const signatures = bodies.map((body) => createHmac('sha256', benchSecret).update(body).digest('base64'));
export const forgedSignature = createHmac('sha256', 'somebody else').update('x').digest('base64');

/** What every delivery says beside its own id and signature. */
export const commonHeaders = {
  'content-type': 'application/json',
  'x-shopify-topic': 'orders/create',
  'x-shopify-shop-domain': benchShop,
  'x-shopify-api-version': '2026-10',
  'x-shopify-triggered-at': '2026-11-20T10:00:00.000Z',
};

/** Every tenth delivery repeats the one before it. */
export function idOf(n: number): number {
  return n % 10 === 9 ? n - 1 : n;
}

export function isForged(n: number): boolean {
  return n % 100 === 50;
}

/** How many different genuine deliveries the first `count` hold. */
export function distinctIn(count: number): number {
  let distinct = 0;
  for (let n = 0; n < count; n++) if (idOf(n) === n && !isForged(n)) distinct++;
  return distinct;
}

/** About 5 kB, as real order webhooks are. */
function orderBody(seed: number): Buffer {
  const line = (n: number) => ({
    id: 9_000_000_000_000 + seed * 10 + n,
    variant_id: 40_000_000_000_000 + seed + n,
    title: `Bench product ${seed % 60}`,
    sku: `B-${seed}-${n}`,
    quantity: 1 + (n % 3),
    price: `${10 + (seed % 90)}.${String(n * 7).padStart(2, '0')}`,
    properties: [{ name: '_tagalong_v', value: '1' }],
    discount_allocations: [],
    tax_lines: [{ title: 'VAT', price: '1.90', rate: 0.19 }],
    description: 'a line of an order carries this many bytes of names, prices, sets and allocations '.repeat(8),
  });
  return Buffer.from(
    JSON.stringify({
      id: 5_500_000_000_000 + seed,
      admin_graphql_api_id: `gid://shopify/Order/${5_500_000_000_000 + seed}`,
      created_at: '2026-11-20T10:00:00Z',
      updated_at: '2026-11-20T10:00:00Z',
      currency: 'USD',
      total_price: '123.45',
      line_items: [0, 1, 2].map(line),
      customer: { id: 7_000_000_000_000 + seed, email: `bench${seed}@example.com` },
      note: 'n'.repeat(900),
    }),
  );
}
