import type { Rule } from '../domain/addons/targeting';
import type { Sku } from '../domain/catalogue/sku';
import type { ToldStock } from '../domain/catalogue/stock';
import type { ToldCustomer } from '../domain/customers/customer';
import type { CanonicalOrder, OrderNews } from '../domain/orders/order';
import type { PlatformName, StoreId } from '../domain/shared/ids';
import type { StoreApi } from './store-api';

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
  /** prices may be named in other currencies than the store's */
  pricesByCurrency: boolean;
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

export type * from './store-api';
export type { CanonicalOrder };
