import type { Ledger } from './ledger/ledger';
import type { StoreDoc } from './ledger/store';
import type { MarketInfo, StoreInfo } from './world';

export type StoreWish = {
  domain: string;
  name?: string;
  email?: string;
  currency?: string;
  timeZone?: string;
  countryCode?: string;
  taxesIncluded?: boolean;
  planName?: string;
  installed?: boolean;
  markets?: MarketInfo[];
};

const otherMarkets: MarketInfo[] = [
  { name: 'United States', handle: 'us', countryCode: 'US', currency: 'USD', rate: '1' },
  { name: 'Canada', handle: 'ca', countryCode: 'CA', currency: 'CAD', rate: '1.37' },
  { name: 'Japan', handle: 'jp', countryCode: 'JP', currency: 'JPY', rate: '151.62' },
  { name: 'Germany', handle: 'de', countryCode: 'DE', currency: 'EUR', rate: '0.92' },
];

/** Opens a store: a location, the online store as publication, and three currencies in its markets. */
export function createStore(ledger: Ledger, wish: StoreWish, now: Date): StoreDoc {
  const stores = ledger.shelf('', 'store');
  const before = stores.get(wish.domain);
  if (before !== null) return before;
  const handle = wish.domain.split('.')[0] ?? wish.domain;
  const currency = wish.currency ?? 'USD';
  const countryCode = wish.countryCode ?? 'US';
  const home = otherMarkets.find((one) => one.currency === currency);
  const usd = home?.rate ?? '1';
  const markets: MarketInfo[] = wish.markets ?? [
    { name: 'Home', handle: 'home', countryCode, currency, rate: '1' },
    ...otherMarkets
      .filter((one) => one.currency !== currency)
      .slice(0, 2)
      .map((one) => ({ ...one, rate: (Number(one.rate) / Number(usd)).toFixed(4) })),
  ];
  const doc: StoreDoc = {
    id: wish.domain,
    shopId: ledger.nextId(),
    name: wish.name ?? handle.replace(/(^|-)(\w)/g, (_all, gap, letter) => (gap ? ' ' : '') + letter.toUpperCase()),
    email: wish.email ?? `owner@${handle}.example`,
    currency,
    timeZone: wish.timeZone ?? 'America/New_York',
    countryCode,
    taxesIncluded: wish.taxesIncluded ?? false,
    createdAt: `${new Date(now.getTime() - 730 * 86_400_000).toISOString().slice(0, 19)}Z`,
    planName: wish.planName ?? 'Basic',
    installed: wish.installed ?? false,
    installationId: ledger.nextId(),
    lastOrderNumber: 1000,
    locations: [{ id: ledger.nextId(), name: 'Warehouse' }],
    publications: [{ id: ledger.nextId(), name: 'Online Store' }],
    markets: markets.map((one, index) => ({ ...one, id: ledger.nextId(), primary: index === 0 })),
  };
  stores.put(doc);
  return doc;
}

export function storeInfo(doc: StoreDoc): StoreInfo {
  return {
    id: doc.shopId,
    domain: doc.id,
    handle: doc.id.split('.')[0] ?? doc.id,
    name: doc.name,
    email: doc.email,
    currency: doc.currency,
    timeZone: doc.timeZone,
    countryCode: doc.countryCode,
    installed: doc.installed,
    markets: doc.markets.map(({ name, handle, countryCode, currency, rate }) => ({
      name,
      handle,
      countryCode,
      currency,
      rate,
    })),
    removedBlocks: doc.removedBlocks ?? [],
  };
}
