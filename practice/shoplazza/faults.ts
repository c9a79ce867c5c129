import type { DeliveryFaults } from '../deliveries';

export { applyFaults } from '../apply-faults';

/** What goes wrong on purpose. Set by POST /control/faults; every part is optional there. */
export type Faults = {
  /** answer in the dialect of 2022-01, whatever version is asked */
  oldDialect: boolean;
  /** lists leave their sort order aside */
  unsorted: boolean;
  /** the list of refunds is not there (404) */
  withoutRefundRecords: boolean;
  /** the places of stock are not shown (404) */
  withoutPlaces: boolean;
  /** this many API calls are answered with 503 */
  unavailable: number;
  /** this many API calls are answered with 429, whatever the buckets hold */
  throttled: number;
  /** this many API calls that change something are carried out, and the connection is closed before they are answered */
  loseChanges: number;
  /** 429 names the seconds to wait */
  retryAfter: boolean;
  /** the next answers are broken, one each: HTML of a proxy, JSON that ends in the middle, a list of orders that are none, whatever was asked for */
  broken: ('html' | 'cut' | 'senseless')[];
  /** the token endpoint refuses */
  refuseTokens: boolean;
  /** the token endpoint answers 503 */
  tokensUnavailable: boolean;
  /** its answers do not say when a token ends */
  withoutExpiry: boolean;
  /** how long tokens live */
  tokenSeconds: number;
  /** topics that cannot be subscribed to */
  unknownTopics: string[];
  webhooks: DeliveryFaults & {
    /** bodies come without their wrapping, as 2022-01 sends them */
    bare: boolean;
    /** nothing names the delivery */
    withoutId: boolean;
    /** the farewell names no store */
    namelessFarewell: boolean;
  };
  /** the two buckets: of this app in a store, and of all apps in it */
  buckets: { app: number; appPerSecond: number; store: number; storePerSecond: number };
};

export function noFaults(): Faults {
  return {
    oldDialect: false,
    unsorted: false,
    withoutRefundRecords: false,
    withoutPlaces: false,
    unavailable: 0,
    throttled: 0,
    loseChanges: 0,
    retryAfter: true,
    broken: [],
    refuseTokens: false,
    tokensUnavailable: false,
    withoutExpiry: false,
    tokenSeconds: 365 * 86_400,
    unknownTopics: ['orders/fulfilled'],
    webhooks: { paused: false, retryScale: 1, duplicate: 0, bare: false, withoutId: false, namelessFarewell: false },
    buckets: { app: 40, appPerSecond: 2, store: 80, storePerSecond: 20 },
  };
}
