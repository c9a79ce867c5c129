import { type Html, html, json } from '../../web/html';
import type { RenderedBlocks } from './render-blocks';
import type { ShelfCollection } from './shelf';
import { LOCALES, type Shopper } from './shopper';

export type Page = {
  title: string;
  main: Html;
  collections: readonly ShelfCollection[];
  /** how many things lie in the cart */
  count: number;
  blocks?: RenderedBlocks;
  /** where the switcher returns to */
  path: string;
};

const LANGUAGES: Readonly<Record<string, string>> = { en: 'English', de: 'Deutsch', fr: 'Français' };

/** The frame of every page of the shop: head, header with cart, drawer, footer with market and language. */
export function layout(shopper: Shopper, { title, main, collections, count, blocks, path }: Page): Html {
  const { store, market, locale, words, world } = shopper;
  const shopifyObject = {
    shop: store.domain,
    locale,
    country: market.countryCode,
    currency: { active: market.currency, rate: market.rate },
    routes: { root: '/' },
  };
  return html`<!doctype html>
    <html lang="${locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · ${store.name}</title>
        <meta name="description" content="${store.name}, a practice store. Nothing here is for sale." />
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/theme/theme.css" />
        <script>
          window.Shopify = ${json(shopifyObject)};
        </script>
        <script type="application/json" id="privacy-facts">${json({ pixel: world.webPixel(store.domain) !== null })}</script>
        <script src="/theme/privacy.js"></script>
        ${blocks?.head}
        <script type="module" src="/theme/theme.js"></script>
      </head>
      <body data-cart-type="drawer" data-currency="${market.currency}">
        <a class="skip" href="#main">Skip to the content</a>
        <aside class="ribbon" aria-label="Practice">Practice storefront: nothing here is for sale.
          <a href="${world.urls().adminUrl}/store/${store.handle}/apps/tagalong">To the admin</a></aside>
        <header class="head">
          <a class="name" href="/">${store.name}</a>
          <nav aria-label="${words.collections}">
            ${collections.map((one) => html`<a href="/collections/${one.handle}">${one.title}</a>`)}
          </nav>
          <form class="find" role="search" action="/search">
            <label class="hidden" for="find">${words.searchShop}</label>
            <input id="find" name="q" type="search" placeholder="${words.search}" />
          </form>
          <a class="cart-link" href="/cart" data-open-cart>${words.cart} <span class="count" data-cart-count>${count}</span></a>
        </header>
        <main id="main" tabindex="-1">${main}</main>
        <footer class="foot">
          <form method="post" action="/localization">
            <input type="hidden" name="return_to" value="${path}" />
            <label>${words.market}
              <select name="market">
                ${store.markets.map(
                  (one) =>
                    html`<option value="${one.handle}" ${one.handle === market.handle ? html`selected` : ''}>
                      ${one.name} (${one.currency})
                    </option>`,
                )}
              </select>
            </label>
            <label>${words.language}
              <select name="locale">
                ${LOCALES.map(
                  (one) =>
                    html`<option value="${one}" ${one === locale ? html`selected` : ''}>${LANGUAGES[one]}</option>`,
                )}
              </select>
            </label>
            <button class="quiet">${words.apply}</button>
          </form>
          <p>${store.name} is a practice store with made-up makers, prices and people.</p>
          <p class="consent" data-consent>
            <span data-when="open" hidden>${words.mayCount}
              <button class="quiet" value="yes">${words.allow}</button>
              <button class="quiet" value="no">${words.decline}</button></span>
            <span data-when="yes" hidden>${words.counted} <button class="quiet" value="no">${words.decline}</button></span>
            <span data-when="no" hidden>${words.notCounted} <button class="quiet" value="yes">${words.allow}</button></span>
          </p>
        </footer>
        <dialog class="drawer" id="cart-drawer" aria-labelledby="drawer-title">
          <div class="drawer-head">
            <h2 id="drawer-title">${words.cart}</h2>
            <button type="button" class="quiet" data-close-cart>${words.close}</button>
          </div>
          <div class="drawer-lines" data-drawer-lines></div>
          <p class="drawer-note" role="status" data-drawer-note></p>
          <div class="drawer-foot">
            <p class="sum"><span>${words.subtotal}</span><span data-drawer-total></span></p>
            <p class="small">${words.later}</p>
            <a class="button wide" href="/checkout">${words.checkout}</a>
            <a class="quiet wide" href="/cart">${words.viewCart}</a>
          </div>
        </dialog>
        <script type="application/json" id="theme-words">
          ${json({ remove: words.remove, empty: words.empty, quantity: words.quantity })}
        </script>
        ${blocks?.body}
      </body>
    </html>`;
}
