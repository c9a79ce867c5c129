import { stringify } from 'lossless-json';
import { z } from 'zod';
import { asFault } from '../../domain/shared/fault';
import { contentKey } from '../content-key.server';
import { flag, list, maybeCount, maybeInstant, readAs, text } from '../fields';
import type { PulledThing } from '../platform';
import type { StoreClient } from './client.server';
import { listIn } from './envelope';
import { id } from './ids';
import { type Position, positionAfter, sized } from './pages.server';
import { plain } from './plain.server';
import { pagesOf } from './pull-others.server';
import { restProduct } from './rest-product';

/**
 * How many pieces of every variant can be sold, and where. A store that does not show its places (an older one, or one without the
 * permission) tells one number for all of them with its products.
 */
export async function* pullStock(client: StoreClient): AsyncIterable<PulledThing[]> {
  const places = await placesOf(client);
  for await (const { items, askedAt } of pagesOf(client, '/products', 'products')) {
    if (places === null) {
      yield items.map(({ raw, id: productId }) => told(productId, stringify(raw) ?? '', askedAt));
      continue;
    }
    const tracked = new Map(
      items.flatMap(({ raw }) => {
        const product = readAs(restProduct, plain(raw), 'a product');
        return product.variants.map((variant) => [variant.id, product.inventory_tracking !== false] as const);
      }),
    );
    const levels = await levelsOf(client, [...tracked.keys()]);
    yield [...levels].map(([variantId, own]) => {
      const named = own.map((one) => ({ ...one, location_name: places.get(one.location_id) ?? null }));
      const body = { variant_id: variantId, tracked: tracked.get(variantId) === true, levels: named };
      return told(variantId, JSON.stringify(body), askedAt);
    });
  }
}

/** A sale does not change a product's own stamp, and numbers come back to what they were: the content and the hour are the key. */
function told(of: string, body: string, askedAt: string): PulledThing {
  return { topic: 'stock:pulled', key: `stock of ${of}#${contentKey(body)} ${askedAt.slice(0, 13)}`, body, askedAt };
}

const location = z.object({ id, name: text, active: flag.default(true) });

/** Names of the store's places by id; null where they are not shown. */
async function placesOf(client: StoreClient): Promise<Map<string, string | null> | null> {
  const found = new Map<string, string | null>();
  for (let position: Position | null = {}; position !== null; ) {
    const page: Record<string, unknown> | null = await unlessHidden(client.get('/locations', sized(100, position)));
    if (page === null) return null;
    const some = readAs(list(location), plain(listIn(page, 'locations')), 'the places of a store');
    for (const one of some) found.set(one.id, one.name);
    position = positionAfter(page, position, some.length, 100);
  }
  return found.size > 0 ? found : null;
}

async function unlessHidden<T>(asked: Promise<T>): Promise<T | null> {
  return asked.catch((error: unknown) => {
    if (asFault(error).reasonClass === 'platform-refused') return null;
    throw error;
  });
}

const atOnce = 100;
const itemOf = z.object({ inventory_item_id: id, variant_id: id });
const level = z.object({ inventory_item_id: id, location_id: id, stock: maybeCount, updated_at: maybeInstant });
type Level = Omit<z.infer<typeof level>, 'inventory_item_id'>;

/** The levels of variants, each at its places. */
async function levelsOf(client: StoreClient, variantIds: string[]): Promise<Map<string, Level[]>> {
  const found = new Map<string, Level[]>();
  for (let at = 0; at < variantIds.length; at += atOnce) {
    const reply = await client.get('/inventory_items/variant', { variant_ids: variantIds.slice(at, at + atOnce) });
    const items = readAs(list(itemOf), plain(listIn(reply, 'variant_inventory_items')), 'the items of variants');
    const variantOf = new Map(items.map((one) => [one.inventory_item_id, one.variant_id]));
    for (let position: Position | null = variantOf.size > 0 ? {} : null; position !== null; ) {
      const query = { inventory_item_ids: [...variantOf.keys()], ...sized(250, position) };
      const page: Record<string, unknown> | null = await client.get('/inventory_levels', query);
      const some = readAs(list(level), plain(listIn(page, 'inventory_levels')), 'levels of stock');
      for (const { inventory_item_id: item, ...one } of some) {
        const variantId = variantOf.get(item);
        if (variantId) found.set(variantId, [...(found.get(variantId) ?? []), one]);
      }
      position = positionAfter(page, position, some.length, 250);
    }
  }
  return found;
}
