import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { forwardToApp } from './app-proxy';

test('a storefront call reaches the app signed, with the shop, and without cookies either way', async () => {
  const seen: { url: string; cookie: string | undefined }[] = [];
  const app = createServer((request, response) => {
    seen.push({ url: request.url ?? '', cookie: request.headers.cookie });
    response.setHeader('set-cookie', 'a=b');
    response.end('hello');
  });
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
  const appUrl = `http://127.0.0.1:${(app.address() as AddressInfo).port}`;
  const options = {
    domain: 'one.myshopify.com',
    apiSecret: 'secret',
    config: {
      scopes: [],
      webhooks: { apiVersion: '2026-10', subscriptions: [] },
      appProxy: { url: `${appUrl}/proxy`, prefix: 'apps', subpath: 'tagalong' },
    },
  };
  const call = (url: string) => ({
    method: 'GET',
    url,
    headers: { cookie: 'c=d' },
    body: null,
    loggedInCustomerId: '7',
  });
  const reply = await forwardToApp({
    ...options,
    call: call('/apps/tagalong/offers?b=2&a=1&a=3&shop=forged.myshopify.com'),
  });
  expect(await forwardToApp({ ...options, call: call('/apps/tagalong-other') })).toBeNull();
  app.close();

  expect(reply?.body.toString()).toBe('hello');
  expect(reply?.headers).not.toHaveProperty('set-cookie');
  const url = new URL(seen[0]?.url ?? '', appUrl);
  expect(url.pathname).toBe('/proxy/offers');
  expect(seen[0]?.cookie).toBeUndefined();
  const time = url.searchParams.get('timestamp');
  const text = `a=1,3b=2logged_in_customer_id=7path_prefix=/apps/tagalongshop=one.myshopify.comtimestamp=${time}`;
  expect(url.searchParams.get('signature')).toBe(createHmac('sha256', 'secret').update(text).digest('hex'));
});
