import { createHmac } from 'node:crypto';
import { withTenantSql } from '../../app/db/client.server';
import { type StoreId, storeIdOf } from '../../app/domain/shared/ids';
import { sha256 } from '../../app/domain/shared/sha256.server';
import type { Rig, RigFacts } from '../../app/platforms/contract';
import { admit } from '../../app/platforms/registry.server';
import { connect } from '../../app/platforms/shoplazza/api.server';
import { finishGrant, openApp } from '../../app/platforms/shoplazza/oauth.server';
import { shoplazza } from '../../app/platforms/shoplazza/platform.server';
import { isSignedQuery } from '../../app/platforms/shoplazza/query-signature.server';
import { isSignedWith } from '../../app/platforms/signature.server';
import { grant } from '../../practice/shoplazza/oauth';
import type { Platform } from '../../practice/shoplazza/platform';
import { type Practice, startPracticeShoplazza } from '../../practice/shoplazza/server';
import { testEnvironment } from '../setup/test-database';
import { sessionJwt } from './session-jwt';
import { setPath } from './set-path';
import { shoplazzaWorld } from './shoplazza-world';

export const facts: RigFacts = {
  raw: {
    order: ['opened', 'placed', 'finished', 'cancelled'],
    financial: [
      ...['waiting', 'paying', 'authorized', 'partially_paid', 'paid', 'cancelled', 'failed', 'refunding'],
      ...['refund_failed', 'refunded', 'partially_refunded'],
    ],
    fulfillment: [
      ...['initialled', 'waiting', 'partially_shipped', 'shipped', 'partially_finished', 'finished', 'cancelled'],
      ...['returning', 'partially_returned', 'returned'],
    ],
  },
  golden: [
    {
      name: 'the signature of a webhook body',
      isTaken: (changed) =>
        isSignedWith(
          ['test_secret'],
          Buffer.from(`{"order":{"id":"${changed ? 2 : 1}"}}`),
          'VxbVDNi2RNivgrV1mkSSFdnvxXA9d90KREJ6QYXB5H4=',
        ),
    },
    {
      name: 'the signature of an address',
      isTaken: (changed) =>
        isSignedQuery(
          new URLSearchParams({
            ...{ install_from: 'app_store', shop: 'demo.myshoplaza.com', store_id: changed ? '1339408' : '1339409' },
            hmac: '7452f8b28d39ca0b8a3c8a33c81a2c57212a9a425e334bcf77a8f413fa2c5ed8',
          }),
          'test_secret',
        ),
    },
  ],
  has: { subscriptions: true, pixel: false },
};

export function startPractice(): Promise<Practice> {
  return startPracticeShoplazza({
    ...{ dataDir: null, apiPort: 0, storefrontPort: 0, appUrl: testEnvironment.APP_URL },
    clientId: testEnvironment.SHOPLAZZA_CLIENT_ID,
    clientSecret: testEnvironment.SHOPLAZZA_CLIENT_SECRET,
    extensionDir: 'extensions/tagalong-shoplazza',
  });
}

