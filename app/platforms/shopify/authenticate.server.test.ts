import { SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase, testEnvironment } from '../../../tests/setup/test-database';
import { startTokenEndpoint, type TokenEndpoint } from '../../../tests/setup/token-endpoint';
import { ownerOf, readSession } from '../../tenancy/session-store.server';
import type { Visit } from '../platform';
import { answerByLibrary, authenticateVisit } from './authenticate.server';
import { documentHeaders } from './document-headers.server';
import { offlineSessionId } from './session-storage.server';

/** The library's own way through token exchange, against a token endpoint over HTTP. */
let db: TestDatabase;
let endpoint: TokenEndpoint;
const shop = 'demo.myshopify.com';
const app = testEnvironment.APP_URL;
const host = Buffer.from('admin.shopify.com/store/demo').toString('base64').replace(/=+$/, '');
const browser = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130 Safari/537.36' };

beforeAll(async () => {
  endpoint = await startTokenEndpoint();
  db = await createTestDatabase({ SHOPIFY_API_ORIGIN: endpoint.url, EXTRA_FRAME_ANCESTORS: 'http://127.0.0.1:4402' });
});
afterAll(async () => {
  await db.close();
  await endpoint.stop();
});
beforeEach(async () => {
  endpoint.exchanges = 0;
  endpoint.next = {};
  await db.admin.query('delete from session');
});

function sessionToken(changes: Record<string, unknown> = {}, secret: string = testEnvironment.SHOPIFY_API_SECRET) {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: `https://${shop}/admin`,
    dest: `https://${shop}`,
    aud: testEnvironment.SHOPIFY_API_KEY,
    sub: '42',
  };
  return new SignJWT({ ...claims, iat: now, nbf: now - 1, exp: now + 60, jti: crypto.randomUUID(), ...changes })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(secret));
}

function page(path: string, parameters: Record<string, string>): Request {
  return new Request(`${app}${path}?${new URLSearchParams(parameters)}`, { headers: browser });
}

const call = (token: string) =>
  new Request(`${app}/app/orders`, { headers: { ...browser, authorization: `Bearer ${token}` } });

/** What the visitor gets: the visit, or the answer that is thrown. */
const outcome = (request: Request): Promise<Visit | Response> =>
  authenticateVisit(request).catch((thrown: unknown) => {
    if (thrown instanceof Response) return thrown;
    throw thrown;
  });

test('a page from the admin is let in by token exchange, and the pair is kept sealed', async () => {
  const visit = await outcome(page('/app', { shop, host, embedded: '1', id_token: await sessionToken() }));
  expect(visit).toEqual({
    domain: shop,
    userId: '42',
    scopes: 'read_orders,write_products',
    bridge: { apiKey: testEnvironment.SHOPIFY_API_KEY, scriptUrl: db.config.shopify.appBridgeUrl },
  });
  const stored = await readSession(ownerOf('shopify', shop), offlineSessionId(shop));
  expect(stored?.accessToken).toMatch(/^shpat_/);
  expect(stored?.refreshToken).toMatch(/^shprt_/);
  await outcome(call(await sessionToken()));
  expect(endpoint.exchanges).toBe(1);
});

test('many calls at once on a first visit exchange once, and the token that is kept is the one that lives', async () => {
  endpoint.next = { delayMs: 100 };
  const tokens = await Promise.all(Array.from({ length: 8 }, () => sessionToken()));
  const visits = await Promise.all(tokens.map((token) => outcome(call(token))));
  expect(visits.map((visit) => (visit instanceof Response ? visit.status : visit.domain))).toEqual(Array(8).fill(shop));
  expect(endpoint.exchanges).toBe(1);
  const stored = await readSession(ownerOf('shopify', shop), offlineSessionId(shop));
  expect(endpoint.live.has(stored?.accessToken ?? '')).toBe(true);
});

