import { randomUUID } from 'node:crypto';
import { isRecord } from '../web/body';
import { type ApiAnswer, type ApiCall, listIn, pageOf } from './api-call';
import { shopView } from './dialect';
import type { MetafieldDoc } from './docs';

/** The store itself, its webhooks and its metafields. */
export function answerSettings(call: ApiCall): ApiAnswer {
  const [family = '', id = ''] = call.path;
  const { room, method } = call;
  if (family === 'shop' && method === 'GET') {
    const shop = shopView(room.store());
    return { data: call.dialect === 'old' ? { shop } : shop };
  }
  if (family === 'webhooks') return answerWebhooks(call, id);
  if (family === 'locations' || family.startsWith('inventory_')) return answerStock(call, family, id);
  return family === 'metafields-shop' ? answerMetafields(call, id) : undefined;
}

const places = [
  { id: 501, name: 'Warehouse', active: true, default: true },
  { id: 502, name: 'Shop', active: true, default: false },
];

/** Every variant lies at two places: what the shop's shelf does not hold is in the warehouse. */
function answerStock(call: ApiCall, family: string, id: string): ApiAnswer {
  const { room, query, method, platform } = call;
  if (method !== 'GET') return undefined;
  if (platform.faults.withoutPlaces || call.dialect === 'old') return null;
  if (family === 'locations') return pageOf(call, places, 'locations', (one) => one);
  const variants = room
    .shelf('product')
    .all()
    .flatMap((one) => one.variants);
  if (family === 'inventory_items' && id === 'variant') {
    const wanted = listIn(query, 'variant_ids') ?? [];
    const found = variants.filter((one) => wanted.includes(one.id));
    return {
      data: { variant_inventory_items: found.map((one) => ({ inventory_item_id: `i-${one.id}`, variant_id: one.id })) },
    };
  }
  const wanted = listIn(query, 'inventory_item_ids');
  const levels = variants
    .filter((one) => wanted === null || wanted.includes(`i-${one.id}`))
    .flatMap((one) => {
      const shop = Math.min(5, Math.max(0, one.inventory_quantity));
      const at = { inventory_item_id: `i-${one.id}`, updated_at: one.updated_at };
      return [
        { ...at, location_id: '501', stock: one.inventory_quantity - shop },
        { ...at, location_id: '502', stock: shop },
      ];
    });
  return pageOf(call, levels, 'inventory_levels', (one) => one);
}

const topics = new Set([
  ...['products/create', 'products/update', 'products/delete', 'collections/create', 'collections/update'],
  ...['collections/delete', 'orders/create', 'orders/update', 'orders/paid', 'orders/cancelled', 'orders/finished'],
  ...['orders/partially_refunded', 'orders/refunded', 'orders/fulfilled', 'app/uninstalled'],
]);

function answerWebhooks(call: ApiCall, id: string): ApiAnswer {
  const { room, method, body, platform } = call;
  const webhooks = room.shelf('webhook');
  const view = (one: object) => ({ ...one, format: 'json' });
  if (id === '' && method === 'GET') return pageOf(call, webhooks.all(), 'webhooks', view);
  if (id === 'count') return { data: { count: webhooks.size() } };
  if (id === '' && method === 'POST') {
    const given = call.dialect === 'new' && isRecord(body.webhook) ? body.webhook : body;
    const [topic, address] = [String(given.topic ?? ''), String(given.address ?? '')];
    const errors = {
      ...(/^https?:\/\//.test(address) ? {} : { address: ['is invalid'] }),
      ...(topics.has(topic) && !platform.faults.unknownTopics.includes(topic) ? {} : { topic: ['is invalid'] }),
    };
    if (Object.keys(errors).length > 0) return { status: 422, data: { errors } };
    const at = room.stamp();
    const made = { id: randomUUID(), topic, address, created_at: at, updated_at: at };
    webhooks.put(made);
    return { status: 201, data: { webhook: view(made) } };
  }
  const found = webhooks.get(id);
  if (!found) return id === '' ? undefined : null;
  if (method === 'DELETE') webhooks.remove(id);
  return { data: method === 'DELETE' ? {} : { webhook: view(found) } };
}

function answerMetafields(call: ApiCall, id: string): ApiAnswer {
  const { room, method, body, query } = call;
  const metafields = room.shelf('metafield');
  if (id === '' && method === 'GET') {
    const all = metafields.all().filter((one) => !query.has('namespace') || one.namespace === query.get('namespace'));
    return pageOf(call, all, 'metafields', (one) => one);
  }
  const standing = id === '' ? null : metafields.get(id);
  if (id !== '' && !standing) return null;
  if (method === 'GET') return { data: { metafield: standing } };
  const doc: MetafieldDoc = {
    id: standing?.id ?? room.nextId(),
    namespace: String(body.namespace ?? standing?.namespace ?? ''),
    key: String(body.key ?? standing?.key ?? ''),
    value: String(body.value ?? ''),
    type: String(body.type ?? ''),
  };
  if (method !== (standing ? 'PATCH' : 'POST')) return undefined;
  if (doc.type !== 'JSON' && doc.type !== 'string') return { status: 422, data: { errors: { type: ['is invalid'] } } };
  const isTwice = !standing && metafields.all().some((one) => one.namespace === doc.namespace && one.key === doc.key);
  if (isTwice) return { status: 422, data: { errors: { key: ['has already been taken'] } } };
  metafields.put(doc);
  return { status: standing ? 200 : 201, data: { metafield: doc } };
}
