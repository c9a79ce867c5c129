import { parse } from 'lossless-json';
import type { StoreId } from '../../domain/shared/ids';
import { callsOf, type Sent } from '../platform-call.server';
import { apiVersion } from './app.server';
import { contentOf } from './envelope';
import { faultOfReply, type Reply, requestFailed } from './faults';
import { offlineToken, refusedToken } from './token-broker.server';
import { shoplazzaFetch } from './transport.server';

/**
 * Calls a store's API with its token; what can be tried again is tried again. Answers come without the newer dialect's wrapping
 * and with every digit (numbers as lossless-json gives them).
 */
export type StoreClient = {
  /** @returns null when there is no such thing */
  get(path: string, query?: Query): Promise<Record<string, unknown> | null>;
  send(
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
    options?: { isOnce?: boolean },
  ): Promise<Record<string, unknown> | null>;
};
export type Query = Record<string, string | number | readonly string[] | null | undefined>;

/**
 * The app's own bucket of a store. The store's bucket of all apps (80, refilled by 20 a second) is never the smaller one for
 * us alone; other apps may empty it, which a 429 tells.
 */
const bucket = { maximum: 40, restoreRate: 2 };

export function storeClient(storeId: StoreId, version = apiVersion): StoreClient {
  const call = callsOf({ storeId, platform: 'shoplazza', unknown: bucket });
  const ask = async (method: string, path: string, query: Query, body: unknown, options?: { isOnce?: boolean }) => {
    const operation = `${method} ${path.replace(/\/[\w-]*\d[\w-]*/g, '/{id}')}`;
    const address = `/openapi/${version}${path}${searchOf(query)}`;
    const reply = await call<Reply>(
      () => 1,
      (attempt) => send(storeId, { operation, method, address, body }, attempt),
      options,
    );
    return reply.status === 404 ? null : contentOf(reply.body);
  };
  return {
    get: (path, query = {}) => ask('GET', path, query, undefined),
    send: (method, path, body, options) => ask(method, path, {}, body, options),
  };
}

type Call = { operation: string; method: string; address: string; body: unknown };

async function send(storeId: StoreId, call: Call, attempt: number): Promise<Sent<Reply>> {
  const { shop, token } = await offlineToken(storeId);
  const nothing = { status: null, used: 1 };
  let reply: Reply;
  try {
    const answer = await shoplazzaFetch(`https://${shop}${call.address}`, {
      method: call.method,
      headers: { 'access-token': token, accept: 'application/json', 'content-type': 'application/json' },
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    });
    reply = { status: answer.status, headers: answer.headers, body: readJson(await answer.text()) };
  } catch (error) {
    return { fault: requestFailed(call.operation, error), ...nothing };
  }
  if (reply.status === 401) return { fault: await refusedToken(shop, token, attempt), ...nothing };
  const fault = reply.status === 404 ? null : faultOfReply(call.operation, reply);
  return fault ? { fault, ...nothing } : { reply, ...nothing };
}

function readJson(text: string): unknown {
  if (text === '') return {};
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

/** A list is the same name several times. */
function searchOf(query: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === null || value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one));
  }
  return search.size === 0 ? '' : `?${search}`;
}
