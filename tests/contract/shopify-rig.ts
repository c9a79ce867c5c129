import { createHmac } from 'node:crypto';
import path from 'node:path';
import { storeIdOf } from '../../app/domain/shared/ids';
import { sha256 } from '../../app/domain/shared/sha256.server';
import type { Rig, RigFacts } from '../../app/platforms/contract';
import { connect } from '../../app/platforms/shopify/api.server';
import { authenticateVisit } from '../../app/platforms/shopify/authenticate.server';
import { shopify } from '../../app/platforms/shopify/platform.server';
import { isSignedWith } from '../../app/platforms/signature.server';
import { installStore } from '../../app/tenancy/store.server';
import { proxySignature } from '../../practice/shopify/app-proxy';
import { type Practice, startPracticeShopify } from '../../practice/shopify/server';
import { testEnvironment } from '../setup/test-database';
import { sessionJwt } from './session-jwt';
import { setPath } from './set-path';
import { shopifyWorld } from './shopify-world';

export const facts: RigFacts = {
  raw: {
    // An order's state is told by its dates.
    order: ['open', 'closed', 'cancelled'],
    financial: [
      ...['pending', 'authorized', 'partially_paid', 'paid', 'partially_refunded', 'refunded', 'voided', 'expired'],
    ],
    fulfillment: [
      ...['unfulfilled', 'partial', 'fulfilled', 'restocked', 'in_progress', 'on_hold', 'scheduled', 'open'],
      ...['pending_fulfillment', 'request_declined'],
    ],
  },
  golden: [
    {
      name: 'the signature of a webhook body',
      isTaken: (changed) =>
        isSignedWith(
          ['hush'],
          Buffer.from(`{"id":${changed ? 2 : 1}}`),
          'VnKUjZsLuN5iZWjn5EntcBVCF9kMN43LglzCE1/GSeY=',
        ),
    },
  ],
  // The platform keeps what the app's configuration declares.
  has: { subscriptions: false, pixel: true },
};

export function startPractice(): Promise<Practice> {
  return startPracticeShopify({
    ...{ dataDir: null, apiPort: 0, adminPort: 0, storefrontPort: 0, appUrl: testEnvironment.APP_URL },
    apiKey: testEnvironment.SHOPIFY_API_KEY,
    apiSecret: testEnvironment.SHOPIFY_API_SECRET,
    tomlFile: path.resolve('shopify.app.toml'),
    extensionDir: path.resolve('extensions/tagalong-widget'),
  });
}

const browser = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130 Safari/537.36';