/** Signs a store in as a merchant's browser does: the app's address, the page where one agrees, the way back. */
export async function signIn(platform: Platform, domain: string): Promise<void> {
  const away = await openApp(new Request(platform.appAddress(domain)));
  const agreed = new URL(away.headers.get('location') ?? '');
  const cookie = (away.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const back = grant(platform, domain, agreed.searchParams);
  const granted = await finishGrant(new Request(back, { headers: { cookie } }));
  if (granted instanceof Response) throw new Error(await granted.text());
  await admit('shoplazza', granted);
}

/** The practice Shoplazza as the contract's other end. */
export async function shoplazzaRig({ platform }: Practice): Promise<Rig> {
  const domain = 'contract.myshoplaza.com';
  const otherDomain = 'another.myshoplaza.com';
  const room = platform.openStore({ domain, timezone: '+0100', taxRate: '0.08' });
  platform.openStore({ domain: otherDomain });
  await signIn(platform, domain);
  const storeId = storeIdOf('shoplazza', domain);
  const api = await connect(storeId);
  await api.keepWebhooks();
  platform.faults.webhooks.paused = true;
  // The contract asks for much more in a minute than a merchant's store would be asked: at two a second it would take long.
  Object.assign(platform.faults.buckets, { app: 100_000, store: 100_000 });
  await widenBudget(storeId);
  const secret = testEnvironment.SHOPLAZZA_CLIENT_SECRET;
  const world = shoplazzaWorld(platform, room);
  const before = Date.now() - 90 * 86_400_000;
  const history: string[] = [];
  for (let n = 0; n < 300; n += 1) {
    const wish = { lines: [{ price: '2.00', quantity: 1 }] };
    history.push((await world.at(new Date(before + n * 3_600_000), () => world.place(wish))).id);
  }
  const fields = { id: 'id', total: 'total_price', createdAt: 'created_at', currency: 'currency' } as const;
  const words = { order: 'status', financial: 'financial_status', fulfillment: 'fulfillment_status' } as const;
  return {
    ...facts,
    ...{ platform: shoplazza, api, storeId, domain, otherDomain, appUrl: testEnvironment.APP_URL, hash: sha256 },
    headerNames: {
      signature: 'x-shoplazza-hmac-sha256',
      domain: 'x-shoplazza-shop-domain',
      topic: 'x-shoplazza-topic',
      id: 'x-shoplazza-deduplication-id',
    },
    topics: {
      ...{ order: 'orders/update', uninstalled: 'app/uninstalled' },
      ...{ product: 'products/create', productGone: 'products/delete' },
    },
    previousSecret: testEnvironment.SHOPLAZZA_CLIENT_SECRET_PREVIOUS,
    delivery: (topic, body, changes = {}) => ({
      body: Buffer.from(body),
      headers: {
        'x-shoplazza-topic': topic,
        'x-shoplazza-shop-domain': domain,
        'x-shoplazza-hmac-sha256': createHmac('sha256', changes.secret ?? secret)
          .update(body)
          .digest('base64'),
        'x-shoplazza-deduplication-id': sha256(`${topic}${body}`),
        'x-shoplazza-api-version': '2026-01',
      },
    }),
    history: { ids: history, from: instant(before - 60_000), to: instant(before + 300 * 3_600_000) },
    storefrontCall: null,
    pageParameters: { shop: domain },
    token: (claims = {}, { secret: by = secret, alg = 'HS256' } = {}) =>
      sessionJwt(
        { iss: `${domain}/admin`, dest: domain, aud: testEnvironment.SHOPLAZZA_CLIENT_ID, sub: '77', ...claims },
        { secret: by, alg },
      ),
    privacyBody: (topic, store = domain) => privacyBody(topic, store),
    withWord: (body, kind, word) => setPath(body, ['order', words[kind]], word),
    withField: (body, field, value) =>
      field === 'quantity'
        ? setPath(body, ['order', 'line_items', 0, 'quantity'], value)
        : setPath(body, ['order', fields[field]], value),
    world,
    faults: {
      throttle: (calls) => {
        platform.faults.throttled = calls;
      },
      unavailable: (calls) => {
        platform.faults.unavailable = calls;
      },
      breakNext: (how) => void platform.faults.broken.push(how),
      loseChange: () => {
        platform.faults.loseChanges = 1;
      },
      forbidFulfilling: async (on) => {
        const scopes = (room.store().scopes ?? '').split(' ').filter((one) => one !== 'write_order');
        room.saveStore({ ...room.store(), scopes: [...scopes, ...(on ? [] : ['write_order'])].join(' ') });
      },
      killToken: async () => {
        const [token] = room.shelf('token').all();
        if (!token) throw new Error('there is no token');
        room.shelf('token').remove(token.id);
        room.shelf('token').put({ ...token, id: `dead-${token.id}` });
      },
      revoke: async () => {
        for (const token of room.shelf('token').all()) room.shelf('token').remove(token.id);
      },
      grantAgain: () => signIn(platform, domain),
      tokenOutage: (on) => {
        platform.faults.tokensUnavailable = on;
      },
      tokensGiven: () => platform.counts.tokens,
      calls: () => platform.counts.calls,
    },
  };
}

/** What our own governor lets go, raised to what the practice platform takes here; its keeping to 40 is tested elsewhere. */
async function widenBudget(storeId: StoreId): Promise<void> {
  const bucket = { available: 100_000, maximum: 100_000, restoreRate: 1000, underWay: 0, notBefore: 0, failures: 0 };
  await withTenantSql(storeId, (sql) =>
    sql(`update rate_budget set budget = $2::jsonb where store_id = $1`, [
      storeId,
      JSON.stringify({ ...bucket, at: Date.now() }),
    ]),
  );
}

const instant = (time: number) => new Date(time).toISOString();

function privacyBody(topic: string, store: string): string {
  if (topic === 'uninstalled') return JSON.stringify({ shop: { domain: store, id: '1339409' } });
  const customer = { id: '7', email: 'ann@example.com', phone: '' };
  if (topic === 'shop/redact') return JSON.stringify({ shop_domain: store });
  const orders = topic === 'customers/redact' ? { orders_to_redact: ['1'] } : { orders_requested: ['1'] };
  return JSON.stringify({ shop_domain: store, customer, ...orders });
}
