import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type DefinitionNode, Kind } from 'graphql';
import { answerControl } from './control';
import type { BrokenAnswer } from './faults';
import { costOf } from './graphql/cost';
import { prepare, runGraphql } from './graphql/execute';
import { mutationRoot } from './graphql/mutations';
import { answerTokenRequest, scopesOfToken } from './oauth';
import type { PracticePlatform } from './platform';
import type { StoreRoom } from './store-room';

const mostBytes = 64_000_000;
const mostCost = 1000;

/** The API door: token endpoint, Admin GraphQL, bulk files, and the control API. */
export function createApi(platform: PracticePlatform): RequestListener {
  return (request, response) => {
    void answer(platform, request, response).catch((error) => {
      console.error(error);
      if (!response.headersSent) sendJson(response, 500, { errors: 'Internal Server Error' });
      else response.end();
    });
  };
}

async function answer(platform: PracticePlatform, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://api.invalid');
  if (url.pathname === '/healthz') return sendJson(response, 200, { ok: true });
  if (url.pathname.startsWith('/control/')) {
    const body = request.method === 'POST' ? readJson(await readAll(request)) : {};
    const { status, reply } = await answerControl(platform, request.method ?? 'GET', url, body);
    return sendJson(response, status, reply);
  }
  const file = /^\/bulk\/([\w-]+)\.jsonl$/.exec(url.pathname)?.[1];
  if (file !== undefined) {
    const body = await platform.bulk.read(file);
    if (body === null) return sendJson(response, 404, { errors: 'Not Found' });
    return sendFile(body, platform.faults.bulk.cutAfter.shift(), request, response);
  }
  const domain = storeOf(request);
  const room = platform.room(domain);
  if (room === null) return sendJson(response, 404, { errors: 'Not Found' });
  if (url.pathname === '/admin/oauth/access_token' && request.method === 'POST') {
    const raw = await readAll(request);
    const type = request.headers['content-type'] ?? '';
    const given = type.includes('json') ? readJson(raw) : Object.fromEntries(new URLSearchParams(raw.toString('utf8')));
    await pause(platform.faults.tokens.delayMs);
    if (platform.faults.tokens.unavailable) return sendJson(response, 503, { errors: 'Service Unavailable' });
    const { status, body } = answerTokenRequest({
      room,
      given,
      apiKey: platform.options.apiKey,
      apiSecret: platform.options.apiSecret,
      scopes: platform.config().scopes,
      faults: platform.faults,
      counts: platform.tokenRequests,
    });
    return sendJson(response, status, body);
  }
  const version = /^\/admin\/api\/([\w-]+)\/graphql\.json$/.exec(url.pathname)?.[1];
  if (version !== undefined && request.method === 'POST')
    return answerGraphql(platform, room, version, request, response);
  return sendJson(response, 404, { errors: 'Not Found' });
}

/** A file, or what a range asks of it; cut after so many bytes when that is the fault of the day. */
function sendFile(
  body: Buffer,
  cutAfter: number | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const part = body.subarray(from);
  response.writeHead(from > 0 ? 206 : 200, {
    ...{ 'content-type': 'application/jsonl', 'content-length': part.length },
    ...(from > 0 && { 'content-range': `bytes ${from}-${body.length - 1}/${body.length}` }),
  });
  if (cutAfter === undefined) response.end(part);
  else response.write(part.subarray(0, cutAfter), () => response.destroy());
}

function breakOff(broken: BrokenAnswer, response: ServerResponse): void {
  switch (broken) {
    case 'html':
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<!doctype html><title>Please wait</title><h1>Checking your browser ...</h1>');
      return;
    case 'cut':
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('{"data":{"orders":{"nodes":[{"id":"gid://shopify/Or');
      return;
    case 'hang':
      return;
    case 'reset':
      response.socket?.destroy();
      return;
    case 'internal':
      sendJson(response, 200, {
        errors: [{ message: 'Internal error.', extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
      });
  }
}

async function answerGraphql(
  platform: PracticePlatform,
  room: StoreRoom,
  version: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = readJson(await readAll(request));
  const { faults } = platform;
  platform.apiCalls.count += 1;
  await pause(faults.graphql.delayMs);
  if (faults.graphql.unavailable > 0) {
    faults.graphql.unavailable -= 1;
    response.setHeader('retry-after', '1');
    return sendJson(response, 503, { errors: 'Service Unavailable' });
  }
  const broken = faults.graphql.broken.shift();
  if (broken) return breakOff(broken, response);
  const token = request.headers['x-shopify-access-token'];
  const scopes = scopesOfToken(room, Array.isArray(token) ? token[0] : token);
  if (scopes === null) {
    return sendJson(response, 401, {
      errors: '[API] Invalid API key or access token (unrecognized login or wrong password)',
    });
  }
  response.setHeader('x-shopify-api-version', version);
  const query = String(body.query ?? '');
  const variables = (body.variables ?? {}) as Record<string, unknown>;
  const { document, errors } = prepare(query);
  if (document === null || errors.length > 0) return sendJson(response, 200, { errors });
  const requested = costOf(document, variables);
  const bucket = platform.bucket(room.domain);
  const throttled = faults.graphql.throttle > 0;
  if (throttled) faults.graphql.throttle -= 1;
  if (requested > mostCost) {
    return sendJson(response, 200, {
      errors: [
        {
          message: `Query cost is ${requested}, which exceeds the single query max cost limit (${mostCost}).`,
          extensions: { code: 'MAX_COST_EXCEEDED', cost: requested, maxCost: mostCost },
        },
      ],
    });
  }
  if (throttled || !bucket.take(requested)) {
    return sendJson(response, 200, {
      errors: [
        {
          message: 'Throttled',
          extensions: { code: 'THROTTLED', documentation: 'https://shopify.dev/api/usage/rate-limits' },
        },
      ],
      extensions: { cost: { requestedQueryCost: requested, actualQueryCost: null, throttleStatus: bucket.status() } },
    });
  }
  const operationName = typeof body.operationName === 'string' ? body.operationName : undefined;
  const result = await runGraphql({
    query,
    variables,
    operationName,
    context: platform.context(room, scopes),
    mutations: mutationRoot,
  });
  const actual = Math.min(requested, costOf(document, variables, result.data ?? {}));
  bucket.give(requested - actual);
  if (faults.graphql.loseChanges > 0 && document.definitions.some(isMutation)) {
    faults.graphql.loseChanges -= 1;
    return breakOff('reset', response);
  }
  sendJson(response, 200, {
    ...(result.data === undefined ? {} : { data: result.data }),
    ...(result.errors === undefined ? {} : { errors: result.errors }),
    extensions: { cost: { requestedQueryCost: requested, actualQueryCost: actual, throttleStatus: bucket.status() } },
  });
}

function isMutation(one: DefinitionNode): boolean {
  return one.kind === Kind.OPERATION_DEFINITION && one.operation === 'mutation';
}

/** The store that is meant: the app's transport says it in x-forwarded-host, a real client by the host itself. */
function storeOf(request: IncomingMessage): string {
  const forwarded = request.headers['x-forwarded-host'];
  const host = (Array.isArray(forwarded) ? forwarded[0] : forwarded) ?? request.headers.host ?? '';
  return (host.split(':')[0] ?? '').toLowerCase();
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > mostBytes) throw new RangeError('body too large');
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

function readJson(raw: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(raw.toString('utf8') || '{}');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'x-request-id': randomUUID(),
  });
  response.end(text);
}

function pause(ms: number): Promise<void> {
  return ms > 0 ? new Promise((resolve) => setTimeout(resolve, ms)) : Promise.resolve();
}
