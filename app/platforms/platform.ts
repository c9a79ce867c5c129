import type { Offerable, OffersDocument, Publication, SoldVariant } from '../domain/addons/offers';
import type { Rule } from '../domain/addons/targeting';
import type { Sku } from '../domain/catalogue/sku';
import type { ToldStock } from '../domain/catalogue/stock';
import type { ToldCustomer } from '../domain/customers/customer';
import type { CanonicalOrder, OrderNews } from '../domain/orders/order';
import type { PlatformName, StoreId } from '../domain/shared/ids';

/**
 * The port: what Tagalong asks of a platform. One folder per platform implements it; everybody else
 * reaches it through registry.server.ts and never names a platform.
 */
export type Platform = {
  name: PlatformName;
  /** what merchants call it */
  title: string;
  /** false: this installation of Tagalong has no app there */
  isConfigured(): boolean;
  webhooks: WebhookDialect;
  orders: OrderDialect;
  /** the pages inside the platform's admin; null: it has none */
  embed: Embed | null;
  /** what the store lets us read and write, with the store's own token */
  api(storeId: StoreId): Promise<StoreApi>;
  /** webhooks are asked for by API, and may be dropped by the platform: see StoreApi.keepWebhooks */
  asksForWebhooks: boolean;
  /** no request to erase ever follows: the farewell itself is one */
  farewellErases: boolean;
  /** a merchant may let boxes begin ticked; where the platform forbids it, that is refused */
  mayPreTick: boolean;
  /** conditions that no page of its storefront can judge: an add-on that asks for one is not offered there */
  unknownToPage: readonly Rule['field'][];
};

/** A member of a store's staff who looks at an embedded page, as the platform's token proves it. */
export type Visit = {
  domain: string;
  userId: string | null;
  scopes: string;
  bridge: { apiKey: string; scriptUrl: string };
};

/** How the platform's admin shows our pages. */
export type Embed = {
  /** the request names a store of this platform: in its token or, unproven, in its address. It decides whom to ask only. */
  isFor(request: Request): boolean;
  /**
   * Authenticates a request and makes sure that the store has a live token.
   * @throws {Response} what the browser must be answered instead of the page
   */
  authenticate(request: Request): Promise<Visit>;
  /** Sets who may frame an HTML answer and that nobody may cache it. */
  documentHeaders(request: Request, headers: Headers): void;
  /** Which store's storefront a forwarded call comes from; null when the platform did not sign it. */
  readStorefrontCall(request: Request): { domain: string } | null;
};

/** A webhook request as it came: headers in lower case, the body untouched. */
export type RawDelivery = { headers: Record<string, string | undefined>; body: Buffer };

export type ReadDelivery =
  | {
      outcome: 'genuine';
      storeDomain: string;
      topic: string;
      /** unique per delivery of one subscription */
      deliveryId: string;
      eventId: string | null;
      triggeredAt: string | null;
      apiVersion: string | null;
    }
  /** 401: signature missing or wrong */
  | { outcome: 'forged' }
  /** 400: signed, but headers that we cannot do without are missing or senseless */
  | { outcome: 'malformed'; reason: string };

export type WebhookDialect = {
  /** Verifies and reads one delivery. Pure but for the secrets; touches no database and no network. */
  read(delivery: RawDelivery): ReadDelivery;
};

