import type { Sql } from '../db/client.server';
import type { ToldStock } from '../domain/catalogue/stock';
import type { ToldCustomer } from '../domain/customers/customer';
import type { OrderNews } from '../domain/orders/order';
import type { StoreId } from '../domain/shared/ids';
import { type Ending, endingOf, isTransient } from './ending';
import { type DrainedStore, type Entry, inSavepoint } from './inbox-store.server';
import type { DrainPorts } from './ports';

export type EntryOrders = { entry: Entry; news: OrderNews[] };
export type EntryCustomers = { entry: Entry; customers: ToldCustomer[] };
export type EntryStock = { entry: Entry; levels: ToldStock[] };

/**
 * Saves the orders of many entries in one call of the writer. When the writer refuses, the batch is halved
 * until the one that it refuses stands alone: that one ends with its reason, its neighbours are saved.
 */
export async function saveOrdersOf(
  sql: Sql,
  storeId: StoreId,
  store: DrainedStore,
  items: EntryOrders[],
  ports: DrainPorts,
): Promise<Map<Entry, Ending>> {
  return isolate(sql, items, async (part) => {
    const news = part.flatMap(({ entry, news }) => news.map((one) => ({ ...one, cause: `entry ${entry.id}` })));
    const saved = await ports.saveOrders(sql, storeId, store.platform, news);
    const results = new Map(saved.map((one) => [one.platformOrderId, one.result]));
    return new Map(
      part.map(({ entry, news }) => {
        const objectId = news[0]?.platformOrderId ?? null;
        const result = (objectId === null ? undefined : results.get(objectId)) ?? 'unchanged';
        // Two versions of one order in one batch are written as one: made once, then changed.
        if (objectId !== null && result === 'created') results.set(objectId, 'updated');
        return [entry, { state: 'processed', result, objectId }];
      }),
    );
  });
}

/** The same for customers. */
export async function saveCustomersOf(
  sql: Sql,
  storeId: StoreId,
  items: EntryCustomers[],
  ports: DrainPorts,
): Promise<Map<Entry, Ending>> {
  return isolate(sql, items, async (part) => {
    await ports.saveCustomers(
      sql,
      storeId,
      part.flatMap((item) => item.customers),
    );
    return new Map(
      part.map(({ entry, customers }) => {
        const objectId = customers[0]?.platformCustomerId ?? null;
        return [entry, { state: 'processed', result: 'customer', objectId }];
      }),
    );
  });
}

/** The same for stock. */
export async function saveStockOf(
  sql: Sql,
  storeId: StoreId,
  items: EntryStock[],
  ports: DrainPorts,
): Promise<Map<Entry, Ending>> {
  return isolate(sql, items, async (part) => {
    await ports.saveStock(
      sql,
      storeId,
      part.flatMap((item) => item.levels),
    );
    return new Map(
      part.map(({ entry, levels }) => [entry, { state: 'processed', result: 'stock', objectId: itemOf(levels) }]),
    );
  });
}

const itemOf = (levels: ToldStock[] | undefined) => levels?.[0]?.platformItemId ?? null;

type Item = { entry: Entry; news?: OrderNews[]; customers?: ToldCustomer[]; levels?: ToldStock[] };

async function isolate<One extends Item>(
  sql: Sql,
  items: One[],
  save: (part: One[]) => Promise<Map<Entry, Ending>>,
): Promise<Map<Entry, Ending>> {
  const [first] = items;
  if (!first) return new Map();
  try {
    return await inSavepoint(sql, () => save(items));
  } catch (error) {
    // When the database itself is in trouble, halving would only blame innocent orders.
    if (isTransient(error)) throw error;
    if (items.length === 1) return new Map([[first.entry, endingOf(error, first.entry.attempts + 1, objectOf(first))]]);
    const middle = Math.ceil(items.length / 2);
    const left = await isolate(sql, items.slice(0, middle), save);
    const right = await isolate(sql, items.slice(middle), save);
    return new Map([...left, ...right]);
  }
}

function objectOf(item: Item): string | null {
  return item.news?.[0]?.platformOrderId ?? item.customers?.[0]?.platformCustomerId ?? itemOf(item.levels);
}
