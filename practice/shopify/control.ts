import { applyFaults } from './faults';
import { gid } from './gids';
import { setVerified } from './orders/customer-of-order';
import { orderPayload } from './payloads/order';
import { shopPayload } from './payloads/product';
import type { PracticePlatform } from './platform';
import type { StoreRoom } from './store-room';
import type { StoreWish } from './stores';
import { storeInfo } from './stores';

type Given = Record<string, unknown>;
type Answer = { status: number; reply: unknown };

/** The control API: what a real platform does not have. Time, faults, deliveries, stores, uninstalling. */
export async function answerControl(
  platform: PracticePlatform,
  method: string,
  url: URL,
  given: Given,
): Promise<Answer> {
  const [, , first = '', second = '', third = '', fourth = '', fifth = ''] = url.pathname.split('/');
  const fine = (reply: unknown): Answer => ({ status: 200, reply });
  const wrong = (error: string, status = 400): Answer => ({ status, reply: { error } });
  try {
    if (first === 'state') return fine(stateOf(platform));
    if (first === 'faults') {
      if (method === 'POST') applyFaults(platform.faults, given as Record<string, Given>);
      platform.sender.wake();
      return fine(platform.faults);
    }
    if (first === 'clock' && method === 'POST') {
      const by = typeof given.advanceSeconds === 'number' ? given.advanceSeconds : null;
      if (by !== null) platform.world.clock.set(new Date(platform.world.clock.now().getTime() + by * 1000));
      else platform.world.clock.set(typeof given.now === 'string' ? new Date(given.now) : null);
      return fine({ now: platform.world.clock.now().toISOString() });
    }
    if (first === 'ids' && method === 'POST') {
      platform.ledger.raiseIds(String(given.after));
      return fine({ next: platform.ledger.nextId() });
    }
    if (first === 'clock') return fine({ now: platform.world.clock.now().toISOString() });
    if (first === 'deliveries' && second === 'retry' && method === 'POST') {
      const ids = Array.isArray(given.ids) ? given.ids.map(String) : 'all';
      return fine({ retried: platform.sender.retry(ids, given.resend === true) });
    }
    if (first === 'deliveries')
      return fine({ deliveries: deliveriesOf(platform, url), counts: platform.sender.counts() });
    if (first === 'stores' && second === '' && method === 'POST') {
      if (typeof given.domain !== 'string') return wrong('domain is missing');
      return fine(platform.openStore(given as StoreWish));
    }
    if (first === 'stores' && second === '') return fine({ stores: platform.world.stores() });
    if (first !== 'stores') return wrong('no such control', 404);
    const room = platform.room(second);
    if (room === null) return wrong(`no such store: ${second}`, 404);
    if (third === '') return fine(storeInfo(room.doc()));
    if (method !== 'POST') return wrong('POST it', 405);
    return await changeStore(platform, room, [third, fourth, fifth], given, fine, wrong);
  } catch (error) {
    return wrong(error instanceof Error ? error.message : 'failed');
  }
}

