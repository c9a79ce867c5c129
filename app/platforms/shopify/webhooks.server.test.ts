import { createHmac } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { testEnvironment } from '../../../tests/setup/test-database';
import { readConfig, setConfig } from '../../config/config.server';
import { webhooks } from './webhooks.server';

beforeAll(() => setConfig(readConfig({ ...testEnvironment, DATABASE_URL: 'postgres://nowhere' })));

const body = Buffer.from('{"id":820982911946154508,"note":"mânecă"}');
const sign = (secret: string, bytes = body) => createHmac('sha256', secret).update(bytes).digest('base64');
const headers = (changes: Record<string, string | undefined> = {}) => ({
  'x-shopify-hmac-sha256': sign(testEnvironment.SHOPIFY_API_SECRET),
  'x-shopify-shop-domain': 'demo.myshopify.com',
  'x-shopify-topic': 'orders/create',
  'x-shopify-webhook-id': 'w-1',
  'x-shopify-event-id': 'e-1',
  'x-shopify-triggered-at': '2026-11-01T10:00:00.123456789Z',
  'x-shopify-api-version': '2026-10',
  ...changes,
});
const read = (changes?: Record<string, string | undefined>, bytes = body) =>
  webhooks.read({ headers: headers(changes), body: bytes });

test('a genuine delivery says whose, what and which it is', () => {
  expect(read()).toEqual({
    outcome: 'genuine',
    storeDomain: 'demo.myshopify.com',
    topic: 'orders/create',
    deliveryId: 'w-1',
    eventId: 'e-1',
    triggeredAt: '2026-11-01T10:00:00.123Z',
    apiVersion: '2026-10',
  });
});

test('the previous secret is accepted while Shopify rotates, another is not', () => {
  const previous = sign(testEnvironment.SHOPIFY_API_SECRET_PREVIOUS);
  expect(read({ 'x-shopify-hmac-sha256': previous }).outcome).toBe('genuine');
  expect(read({ 'x-shopify-hmac-sha256': sign('some-other-secret-123') }).outcome).toBe('forged');
});

test.each([
  ['missing', undefined],
  ['empty', ''],
  ['short', 'AAAA'],
  ['long', 'A'.repeat(64)],
  ['with junk that Node would skip', `${sign(testEnvironment.SHOPIFY_API_SECRET)}!`],
  ['with a line break', `${sign(testEnvironment.SHOPIFY_API_SECRET)}\n`],
  ['without its padding', sign(testEnvironment.SHOPIFY_API_SECRET).replace('=', '')],
  ['hex', createHmac('sha256', testEnvironment.SHOPIFY_API_SECRET).update(body).digest('hex')],
])('a signature that is %s is forged, never an error', (_, signature) => {
  expect(read({ 'x-shopify-hmac-sha256': signature })).toEqual({ outcome: 'forged' });
});

test('one changed byte of the body is forged', () => {
  const changed = Buffer.from(body);
  changed[10] = 0x39;
  expect(read({}, changed).outcome).toBe('forged');
  expect(read({}, Buffer.concat([body, Buffer.from(' ')])).outcome).toBe('forged');
});

test.each([
  ['x-shopify-shop-domain', undefined],
  ['x-shopify-shop-domain', 'evil.example.com'],
  ['x-shopify-shop-domain', 'demo.myshopify.com.evil.com'],
  ['x-shopify-shop-domain', 'demo.myshopify.com/'],
  ['x-shopify-shop-domain', 'admin.shopify.com'],
  ['x-shopify-shop-domain', '-demo.myshopify.com'],
  ['x-shopify-topic', undefined],
  ['x-shopify-topic', 'orders'],
  ['x-shopify-webhook-id', undefined],
])('signed but with %s %s is malformed', (name, value) => {
  expect(read({ [name]: value }).outcome).toBe('malformed');
});

test.each(['orders/create', 'customer.tags_added', 'metaobjects/update/x'])('%s is a topic', (topic) => {
  expect(read({ 'x-shopify-topic': topic })).toMatchObject({ outcome: 'genuine', topic });
});

test('the header names of next-generation events are understood', () => {
  const next = Object.fromEntries(Object.entries(headers()).map(([name, value]) => [name.slice(2), value]));
  expect(webhooks.read({ headers: next, body })).toEqual(read());
});
