import { type Html, html, json } from '../../web/html';
import type { StoreInfo } from '../world';

/** Where in the admin the page stands, for the left navigation. */
export type Place = 'orders' | 'products' | 'theme' | 'app';

export type Shell = {
  store: StoreInfo;
  place: Place;
  title: string;
  storefrontUrl: string;
  main: Html;
  /** given when the page holds the app */
  app?: { appUrl: string; path: string };
};

/** The admin around a page: top bar, left navigation, main part, and the dialogs that the app may ask for. */
export function shellPage({ store, place, title, storefrontUrl, main, app }: Shell): Html {
  const root = `/store/${store.handle}`;
  return document(
    `${title} · ${store.name}`,
    html`<a class="skip" href="#main">Skip to the page</a>
      <aside class="ribbon" aria-label="Practice">Practice platform: a stand-in for development. Stores, people and money here are made up.</aside>
      <header class="top">
        <button class="menu-button" type="button" aria-expanded="false" aria-controls="side">
          <span aria-hidden="true">☰</span><span class="hidden">Menu</span>
        </button>
        <a class="brand" href="/">Practice admin</a>
        <form class="search" role="search" action="${root}/orders">
          <label class="hidden" for="search">Search orders</label>
          <input id="search" name="q" type="search" placeholder="Search orders" autocomplete="off" />
        </form>
        <span class="store-name">${store.name}</span>
      </header>
      <div class="save-bar" role="region" aria-label="Unsaved changes" hidden></div>
      <div class="frame">
        <nav class="side" id="side" aria-label="Store">
          <ul>
            ${item(`${root}/orders`, 'Orders', place === 'orders')}
            ${item(`${root}/products`, 'Products', place === 'products')}
            ${item(`${root}/themes/current/editor`, 'Theme', place === 'theme')}
            <li><a href="${storefrontUrl}/?store=${store.domain}">Online store<span aria-hidden="true"> ↗</span></a></li>
          </ul>
          <h2>Apps</h2>
          <ul class="apps">
            <li>
              <a class="app-home" href="${root}/apps/tagalong" ${place === 'app' ? html`aria-current="page"` : ''}>Tagalong</a>
              <ul class="app-nav"></ul>
            </li>
          </ul>
        </nav>
        <main id="main" aria-label="Store admin" tabindex="-1" class="${app ? 'holds-app' : ''}">${main}</main>
      </div>
      <div class="toasts" role="status" aria-live="polite"></div>
      ${dialogs()}
      ${
        app
          ? html`<script type="application/json" id="shell-facts">
                ${json({ root, appOrigin: new URL(app.appUrl).origin, path: app.path })}
              </script>
              <script type="module" src="/shell/shell.js"></script>`
          : html`<script type="module" src="/shell/menu.js"></script>`
      }`,
  );
}

/** A bare page in the admin's dress. */
export function document(title: string, body: Html): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Practice admin</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/shell/shell.css" />
      </head>
      <body>
        ${body}
      </body>
    </html>`;
}

/** The app's own part: what its title bar asks for, and the iframe, whose address the script fills in. */
export function appFrame(): Html {
  return html`<div class="title-bar"><h1>Tagalong</h1></div>
    <div class="progress" role="progressbar" aria-label="Loading" hidden></div>
    <iframe id="app" title="Tagalong" allow="clipboard-write"></iframe>
    <noscript><p class="note">The app needs JavaScript.</p></noscript>`;
}

function item(href: string, label: string, current: boolean): Html {
  return html`<li><a href="${href}" ${current ? html`aria-current="page"` : ''}>${label}</a></li>`;
}

function dialogs(): Html {
  return html`<dialog id="confirm" aria-labelledby="confirm-title">
      <h2 id="confirm-title"></h2>
      <p></p>
      <form method="dialog" class="buttons">
        <button value="no"></button><button value="yes" class="critical"></button>
      </form>
    </dialog>
    <dialog id="picker" aria-labelledby="picker-title">
      <h2 id="picker-title"></h2>
      <label class="hidden" for="picker-query">Search</label>
      <input id="picker-query" type="search" autocomplete="off" />
      <div class="picker-list" role="group" aria-labelledby="picker-title" tabindex="0"></div>
      <p class="picker-count" role="status"></p>
      <div class="buttons">
        <button type="button" data-do="cancel">Cancel</button>
        <button type="button" data-do="pick" class="primary">Add</button>
      </div>
    </dialog>`;
}
