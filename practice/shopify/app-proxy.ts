import { createHmac } from 'node:crypto';
import type { AppConfig } from './app-config';
import type { ProxiedCall, ProxiedReply } from './world';

/**
 * Forwards /{prefix}/{subpath}/* of a storefront to the app: cookies stay behind, the query gets the shop, the
 * customer, the time and a signature over all of it (hex HMAC of the sorted pairs, joined without `&`).
 */
export async function forwardToApp(options: {
  domain: string;
  call: ProxiedCall;
  config: AppConfig;
  apiSecret: string;
}): Promise<ProxiedReply | null> {
  const { call, config } = options;
  const proxy = config.appProxy;
  if (proxy === null) return null;
  const asked = new URL(call.url, 'http://storefront.invalid');
  const prefix = `/${proxy.prefix}/${proxy.subpath}`;
  if (asked.pathname !== prefix && !asked.pathname.startsWith(`${prefix}/`)) return null;
  const target = new URL(proxy.url + asked.pathname.slice(prefix.length));
  const query = new URLSearchParams(asked.search);
  for (const name of ['shop', 'logged_in_customer_id', 'path_prefix', 'timestamp', 'signature']) query.delete(name);
  query.set('shop', options.domain);
  query.set('logged_in_customer_id', call.loggedInCustomerId ?? '');
  query.set('path_prefix', prefix);
  query.set('timestamp', String(Math.floor(Date.now() / 1000)));
  query.set('signature', proxySignature(query, options.apiSecret));
  target.search = query.toString();
  const headers: Record<string, string> = { 'x-forwarded-host': options.domain };
  for (const name of ['accept', 'accept-language', 'content-type', 'user-agent']) {
    const value = call.headers[name];
    if (value !== undefined) headers[name] = value;
  }
  const response = await fetch(target, {
    method: call.method,
    headers,
    redirect: 'manual',
    signal: AbortSignal.timeout(10_000),
    ...(call.body === null || call.method === 'GET' || call.method === 'HEAD'
      ? {}
      : { body: new Uint8Array(call.body) }),
  });
  const kept = [...response.headers].filter(
    ([name]) => !['set-cookie', 'connection', 'transfer-encoding', 'content-encoding', 'content-length'].includes(name),
  );
  return {
    status: response.status,
    headers: Object.fromEntries(kept),
    body: Buffer.from(await response.arrayBuffer()),
  };
}

export function proxySignature(query: URLSearchParams, secret: string): string {
  const names = [...new Set(query.keys())].filter((name) => name !== 'signature');
  const text = names
    .map((name) => `${name}=${query.getAll(name).join(',')}`)
    .sort()
    .join('');
  return createHmac('sha256', secret).update(text).digest('hex');
}