/** What one inbox entry means, once its body was parsed. */
export type EntryMeaning =
  | { kind: 'orders'; news: OrderNews[] }
  /** the body only hints: fetch these orders with the store's own token and take what comes */
  | { kind: 'refetch-orders'; platformOrderIds: string[] }
  | { kind: 'customers'; customers: ToldCustomer[] }
  /** the same for customers: their message tells a part only */
  | { kind: 'refetch-customers'; platformCustomerIds: string[] }
  | { kind: 'customer-deleted'; platformCustomerId: string }
  | { kind: 'products'; platformProductIds: string[]; skus: Sku[]; isGone: boolean }
  /** what can be sold of items at places */
  | { kind: 'stock'; levels: ToldStock[] }
  /** two customers are one now */
  | { kind: 'customers-merged'; keptId: string; goneId: string }
  | { kind: 'store-changed' }
  /** null: the message names no store; only the platform's own answer shows that it left */
  | { kind: 'uninstalled'; storeDomain: string | null }
  | {
      kind: 'privacy-data-request';
      storeDomain: string;
      platformRequestId: string | null;
      customer: PrivacySubject;
      orderIds: string[];
    }
  | { kind: 'privacy-redact-customer'; storeDomain: string; customer: PrivacySubject; orderIds: string[] }
  | { kind: 'privacy-redact-store'; storeDomain: string }
  /** known topic with nothing for us to keep */
  | { kind: 'nothing'; why: string };

export type PrivacySubject = { platformCustomerId: string | null; email: string | null; phone: string | null };

export type OrderDialect = {
  /** the topics under which the platform tells of an order that is new, and of one that changed */
  changeTopics: { created: string; updated: string };
  /**
   * How many days back the platform shows orders to an app with these permissions; null: all of them. What is older and
   * here must not be taken for deleted because it is not shown.
   */
  reachDays(scopes: string): number | null;
  /**
   * Reads one inbox entry: topic and raw body to meaning. Pure.
   * Knows the webhook topics and the pulled shapes (`topic` "order:pulled" is one whole order of the API).
   * @param toldAt when the platform says that it happened (ISO 8601), for messages that carry no time of their own
   * @throws {Fault} `malformed`, not to be retried, when the body is not what the topic promises
   */
  read(topic: string, body: string, toldAt?: string): EntryMeaning;
  /** the platform's own export of orders as CSV, where it makes one */
  csv?: OrderExport;
};

/** An export of orders as CSV: several rows behind each other are one order. Columns are compared in small letters. */
export type OrderExport = {
  /** columns that it must have */
  needs: string[];
  /** the column whose value an order's rows share, and the one that is filled on its first row only */
  name: string;
  id: string;
  /**
   * The rows of one order as the body that topic "order:file" reads; empty cells are not in them.
   * @param exportedAt when the export was made, ISO 8601
   * @throws {Fault} `malformed`, when they are no order
   */
  order(rows: Readonly<Record<string, string>>[], exportedAt: string): Record<string, unknown>;
};

export type StoreFacts = {
  platformStoreId: string;
  name: string;
  email: string | null;
  currency: string;
  timeZone: string;
  planName: string | null;
};

/** A raw order as the API gave it: kept in the inbox and read by OrderDialect as topic "order:pulled". */
export type PulledOrder = {
  platformOrderId: string;
  updatedAt: string;
  body: string;
  /** just before we asked: the order is as it was then, or newer; ISO 8601 */
  askedAt: string;
};

/** A raw customer as the API gave it, read by OrderDialect as topic "customer:pulled". */
export type PulledCustomer = { platformCustomerId: string; body: string; askedAt: string };

/** Something beside orders, raw, under the topic that `read` knows it by. */
export type PulledThing = {
  topic: string;
  /** the same key is the same thing, unchanged */
  key: string;
  /** just before we asked; ISO 8601 */
  askedAt: string;
  body: string;
};

export type OrderWindow = {
  from: string | null;
  to: string;
  isKnown?: (orders: { platformOrderId: string; updatedAt: string }[]) => Promise<boolean[]>;
  /** told of orders that were left out because they are known */
  skipped?: (count: number) => Promise<unknown>;
  /** a platform that exports may do so where very many orders changed; see exportOrders */
  exporting?: Exporting;
};

