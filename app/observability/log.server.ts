import { AsyncLocalStorage } from 'node:async_hooks';
import { pino } from 'pino';
import { once } from '../db/once.server';

/**
 * Logs as JSON lines. What could name a person or open a door is cut before it is written; ids that
 * let an operator follow one request or delivery through every hop are added by themselves.
 */

/** What a log line carries by itself while the work of one request, delivery or job runs. */
export type Hop = { requestId?: string; storeId?: string; deliveryId?: string; jobId?: string };

const hops = once('hops', () => new AsyncLocalStorage<Hop>());

const secretNames = [
  'authorization',
  'cookie',
  'accessToken',
  'access_token',
  'refreshToken',
  'refresh_token',
  'id_token',
  'hmac',
  'apiSecret',
  'password',
  'token',
  'email',
  'phone',
  'address1',
  'address2',
  'customerName',
  'firstName',
  'lastName',
  'body',
];

/** The log of this process. Entries set `log.level` from the configuration; the bundle of the pages shares it. */
export const log = once('log', () =>
  pino({
    level: 'info',
    base: null,
    redact: {
      paths: secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
      censor: '[cut]',
    },
    mixin: () => hops.getStore() ?? {},
    serializers: { err: describeError },
  }),
);

/** Runs `work` so that every log line in it, however deep, carries the ids of `hop`. */
export function withHop<T>(hop: Hop, work: () => T): T {
  return hops.run({ ...hops.getStore(), ...hop }, work);
}

/** The ids of the request, delivery or job that is running, to hand on to the next hop. */
export function currentHop(): Hop {
  return hops.getStore() ?? {};
}

/** An error as fields that are safe to keep: its name, message and stack, without the objects that libraries hang on it. */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const code = (error as { code?: unknown }).code;
  return {
    name: error.name,
    message: withoutTokens(error.message),
    ...(typeof code === 'string' ? { code } : {}),
    stack: withoutTokens(error.stack ?? ''),
    ...(error.cause instanceof Error ? { cause: describeError(error.cause) } : {}),
  };
}

/** Some libraries put whole tokens into their messages. */
function withoutTokens(text: string): string {
  return text
    .replace(/eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+/g, '[token cut]')
    .replace(/shp(at|rt|ca|ss)_[A-Za-z0-9_-]+/g, '[token cut]');
}