async function changeStore(
  platform: PracticePlatform,
  room: StoreRoom,
  [what, id, act]: [string, string, string],
  given: Given,
  fine: (reply: unknown) => Answer,
  wrong: (error: string, status?: number) => Answer,
): Promise<Answer> {
  const { world } = platform;
  const size = (given.size ?? 'small') as 'small' | 'medium' | 'large';
  const seed = typeof given.seed === 'number' ? given.seed : 1;
  if (what === 'stock') {
    const { stockStore } = await import('./stock/stock-store');
    return fine((await stockStore(world, room.domain, { size, seed })) ?? {});
  }
  if (what === 'history') {
    const { makeHistory } = await import('./stock/make-history');
    const addOnVariantIds = Array.isArray(given.addOnVariantIds) ? given.addOnVariantIds.map(String) : [];
    const until = typeof given.until === 'string' ? new Date(given.until) : world.clock.now();
    return fine((await makeHistory(world, room.domain, { size, seed, addOnVariantIds, until })) ?? {});
  }
  if (what === 'install') {
    world.install(room.domain);
    return fine(storeInfo(room.doc()));
  }
  if (what === 'uninstall') {
    platform.uninstall(room.domain);
    return fine(storeInfo(room.doc()));
  }
  if (what === 'session-token') return fine({ sessionToken: world.sessionToken(room.domain) });
  if (what === 'graphql') {
    const variables = (given.variables ?? {}) as Given;
    return fine(await world.execute(room.domain, String(given.query ?? ''), variables));
  }
  if (what === 'shop') {
    const allowed = ['name', 'email', 'currency', 'timeZone', 'planName', 'countryCode'] as const;
    const patch = Object.fromEntries(
      allowed.flatMap((key) => (typeof given[key] === 'string' ? [[key, given[key]]] : [])),
    );
    room.saveDoc({ ...room.doc(), ...patch });
    room.tell('shop/update', () => shopPayload(room));
    return fine(storeInfo(room.doc()));
  }
  if (what === 'customers') {
    const customer = room.shelf('customer').get(id.split('/').at(-1) ?? '');
    if (customer === null) return wrong(`no such customer: ${id}`, 404);
    setVerified(room, customer, given.verifiedEmail === true);
    return fine({ changed: gid('Customer', customer.id) });
  }
  if (what === 'privacy') return tellPrivacy(room, given, fine, wrong);
  if (what === 'orders' && act === 'resend') {
    const order = room.shelf('order').get(id);
    if (order === null) return wrong(`no such order: ${id}`, 404);
    room.tell(typeof given.topic === 'string' ? given.topic : 'orders/updated', () => orderPayload(room, order));
    return fine({ resent: gid('Order', id) });
  }
  return wrong('no such control', 404);
}

/** The three privacy topics, about a customer by id or e-mail, or about the whole store. */
function tellPrivacy(
  room: StoreRoom,
  given: Given,
  fine: (reply: unknown) => Answer,
  wrong: (error: string, status?: number) => Answer,
): Answer {
  const topic = String(given.topic ?? '');
  const shop = { shop_id: BigInt(room.doc().shopId), shop_domain: room.domain };
  if (topic === 'shop/redact') {
    room.tell(topic, () => shop);
    return fine({ sent: topic });
  }
  if (topic !== 'customers/data_request' && topic !== 'customers/redact')
    return wrong(`no such privacy topic: ${topic}`);
  const customer =
    typeof given.customerId === 'string'
      ? room.shelf('customer').get(given.customerId.split('/').at(-1) ?? '')
      : room.findCustomer(typeof given.email === 'string' ? given.email : null, null);
  const email = customer?.email ?? (typeof given.email === 'string' ? given.email : null);
  const orders =
    customer === null
      ? room
          .shelf('order')
          .all()
          .filter((order) => email !== null && order.email === email)
      : room.ordersOf(customer.id);
  const ids = orders.map((order) => BigInt(order.id));
  const who = { id: customer === null ? null : BigInt(customer.id), email, phone: customer?.phone ?? null };
  room.tell(topic, () =>
    topic === 'customers/redact'
      ? { ...shop, customer: who, orders_to_redact: ids }
      : { ...shop, orders_requested: ids, customer: who, data_request: { id: BigInt(room.nextId()) } },
  );
  return fine({ sent: topic, orders: ids.length });
}

function deliveriesOf(platform: PracticePlatform, url: URL) {
  const filter: { store?: string; topic?: string; state?: string; limit: number } = {
    limit: Number(url.searchParams.get('limit') ?? 100),
  };
  for (const name of ['store', 'topic', 'state'] as const) {
    const value = url.searchParams.get(name);
    if (value !== null) filter[name] = value;
  }
  const withBody = url.searchParams.get('body') === '1';
  return platform.sender.deliveries(filter).map(({ body, ...one }) => (withBody ? { ...one, body } : one));
}

function stateOf(platform: PracticePlatform) {
  return {
    now: platform.world.clock.now().toISOString(),
    urls: platform.world.urls(),
    tokenRequests: platform.tokenRequests,
    deliveries: platform.sender.counts(),
    stores: platform.world.stores().map((store) => {
      const shelf = (name: 'order' | 'product' | 'collection' | 'customer') =>
        platform.ledger.shelf(store.domain, name).size();
      return {
        ...store,
        orders: shelf('order'),
        products: shelf('product'),
        collections: shelf('collection'),
        customers: shelf('customer'),
        throttle: platform.bucket(store.domain).status(),
        bulk: platform.ledger
          .shelf(store.domain, 'bulk')
          .all()
          .map(({ id, status, objectCount }) => ({ id, status, objectCount })),
      };
    }),
  };
}
