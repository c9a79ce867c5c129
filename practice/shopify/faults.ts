import type { DeliveryFaults } from '../deliveries';

export { applyFaults } from '../apply-faults';

/** A page of a proxy with status 200, JSON that ends in the middle, no answer, a closed connection, GraphQL's own error. */
export type BrokenAnswer = 'html' | 'cut' | 'hang' | 'reset' | 'internal';

/** What goes wrong on purpose. Set by POST /control/faults; every part is optional there. */
export type Faults = {
  webhooks: Required<DeliveryFaults> & {
    /**
     * customers/create and customers/update come without tags and consents, as Shopify documents it from 2025-01 on
     * (they have topics of their own)
     */
    leanCustomers: boolean;
  };
  tokens: {
    /** answers without expires_in, as has been seen */
    omitExpiresIn: boolean;
    /** the token endpoint refuses: null or an OAuth error such as invalid_grant */
    refuse: string | null;
    /** how long an access token lives */
    expiresInSeconds: number;
    delayMs: number;
    /** the token endpoint answers 503 */
    unavailable: boolean;
  };
  graphql: {
    /** this many requests are answered with 503 */
    unavailable: number;
    /** this many requests are answered with THROTTLED */
    throttle: number;
    /** this many mutations are carried out, and the connection is closed before they are answered */
    loseChanges: number;
    /** bucket of the leaky bucket, and points per second */
    bucket: number;
    restore: number;
    delayMs: number;
    /** the next answers are broken, one each */
    broken: BrokenAnswer[];
  };
  bulk: {
    /** how long a bulk operation stays RUNNING at least */
    durationMs: number;
    /** the next operations end FAILED */
    fail: number;
    /** operations that may run at once; the real platform allowed one until 2026 */
    atOnce: number;
    /** the next downloads are cut after so many bytes, one each */
    cutAfter: number[];
  };
};

export function noFaults(): Faults {
  return {
    webhooks: { duplicate: 0, lose: 0, delayMs: 0, disorderMs: 0, retryScale: 1, paused: false, leanCustomers: false },
    tokens: { omitExpiresIn: false, refuse: null, expiresInSeconds: 3600, delayMs: 0, unavailable: false },
    graphql: { unavailable: 0, throttle: 0, loseChanges: 0, bucket: 2000, restore: 100, delayMs: 0, broken: [] },
    bulk: { durationMs: 0, fail: 0, atOnce: 5, cutAfter: [] },
  };
}
