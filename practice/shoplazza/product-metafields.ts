import type { ApiAnswer, ApiCall } from './api-call';
import { pageOf } from './api-call';

/** `/metafields/product/{product}`: values that an app hangs on a product. */
export function answerProductMetafields(call: ApiCall): ApiAnswer {
  const { room, method, body, query } = call;
  const [, resource, owner = '', id = ''] = call.path;
  if (resource !== 'product') return undefined;
  if (!room.shelf('product').get(owner)) return null;
  const all = room.shelf('productMetafield');
  const asked = (name: 'namespace' | 'key', value: string) => !query.has(name) || query.get(name) === value;
  if (id === '' && method === 'GET') {
    const found = all.all().filter((one) => one.owner_id === owner && asked('namespace', one.namespace));
    const some = found.filter((one) => asked('key', one.key));
    return pageOf(call, some, 'metafields', (one) => one);
  }
  const standing = id === '' ? null : all.get(id);
  if (id !== '' && !standing) return null;
  if (method !== 'POST' && method !== 'PATCH') return undefined;
  if (!standing && body.definition_id === undefined)
    return { status: 422, data: { errors: { definition_id: ['is required'] } } };
  const doc = {
    ...{ id: standing?.id ?? room.nextId(), owner_id: owner },
    ...{ namespace: standing?.namespace ?? String(body.namespace), key: standing?.key ?? String(body.key) },
    ...{
      value: body.type === 'json' ? JSON.stringify(body.value) : String(body.value ?? ''),
      type: String(body.type ?? ''),
    },
  };
  all.put(doc);
  return { status: standing ? 200 : 201, data: { metafield: doc } };
}
