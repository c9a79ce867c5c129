import type { Sql } from '../db/client.server';
import type { Sku } from '../domain/catalogue/sku';
import type { ToldStock } from '../domain/catalogue/stock';
import type { ToldCustomer } from '../domain/customers/customer';
import type { OrderNews } from '../domain/orders/order';
import type { SavedOrder } from '../domain/orders/saved-order';
import type { PlatformName, StoreId } from '../domain/shared/ids';
import type { EntryMeaning, Platform } from '../platforms/platform';
import type { ReadAhead } from './read-ahead.server';

export type PrivacyMeaning = Extract<EntryMeaning, { kind: `privacy-${string}` }>;

/** What the drain needs of other rooms; app/entry.worker.ts gives it. All but the platform join its transaction. */
export type DrainPorts = {
  platformOf: (name: PlatformName) => Pick<Platform, 'orders' | 'api'>;
  /** reads at most so many of the entries that wait behind one, beside this process's own work */
  readAhead: (storeId: StoreId, platform: PlatformName, after: string, most: number) => Promise<ReadAhead>;
  saveOrders: (sql: Sql, storeId: StoreId, platform: PlatformName, news: OrderNews[]) => Promise<SavedOrder[]>;
  saveCustomers: (sql: Sql, storeId: StoreId, customers: ToldCustomer[]) => Promise<unknown>;
  /** those of these customers who have an order: others are not kept, and need not be asked for */
  whoBought: (sql: Sql, storeId: StoreId, platformCustomerIds: string[]) => Promise<string[]>;
  saveSkus: (sql: Sql, storeId: StoreId, skus: Sku[]) => Promise<unknown>;
  saveStock: (sql: Sql, storeId: StoreId, levels: ToldStock[]) => Promise<unknown>;
  forgetSkus: (sql: Sql, storeId: StoreId, platformProductIds: string[]) => Promise<unknown>;
  mergeCustomers: (sql: Sql, storeId: StoreId, goneId: string, keptId: string) => Promise<unknown>;
  onUninstalled: (
    sql: Sql,
    storeId: StoreId,
    at: Date,
    store: { platform: PlatformName; domain: string },
  ) => Promise<unknown>;
  onPrivacy: (sql: Sql, storeId: StoreId, meaning: PrivacyMeaning) => Promise<unknown>;
  onStoreChanged: (sql: Sql, storeId: StoreId) => Promise<unknown>;
  /** takes people who were erased out of the bodies that have just been read; one of null is in the table only */
  scrub: (
    sql: Sql,
    storeId: StoreId,
    entries: { id: string; body: Buffer | null; reason: string | null }[],
  ) => Promise<unknown>;
  /** so many orders changed, and perhaps more are waiting: figures must be recomputed */
  afterSave: (sql: Sql, storeId: StoreId, saved: { changes: number; hasMore: boolean }) => Promise<unknown>;
};
