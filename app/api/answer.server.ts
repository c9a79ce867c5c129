import { randomUUID } from 'node:crypto';
import type { RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible';
import type { z } from 'zod';
import { opened } from '../cache/cache.server';
import { rateLimiter } from '../cache/rate-limit.server';
import { once } from '../db/once.server';
import { asFault } from '../domain/shared/fault';
import { log, withHop } from '../observability/log.server';
import { type ApiCaller, authenticateApiKey } from '../tenancy/api-keys-store.server';
import { may, type Permission } from '../tenancy/roles';
import { invalidBody, invalidFields, invalidQuery, Refusal } from './problem';

/** Requests of one key within one minute, counted where the cache is: see rate-limit.server.ts. */
const pointsPerMinute = 1800;

/** What each key has used up. */
export function limiter(): RateLimiterAbstract {
  return once('api.limiter', () => rateLimiter(opened(), { points: pointsPerMinute, duration: 60, keyPrefix: 'api' }));
}

type Asked<Query extends z.ZodType> = {
  permission: Permission;
  query: Query;
  work: (caller: ApiCaller, query: z.output<Query>) => Promise<unknown>;
};

/**
 * Answers one request of the REST API: the key says which store, the role whether, the schema what is asked;
 * `work` gives the answer. Every ending is JSON and carries the request's id. A Response that `work` gives
 * (a stream) is sent as it is.
 */
export async function answer<Query extends z.ZodType>(request: Request, resource: Asked<Query>): Promise<Response> {
  // Remix brings OPTIONS to loaders.
  if (request.method !== 'GET' && request.method !== 'HEAD') return onlyGet();
  return respond(request, resource, async () => queryOf(request), invalidQuery);
}

/** The same for PUT, whose body is JSON and is checked by the resource's schema in place of a query. */
export async function answerPut<Body extends z.ZodType>(request: Request, resource: Asked<Body>): Promise<Response> {
  if (request.method !== 'PUT') return only(['GET', 'PUT']);
  return respond(request, resource, () => bodyOf(request), invalidBody);
}

/** The same for POST, which asks for something to be done; a body that is missing is an empty one. */
export async function answerPost<Body extends z.ZodType>(request: Request, resource: Asked<Body>): Promise<Response> {
  if (request.method !== 'POST') return only(['POST']);
  return respond(request, resource, () => bodyOf(request, {}), invalidFields);
}

/** PUT where the body is a thing of ours, not a mirrored one. */
export async function answerPutOwn<Body extends z.ZodType>(request: Request, resource: Asked<Body>): Promise<Response> {
  if (request.method !== 'PUT') return only(['GET', 'PUT']);
  return respond(request, resource, () => bodyOf(request), invalidFields);
}

/** For resources that only take POST. */
export function onlyPost(): Response {
  return only(['POST']);
}

/** 429 for something that may be asked for only so often. */
export function tooMany(message: string, waitSeconds: number): Refusal {
  return new Refusal(429, { type: 'rate_limit', code: 'too_many_jobs', message, retryable: true }, waitSeconds);
}

async function respond<Query extends z.ZodType>(
  request: Request,
  resource: Asked<Query>,
  read: () => Promise<unknown>,
  invalid: (error: z.ZodError) => Refusal,
): Promise<Response> {
  const headers = new Headers({ 'cache-control': 'no-store' });
  const given = request.headers.get('x-request-id');
  const requestId = given ?? randomUUID();
  // The web server names every request and says so itself; twice would be one too many.
  if (given === null) headers.set('x-request-id', requestId);
  return withHop({ requestId }, async () => {
    try {
      const caller = await callerOf(request);
      await spend(caller, headers);
      if (!may(caller.role, resource.permission)) throw notAllowed(caller, resource.permission);
      const asked = resource.query.safeParse(await read());
      if (!asked.success) throw invalid(asked.error);
      const body = await withHop({ storeId: caller.storeId }, () => resource.work(caller, asked.data));
      if (!(body instanceof Response)) return Response.json(body, { headers });
      for (const [name, value] of headers) body.headers.set(name, value);
      return body;
    } catch (error) {
      return refuse(error, headers);
    }
  });
}

/** The ending of a request that gets no answer. */
export function refuse(error: unknown, headers = new Headers()): Response {
  const refusal = error instanceof Refusal ? error : asRefusal(error);
  if (refusal.retryAfter !== undefined) headers.set('retry-after', String(refusal.retryAfter));
  return Response.json({ error: refusal.problem }, { status: refusal.status, headers });
}

/** For methods that no resource has. */
export function onlyGet(): Response {
  return only(['GET']);
}

function only(methods: string[]): Response {
  const headers = new Headers({ allow: methods.join(', '), 'cache-control': 'no-store' });
  const message = `Only ${methods.join(' and ')} ${methods.length > 1 ? 'are' : 'is'} understood here.`;
  return refuse(new Refusal(405, { type: 'invalid_request', code: 'method_not_allowed', message }), headers);
}

/** 404 for a thing that this store does not have, whether or not another has it. */
export function notFound(what: string): Refusal {
  return new Refusal(404, {
    type: 'not_found',
    code: `${what}_not_found`,
    message: `There is no such ${what} in this store.`,
  });
}

async function callerOf(request: Request): Promise<ApiCaller> {
  const caller = await authenticateApiKey(request.headers.get('authorization'));
  if (caller) return caller;
  throw new Refusal(401, {
    type: 'authentication',
    code: 'invalid_api_key',
    message: 'Send a live API key as "Authorization: Bearer tgl_...". Keys are made in Settings.',
  });
}

async function spend(caller: ApiCaller, headers: Headers): Promise<void> {
  try {
    say(headers, await limiter().consume(caller.keyId));
  } catch (spent) {
    if (spent instanceof Error) throw spent;
    say(headers, spent as RateLimiterRes);
    headers.set('retry-after', headers.get('ratelimit-reset') ?? '60');
    throw new Refusal(429, {
      type: 'rate_limit',
      code: 'too_many_requests',
      message: `More than ${pointsPerMinute} requests in a minute. Wait as long as Retry-After says.`,
      retryable: true,
    });
  }
}

function say(headers: Headers, result: RateLimiterRes): void {
  headers.set('ratelimit-limit', String(pointsPerMinute));
  headers.set('ratelimit-remaining', String(result.remainingPoints));
  headers.set('ratelimit-reset', String(Math.ceil(result.msBeforeNext / 1000)));
}

function notAllowed(caller: ApiCaller, permission: Permission): Refusal {
  return new Refusal(403, {
    type: 'permission',
    code: 'not_allowed',
    message: `A key with the role "${caller.role}" may not do this (${permission}).`,
  });
}

/** One value per name; a name given twice is refused rather than guessed at. */
function queryOf(request: Request): Record<string, string> {
  const query: Record<string, string> = {};
  for (const [name, value] of new URL(request.url).searchParams) {
    if (Object.hasOwn(query, name)) {
      throw new Refusal(400, {
        type: 'invalid_request',
        code: 'invalid_query',
        message: `The query is not right: ${name} is given twice.`,
        details: [{ field: name, message: 'is given twice' }],
      });
    }
    query[name] = value;
  }
  return query;
}

const bodyBytesMax = 64 * 1024;

async function bodyOf(request: Request, missing?: unknown): Promise<unknown> {
  const text = await request.text();
  if (text === '' && missing !== undefined) return missing;
  if (text.length <= bodyBytesMax) {
    try {
      return JSON.parse(text);
    } catch {
      // Told below.
    }
  }
  const message = `Send JSON of at most ${bodyBytesMax / 1024} kB.`;
  throw new Refusal(400, { type: 'invalid_request', code: 'invalid_body', message });
}

function asRefusal(error: unknown): Refusal {
  const fault = asFault(error);
  if (fault.reasonClass === 'invalid') {
    return new Refusal(400, { type: 'invalid_request', code: 'invalid', message: fault.publicMessage });
  }
  if (fault.reasonClass === 'not-found') {
    return new Refusal(404, { type: 'not_found', code: 'not_found', message: fault.publicMessage });
  }
  if (isRefusedValue(error)) {
    const message = 'A value of this request cannot be looked for, such as a character that no text may hold.';
    return new Refusal(400, { type: 'invalid_request', code: 'invalid', message });
  }
  log.error({ err: error }, 'an API request failed');
  return new Refusal(500, {
    type: 'server',
    code: 'internal',
    message: 'Something went wrong on our side. The request id leads us to it.',
    retryable: fault.retry,
  });
}

/** Class 22 of the database's errors: what was asked for is no value of its kind. */
function isRefusedValue(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' && /^22...$/.test(code);
}
