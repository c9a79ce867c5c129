/** A page of a proxy with status 200, JSON that ends in the middle, no answer, a closed connection, GraphQL's own error. */
export type BrokenAnswer = 'html' | 'cut' | 'hang' | 'reset' | 'internal';

/** What goes wrong on purpose. Set by POST /control/faults; every part is optional there. */
export type Faults = {
  webhooks: {
    /** chance from 0 to 1 that a delivery goes out twice */
    duplicate: number;
    /** chance that a delivery never goes out */
    lose: number;
    /** every delivery waits this long */
    delayMs: number;
    /** every delivery waits a random time up to this, so that their order is lost */
    disorderMs: number;
    /** multiplies the waits between retries: 0.001 makes four hours fifteen seconds */
    retryScale: number;
    /** nothing is sent while true; what happens meanwhile is sent afterwards */
    paused: boolean;
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
    graphql: { unavailable: 0, throttle: 0, bucket: 2000, restore: 100, delayMs: 0, broken: [] },
    bulk: { durationMs: 0, fail: 0, atOnce: 5, cutAfter: [] },
  };
}

/** Takes over what is given; unknown names are an error, so that a misspelt fault does not pass unnoticed. */
export function applyFaults(faults: Faults, given: Record<string, Record<string, unknown>>): void {
  for (const [room, values] of Object.entries(given)) {
    if (!(room in faults)) throw new RangeError(`no such faults: ${room}`);
    const of = faults[room as keyof Faults];
    for (const [name, value] of Object.entries(values)) {
      if (!(name in of)) throw new RangeError(`no such fault: ${room}.${name}`);
      Object.assign(of, { [name]: value });
    }
  }
}
