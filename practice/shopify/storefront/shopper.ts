import { randomBytes } from 'node:crypto';
import { convert } from '../../money';
import { type Exchange, setCookie } from '../../web/exchange';
import { shownMoney } from '../../web/shown-money';
import type { MarketInfo, StoreInfo, World } from '../world';
import { type Cart, emptyCart } from './cart';
import { type Words, wordsFor } from './words';

/** Who is shopping: in which store and market, in which language, with which cart. */
export type Shopper = {
  world: World;
  store: StoreInfo;
  market: MarketInfo;
  locale: string;
  words: Words;
  cart: Cart;
  saveCart(cart: Cart): void;
  /** shop money as the shopper's market prices it: decimal text in the market's currency */
  priced(shopAmount: string): string;
  /** what a variant costs here, as the page shows it */
  shown(variant: { contextualPricing: { price: { amount: string } } }): string;
};

export const LOCALES = ['en', 'de', 'fr'] as const;

const carts = new WeakMap<World, Map<string, Cart>>();

/** Reads cookies and headers; the store comes from the host name the practice platform was asked by, or a cookie. */
export function shopperOf(world: World, exchange: Exchange): Shopper | null {
  const store = storeOf(world, exchange);
  if (!store) return null;
  const market =
    store.markets.find((one) => one.handle === exchange.cookies.get('market')) ?? store.markets[0] ?? homeMarket(store);
  const wanted = exchange.cookies.get('locale') ?? '';
  const locale = (LOCALES as readonly string[]).includes(wanted) ? wanted : 'en';
  const all = carts.get(world) ?? new Map<string, Cart>();
  carts.set(world, all);
  const token = exchange.cookies.get('cart') ?? '';
  const slot = (of: string) => `${store.domain} ${of}`;
  const known = all.get(slot(token));
  const cart = known ?? emptyCart(randomBytes(16).toString('hex'));
  const priced = (shop: string) =>
    market.currency === store.currency ? shop : convert(shop, market.rate, market.currency);
  return {
    world,
    store,
    market,
    locale,
    words: wordsFor(locale),
    cart,
    saveCart: (changed) => {
      all.set(slot(changed.token), changed);
      if (changed.token !== token) setCookie(exchange.response, 'cart', changed.token);
    },
    priced,
    shown: ({ contextualPricing: { price } }) => shownMoney(price.amount, market.currency, locale),
  };
}

function storeOf(world: World, { request, cookies, url }: Exchange): StoreInfo | undefined {
  const stores = world.stores();
  const host = String(request.headers['x-forwarded-host'] ?? request.headers.host ?? '').split(':')[0];
  const asked = url.searchParams.get('store') ?? cookies.get('store');
  return (
    stores.find((one) => one.domain === host) ??
    stores.find((one) => one.domain === asked) ??
    stores.find((one) => one.domain === world.options.storeDomain) ??
    stores[0]
  );
}

function homeMarket(store: StoreInfo): MarketInfo {
  return { name: store.name, handle: 'home', countryCode: store.countryCode, currency: store.currency, rate: '1' };
}
