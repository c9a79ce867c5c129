import { randomUUID } from 'node:crypto';
import { exact, minorDigits } from '../money';
import type { CustomerDoc } from './ledger/customer';
import type { Ledger, Shelf, ShelfName, Shelves } from './ledger/ledger';
import type { OrderDoc } from './ledger/order';
import type { ProductDoc, VariantDoc } from './ledger/product';
import type { StoreDoc } from './ledger/store';

/** One happening in a store that webhooks tell about. The payload is made when somebody listens. */
export type Happening = { topic: string; payload: () => unknown; at: Date };

/**
 * One store with its shelves, its clock and its voice: what resolvers and mutations work on.
 * Documents are changed by put; a change tells its topics.
 */
export type StoreRoom = {
  domain: string;
  doc(): StoreDoc;
  saveDoc(doc: StoreDoc): void;
  shelf<N extends ShelfName>(name: N): Shelf<Shelves[N]>;
  nextId(): string;
  /** so many ids one after the other; tells the first */
  reserveIds(count: bigint): bigint;
  now(): Date;
  /** the time as the ledger writes it: UTC, whole seconds */
  stamp(): string;
  tell(topic: string, payload: () => unknown): void;
  ordersOf(customerId: string): OrderDoc[];
  /** takes note of what a saved order holds */
  remember(order: OrderDoc): void;
  /** the order that holds a transaction, refund, fulfilment (order) or return */
  orderHolding(partId: string): OrderDoc | null;
  variant(variantId: string): { product: ProductDoc; variant: VariantDoc } | null;
  findCustomer(email: string | null, phone: string | null): CustomerDoc | null;
  /** shop money to the currency of a market and back */
  rateOf(currency: string): string;
};

export function openStoreRoom(options: {
  domain: string;
  ledger: Ledger;
  now: () => Date;
  tell: (domain: string, happening: Happening) => void;
}): StoreRoom {
  const { domain, ledger } = options;
  const shelf = <N extends ShelfName>(name: N) => ledger.shelf(domain, name);
  const stores = ledger.shelf('', 'store');
  const doc = (): StoreDoc => {
    const found = stores.get(domain);
    if (found === null) throw new Error(`no such store: ${domain}`);
    return found;
  };
  const variants = new Map<string, string>();
  const byCustomer = new Map<string, Set<string>>();
  const holders = new Map<string, string>();
  let indexedParts = false;
  const owners = new Map<string, string | null>();
  const remember = (order: OrderDoc) => {
    for (const part of partsOf(order)) holders.set(part, order.id);
    const before = owners.get(order.id);
    if (before !== undefined && before !== order.customerId) indexedOrders = -1;
  };
  let indexedOrders = -1;
  const stamp = () => `${options.now().toISOString().slice(0, 19)}Z`;
  return {
    domain,
    doc,
    saveDoc: (changed) => stores.put(changed),
    shelf,
    nextId: () => ledger.nextId(),
    reserveIds: (count) => ledger.reserveIds(count),
    now: options.now,
    stamp,
    tell: (topic, payload) => options.tell(domain, { topic, payload, at: options.now() }),
    ordersOf: (customerId) => {
      const orders = shelf('order');
      if (indexedOrders !== orders.size()) {
        byCustomer.clear();
        indexedOrders = orders.size();
        for (const order of orders.all()) {
          owners.set(order.id, order.customerId);
          if (order.customerId === null) continue;
          const ids = byCustomer.get(order.customerId);
          if (ids === undefined) byCustomer.set(order.customerId, new Set([order.id]));
          else ids.add(order.id);
        }
      }
      return [...(byCustomer.get(customerId) ?? [])].flatMap((id) => orders.get(id) ?? []);
    },
    remember,
    orderHolding: (partId) => {
      const orders = shelf('order');
      const known = holders.get(partId);
      if (known !== undefined) return orders.get(known);
      // Parts of lent orders are not looked up: there are too many.
      if (!indexedParts) for (const order of orders.written()) remember(order);
      indexedParts = true;
      const holder = holders.get(partId);
      return holder === undefined ? null : orders.get(holder);
    },
    variant: (variantId) => {
      const products = shelf('product');
      const pick = (product: ProductDoc | null) => {
        const variant = product?.variants.find((one) => one.id === variantId);
        return product === null || variant === undefined ? null : { product, variant };
      };
      const known = variants.get(variantId);
      const found = known === undefined ? null : pick(products.get(known));
      if (found !== null) return found;
      for (const product of products.all()) {
        for (const variant of product.variants) variants.set(variant.id, product.id);
      }
      const productId = variants.get(variantId);
      return productId === undefined ? null : pick(products.get(productId));
    },
    findCustomer: (email, phone) => {
      const wanted = email?.trim().toLowerCase();
      return (
        shelf('customer')
          .all()
          .find(
            (c) => (wanted !== undefined && c.email?.toLowerCase() === wanted) || (phone !== null && c.phone === phone),
          ) ?? null
      );
    },
    rateOf: (currency) => {
      const store = doc();
      if (currency === store.currency) return '1';
      return store.markets.find((market) => market.currency === currency)?.rate ?? '1';
    },
  };
}

function partsOf(order: OrderDoc): string[] {
  return [
    ...order.fulfillmentOrders.map((one) => one.id),
    ...order.fulfillments.map((one) => one.id),
    ...order.transactions.map((one) => one.id),
    ...order.refunds.map((one) => one.id),
    ...order.returns.map((one) => one.id),
  ];
}

/** A token of the kind that carts and checkouts have. */
export function newToken(): string {
  return randomUUID().replaceAll('-', '');
}

/** Shop money of a presentment amount, by the market's rate. */
export function toShop(room: StoreRoom, amount: string, currency: string): string {
  const digits = minorDigits(room.doc().currency);
  return exact(amount).div(room.rateOf(currency)).toDecimalPlaces(digits).toFixed();
}
