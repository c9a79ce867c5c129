import type { PracticeClock } from '../clock';

/**
 * What the rooms of the practice Shopify (storefront, admin shell, stock) may ask of it. They reach the
 * ledger only by `execute`, with the real platform's own queries and mutations.
 */
export type World = {
  options: PracticeOptions;
  stores(): StoreInfo[];
  /** Runs Admin GraphQL 2026-10 inside the process, with every scope and without cost. */
  execute(domain: string, query: string, variables?: Record<string, unknown>): Promise<ExecuteReply>;
  clock: PracticeClock;
  /** Runs `work` as if it were `at`: everything that `work` writes carries that time. */
  at<T>(at: Date, work: () => Promise<T>): Promise<T>;
  /** Runs `work` without sending any webhook for `domain`: for history, which happened before the app came. */
  quietly<T>(domain: string, work: () => Promise<T>): Promise<T>;
  /** What App Bridge's `idToken()` gives: HS256 by the app's secret, good for one minute. */
  sessionToken(domain: string): string;
  /** The merchant agrees to the app (managed installation). Nothing is sent; tokens are exchanged later. */
  install(domain: string): void;
  /** Whether a customer has shown that their e-mail address is theirs; the platform decides it, no mutation does. */
  setVerifiedEmail(domain: string, customerId: string, verified: boolean): void;
  /** The merchant puts a block of the app's theme extension into the theme, or takes it out. */
  placeBlock(domain: string, handle: string, placed: boolean): void;
  /** What the app gave its web pixel; null while it has none. */
  webPixel(domain: string): Record<string, unknown> | null;
  /** The app's own metafields (owner AppInstallation), as Liquid reads them at `app.metafields`. */
  appMetafields(domain: string): AppMetafield[];
  /** Forwards a storefront call of the app proxy to the app, signed; null when `path` is not the proxy's. */
  forwardToApp(domain: string, request: ProxiedCall): Promise<ProxiedReply | null>;
  /** Known once the servers listen. */
  urls(): PracticeUrls;
};

export type PracticeOptions = {
  /** where the ledger is kept; null keeps it in memory */
  dataDir: string | null;
  apiPort: number;
  adminPort: number;
  storefrontPort: number;
  appUrl: string;
  apiKey: string;
  apiSecret: string;
  /** the app's shopify.app.toml: scopes, webhook subscriptions, app proxy */
  tomlFile: string;
  /** the theme app extension's folder */
  extensionDir: string;
  /** the store that stands from the start */
  storeDomain?: string;
};

export type PracticeUrls = { apiUrl: string; adminUrl: string; storefrontUrl: string };

export type StoreInfo = {
  /** numeric text */
  id: string;
  /** `{handle}.myshopify.com` */
  domain: string;
  handle: string;
  name: string;
  email: string;
  currency: string;
  timeZone: string;
  countryCode: string;
  installed: boolean;
  markets: MarketInfo[];
  /** blocks of the app's theme extension that do not stand in the theme, by file name */
  removedBlocks: string[];
};

export type MarketInfo = {
  name: string;
  handle: string;
  countryCode: string;
  currency: string;
  /** decimal text: presentment = shop times rate */
  rate: string;
};

export type ExecuteReply = {
  // biome-ignore lint/suspicious/noExplicitAny: the shape is the query's, which the caller wrote
  data?: any;
  errors?: readonly { message: string; extensions?: Record<string, unknown> }[];
};

export type AppMetafield = { namespace: string; key: string; type: string; value: string };

export type ProxiedCall = {
  method: string;
  /** path and query as the shopper's browser asked */
  url: string;
  headers: Record<string, string | undefined>;
  body: Buffer | null;
  loggedInCustomerId: string | null;
};

export type ProxiedReply = { status: number; headers: Record<string, string>; body: Buffer };
