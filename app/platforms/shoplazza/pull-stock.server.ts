import { stringify } from 'lossless-json';
import { readAs } from '../fields';
import type { PulledThing } from '../platform';
import type { StoreClient } from './client.server';
import { plain } from './plain.server';
import { pagesOf } from './pull-others.server';
import { restProduct } from './rest-product';

/** How many pieces of every variant can be sold. A sale does not change the product's own stamp: the numbers are in the key. */
export async function* pullStock(client: StoreClient): AsyncIterable<PulledThing[]> {
  for await (const { items, askedAt } of pagesOf(client, '/products', 'products')) {
    yield items.map(({ raw, id, updatedAt }) => {
      const numbers = readAs(restProduct, plain(raw), 'a product').variants.map((one) => one.inventory_quantity ?? '-');
      const key = `stock ${id}@${updatedAt ?? askedAt} ${numbers.join(',').slice(0, 500)} ${askedAt.slice(0, 13)}`;
      return { topic: 'stock:pulled', key, body: stringify(raw) ?? '', askedAt };
    });
  }
}
