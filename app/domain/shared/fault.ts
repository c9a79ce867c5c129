/**
 * A thing that went wrong and that somebody must hear of. Who makes the fault decides whether trying
 * again helps; jobs look only at `retry`. Expected endings are values, not faults.
 */
export type ReasonClass =
  | 'malformed'
  | 'unknown-store'
  | 'unauthorized'
  | 'throttled'
  | 'platform-unavailable'
  | 'platform-refused'
  | 'conflict'
  | 'not-found'
  | 'invalid'
  | 'bug';

export class Fault extends Error {
  readonly reasonClass: ReasonClass;
  readonly retry: boolean;
  /** Safe to show to a merchant: says what happened and what to do. */
  readonly publicMessage: string;
  /** Wait at least this long before the next try, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(options: {
    reasonClass: ReasonClass;
    retry: boolean;
    publicMessage: string;
    message?: string;
    retryAfterMs?: number;
    cause?: unknown;
  }) {
    super(options.message ?? options.publicMessage, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Fault';
    this.reasonClass = options.reasonClass;
    this.retry = options.retry;
    this.publicMessage = options.publicMessage;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** Anything thrown, as a fault: unknown errors are bugs that may be tried again. */
export function asFault(error: unknown): Fault {
  if (error instanceof Fault) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new Fault({
    reasonClass: 'bug',
    retry: true,
    publicMessage: 'Something went wrong on our side.',
    message,
    cause: error,
  });
}
