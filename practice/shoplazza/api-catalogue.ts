import { randomUUID } from 'node:crypto';
import { exact } from '../money';
import { isRecord } from '../web/body';
import { type ApiAnswer, type ApiCall, isWithin, listIn, pageOf } from './api-call';
import { customerView, productView } from './dialect';
import type { ProductDoc, VariantDoc } from './docs';

/** Products, collections and customers. */
export function answerCatalogue(call: ApiCall): ApiAnswer {
  const [family, id = ''] = call.path;
  if (family === 'products') return answerProducts(call, id);
  if (family === 'collections' && call.method === 'GET') {
    const [product, title] = [call.query.get('product_id'), call.query.get('title')?.toLowerCase()];
    const all = call.room
      .shelf('collection')
      .all()
      .filter((one) => product === null || one.productIds.includes(product))
      .filter((one) => title === undefined || one.title.toLowerCase().includes(title));
    return pageOf(call, all, 'collections', ({ productIds: _, ...one }) => one);
  }
  if (family !== 'customers' || call.method !== 'GET') return undefined;
  const customers = call.room.shelf('customer');
  if (id === '') {
    const ids = listIn(call.query, 'ids');
    const all = customers
      .all()
      .filter((one) => (ids === null || ids.includes(one.id)) && isWithin(call.query, 'updated_at', one.updated_at));
    return pageOf(call, all, 'customers', (one) => customerView(call.dialect, one));
  }
  const found = customers.get(id);
  return found && { data: { customer: customerView(call.dialect, found) } };
}

/** A product is told with `requires_shipping` and changed by `require_shipping`; its kind cannot be changed. */
function changesIn({ require_shipping, requires_shipping: _, product_type: __, ...rest }: Record<string, unknown>) {
  return require_shipping === undefined ? rest : { ...rest, requires_shipping: require_shipping };
}

function answerProducts(call: ApiCall, id: string): ApiAnswer {
  const { room, method, query, dialect, body } = call;
  const products = room.shelf('product');
  const given = isRecord(body.product) ? body.product : body;
  if (id === '' && method === 'GET') {
    const [ids, handles] = [listIn(query, 'ids'), listIn(query, 'handles')];
    const title = query.get('title')?.toLowerCase();
    const all = products
      .all()
      .filter((one) => ids === null || ids.includes(one.id))
      .filter((one) => handles === null || handles.includes(one.handle))
      .filter((one) => title === undefined || one.title.toLowerCase().includes(title));
    return pageOf(call, all, 'products', (one) => productView(dialect, one));
  }
  if (id === '' && method === 'POST') {
    if (typeof given.title !== 'string' || given.title === '')
      return { status: 422, data: { errors: { title: ["can't be blank"] } } };
    const missing = ['images', 'variants', 'has_only_default_variant'].filter((name) => given[name] === undefined);
    if (missing.length > 0) return { status: 422, data: { errors: { [missing[0] ?? '']: ['is required'] } } };
    const product = productFrom(call, given, null);
    products.put(product);
    room.tell('products/create', product);
    return { status: 201, data: { product: productView(dialect, product) } };
  }
  const standing = products.get(id);
  if (!standing) return id === '' ? undefined : null;
  if (method === 'GET') return { data: { product: productView(dialect, standing) } };
  if (method === 'PUT') {
    const product = productFrom(call, changesIn(given), standing);
    products.put(product);
    room.tell('products/update', product);
    return { data: { product: productView(dialect, product) } };
  }
  if (method !== 'DELETE') return undefined;
  products.remove(id);
  room.tell('products/delete', standing);
  return { data: {} };
}

function productFrom({ room }: ApiCall, given: Record<string, unknown>, before: ProductDoc | null): ProductDoc {
  const at = room.stamp();
  const variants = Array.isArray(given.variants)
    ? given.variants.filter(isRecord).map((one) => variantFrom(one, before, at))
    : (before?.variants ?? []);
  const plain: ProductDoc = before ?? {
    ...{ id: randomUUID(), title: '', handle: randomUUID(), brief: '', description: '', vendor: '', product_type: '' },
    ...{ tags: [], published: false, taxable: true, requires_shipping: true, inventory_tracking: false },
    ...{ has_only_default_variant: true, options: [], variants: [], image: '', created_at: at, updated_at: at },
  };
  const { variants: _, id: __, ...changes } = given as Partial<ProductDoc>;
  return { ...plain, ...changes, variants, updated_at: at };
}

function variantFrom(given: Record<string, unknown>, before: ProductDoc | null, at: string): VariantDoc {
  const known = before?.variants.find((one) => one.id === given.id);
  return {
    ...{ id: randomUUID(), title: String(given.option1 ?? ''), option1: '', sku: '', compare_at_price: '0.00' },
    ...{ inventory_quantity: 0, price: '0.00' },
    ...known,
    ...(given as Partial<VariantDoc>),
    ...(given.price === undefined ? {} : { price: exact(String(given.price)).toFixed(2) }),
    updated_at: at,
  };
}