test.each([
  ['another secret', {}, 'another-secret-0123456789'],
  ['another app', { aud: 'another-app' }, undefined],
  ['an issuer that is another shop', { iss: 'https://evil.myshopify.com/admin' }, undefined],
  [
    'a destination that is no shop',
    { dest: 'https://evil.example.com', iss: 'https://evil.example.com/admin' },
    undefined,
  ],
  ['a time that is over', { exp: Math.floor(Date.now() / 1000) - 60 }, undefined],
])('a call with a token of %s is told to come again with a fresh one', async (_, changes, secret) => {
  const answer = await outcome(call(await sessionToken(changes, secret)));
  if (!(answer instanceof Response)) throw new Error('it was let in');
  expect(answer.status).toBe(401);
  expect(answer.headers.get('x-shopify-retry-invalid-session-request')).toBe('1');
  const bounced = await outcome(
    page('/app', { shop, host, embedded: '1', id_token: await sessionToken(changes, secret) }),
  );
  expect(bounced instanceof Response && bounced.status).toBe(302);
  expect(bounced instanceof Response && bounced.headers.get('location')).toMatch(/^\/auth\/session-token\?/);
  expect(endpoint.exchanges).toBe(0);
});

test('a page whose address names another shop than its token is refused', async () => {
  const answer = await outcome(
    page('/app', { shop: 'other.myshopify.com', host, embedded: '1', id_token: await sessionToken() }),
  );
  expect(answer instanceof Response && answer.status).toBe(403);
});

test('a page without a token goes to the bounce page, which loads App Bridge and may be framed by this shop only', async () => {
  const away = await outcome(page('/app', { shop, host, embedded: '1' }));
  expect(away instanceof Response && away.headers.get('location')).toMatch(/^\/auth\/session-token\?.*shopify-reload=/);
  const bounce = await answerByLibrary(page('/auth/session-token', { shop, host, embedded: '1' })).catch((r) => r);
  expect(bounce.status).toBe(200);
  expect(await bounce.text()).toContain(db.config.shopify.appBridgeUrl);
  expect(bounce.headers.get('content-security-policy')).toBe(
    `frame-ancestors https://${shop} https://admin.shopify.com http://127.0.0.1:4402;`,
  );
  expect(bounce.headers.get('cache-control')).toBe('no-store');
});

test('a headless browser is a browser, a crawler is not; the body of a call stays unread', async () => {
  const ask = async (userAgent: string) => {
    const headers = { 'user-agent': userAgent, authorization: `Bearer ${await sessionToken()}` };
    const request = new Request(`${app}/app/orders`, { method: 'POST', body: 'a=1', headers });
    return { answer: await outcome(request), request };
  };
  const { answer, request } = await ask(browser['user-agent'].replace('Chrome/', 'HeadlessChrome/'));
  expect(answer instanceof Response ? answer.status : answer.domain).toBe(shop);
  expect(await request.text()).toBe('a=1');
  const crawler = await ask('Googlebot/2.1 (+http://www.google.com/bot.html)');
  expect(crawler.answer instanceof Response && crawler.answer.status).toBe(410);
});

test('leaving the frame leads to trusted places only', async () => {
  const good = await answerByLibrary(
    page('/auth/exit-iframe', { shop, host, exitIframe: 'https://admin.shopify.com/store/demo' }),
  ).catch((r) => r);
  expect(await good.text()).toContain('window.open');
  const evil = page('/auth/exit-iframe', { shop, host, exitIframe: 'https://evil.example.com/' });
  expect((await answerByLibrary(evil).catch((r) => r)).status).toBe(400);
});

test.each([
  ['its shop', { shop }, `frame-ancestors https://${shop} https://admin.shopify.com http://127.0.0.1:4402;`],
  ['no shop', {}, `frame-ancestors 'none';`],
  ['something that is no shop', { shop: '*.myshopify.com' }, `frame-ancestors 'none';`],
  ['a shop with more behind it', { shop: `${shop} https://evil.example.com` }, `frame-ancestors 'none';`],
])('a document whose address names %s may be framed accordingly', (_, parameters, policy) => {
  const headers = new Headers();
  documentHeaders(page('/app', parameters as Record<string, string>), headers);
  expect(headers.get('content-security-policy')).toBe(policy);
});
