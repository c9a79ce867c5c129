import vm from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPractice } from '../../../tests/setup/practice-shopify';
import type { Practice } from '../server';
import { bridgeScript } from './bridge-script';
import { signature } from './launch';

let practice: Practice;

beforeAll(async () => {
  practice = await startPractice('merchant.myshopify.com');
});
afterAll(() => practice.stop());

test('the stand-in for App Bridge is one classic script without modules in it', () => {
  const script = bridgeScript();
  expect(() => new vm.Script(script)).not.toThrow();
  expect(script).not.toMatch(/^(import|export) /m);
});

test('the app is launched with signed parameters, a host without padding and a fresh token', async () => {
  const reply = await fetch(`${practice.adminUrl}/store/merchant/launch?path=/orders%3Fpage=2`);
  const url = new URL(((await reply.json()) as { url: string }).url);
  expect(url.pathname).toBe('/app/orders');
  expect(url.searchParams.get('page')).toBe('2');
  expect(url.searchParams.get('hmac')).toBe(signature(url.searchParams, 'secret'));
  const host = url.searchParams.get('host') ?? '';
  expect(host).not.toContain('=');
  expect(Buffer.from(host, 'base64').toString()).toBe('admin.shopify.com/store/merchant');
  expect(url.searchParams.get('id_token')?.split('.').length).toBe(3);
});

test('session tokens are for the admin itself, not for other sites', async () => {
  const ask = (site: string) =>
    fetch(`${practice.adminUrl}/store/merchant/session-token`, { headers: { 'sec-fetch-site': site } });
  expect((await ask('cross-site')).status).toBe(403);
  expect((await ask('same-origin')).status).toBe(200);
});

test('pages answer for a store that is there, and only for that', async () => {
  for (const route of [
    '/',
    '/store/merchant/orders',
    '/store/merchant/products',
    '/store/merchant/apps/tagalong/orders',
  ]) {
    expect((await fetch(practice.adminUrl + route)).status, route).toBe(200);
  }
  expect((await fetch(`${practice.adminUrl}/store/nobody/orders`)).status).toBe(404);
});