/** The practice Shopify as the contract's other end. */
export async function shopifyRig(practice: Practice): Promise<Rig> {
  const { platform, world } = practice;
  const domain = 'contract.myshopify.com';
  platform.openStore({ domain, currency: 'USD', timeZone: 'Europe/Berlin' });
  world.install(domain);
  const signIn = async () => {
    const authorization = `Bearer ${world.sessionToken(domain)}`;
    const headers = { authorization, 'user-agent': browser };
    const visit = await authenticateVisit(new Request(`${testEnvironment.APP_URL}/app`, { headers }));
    await installStore({ platform: 'shopify', domain: visit.domain, scopes: visit.scopes });
  };
  await signIn();
  platform.faults.webhooks.paused = true;
  Object.assign(platform.faults.graphql, { bucket: 1_000_000, restore: 1_000_000 });
  const found = platform.room(domain);
  if (!found) throw new Error('the store is closed');
  const room = found;
  const storeId = storeIdOf('shopify', domain);
  const secret = testEnvironment.SHOPIFY_API_SECRET;
  const before = Date.now() - 90 * 86_400_000;
  const history: string[] = [];
  const told = shopifyWorld(practice, domain);
  for (let n = 0; n < 300; n += 1) {
    const wish = { lines: [{ price: `${n + 1}.00`, quantity: 1 }] };
    history.push((await told.at(new Date(before + n * 3_600_000), () => told.place(wish))).id);
  }
  const fields = { id: ['id'], total: ['total_price'], createdAt: ['created_at'], currency: ['currency'] } as const;
  return {
    ...facts,
    ...{ platform: shopify, api: await connect(storeId), storeId, domain, otherDomain: 'another.myshopify.com' },
    ...{ appUrl: testEnvironment.APP_URL, hash: sha256 },
    headerNames: {
      signature: 'x-shopify-hmac-sha256',
      domain: 'x-shopify-shop-domain',
      topic: 'x-shopify-topic',
      id: 'x-shopify-webhook-id',
    },
    topics: {
      ...{ order: 'orders/updated', uninstalled: 'app/uninstalled' },
      ...{ product: 'products/create', productGone: 'products/delete' },
    },
    previousSecret: testEnvironment.SHOPIFY_API_SECRET_PREVIOUS,
    delivery: (topic, body, changes = {}) => ({
      body: Buffer.from(body),
      headers: {
        'x-shopify-topic': topic,
        'x-shopify-shop-domain': domain,
        'x-shopify-hmac-sha256': createHmac('sha256', changes.secret ?? secret)
          .update(body)
          .digest('base64'),
        'x-shopify-webhook-id': sha256(`${topic}${body}`),
      },
    }),
    history: { ids: history, from: instant(before - 60_000), to: instant(before + 300 * 3_600_000) },
    storefrontCall: () => {
      const query = new URLSearchParams({
        ...{ shop: domain, logged_in_customer_id: '', path_prefix: '/apps/tagalong' },
        timestamp: String(Math.floor(Date.now() / 1000)),
      });
      query.set('signature', proxySignature(query, secret));
      return new Request(`${testEnvironment.APP_URL}/proxy/seen?${query}`);
    },
    pageParameters: {
      ...{ shop: domain, embedded: '1' },
      host: Buffer.from('admin.shopify.com/store/contract').toString('base64').replace(/=+$/, ''),
    },
    token: (claims = {}, { secret: by = secret, alg = 'HS256' } = {}) =>
      sessionJwt(
        {
          ...{ iss: `https://${domain}/admin`, dest: `https://${domain}`, sub: '42' },
          ...{ aud: testEnvironment.SHOPIFY_API_KEY, ...claims },
        },
        { secret: by, alg },
      ),
    privacyBody: (topic, store = domain) => privacyBody(topic, store),
    withWord: (body, kind, word) => {
      if (kind !== 'order') return setPath(body, [`${kind}_status`], word);
      const at = '2026-01-02T00:00:00Z';
      if (word === 'open') return body;
      return setPath(body, [word === 'closed' ? 'closed_at' : 'cancelled_at'], at);
    },
    withField: (body, field, value) => {
      if (field === 'quantity') return setPath(body, ['line_items', 0, 'quantity'], value);
      if (field === 'total') return setPath(setPath(body, ['total_price_set'], undefined), ['total_price'], value);
      if (field !== 'currency') return setPath(body, [...fields[field]], value);
      const without = (name: string, text: string) => setPath(text, [name], value);
      return ['currency', 'presentment_currency', 'total_price_set'].reduce((text, name) => without(name, text), body);
    },
    world: told,
    faults: {
      throttle: (calls) => {
        platform.faults.graphql.throttle = calls;
      },
      unavailable: (calls) => {
        platform.faults.graphql.unavailable = calls;
      },
      breakNext: (how) => void platform.faults.graphql.broken.push(how),
      loseChange: () => {
        platform.faults.graphql.loseChanges = 1;
      },
      forbidFulfilling: async (on) => {
        for (const token of room.shelf('token').all()) {
          const scopes = token.scope.split(',').filter((one) => !/fulfillment_orders$/.test(one));
          const mine = ['read', 'write'].map((may) => `${may}_merchant_managed_fulfillment_orders`);
          room.shelf('token').put({ ...token, scope: [...scopes, ...(on ? [] : mine)].join(',') });
        }
      },
      killToken: async () => {
        const tokens = room.shelf('token');
        const newest = tokens
          .all()
          .filter((one) => one.refreshToken !== null)
          .sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1))[0];
        if (!newest) throw new Error('there is no token');
        tokens.remove(newest.id);
        tokens.put({ ...newest, id: `dead-${newest.id}` });
      },
      revoke: async () => {
        for (const token of room.shelf('token').all()) room.shelf('token').remove(token.id);
      },
      grantAgain: signIn,
      tokenOutage: (on) => {
        platform.faults.tokens.unavailable = on;
      },
      tokensGiven: () => platform.tokenRequests.refresh + platform.tokenRequests.exchange,
      calls: () => platform.apiCalls.count,
    },
  };
}

const instant = (time: number) => new Date(time).toISOString();

function privacyBody(topic: string, store: string): string {
  if (topic === 'uninstalled') return JSON.stringify({ id: 1, myshopify_domain: store, domain: store });
  if (topic === 'shop/redact') return JSON.stringify({ shop_id: 1, shop_domain: store });
  const customer = { id: 7, email: 'ann@example.com', phone: '' };
  const orders = topic === 'customers/redact' ? { orders_to_redact: [1] } : { orders_requested: [1] };
  return JSON.stringify({ shop_id: 1, shop_domain: store, customer, ...orders });
}
