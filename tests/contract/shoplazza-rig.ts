import { createHmac } from 'node:crypto';
import { withTenantSql } from '../../app/db/client.server';
import { type StoreId, storeIdOf } from '../../app/domain/shared/ids';
import { sha256 } from '../../app/domain/shared/sha256.server';
import type { Rig } from '../../app/platforms/contract';
import { admit } from '../../app/platforms/registry.server';
import { connect } from '../../app/platforms/shoplazza/api.server';
import { finishGrant, openApp } from '../../app/platforms/shoplazza/oauth.server';
import { shoplazza } from '../../app/platforms/shoplazza/platform.server';
import { isSignedQuery } from '../../app/platforms/shoplazza/query-signature.server';
import { isSignedWith } from '../../app/platforms/signature.server';
import { cancelOrder, noteOrder, placeOrder, refundOrder, shipOrder } from '../../practice/shoplazza/acts';
import { orderView } from '../../practice/shoplazza/dialect';
import { grant } from '../../practice/shoplazza/oauth';
import type { Platform, Room } from '../../practice/shoplazza/platform';
import { type Practice, startPracticeShoplazza } from '../../practice/shoplazza/server';
import { testEnvironment } from '../setup/test-database';
import { sessionJwt } from './session-jwt';
import { setPath } from './set-path';

export const facts: Pick<Rig, 'raw' | 'golden'> = {
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
      isRight: () =>
        isSignedWith(
          ['test_secret'],
          Buffer.from('{"order":{"id":"1"}}'),
          'VxbVDNi2RNivgrV1mkSSFdnvxXA9d90KREJ6QYXB5H4=',
        ),
    },
    {
      name: 'the signature of an address',
      isRight: () =>
        isSignedQuery(
          new URLSearchParams({
            ...{ install_from: 'app_store', shop: 'demo.myshoplaza.com', store_id: '1339409' },
            hmac: '7452f8b28d39ca0b8a3c8a33c81a2c57212a9a425e334bcf77a8f413fa2c5ed8',
          }),
          'test_secret',
        ),
    },
  ],
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
  const order = (id: string) => {
    const found = room.shelf('order').get(id);
    if (!found) throw new Error(`no such order: ${id}`);
    return structuredClone(found);
  };
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
    world: {
      place: async (wish) => placeOrder(room, await asWish(room, wish)),
      refundOneUnit: async (id) => {
        const line = order(id).line_items.find((one) => one.refund_quantity_total < one.quantity);
        refundOrder(room, order(id), { lines: [{ lineId: line?.id ?? '', quantity: 1 }] });
      },
      refundAll: async (id) => {
        const { line_items: lines, total_shipping: shipping } = order(id);
        refundOrder(room, order(id), {
          lines: lines.map((line) => ({ lineId: line.id, quantity: line.quantity })),
          shipping,
        });
      },
      cancel: async (id) => void cancelOrder(room, order(id), 'customer'),
      ship: async (id) => void shipOrder(room, order(id), 'TG1'),
      note: async (id, note) => void noteOrder(room, order(id), note),
      truth: async (id) => ({ total: order(id).total_price, refunded: order(id).total_refund_price }),
      messages: async () => {
        const told = platform.sender.deliveries({ store: domain }).reverse();
        for (const one of told) platform.ledger.shelf('', 'delivery').remove(one.id);
        return told.map(({ topic, body }) => ({ topic, body }));
      },
      message: async (id) => ({
        topic: 'orders/update',
        body: JSON.stringify({ order: orderView('new', order(id), room.store()) }),
      }),
      at: (at, work) => platform.clock.at(at, work),
      makeProduct: async ({ title, price }) => makeProduct(room, title, price),
      removeProduct: async (id) => {
        const product = room.shelf('product').get(id);
        if (!product) throw new Error(`no such product: ${id}`);
        room.shelf('product').remove(id);
        room.tell('products/delete', product);
      },
      loseSubscription: async () => {
        const [first] = room.shelf('webhook').all();
        room.shelf('webhook').remove(first?.id ?? '');
        return first?.topic ?? '';
      },
    },
    faults: {
      throttle: (calls) => {
        platform.faults.throttled = calls;
      },
      unavailable: (calls) => {
        platform.faults.unavailable = calls;
      },
      breakNext: (how) => void platform.faults.broken.push(how),
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

/** Variants of the asked prices. */
async function asWish(room: Room, wish: Parameters<Rig['world']['place']>[0]) {
  const items = wish.lines.map(({ price, quantity }) => ({
    variantId: makeProduct(room, `Lamp at ${price}`, price, true).variantId,
    quantity,
  }));
  return {
    ...{ items, shipping: wish.shipping ?? '0', paid: wish.isPaid ?? true },
    ...(wish.discountPercent === undefined ? {} : { discount: { code: 'CODE', percent: wish.discountPercent } }),
  };
}

function makeProduct(room: Room, title: string, price: string, isQuiet = false) {
  const at = room.stamp();
  const [productId, variantId] = [crypto.randomUUID(), crypto.randomUUID()];
  const product = {
    ...{
      id: productId,
      title,
      handle: productId,
      brief: '',
      description: '',
      vendor: 'Contract',
      product_type: 'Lamps',
    },
    ...{ tags: ['new'], published: true, taxable: true, requires_shipping: true, inventory_tracking: true },
    ...{ has_only_default_variant: true, options: [], image: '', created_at: at, updated_at: at },
    variants: [
      {
        ...{ id: variantId, title: 'Default', option1: '', sku: `SKU-${variantId.slice(0, 4)}`, price },
        ...{ compare_at_price: '0.00', inventory_quantity: 500, updated_at: at },
      },
    ],
  };
  room.shelf('product').put(product);
  if (!isQuiet) room.tell('products/create', product);
  return { productId, variantId };
}

function privacyBody(topic: string, store: string): string {
  if (topic === 'uninstalled') return JSON.stringify({ shop: { domain: store, id: '1339409' } });
  const customer = { id: '7', email: 'ann@example.com', phone: '' };
  if (topic === 'shop/redact') return JSON.stringify({ shop_domain: store });
  const orders = topic === 'customers/redact' ? { orders_to_redact: ['1'] } : { orders_requested: ['1'] };
  return JSON.stringify({ shop_domain: store, customer, ...orders });
}
