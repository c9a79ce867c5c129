import { stringify } from 'lossless-json';
import { z } from 'zod';
import { maybeInstant, readAs } from '../fields';
import type { PulledCustomer, PulledThing } from '../platform';
import type { StoreClient } from './client.server';
import { listIn } from './envelope';
import { id } from './ids';
import { type Position, positionAfter, sized } from './pages.server';
import { plain } from './plain.server';

const pageSize = 250;
const stamped = z.object({ id, updated_at: maybeInstant });

type Item = { raw: unknown; id: string; updatedAt: string | null };
type ItemPage = { items: Item[]; askedAt: string };

/** Every thing of a list, page by page. */
export async function* pagesOf(client: StoreClient, path: string, name: string): AsyncIterable<ItemPage> {
  for (let position: Position | null = {}; position !== null; ) {
    const askedAt = new Date().toISOString();
    const page: Record<string, unknown> | null = await client.get(path, sized(pageSize, position));
    const list = listIn(page, name);
    yield { items: list.map(asItem), askedAt };
    position = positionAfter(page, position, list.length, pageSize);
  }
}

function asItem(raw: unknown): Item {
  const read = readAs(stamped, plain(raw), 'a thing of a list');
  return { raw, id: read.id, updatedAt: read.updated_at };
}

export async function* pullProducts(client: StoreClient): AsyncIterable<PulledThing[]> {
  for await (const { items, askedAt } of pagesOf(client, '/products', 'products')) {
    yield items.map((one) => asThing('product', one, askedAt));
  }
}

export async function* pullCustomers(client: StoreClient): AsyncIterable<PulledThing[]> {
  for await (const { items, askedAt } of pagesOf(client, '/customers', 'customers')) {
    yield items.map((one) => asThing('customer', one, askedAt));
  }
}

function asThing(kind: 'product' | 'customer', { raw, id: itemId, updatedAt }: Item, askedAt: string): PulledThing {
  const body = stringify(raw) ?? '';
  // What names no time of change is never taken for known.
  return { topic: `${kind}:pulled`, key: `${kind} ${itemId}@${updatedAt ?? askedAt}`, body, askedAt };
}

const customersAtOnce = 100;

/** Customers by id; ids that Shoplazza does not know are left out. */
export async function fetchCustomers(client: StoreClient, platformCustomerIds: string[]): Promise<PulledCustomer[]> {
  const ids = [...new Set(platformCustomerIds)];
  const found: PulledCustomer[] = [];
  for (let at = 0; at < ids.length; at += customersAtOnce) {
    const askedAt = new Date().toISOString();
    const query = { ids: ids.slice(at, at + customersAtOnce), ...sized(customersAtOnce) };
    const page = await client.get('/customers', query);
    for (const raw of listIn(page, 'customers')) {
      found.push({ platformCustomerId: asItem(raw).id, body: stringify(raw) ?? '', askedAt });
    }
  }
  return found;
}
