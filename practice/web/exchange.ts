import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { escapeHtml, type Html } from './html';

/** One request with its answer still to be written. */
export type Exchange = {
  request: IncomingMessage;
  response: ServerResponse;
  method: string;
  url: URL;
  /** what the route's pattern caught */
  parts: readonly string[];
  cookies: ReadonlyMap<string, string>;
};

export type Route = readonly [method: string, path: RegExp, answer: (exchange: Exchange) => Promise<void> | void];

/** A listener that tries the routes from top to bottom; an error becomes a plain page that says what happened. */
export function listener(routes: readonly Route[]): RequestListener {
  return (request, response) => {
    const url = new URL(request.url ?? '/', 'http://practice.invalid');
    const asked = request.method ?? 'GET';
    const method = asked === 'HEAD' ? 'GET' : asked;
    void answer(routes, { request, response, method, url, parts: [], cookies: readCookies(request) }).catch((error) => {
      console.error(error);
      if (response.headersSent) response.end();
      else sendText(response, 500, `The practice platform stumbled: ${error instanceof Error ? error.message : error}`);
    });
  };
}

async function answer(routes: readonly Route[], exchange: Exchange): Promise<void> {
  for (const [method, path, run] of routes) {
    if (method !== '*' && method !== exchange.method) continue;
    const found = path.exec(exchange.url.pathname);
    if (!found) continue;
    await run({ ...exchange, parts: found.slice(1).map((part) => decodePart(part ?? '')) });
    return;
  }
  sendText(exchange.response, 404, 'Nothing lives at this address.');
}

export function sendHtml(
  response: ServerResponse,
  page: Html,
  status = 200,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', ...headers });
  response.end(page.text);
}

export function sendJson(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(value));
}

export function sendText(response: ServerResponse, status: number, text: string, type = 'text/html'): void {
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' });
  response.end(type === 'text/html' ? `<!doctype html><title>Practice</title><p>${escapeHtml(text)}</p>` : text);
}

export function sendAsset(response: ServerResponse, type: string, body: string | Buffer): void {
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' });
  response.end(body);
}

export function redirect(response: ServerResponse, to: string, status = 303): void {
  response.writeHead(status, { location: to, 'cache-control': 'no-store' });
  response.end();
}

/** Adds a cookie to the answer; lax, so that it never travels with a foreign post. */
export function setCookie(response: ServerResponse, name: string, value: string): void {
  const before = response.getHeader('set-cookie');
  const all = Array.isArray(before) ? before : before === undefined ? [] : [String(before)];
  response.setHeader('set-cookie', [
    ...all,
    `${name}=${encodeURIComponent(value)}; Path=/; Max-Age=1209600; SameSite=Lax; HttpOnly`,
  ]);
}

function readCookies(request: IncomingMessage): Map<string, string> {
  const found = new Map<string, string>();
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0) found.set(pair.slice(0, at).trim(), decodePart(pair.slice(at + 1).trim()));
  }
  return found;
}

function decodePart(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
