import { readFileSync } from 'node:fs';
import { type Exchange, redirect, sendAsset, sendHtml, sendJson, sendText, setCookie } from '../web/exchange';
import { html } from '../web/html';
import { shownMoney } from '../web/shown-money';
import type { OrderDoc, StoreDoc } from './docs';
import type { Platform, Room } from './platform';
import { storeOf } from './which-store';

/** The store's admin: its orders, and the app in a frame with the bridge that its own library speaks. */

export function showHome(platform: Platform, exchange: Exchange): void {
  const room = chosen(platform, exchange);
  if (room) {
    redirect(exchange.response, `/admin/orders?store=${room.domain}`);
    return;
  }
  const stores = platform.stores();
  const list = stores.map((one) => html`<li><a href="/admin/orders?store=${one.id}">${one.name}</a> ${one.id}</li>`);
  sendHtml(exchange.response, page('Practice Shoplazza', html`<main><h1>Stores</h1><ul>${list}</ul></main>`));
}

export function showOrders(platform: Platform, exchange: Exchange): void {
  const room = chosen(platform, exchange);
  if (!room) {
    redirect(exchange.response, '/admin');
    return;
  }
  const orders = room
    .shelf('order')
    .all()
    .sort((a, b) => (a.created_at < b.created_at ? 1 : -1));
  const rows = orders.slice(0, 50).map(orderRow);
  sendHtml(
    exchange.response,
    page(
      `Orders of ${room.store().name}`,
      html`${menu(platform, room.store(), 'orders')}<main><h1>Orders</h1><p>${orders.length} in all, the newest first.</p>
        <div class="wide"><table><thead><tr><th>Order</th><th>Day</th><th>Payment</th><th>Shipment</th><th class="sum">Total</th></tr></thead>
        <tbody>${rows}</tbody></table></div></main>`,
    ),
  );
}

/** Where the app sends a merchant who wants to change the theme. This theme holds both parts of the widget from the start. */
export function showThemes(platform: Platform, exchange: Exchange): void {
  const room = chosen(platform, exchange);
  if (!room) {
    redirect(exchange.response, '/admin');
    return;
  }
  const body = html`${menu(platform, room.store(), null)}<main><h1>Themes</h1>
    <p>The practice theme is published. The block on product pages and the cart embed of Tagalong are in it, switched on.</p></main>`;
  sendHtml(exchange.response, page(`Themes of ${room.store().name}`, body));
}

function orderRow(order: OrderDoc) {
  const total = shownMoney(order.total_price, order.currency);
  return html`<tr><td>${order.number}</td><td>${order.created_at.slice(0, 10)}</td><td>${order.financial_status}</td>
    <td>${order.fulfillment_status}</td><td class="sum">${total}</td></tr>`;
}

/** The app: what the admin's address bar says is {adminPath}, what the frame opens is the app's signed address. */
export function showApp(platform: Platform, exchange: Exchange): void {
  const room = chosen(platform, exchange);
  if (!room) {
    redirect(exchange.response, '/admin');
    return;
  }
  const launch = platform.appAddress(room.domain);
  sendHtml(
    exchange.response,
    page(
      `Tagalong in ${room.store().name}`,
      html`${menu(platform, room.store(), 'app')}
        <section class="save-bar" aria-label="Unsaved changes" hidden><strong>Unsaved changes</strong><button type="button" data-discard>Discard</button><button type="button" data-save>Save</button></section>
        <iframe title="Tagalong" src="${launch}" data-origin="${new URL(platform.options.appUrl).origin}" data-store="${room.domain}"></iframe>
        <script src="/admin/shell.js"></script>`,
    ),
  );
}

/** What the admin's own script gives to the frame: for the store whose page this is. */
export function giveToken(platform: Platform, exchange: Exchange): void {
  const room = chosen(platform, exchange);
  const isOurs = exchange.url.searchParams.get('client_id') === platform.options.clientId;
  if (room && isOurs) sendJson(exchange.response, { token: platform.sessionToken(room.domain) });
  else sendText(exchange.response, 404, 'There is no such app.');
}

export function sendShell({ response, url }: Exchange): void {
  const file = url.pathname.endsWith('.css') ? 'shell.css' : 'shell.js';
  const body = readFileSync(new URL(`./browser/${file}`, import.meta.url));
  sendAsset(response, file.endsWith('.css') ? 'text/css' : 'text/javascript', body);
}

function chosen(platform: Platform, exchange: Exchange): Room | null {
  const room = storeOf(platform, exchange);
  if (room) setCookie(exchange.response, 'practice_store', room.domain);
  return room;
}

function menu(platform: Platform, store: StoreDoc, here: 'orders' | 'app' | null) {
  const link = (name: string, to: string, isHere: boolean) =>
    isHere ? html`<a href="${to}" aria-current="page">${name}</a>` : html`<a href="${to}">${name}</a>`;
  const app = `/admin/smart_apps/base/${platform.options.clientId}?store=${store.id}`;
  const storefront = `${platform.urls().storefrontUrl}/?store=${store.id}`;
  return html`<header><strong>${store.name}</strong><nav aria-label="Admin">${link('Orders', `/admin/orders?store=${store.id}`, here === 'orders')}
    ${link('Tagalong', app, here === 'app')} <a href="${storefront}">View store</a></nav></header>`;
}

function page(title: string, body: ReturnType<typeof html>) {
  return html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title}</title><link rel="stylesheet" href="/admin/shell.css"></head><body><aside class="ribbon" aria-label="Practice">Practice Shoplazza: a stand-in for development. Stores, people and money here are made up.</aside>${body}</body></html>`;
}
