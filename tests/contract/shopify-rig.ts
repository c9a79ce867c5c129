import { createHmac } from 'node:crypto';
import path from 'node:path';
import { storeIdOf } from '../../app/domain/shared/ids';
import { sha256 } from '../../app/domain/shared/sha256.server';
import type { Rig } from '../../app/platforms/contract';
import { connect } from '../../app/platforms/shopify/api.server';
import { authenticateVisit } from '../../app/platforms/shopify/authenticate.server';
import { shopify } from '../../app/platforms/shopify/platform.server';
import { isSignedWith } from '../../app/platforms/signature.server';
import { installStore } from '../../app/tenancy/store.server';
import { chanceOf } from '../../practice/chance';
import { writeJson } from '../../practice/shopify/payloads/json';
import { orderPayload } from '../../practice/shopify/payloads/order';
import { type Practice, startPracticeShopify } from '../../practice/shopify/server';
import { cancel, type Run, refund, ship } from '../../practice/shopify/stock/afterlife';
import { ask } from '../../practice/shopify/stock/ask';
import { testEnvironment } from '../setup/test-database';
import { sessionJwt } from './session-jwt';
import { setPath } from './set-path';

export const facts: Pick<Rig, 'raw' | 'golden'> = {
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
      isRight: () => isSignedWith(['hush'], Buffer.from('{"id":1}'), 'VnKUjZsLuN5iZWjn5EntcBVCF9kMN43LglzCE1/GSeY='),
    },
  ],
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
export async function shopifyRig({ platform, world }: Practice): Promise<Rig> {
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
  const run: Run = (document, variables) => ask(world, domain, document, variables);
  const chance = chanceOf(5);
  const gid = (id: string) => `gid://shopify/Order/${id}`;
  const doc = (id: string) => {
    const order = room.shelf('order').get(id);
    if (!order) throw new Error(`no such order: ${id}`);
    return order;
  };
  const price = (amount: string) => ({ shopMoney: { amount, currencyCode: 'USD' } });
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
    world: {
      place: async (wish) => {
        const { orderCreate } = await run(
          `mutation Place($order: OrderCreateOrderInput!) {
             orderCreate(order: $order) { order { id totalPriceSet { shopMoney { amount } } } userErrors { message } } }`,
          {
            order: {
              email: 'ann@example.com',
              lineItems: wish.lines.map((line, at) => ({
                ...{ title: `Line ${at}`, quantity: line.quantity, priceSet: price(line.price) },
                taxLines: [{ title: 'VAT', rate: '0', priceSet: price('0.00') }],
              })),
              ...(wish.shipping ? { shippingLines: [{ title: 'Post', priceSet: price(wish.shipping) }] } : {}),
              ...(wish.discountPercent === undefined
                ? {}
                : { discountCode: { itemPercentageDiscountCode: { code: 'CODE', percentage: wish.discountPercent } } }),
              ...(wish.isPaid === false ? { financialStatus: 'PENDING' } : {}),
            },
          },
        );
        const { id, totalPriceSet } = orderCreate.order;
        if (wish.isPaid !== false && Number(totalPriceSet.shopMoney.amount) > 0) {
          await run(
            `mutation Paid($input: OrderMarkAsPaidInput!) { orderMarkAsPaid(input: $input) { userErrors { message } } }`,
            { input: { id } },
          );
        }
        return { id: id.replace(/^.*\//, '') };
      },
      refundOneUnit: async (id) => void (await refund(run, gid(id), 'line', null)),
      refundAll: async (id) => void (await refund(run, gid(id), 'full', null)),
      cancel: async (id) => void (await cancel(run, gid(id), chance)),
      ship: async (id) => void (await ship(run, gid(id), chance, false)),
      note: async (id, note) => {
        await run(`mutation Note($input: OrderInput!) { orderUpdate(input: $input) { userErrors { message } } }`, {
          input: { id: gid(id), note },
        });
      },
      truth: async (id) => {
        const { order } = await run(
          `query Truth($id: ID!) { order(id: $id) { totalPriceSet { shopMoney { amount } } totalRefundedSet { shopMoney { amount } } } }`,
          { id: gid(id) },
        );
        return { total: order.totalPriceSet.shopMoney.amount, refunded: order.totalRefundedSet.shopMoney.amount };
      },
      messages: async () => {
        const deliveries = platform.ledger.shelf('', 'delivery');
        const told = deliveries.all().filter((one) => one.store === domain);
        for (const one of told) deliveries.remove(one.id);
        return told.map(({ topic, body }) => ({ topic, body }));
      },
      message: async (id) => ({ topic: 'orders/updated', body: writeJson(orderPayload(room, doc(id))) }),
      at: (at, work) => world.at(at, work),
      makeProduct: async ({ title, price: amount }) => {
        const { productSet } = await run(
          `mutation Make($input: ProductSetInput!) { productSet(synchronous: true, input: $input) {
             product { id variants(first: 1) { nodes { id } } } userErrors { message } } }`,
          {
            input: {
              ...{ title, status: 'ACTIVE', productOptions: [{ name: 'Title', values: [{ name: 'Default Title' }] }] },
              variants: [{ price: amount, optionValues: [{ optionName: 'Title', name: 'Default Title' }] }],
            },
          },
        );
        const bare = (id: string) => id.replace(/^.*\//, '');
        return { productId: bare(productSet.product.id), variantId: bare(productSet.product.variants.nodes[0].id) };
      },
      removeProduct: async (id) => {
        await run(
          `mutation Remove($input: ProductDeleteInput!) { productDelete(input: $input) { userErrors { message } } }`,
          {
            input: { id: `gid://shopify/Product/${id}` },
          },
        );
      },
      // The platform keeps what the app's configuration declares.
      loseSubscription: null,
    },
    faults: {
      throttle: (calls) => {
        platform.faults.graphql.throttle = calls;
      },
      unavailable: (calls) => {
        platform.faults.graphql.unavailable = calls;
      },
      breakNext: (how) => void platform.faults.graphql.broken.push(how),
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

function privacyBody(topic: string, store: string): string {
  if (topic === 'uninstalled') return JSON.stringify({ id: 1, myshopify_domain: store, domain: store });
  if (topic === 'shop/redact') return JSON.stringify({ shop_id: 1, shop_domain: store });
  const customer = { id: 7, email: 'ann@example.com', phone: '' };
  const orders = topic === 'customers/redact' ? { orders_to_redact: [1] } : { orders_requested: [1] };
  return JSON.stringify({ shop_id: 1, shop_domain: store, customer, ...orders });
}
