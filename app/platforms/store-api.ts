import type { Pieces } from '../domain/addons/fulfil-at-once';
import type { Offerable, OffersDocument, Publication, SoldVariant } from '../domain/addons/offers';

/** What the port asks of a store's API, and what it hands back: see platform.ts. */

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

export type { Pieces, Publication };

/** What became of prices by currency: where the platform has none of its own, so that the rate applies, and where some were wrong. */
export type CurrencyPricing = { atTheRate: string[]; mended: string[] };

/** A currency that the store's markets price in, and what those prices are called there. */
export type CurrencyOfStore = { currency: string; markets: string[] };

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

/** What a merchant can aim an add-on at, and look for. */
export const catalogueKinds = ['product', 'variant', 'collection'] as const;
export type CatalogueKind = (typeof catalogueKinds)[number];
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
  /**
   * Has the add-on cost, in other currencies, what the merchant named there; where nothing is named, what the rate makes of it.
   * What is right already is not written.
   */
  setCurrencyPrices(addOn: Offerable, publication: Publication): Promise<CurrencyPricing>;
  /** The currencies in which a price may be named; none where the platform has no such prices. */
  currenciesOfStore(): Promise<CurrencyOfStore[]>;
  withdrawAddOn(publication: Publication): Promise<void>;
  /** Add-ons' products as they are now, by product id, in the order asked. */
  inspectAddOns(platformProductIds: string[]): Promise<FoundPublication[]>;
  /** What conditions look at; null: there is no such product. */
  productFacts(platformProductId: string): Promise<ProductFacts | null>;
  /**
   * Marks pieces of an order as fulfilled, without a parcel and without telling the shopper: of each line no more than are
   * asked for, and no more than are still open. So what is fulfilled already, or was called off, is left alone.
   * @returns what was open and is fulfilled now
   * @throws {Fault} `platform-refused` where the platform holds the order or does not allow it; `conflict`, to be tried
   * again, while it has not yet made up what is to be fulfilled
   */
  fulfilLines(platformOrderId: string, lines: Pieces[]): Promise<Pieces[]>;
  /** Writes the active offers where the widget reads them, without a network call of its own. */
  publishOffers(addOns: Offerable[], holdout?: OffersDocument['holdout'] | null, preTicked?: boolean): Promise<void>;
  /** Lets the storefront tell `url` what visitors see of add-ons, where they allow it. Doing it twice is doing it once. */
  tellSeenTo(url: string): Promise<void>;
  /** Things by their name, for somebody who types: one call for each answer. Variants are those of the products that are found. */
  searchCatalogue(kind: CatalogueKind, text: string): Promise<CatalogueItem[]>;
};
