import type { CanonicalOrder, OrderNews } from '../../domain/orders/order';
import type { StoreId } from '../../domain/shared/ids';
import type { EntryMeaning, Platform, PulledOrder, RawDelivery, StoreApi } from '../platform';

/** One thing that every platform must do. */
export type ContractCase = { name: string; run(rig: Rig): Promise<void> | void };

/** What is known of a platform before anything runs. */
export type RigFacts = {
  /** every raw word that the platform is known to write, and one that it does not */
  raw: { order: string[]; financial: string[]; fulfillment: string[] };
  /** published or computed vectors: what the adapter says of each, as it is and with one thing in it changed */
  golden: { name: string; isTaken(changed: boolean): boolean | Promise<boolean> }[];
  /** what only some platforms have: subscriptions that are asked for by API, a pixel that tells of visits */
  has: { subscriptions: boolean; pixel: boolean };
};

export type PlacedOrder = { id: string };
export type Wish = {
  /** who buys; a customer of the store from then on */
  email?: string;
  lines: { price: string; quantity: number }[];
  shipping?: string;
  discountPercent?: number;
  isPaid?: boolean;
};

/** A platform to try: its adapter, and the practice platform at the other end. */
export type Rig = RigFacts & {
  platform: Platform;
  api: StoreApi;
  storeId: StoreId;
  domain: string;
  /** well formed, and another store's */
  otherDomain: string;
  appUrl: string;
  hash: (text: string) => string;
  /** how deliveries name things, in small letters */
  headerNames: { signature: string; domain: string; topic: string; id: string };
  /** topics whose bodies are whole orders; a farewell; a product */
  topics: { order: string; uninstalled: string; product: string; productGone: string };
  /** the secret before the present one, for a while after it was changed */
  previousSecret: string;
  /** A delivery as the platform's sender makes it. */
  delivery(topic: string, body: string, changes?: { secret?: string }): RawDelivery;
  /** A storefront's call as the platform forwards it; null where it forwards none that it signs. */
  storefrontCall: (() => Request) | null;
  /** Orders of a store that is older than the app, and all that there are from then to then: more than a page of any list. */
  history: { ids: string[]; from: string; to: string };
  /** what the admin adds to a page's address beside the token */
  pageParameters: Record<string, string>;
  /** A session token for the store; claims laid over the genuine ones. */
  token(claims?: Record<string, unknown>, signing?: { secret?: string; alg?: 'HS256' | 'HS512' | 'none' }): string;
  /** the body of the farewell and of the privacy topics as this store would get them */
  privacyBody(topic: string, store?: string): string;
  /** The same order body with another raw word, or without something. */
  withWord(body: string, kind: 'order' | 'financial' | 'fulfillment', word: string): string;
  withField(body: string, field: 'id' | 'total' | 'createdAt' | 'currency' | 'quantity', value: unknown): string;
  world: {
    place(wish: Wish): Promise<PlacedOrder>;
    refundOneUnit(id: string): Promise<void>;
    refundAll(id: string): Promise<void>;
    cancel(id: string): Promise<void>;
    ship(id: string): Promise<void>;
    note(id: string, note: string): Promise<void>;
    /** the lines as the platform has them, in their order: pieces, and how many of them are still to be fulfilled */
    lines(id: string): Promise<{ id: string; quantity: number; open: number }[]>;
    /** how many e-mails about fulfilments of it were asked for; null where the API cannot ask for one */
    mails: ((id: string) => Promise<number>) | null;
    /** nothing of it may be fulfilled for now, and again; null where there is no such thing */
    hold: ((id: string, on: boolean) => Promise<void>) | null;
    /** what the platform itself says: decimal text of what was placed, and of what was given back */
    truth(id: string): Promise<{ total: string; refunded: string }>;
    /** what its sender made of these orders since the last call, oldest first */
    messages(): Promise<{ topic: string; body: string }[]>;
    /** an order as a message about a change tells it */
    message(id: string): Promise<{ topic: string; body: string }>;
    at<T>(at: Date, work: () => Promise<T>): Promise<T>;
    makeProduct(product: { title: string; price: string }): Promise<{ productId: string; variantId: string }>;
    removeProduct(productId: string): Promise<void>;
    /** the topics that our door is told now */
    subscribed(): string[];
    /** takes a subscription away, as the platform does after days of silence */
    loseSubscription(topic: string): void;
    /** what the store says of itself */
    facts(): { name: string; currency: string };
    /** the customer of that address */
    customerId(email: string): string;
    /** all that stands where the widget reads its offers */
    offers(): string;
    /** what stands as a variant's own price in a currency; null: the rate applies */
    priceIn(variantId: string, currency: string): string | null;
    /** where the pixel tells what visitors see, every place of it */
    toldOfVisits(): string[];
  };
  faults: {
    /** this many calls are told to wait, or that nobody is there */
    throttle(calls: number): void;
    unavailable(calls: number): void;
    /** the next answer is a page of a proxy, or ends in the middle */
    breakNext(how: 'html' | 'cut'): void;
    /** the next call that changes something is carried out, and its answer is lost */
    loseChange(): void;
    /** the merchant does not allow us to fulfil, or does again */
    forbidFulfilling(on: boolean): Promise<void>;
    /** the access token is dead; a refresh brings a new one */
    killToken(): Promise<void>;
    /** neither token works any more */
    revoke(): Promise<void>;
    /** as before */
    grantAgain(): Promise<void>;
    /** the token endpoint does not answer */
    tokenOutage(on: boolean): void;
    /** how many times the token endpoint gave a token */
    tokensGiven(): number;
    /** how many calls of the API came */
    calls(): number;
  };
};

