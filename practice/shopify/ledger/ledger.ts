import { type Ledger as AnyLedger, openLedger as openAny } from '../../ledger';
import type { CustomerDoc } from './customer';
import type { OrderDoc } from './order';
import type { CollectionDoc, ProductDoc } from './product';
import type { BulkDoc, DeliveryDoc, FixedPriceDoc, MetafieldDoc, StoreDoc, SubscriptionDoc, TokenDoc } from './store';

/** What each shelf holds. Everything but `store` and `delivery` belongs to one store. */
export type Shelves = {
  store: StoreDoc;
  order: OrderDoc;
  product: ProductDoc;
  collection: CollectionDoc;
  customer: CustomerDoc;
  metafield: MetafieldDoc;
  token: TokenDoc;
  fixedPrice: FixedPriceDoc;
  subscription: SubscriptionDoc;
  bulk: BulkDoc;
  delivery: DeliveryDoc;
};
export type ShelfName = keyof Shelves;

export type { Shelf } from '../../ledger';
export type Ledger = AnyLedger<Shelves>;

export function openLedger(dataDir: string | null): Ledger {
  return openAny<Shelves>(dataDir, 'practice-shopify.sqlite');
}
