import { Fault } from '../../app/domain/shared/fault';
import type { Rig } from '../../app/platforms/contract';
import type { Embed, Platform, ReadDelivery, StoreApi } from '../../app/platforms/platform';

/**
 * Adapters that look right and do nothing: held against the real world of a rig, so that what fails is what the adapter
 * did and not what surrounds it. The contract must find out each of them in each of its cases.
 */
export type Hollow = {
  what: (typeof hollowNames)[number];
  platform: Platform;
  api: StoreApi;
  takesVector: () => boolean;
  /** what it throws itself: a case may end in it */
  own: readonly unknown[];
};

export const hollowNames = [
  'does nothing',
  'agrees to everything',
  'refuses everything',
  'always answers the same',
] as const;

export async function hollowAdapters(rig: Rig): Promise<Hollow[]> {
  return [nothing(), agreeing(), refusing(rig), await stuck(rig)];
}

/** Nothing is built yet. */
function nothing(): Hollow {
  const own = new Error('nothing is built yet');
  const stumble = (): never => {
    throw own;
  };
  const empty: unknown = new Proxy(stumble, { get: (_, name) => (name === 'then' ? undefined : empty) });
  return {
    what: 'does nothing',
    platform: empty as Platform,
    api: empty as StoreApi,
    takesVector: stumble,
    own: [own],
  };
}

const visit = (domain: string) => ({ domain, userId: null, scopes: '', bridge: { apiKey: '', scriptUrl: '' } });

/** Says yes to everybody and finds nothing anywhere. */
function agreeing(): Hollow {
  const embed: Embed = {
    isFor: () => true,
    authenticate: async () => visit(''),
    documentHeaders: () => {},
    readStorefrontCall: () => ({ domain: '' }),
  };
  const delivery = { storeDomain: '', topic: '', deliveryId: '', eventId: null, triggeredAt: null, apiVersion: null };
  const none = async () => [];
  const noPages = async function* () {};
  const api: StoreApi = {
    ...{ keepWebhooks: none, fetchOrders: none, fetchCustomers: none, inspectAddOns: none, searchCatalogue: none },
    ...{
      pullOrders: noPages,
      exportOrders: noPages,
      pullProducts: noPages,
      pullCustomers: noPages,
      pullStock: noPages,
    },
    facts: async () => ({ platformStoreId: '', name: '', email: null, currency: '', timeZone: '', planName: null }),
    countOrders: async () => 0,
    publishAddOn: async () => ({ platformProductId: '', variants: [] }),
    withdrawAddOn: async () => {},
    productFacts: async () => null,
    publishOffers: async () => {},
    tellSeenTo: async () => {},
    fulfilLines: none,
    ...{ setCurrencyPrices: async () => ({ atTheRate: [], mended: [] }), currenciesOfStore: none },
  };
  const read = () => ({ kind: 'nothing', why: '' }) as const;
  return {
    what: 'agrees to everything',
    ...{ api, takesVector: () => true, own: [] },
    platform: platformOf(embed, { outcome: 'genuine', ...delivery }, read, api),
  };
}

/** Turns everybody away, and always with a good reason. */
function refusing(rig: Rig): Hollow {
  const own = new Fault({ reasonClass: 'unauthorized', retry: false, publicMessage: 'No.' });
  const malformed = new Fault({ reasonClass: 'malformed', retry: false, publicMessage: 'The total is not an amount.' });
  const refuse = (): never => {
    throw own;
  };
  const embed: Embed = {
    isFor: () => false,
    authenticate: async () => {
      throw new Response('No', { status: 401 });
    },
    documentHeaders: (_, headers) => headers.set('content-security-policy', "frame-ancestors 'none';"),
    // To refuse them all is right where none is signed.
    readStorefrontCall: () => (rig.storefrontCall ? null : { domain: rig.domain }),
  };
  const api = new Proxy({} as StoreApi, { get: (_, name) => (name === 'then' ? undefined : refuse) });
  const read = () => {
    throw malformed;
  };
  const platform = platformOf(embed, { outcome: 'forged' }, read, api);
  return { what: 'refuses everything', platform, api, takesVector: () => false, own: [own, malformed] };
}

/** Answers everything with what is true of one other store, one other order, one other product. */
async function stuck(rig: Rig): Promise<Hollow> {
  const { id } = await rig.world.place({ email: 'stuck@example.com', lines: [{ price: '77.77', quantity: 7 }] });
  const message = await rig.world.message(id);
  const meaning = rig.platform.orders.read(message.topic, message.body);
  const { productId } = await rig.world.makeProduct({ title: 'Stuck lamp', price: '77.77' });
  const addOn = { platformProductId: productId, variants: [{ platformVariantId: productId, price: '77.77' }] };
  const orders = await rig.api.fetchOrders([id]);
  const pages = async function* () {
    yield orders;
  };
  const things = async function* () {
    yield [{ topic: message.topic, key: id, askedAt: '2026-01-01T00:00:00Z', body: message.body }];
  };
  const [facts, product] = [await rig.api.facts(), await rig.api.productFacts(productId)];
  const customers = await rig.api.fetchCustomers([rig.world.customerId('stuck@example.com')]);
  const api: StoreApi = {
    facts: async () => ({ ...facts, name: 'Another store' }),
    keepWebhooks: async () => [rig.topics.order],
    ...{ fetchOrders: async () => orders, fetchCustomers: async () => customers, countOrders: async () => 1 },
    ...{ pullOrders: pages, pullProducts: things, pullCustomers: things, pullStock: things },
    exportOrders: async function* ({ progress }) {
      yield orders;
      await progress([{ from: null, to: null, operation: null, read: 1, isRead: true }]);
    },
    publishAddOn: async () => addOn,
    withdrawAddOn: async () => {},
    inspectAddOns: async () => [{ title: 'Stuck lamp', isOffered: true, variants: addOn.variants }],
    productFacts: async () => product,
    publishOffers: async () => {},
    tellSeenTo: async () => {},
    fulfilLines: async () => [{ platformLineId: '1', quantity: 1 }],
    setCurrencyPrices: async () => ({ atTheRate: ['XTS'], mended: [] }),
    currenciesOfStore: async () => [{ currency: 'CAD', markets: ['Canada'] }],
    searchCatalogue: async () => [{ id: productId, title: 'Stuck lamp', imageUrl: null }],
  };
  const domain = rig.otherDomain;
  const embed: Embed = {
    isFor: () => true,
    authenticate: async () => visit(domain),
    documentHeaders: (_, headers) => headers.set('content-security-policy', `frame-ancestors https://${domain};`),
    readStorefrontCall: () => ({ domain }),
  };
  const delivery = { storeDomain: domain, topic: rig.topics.uninstalled, deliveryId: 'one', apiVersion: null };
  const read: ReadDelivery = { outcome: 'genuine', ...delivery, eventId: null, triggeredAt: null };
  return {
    what: 'always answers the same',
    ...{ api, takesVector: () => true, own: [] },
    platform: platformOf(embed, read, () => meaning, api),
  };
}

function platformOf(embed: Embed, delivery: ReadDelivery, read: Platform['orders']['read'], api: StoreApi): Platform {
  return {
    ...{ name: 'shopify', title: 'Hollow', isConfigured: () => true, embed, api: async () => api },
    webhooks: { read: () => delivery },
    orders: { changeTopics: { created: '', updated: '' }, reachDays: () => null, read },
    ...{ asksForWebhooks: true, farewellErases: true, mayPreTick: true, pricesByCurrency: true, unknownToPage: [] },
  };
}