/** What an adapter did is not what the contract asks: another error than this says nothing of the adapter. */
export class Unmet extends Error {}

export function fail(what: string): never {
  throw new Unmet(what);
}

/** Compares by their JSON. */
export function same(found: unknown, wanted: unknown, what = 'it'): void {
  const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (a !== b) fail(`${what} is ${a}, not ${b}`);
}

export function holds(condition: boolean, what: string): void {
  if (!condition) fail(`it does not hold: ${what}`);
}

/** The fault that `work` ends in, by its class; 'none' when it does not. */
export async function faultOf(work: () => unknown): Promise<string> {
  try {
    await work();
    return 'none';
  } catch (error) {
    return String((error as { reasonClass?: unknown }).reasonClass ?? error);
  }
}

export async function collect<T>(pages: AsyncIterable<T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}

export function newsIn(meaning: EntryMeaning): OrderNews {
  const [news] = meaning.kind === 'orders' ? meaning.news : [];
  return news ?? fail(`there is no order in it, but ${meaning.kind}`);
}

export function orderIn(meaning: EntryMeaning): CanonicalOrder {
  return newsIn(meaning).order ?? fail('there is no whole order in it');
}

/** One order as the API gives it. */
export async function pulledOrder(rig: Rig, id: string): Promise<PulledOrder> {
  const [pulled] = await rig.api.fetchOrders([id]);
  return pulled ?? fail(`the order ${id} is not there`);
}

/** An order as the API gives it, read; it must be the one that was asked for. */
export async function readPulled(rig: Rig, id: string): Promise<OrderNews> {
  const { body } = await pulledOrder(rig, id);
  const news = newsIn(rig.platform.orders.read('order:pulled', body));
  same(news.platformOrderId, id, 'the order');
  return news;
}

/** An order placed just now, as a message tells it, which must be read as that order: what is tried next is a change of it. */
export async function aMessage(rig: Rig): Promise<{ id: string; topic: string; body: string }> {
  const { id } = await rig.world.place({ lines: [{ price: '10.00', quantity: 1 }] });
  const message = await rig.world.message(id);
  same(newsIn(rig.platform.orders.read(message.topic, message.body)).platformOrderId, id, 'the order');
  return { id, ...message };
}
