import type { Delivery } from '../../deliveries';
import type { MarketInfo } from '../world';

export type StoreDoc = {
  /** the domain: stores are found by it */
  id: string;
  shopId: string;
  name: string;
  email: string;
  currency: string;
  timeZone: string;
  countryCode: string;
  taxesIncluded: boolean;
  createdAt: string;
  planName: string;
  installed: boolean;
  installationId: string;
  lastOrderNumber: number;
  locations: { id: string; name: string }[];
  publications: { id: string; name: string }[];
  markets: (MarketInfo & { id: string; primary: boolean })[];
  /** blocks of the app that the merchant took out of the theme; all others stand in it */
  removedBlocks?: string[];
  /** the app's web pixel, once it was activated; settings as JSON text */
  webPixel?: { id: string; settings: string };
};

export type TokenDoc = {
  /** the access token itself */
  id: string;
  refreshToken: string | null;
  scope: string;
  createdAt: string;
  /** null: does not expire */
  expiresAt: string | null;
  refreshExpiresAt: string | null;
  online: boolean;
};

export type MetafieldDoc = {
  /** ownerGid|namespace|key */
  id: string;
  metafieldId: string;
  ownerGid: string;
  namespace: string;
  key: string;
  type: string;
  value: string;
  createdAt: string;
  updatedAt: string;
};

/** A market's own price of a variant; its price list has the market's id. */
export type FixedPriceDoc = { /** market|variant */ id: string; marketId: string; variantId: string; amount: string };

export type SubscriptionDoc = {
  id: string;
  /** orders/create */
  topic: string;
  uri: string;
  includeFields: string[];
  filter: string | null;
  name: string | null;
  createdAt: string;
  failures: number;
};

export type BulkDoc = {
  id: string;
  query: string;
  status: 'CREATED' | 'RUNNING' | 'COMPLETED' | 'CANCELING' | 'CANCELED' | 'FAILED';
  errorCode: string | null;
  createdAt: string;
  completedAt: string | null;
  objectCount: number;
  rootObjectCount: number;
  fileSize: number | null;
  /** the file's unguessable name */
  file: string | null;
  grouped: boolean;
};

/** One webhook on its way: the same body and id at every attempt. */
export type DeliveryDoc = Delivery & {
  eventId: string;
  /** of a subscription that has one */
  name: string | null;
};
