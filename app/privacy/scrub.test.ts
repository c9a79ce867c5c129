import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { CanonicalOrder } from '../domain/orders/order';
import { orders as dialect } from '../platforms/shopify/order';
import { parseRaw, personsIn, walk } from './persons-in';
import { scrubBody, scrubText } from './scrub';

const restBody = JSON.stringify({
  id: 820982911946154,
  name: '#1001',
  order_number: 1001,
  email: 'Maria.Canary@example.com',
  contact_email: 'maria.canary@example.com',
  phone: '+34 600 111 222',
  currency: 'EUR',
  presentment_currency: 'EUR',
  created_at: '2026-11-01T10:00:00+01:00',
  updated_at: '2026-11-01T10:00:00+01:00',
  total_price: '112.50',
  note: 'ring twice for Maria Canary',
  note_attributes: [{ name: 'gift', value: 'for Maria' }],
  browser_ip: '10.1.2.3',
  client_details: { browser_ip: '10.1.2.3', user_agent: 'canary agent' },
  landing_site: '/?email=maria.canary@example.com',
  order_status_url: 'https://shop.example/orders/secret-token',
  invented_next_year: 'Maria Canary lives here',
  customer: {
    id: 7001,
    first_name: 'Maria',
    last_name: 'Canary',
    email: 'maria.canary@example.com',
    tags: 'vip maria',
    default_address: { address1: 'Calle Canario 1' },
  },
  billing_address: {
    name: 'Maria Canary',
    address1: 'Calle Canario 1',
    city: 'Canaria',
    zip: '35001',
    country: 'Spain',
    country_code: 'ES',
  },
  line_items: [
    {
      id: 1,
      title: 'Ring for Maria Canary',
      name: 'Ring',
      quantity: 1,
      price: '112.50',
      sku: 'R-1',
      properties: [
        { name: 'Engraving', value: 'Maria' },
        { name: '_tagalong_id', value: 'abc' },
      ],
    },
  ],
  transactions: [{ id: 5, kind: 'sale', amount: '112.50', receipt: { payer: 'maria.canary@example.com' } }],
});

test('takes the person out and leaves the order', () => {
  const clean = scrubBody(restBody);
  expect(clean).not.toMatch(/maria|canar|calle|600 111|10\.1\.2\.3|secret-token|35001/i);
  expect(JSON.parse(clean)).toMatchObject({
    id: 820982911946154,
    name: '#1001',
    total_price: '112.50',
    customer: { id: 7001 },
    billing_address: { country_code: 'ES' },
    line_items: [
      { title: 'Ring for [erased]', price: '112.50', sku: 'R-1', properties: [{ name: '_tagalong_id', value: 'abc' }] },
    ],
    transactions: [{ kind: 'sale', amount: '112.50' }],
  });
});

test('loses no digit of ids above 2^53', () => {
  expect(scrubBody('{"id":820982911946154508,"total_price":"0.10","quantity":3}')).toBe(
    '{"id":820982911946154508,"total_price":"0.10","quantity":3}',
  );
});

test('what cannot be parsed is replaced whole', () => {
  expect(scrubBody('maria.canary@example.com {')).toBe('{"erased":true}');
});

test('what was said about a body loses the same names', () => {
  expect(scrubText('no rate for Maria Canary, maria.canary@example.com', restBody)).toBe(
    'no rate for [erased], [erased]',
  );
});

test('finds whom a body speaks of, in both shapes and in privacy requests', () => {
  expect(personsIn(parseRaw(restBody))).toEqual({
    orderIds: ['820982911946154'],
    customerIds: ['7001'],
    emails: ['maria.canary@example.com'],
    phones: ['+34600111222'],
  });
  expect(
    personsIn(parseRaw('{"id":"gid://shopify/Order/9","customer":{"id":"gid://shopify/Customer/8"}}')),
  ).toMatchObject({ orderIds: ['9'], customerIds: ['8'] });
  expect(personsIn(parseRaw('{"id":8,"first_name":"M","email":"M@x.io"}'))).toMatchObject({
    orderIds: [],
    customerIds: ['8'],
    emails: ['m@x.io'],
  });
  expect(
    personsIn(parseRaw('{"shop_domain":"a.myshopify.com","customer":{"id":8,"email":"m@x.io","phone":"555-1"}}')),
  ).toMatchObject({ customerIds: ['8'], emails: ['m@x.io'], phones: ['5551'] });
});

const shared = process.env.TAGALONG_SHARED_DATA ?? path.resolve('../shared/data');

/** An order without what an erasure takes away. */
function impersonal(order: CanonicalOrder) {
  const { customer, email, phone, note, noteAttributes, tags, addresses, cartToken, checkoutToken, ...rest } = order;
  return {
    ...rest,
    customerId: customer?.platformCustomerId ?? null,
    countries: addresses.map((a) => [a.kind, a.countryCode]),
    lines: rest.lines.map(({ properties, ...line }) => line),
    refunds: rest.refunds.map(({ note: _, ...refund }) => refund),
    fulfillments: rest.fulfillments.map(({ tracking, ...fulfillment }) => fulfillment),
  };
}

test.each(['shopify-rest', 'shopify-admin-graphql'])(
  'recorded orders of %s read the same after the person is gone',
  (folder) => {
    const root = path.join(shared, folder);
    if (!existsSync(root)) {
      console.warn(`${root} is not here: recordings were not tried.`);
      return;
    }
    let tried = 0;
    for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.json'),
    )) {
      const body = readFileSync(path.join(root, file), 'utf8');
      for (const one of ordersIn(body)) {
        let before: ReturnType<typeof dialect.read>;
        try {
          before = dialect.read('order:file', one);
        } catch {
          continue; // not a whole order; the adapter's own tests say which are
        }
        const after = dialect.read('order:file', scrubBody(one));
        if (before.kind !== 'orders' || after.kind !== 'orders') throw new Error('not orders');
        expect(
          after.news.map((n) => n.order && impersonal(n.order)),
          file,
        ).toEqual(before.news.map((n) => n.order && impersonal(n.order)));
        expect(personsIn(parseRaw(scrubBody(one))), file).toMatchObject({ emails: [], phones: [] });
        tried++;
      }
    }
    console.warn(`${folder}: ${tried} recorded orders tried`);
    expect(tried).toBeGreaterThan(3);
  },
);

/** The pieces of a recording that may be orders, as JSON text. */
function ordersIn(body: string): string[] {
  const found: string[] = [];
  const look = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(look);
    else if (typeof value === 'object' && value !== null) {
      const it = value as Record<string, unknown>;
      if (it.id && ('line_items' in it || 'lineItems' in it)) found.push(JSON.stringify(it));
      Object.values(it).forEach(look);
    }
  };
  try {
    look(JSON.parse(body));
  } catch {
    // some recordings are not JSON
  }
  return found;
}

test('walk reaches every leaf', () => {
  const seen: string[] = [];
  walk({ a: [{ b: 1 }, 'x'], c: null }, (key) => seen.push(key));
  expect(seen).toEqual(['b', 'a', 'c']);
});