/** An export that a platform makes in its own time: what is needed to go on with it after a crash. */
export type Exporting = {
  /** where an earlier try stands; null: nothing was begun */
  parts: ExportPart[] | null;
  /** told whenever a part moved on; what stands there was handed on and kept by then */
  progress: (parts: ExportPart[]) => Promise<void>;
  /** about so many orders come in one part; the platform's own choice without it */
  partSize?: number;
};

/** A part of an export: the orders that were created in [from, to), ISO 8601, null for open. */
export type ExportPart = {
  from: string | null;
  to: string | null;
  /** the platform's name for it; null: not begun */
  operation: string | null;
  /** so many orders of its file were kept */
  read: number;
  isRead: boolean;
};

export type { Publication };

export type AddOnToPublish = Offerable & {
  /** what it must be sold at, decimal text in its currency, ascending and distinct */
  prices: string[];
};

/** What was found of an add-on's product; null: it is gone. */
export type FoundPublication = { title: string; isOffered: boolean; variants: SoldVariant[] } | null;

/** One product as the platform knows it now, as far as targets and prices look at it. */
export type ProductFacts = {
  platformProductId: string;
  title: string;
  vendor: string;
  productType: string;
  tags: string[];
  collectionIds: string[];
  variants: { platformVariantId: string; title: string; price: string }[];
};

/** One product or collection that a merchant can aim an add-on at. */
export type CatalogueItem = { id: string; title: string; imageUrl: string | null };

/**
 * A store's API, bound to its token. Every call retries what can be retried and throws a Fault otherwise:
 * `unauthorized` when the token is dead, `throttled`, `platform-unavailable`, `platform-refused`.
 */
export type StoreApi = {
  facts(): Promise<StoreFacts>;
  /**
   * Makes sure that the platform tells us what we need to hear, where that is asked for by API.
   * @returns the topics that had to be asked for (again)
   */
  keepWebhooks(): Promise<string[]>;
  /** Whole orders by id; ids that the platform does not know are left out. */
  fetchOrders(platformOrderIds: string[]): Promise<PulledOrder[]>;
  /** The same for customers. */
  fetchCustomers(platformCustomerIds: string[]): Promise<PulledCustomer[]>;
  /**
   * Orders with updatedAt in [from, to], oldest change first, every nested list read to its end. `isKnown` is
   * asked, page by page, which of them need not be fetched.
   */
  pullOrders(window: OrderWindow): AsyncIterable<PulledOrder[]>;
  /**
   * Starts (or, with `parts`, picks up) a bulk export of all orders and streams it. `progress` is told where it
   * stands, so that after a crash it goes on there. A page that was handed on counts as kept once the next is asked for.
   */
  exportOrders(options: Exporting & { from: string | null }): AsyncIterable<PulledOrder[]>;
  /** every product, and every customer with an order, page by page */
  pullProducts(): AsyncIterable<PulledThing[]>;
  pullCustomers(): AsyncIterable<PulledThing[]>;
  /** how many pieces of every variant can be sold, and where */
  pullStock(): AsyncIterable<PulledThing[]>;
  countOrders(from: string | null): Promise<number>;
  publishAddOn(addOn: AddOnToPublish): Promise<Publication>;
  withdrawAddOn(publication: Publication): Promise<void>;
  /** Add-ons' products as they are now, by product id, in the order asked. */
  inspectAddOns(platformProductIds: string[]): Promise<FoundPublication[]>;
  /** What conditions look at; null: there is no such product. */
  productFacts(platformProductId: string): Promise<ProductFacts | null>;
  /** Writes the active offers where the widget reads them, without a network call of its own. */
  publishOffers(addOns: Offerable[], holdout?: OffersDocument['holdout'] | null, preTicked?: boolean): Promise<void>;
  /** Lets the storefront tell `url` what visitors see of add-ons, where they allow it. Doing it twice is doing it once. */
  tellSeenTo(url: string): Promise<void>;
  searchCatalogue(kind: 'product' | 'collection', text: string): Promise<CatalogueItem[]>;
};

export type { CanonicalOrder };
