import { type Sql, withTenantSql } from '../db/client.server';
import { ordersBehind } from '../domain/orders/day-store.server';
import type { OrderNews } from '../domain/orders/order';
import type { PlatformName, StoreId } from '../domain/shared/ids';
import type { OrderDialect } from '../platforms/platform';
import type { DrainPorts } from './ports';
import { readEntry } from './read-entry';
import { entriesOf, printsOf, removeRows } from './rebuild-store.server';

export type Rebuilt = {
  orders: number;
  /** platform ids of orders whose rows the inbox makes otherwise, with the tables */
  different: { platformOrderId: string; tables: string[] }[];
  /** orders that no kept entry tells whole: an import before the inbox, or a body that was let go */
  untold: string[];
};

const chunk = 250;

/**
 * Makes the orders behind a day of the store anew from the raw inbox alone, through the one writer, and compares every
 * row with the live ones. All of it in transactions that are taken back: nothing changes.
 * @param day a day of the store, YYYY-MM-DD
 */
export async function rebuildDay(
  storeId: StoreId,
  day: string,
  source: { platform: PlatformName; orders: OrderDialect },
  saveOrders: DrainPorts['saveOrders'],
): Promise<Rebuilt> {
  const ids = await withTenantSql(storeId, (sql) => ordersBehind(sql, storeId, day));
  const found: Rebuilt = { orders: ids.length, different: [], untold: [] };
  for (let at = 0; at < ids.length; at += chunk) {
    const part = ids.slice(at, at + chunk);
    const one = await takenBack(storeId, (sql) => rebuild(sql, storeId, part, source, saveOrders));
    found.different.push(...one.different);
    found.untold.push(...one.untold);
  }
  return found;
}

async function rebuild(
  sql: Sql,
  storeId: StoreId,
  ids: string[],
  { platform, orders }: { platform: PlatformName; orders: OrderDialect },
  saveOrders: DrainPorts['saveOrders'],
): Promise<Omit<Rebuilt, 'orders'>> {
  const wanted = new Set(ids);
  const news: OrderNews[] = (await entriesOf(sql, storeId, ids)).flatMap((entry) => {
    const read = readEntry(orders, entry);
    if (!('meaning' in read) || read.meaning.kind !== 'orders') return [];
    return read.meaning.news.filter((one) => wanted.has(one.platformOrderId));
  });
  const told = new Set(news.filter((one) => one.order).map((one) => one.platformOrderId));
  const rebuilt = ids.filter((id) => told.has(id));
  const before = await printsOf(sql, storeId, rebuilt);
  await removeRows(sql, storeId, rebuilt);
  await saveOrders(
    sql,
    storeId,
    platform,
    news.filter((one) => told.has(one.platformOrderId)),
  );
  const after = await printsOf(sql, storeId, rebuilt);
  const different = new Map<string, string[]>();
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    if (before.get(key) === after.get(key)) continue;
    const at = key.lastIndexOf(' ');
    const id = key.slice(0, at);
    different.set(id, [...(different.get(id) ?? []), key.slice(at + 1)]);
  }
  return {
    different: [...different].map(([platformOrderId, tables]) => ({ platformOrderId, tables })),
    untold: ids.filter((id) => !told.has(id)),
  };
}

/** Ends the transaction without keeping anything of it, and still tells what was found. */
class TakenBack<T> extends Error {
  constructor(readonly found: T) {
    super('taken back on purpose');
  }
}

async function takenBack<T>(storeId: StoreId, work: (sql: Sql) => Promise<T>): Promise<T> {
  try {
    return await withTenantSql<T>(storeId, async (sql) => {
      throw new TakenBack(await work(sql));
    });
  } catch (error) {
    if (error instanceof TakenBack) return error.found as T;
    throw error;
  }
}
