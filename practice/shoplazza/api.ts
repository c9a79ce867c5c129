import { readBody } from '../web/body';
import { type Exchange, sendJson, sendText } from '../web/exchange';
import type { ApiCall } from './api-call';
import { answerCatalogue } from './api-catalogue';
import { answerOrders } from './api-orders';
import { answerSettings } from './api-settings';
import { answerFunctions } from './cart-function';
import { type Dialect, envelope } from './dialect';
import type { Platform } from './platform';
import { answerProductMetafields } from './product-metafields';
import { storeOf } from './which-store';

/** Which permission a family of addresses needs, to read and to write. */
const permissions: Record<string, [read: string, write: string]> = {
  orders: ['read_order', 'write_order'],
  products: ['read_product', 'write_product'],
  collections: ['read_collection', 'write_collection'],
  customers: ['read_customer', 'write_customer'],
  'metafields-shop': ['read_data', 'write_data'],
  metafields: ['read_product', 'write_product'],
  function: ['read_cart_transform', 'write_cart_transform'],
  shop: ['read_shop', 'write_shop'],
  locations: ['read_inventory', 'write_inventory'],
  inventory_items: ['read_inventory', 'write_inventory'],
  inventory_levels: ['read_inventory', 'write_inventory'],
};

/** `/openapi/{version}/...`: the token, its permission, both buckets, then the answer in the dialect of the version. */
export async function answerApi(platform: Platform, exchange: Exchange): Promise<void> {
  const { request, response, url } = exchange;
  const [version = '', ...path] = url.pathname.slice('/openapi/'.length).split('/');
  const { faults } = platform;
  platform.counts.calls += 1;
  const dialect: Dialect = faults.oldDialect || version < '2025-06' ? 'old' : 'new';
  const refuse = (status: number, words: string) =>
    sendJson(
      response,
      dialect === 'old' ? { errors: [words] } : { code: `E${status}`, message: words, data: {} },
      status,
    );
  const room = storeOf(platform, exchange);
  const token = room?.shelf('token').get(String(request.headers['access-token'] ?? ''));
  if (!room || !token || Date.parse(token.expiresAt) < Date.now()) return refuse(401, 'Unauthorized');
  const wait = faults.throttled > 0 ? 1 : platform.buckets.pour(room.domain);
  if (wait !== null) {
    platform.counts.throttled += 1;
    faults.throttled = Math.max(0, faults.throttled - 1);
    if (faults.retryAfter) response.setHeader('retry-after', String(wait));
    return refuse(429, 'Too Many Requests');
  }
  if (faults.unavailable > 0) {
    faults.unavailable -= 1;
    return refuse(503, 'Service Unavailable');
  }
  const needed = permissions[path[0] ?? '']?.[exchange.method === 'GET' ? 0 : 1];
  if (needed && !(room.store().scopes ?? '').split(' ').includes(needed)) return refuse(403, `needs ${needed}`);
  const broken = faults.broken.shift();
  if (broken === 'html') return sendText(response, 200, 'We will be back soon.');
  if (broken === 'cut') {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end('{"code":"Success","data":{"orders":[{"id":"1');
    return;
  }
  if (broken === 'senseless') return sendJson(response, envelope(dialect, { orders: [7], has_more: false }));
  const bytes = exchange.method === 'GET' ? '' : (await readBody(request)).toString('utf8');
  const body = bytes === '' ? {} : (JSON.parse(bytes) as Record<string, unknown>);
  const call: ApiCall = { platform, room, dialect, method: exchange.method, path, query: url.searchParams, body };
  const beside = { metafields: answerProductMetafields, function: answerFunctions }[path[0] ?? ''];
  for (const answer of beside ? [beside] : [answerOrders, answerCatalogue, answerSettings]) {
    const found = answer(call);
    if (found === undefined) continue;
    if (found === null) return refuse(404, 'Unable to find resource');
    if ('refused' in found) return refuse(422, found.refused);
    if (exchange.method !== 'GET' && faults.loseChanges > 0) {
      faults.loseChanges -= 1;
      return void response.socket?.destroy();
    }
    return sendJson(response, envelope(dialect, found.data), found.status ?? 200);
  }
  refuse(404, 'Unable to find resource');
}
