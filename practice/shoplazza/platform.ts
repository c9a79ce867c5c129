import { randomUUID } from 'node:crypto';
import { createClock, type PracticeClock } from '../clock';
import { openLedger, type Shelf } from '../ledger';
import { createBuckets } from './buckets';
import { customerView, orderView, productView } from './dialect';
import type { CustomerDoc, Ledger, OrderDoc, ProductDoc, Shelves, StoreDoc, VariantDoc } from './docs';
import { type Faults, noFaults } from './faults';
import { createSender, type Sender } from './sender';
import { sessionToken, signedQuery } from './signatures';

export type PracticeOptions = {
  /** where the ledger is kept; null keeps it in memory */
  dataDir: string | null;
  apiPort: number;
  storefrontPort: number;
  /** the app's origin; its address is {appUrl}/auth/shoplazza */
  appUrl: string;
  clientId: string;
  clientSecret: string;
  /** the theme extension's folder */
  extensionDir: string;
};

/** One store with everything in it. */
export type Room = {
  domain: string;
  store(): StoreDoc;
  saveStore(store: StoreDoc): void;
  shelf<N extends keyof Shelves & string>(name: N): Shelf<Shelves[N]>;
  nextId(): string;
  /** now, by the practice clock, in whole seconds */
  stamp(): string;
  variant(id: string): { product: ProductDoc; variant: VariantDoc } | null;
  /** takes pieces out of stock */
  sell(variantId: string, quantity: number): void;
  /** tells every subscription of the topic */
  tell(topic: string, of: OrderDoc | ProductDoc | CustomerDoc): void;
};

export type Platform = {
  options: PracticeOptions;
  ledger: Ledger;
  faults: Faults;
  /** how many calls of the API came, how many were told to wait, and how many tokens were given */
  counts: { calls: number; throttled: number; tokens: number };
  buckets: ReturnType<typeof createBuckets>;
  clock: PracticeClock & { at<T>(at: Date, work: () => Promise<T>): Promise<T> };
  sender: Sender;
  stores(): StoreDoc[];
  room(domain: string): Room | null;
  openStore(wish: StoreWish): Room;
  /** the app's address as the admin opens it, signed */
  appAddress(domain: string): string;
  sessionToken(domain: string): string;
  /** The merchant takes the app out: tokens die, the farewell is sent. */
  uninstall(domain: string): void;
  urls(): PracticeUrls;
  setUrls(urls: PracticeUrls): void;
};
export type PracticeUrls = { apiUrl: string; storefrontUrl: string };

export type StoreWish = Partial<Omit<StoreDoc, 'id' | 'scopes'>> & { domain: string };

export function createPlatform(options: PracticeOptions): Platform {
  const ledger: Ledger = openLedger<Shelves>(options.dataDir, 'practice-shoplazza.sqlite');
  const faults = noFaults();
  const clock = createClock();
  const stores = ledger.shelf('', 'store');
  const rooms = new Map<string, Room>();
  let urls: PracticeUrls = { apiUrl: '', storefrontUrl: '' };
  const sender = createSender({ ledger, faults, now: () => clock.now(), secret: options.clientSecret });

  const room = (domain: string): Room | null => {
    if (stores.get(domain) === null) return null;
    const known = rooms.get(domain);
    if (known) return known;
    const opened = openRoom(domain, { ledger, now: () => clock.now(), sender, faults });
    rooms.set(domain, opened);
    return opened;
  };
  return {
    options,
    ledger,
    faults,
    counts: { calls: 0, throttled: 0, tokens: 0 },
    buckets: createBuckets(() => faults.buckets),
    clock,
    sender,
    stores: () => stores.all(),
    room,
    openStore: ({ domain, ...wish }) => {
      stores.put({
        ...{ id: domain, storeId: String(1_339_000 + stores.size()), name: domain.split('.')[0] ?? domain },
        ...{ email: `owner@${domain}`, currency: 'USD', timezone: '+0000', scopes: null },
        ...{ taxesIncluded: false, taxRate: '0.08', nextNumber: 1, markets: [] },
        ...wish,
      });
      const opened = room(domain);
      if (!opened) throw new Error('a store that was opened is there');
      return opened;
    },
    appAddress: (domain) => {
      const store = stores.get(domain);
      const parameters = { install_from: 'app_store', shop: domain, store_id: store?.storeId ?? '' };
      return `${options.appUrl}/auth/shoplazza?${signedQuery(parameters, options.clientSecret)}`;
    },
    sessionToken: (domain) => sessionToken(domain, options.clientId, options.clientSecret),
    uninstall: (domain) => {
      const store = stores.get(domain);
      if (!store) throw new Error(`no such store: ${domain}`);
      for (const token of ledger.shelf(domain, 'token').all()) ledger.shelf(domain, 'token').remove(token.id);
      const body = faults.webhooks.namelessFarewell ? { id: randomUUID() } : { shop: { domain, id: store.storeId } };
      sender.tell(domain, 'app/uninstalled', JSON.stringify(body));
      for (const one of ledger.shelf(domain, 'webhook').all()) ledger.shelf(domain, 'webhook').remove(one.id);
      stores.put({ ...store, scopes: null });
    },
    urls: () => urls,
    setUrls: (given) => {
      urls = given;
    },
  };
}

type Parts = { ledger: Ledger; now: () => Date; sender: Sender; faults: Faults };

function openRoom(domain: string, { ledger, now, sender, faults }: Parts): Room {
  const shelf = <N extends keyof Shelves & string>(name: N) => ledger.shelf(domain, name);
  const store = () => {
    const found = ledger.shelf('', 'store').get(domain);
    if (!found) throw new Error(`no such store: ${domain}`);
    return found;
  };
  const stamp = () => `${now().toISOString().slice(0, 19)}Z`;
  const variant = (id: string) => {
    for (const product of shelf('product').all()) {
      const found = product.variants.find((one) => one.id === id);
      if (found) return { product, variant: found };
    }
    return null;
  };
  return {
    domain,
    store,
    saveStore: (changed) => ledger.shelf('', 'store').put(changed),
    shelf,
    nextId: () => ledger.nextId(),
    stamp,
    variant,
    sell: (variantId, quantity) => {
      const found = variant(variantId);
      if (!found?.product.inventory_tracking) return;
      found.variant.inventory_quantity -= quantity;
      found.variant.updated_at = stamp();
      shelf('product').put(found.product);
    },
    tell: (topic, of) => {
      const [family = ''] = topic.split('/');
      const name = family.replace(/s$/, '');
      const dialect = faults.oldDialect || faults.webhooks.bare ? 'old' : 'new';
      const view =
        name === 'order'
          ? orderView(dialect, of as OrderDoc, store())
          : name === 'product'
            ? productView(dialect, of as ProductDoc)
            : customerView(dialect, of as CustomerDoc);
      sender.tell(domain, topic, JSON.stringify(faults.webhooks.bare ? view : { [name]: view }));
    },
  };
}
