import { createHmac } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { testEnvironment } from '../../../tests/setup/test-database';
import { readConfig, setConfig } from '../../config/config.server';
import { readProxyCall } from './app-proxy.server';

beforeAll(() => setConfig(readConfig({ ...testEnvironment, DATABASE_URL: 'postgres://nowhere' })));

const now = Date.UTC(2026, 10, 1);
const usual = {
  shop: 'demo.myshopify.com',
  logged_in_customer_id: '',
  path_prefix: '/apps/tagalong',
  timestamp: String(now / 1000),
};

function call(parameters: Record<string, string>, more = '', secret: string = testEnvironment.SHOPIFY_API_SECRET) {
  const text = Object.entries(parameters)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join('');
  const signature = createHmac('sha256', secret).update(text).digest('hex');
  return readProxyCall(
    new Request(`https://app.example.com/proxy/x?${new URLSearchParams({ ...parameters, signature })}${more}`),
    now,
  );
}

test('a signed call says its shop and who is logged in', () => {
  expect(call(usual)).toEqual({ domain: 'demo.myshopify.com', platformCustomerId: null });
  expect(call({ ...usual, logged_in_customer_id: '77', q: 'a b' })).toMatchObject({ platformCustomerId: '77' });
  expect(call(usual, '', testEnvironment.SHOPIFY_API_SECRET_PREVIOUS)).not.toBeNull();
});

test('anything else is nobody', () => {
  expect(call(usual, '', 'some-other-secret-0123')).toBeNull();
  expect(call(usual, '&added=1')).toBeNull();
  expect(call(usual, '&shop=evil.myshopify.com')).toBeNull();
  expect(call({ ...usual, shop: 'evil.example.com' })).toBeNull();
  expect(call({ ...usual, timestamp: String(now / 1000 - 91) })).toBeNull();
  expect(call({ ...usual, timestamp: 'soon' })).toBeNull();
  expect(readProxyCall(new Request('https://app.example.com/proxy/x?shop=demo.myshopify.com'), now)).toBeNull();
});
