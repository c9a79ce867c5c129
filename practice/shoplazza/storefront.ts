import { readFileSync } from 'node:fs';
import path from 'node:path';
import { exact } from '../money';
import { isRecord, readFields } from '../web/body';
import {
  type Exchange,
  listener,
  type Route,
  redirect,
  sendAsset,
  sendHtml,
  sendJson,
  sendText,
  setCookie,
} from '../web/exchange';
import { type Html, html, raw } from '../web/html';
import { placeOrder } from './acts';
import { charged } from './cart-function';
import { type CartLine, createCarts } from './carts';
import { checkoutPage, sendCheckoutScript } from './checkout';
import type { ProductDoc } from './docs';
import { createTheme } from './liquid';
import type { Platform, Room } from './platform';
import { page, price } from './shop-page';
import { storeOf } from './which-store';

/** A shop with the theme extension in its own Liquid, and the cart that themes talk to. */
export function storefrontListener(platform: Platform) {
  const carts = createCarts();
  const { extensionDir } = platform.options;
  const theme = createTheme(extensionDir);
  const linesOf = (exchange: Exchange, room: Room) => charged(room, extensionDir, carts.of(exchange, room));
  const shop = (exchange: Exchange): Room | null => {
    const room = storeOf(platform, exchange);
    if (room) setCookie(exchange.response, 'practice_store', room.domain);
    return room;
  };
  const inShop = (answer: (exchange: Exchange, room: Room) => Promise<void> | void) => async (exchange: Exchange) => {
    const room = shop(exchange);
    if (room) await answer(exchange, room);
    else sendText(exchange.response, 404, 'There is no such shop.');
  };
  const routes: Route[] = [
    ['GET', /^\/$/, inShop((exchange, room) => sendHtml(exchange.response, shelfPage(room)))],
    [
      'GET',
      /^\/products\/([\w-]+)$/,
      inShop(async (exchange, room) => {
        const product = room
          .shelf('product')
          .all()
          .find((one) => one.handle === exchange.parts[0] && one.published);
        if (!product) return sendText(exchange.response, 404, 'There is no such product.');
        sendHtml(exchange.response, productPage(room, product, await theme.block(room, product, languageOf(exchange))));
      }),
    ],
    [
      'GET',
      /^\/assets\/([\w.-]+)$/,
      ({ response, parts }) => {
        const file = path.basename(parts[0] ?? '');
        const type = file.endsWith('.css') ? 'text/css' : 'text/javascript';
        sendAsset(response, type, readFileSync(path.join(extensionDir, 'assets', file)));
      },
    ],
    [
      'GET',
      /^\/api\/cart$/,
      inShop((exchange, room) =>
        sendJson(exchange.response, { cart: { line_items: linesOf(exchange, room).map(cartView) } }),
      ),
    ],
    [
      'GET',
      /^\/api\/cart\/count$/,
      inShop((exchange, room) => sendJson(exchange.response, { count: carts.of(exchange, room).length })),
    ],
    [
      'POST',
      /^\/api\/cart$/,
      inShop(async (exchange, room) => {
        const fields = await readFields(exchange.request);
        const { properties } = fields;
        const line = carts.add(exchange, room, {
          variantId: String(fields.variant_id),
          quantity: Number(fields.quantity ?? 1),
          properties: isRecord(properties)
            ? Object.entries(properties).map(([name, value]) => ({ name, value: String(value) }))
            : [],
        });
        if (line) sendJson(exchange.response, { cart: { line_items: linesOf(exchange, room).map(cartView) } });
        else sendJson(exchange.response, { errors: ['This variant cannot be bought.'] }, 422);
      }),
    ],
    [
      'DELETE',
      /^\/api\/cart\/([\w-]+)$/,
      inShop(async (exchange, room) => {
        const { id } = await readFields(exchange.request);
        carts.remove(exchange, room, exchange.parts[0] ?? '', typeof id === 'string' ? id : null);
        sendJson(exchange.response, {});
      }),
    ],
    [
      'POST',
      /^\/cart\/change$/,
      inShop(async (exchange, room) => {
        const { id, quantity } = await readFields(exchange.request);
        carts.setQuantity(exchange, room, String(id), Number(quantity));
        redirect(exchange.response, '/cart');
      }),
    ],
    [
      'GET',
      /^\/cart$/,
      inShop(async (exchange, room) =>
        sendHtml(exchange.response, cartPage(room, linesOf(exchange, room), await theme.embed())),
      ),
    ],
    ['GET', /^\/checkout-(extension|extension-ui)\.js$/, (exchange) => sendCheckoutScript(exchange, extensionDir)],
    [
      'GET',
      /^\/checkout$/,
      inShop((exchange, room) => sendHtml(exchange.response, checkoutPage(room, linesOf(exchange, room)))),
    ],
    [
      'POST',
      /^\/checkout$/,
      inShop((exchange, room) => {
        const lines = linesOf(exchange, room);
        if (lines.length === 0) return redirect(exchange.response, '/cart');
        const [customer = null] = room.shelf('customer').all();
        const items = lines.map(({ variantId, quantity, properties, price }) => ({
          variantId,
          quantity,
          properties,
          price,
        }));
        const order = placeOrder(room, { items, customer, address: customer?.addresses[0] ?? null, shipping: '4.90' });
        carts.empty(exchange, room);
        redirect(exchange.response, `/thanks?order=${order.number}`);
      }),
    ],
    [
      'GET',
      /^\/thanks$/,
      inShop((exchange, room) =>
        sendHtml(
          exchange.response,
          page(
            room.store(),
            'Thank you',
            html`<h1>Thank you</h1><p>Your order is ${exchange.url.searchParams.get('order') ?? ''}.</p><p><a href="/">Go on shopping</a></p>`,
          ),
        ),
      ),
    ],
  ];
  return listener(routes);
}

function languageOf({ url }: Exchange): string {
  return url.searchParams.get('lang') ?? 'en-US';
}

function shelfPage(room: Room): Html {
  const products = room
    .shelf('product')
    .all()
    .filter((one) => one.published && one.vendor !== 'Tagalong');
  const items = products.map(
    (one) => html`<li><a href="/products/${one.handle}">${one.title}</a> ${price(room, one.variants[0]?.price)}</li>`,
  );
  return page(room.store(), room.store().name, html`<h1>${room.store().name}</h1><ul class="shelf">${items}</ul>`);
}

function productPage(room: Room, product: ProductDoc, block: string): Html {
  const choices = product.variants.map(
    (one) => html`<option value="${one.id}">${one.title || product.title} – ${price(room, one.price)}</option>`,
  );
  return page(
    room.store(),
    product.title,
    html`<h1>${product.title}</h1><p>${product.brief}</p>
      <form action="/cart" method="get" data-product-form>
        <input type="hidden" name="product_id" value="${product.id}">
        <p><label>Model <select name="variant_id">${choices}</select></label></p>
        <p><label>Quantity <input name="quantity" type="number" value="1" min="1"></label></p>
        ${raw(block)}
        <p><button type="submit">Add to cart</button></p>
      </form>
      <p role="status" data-cart-says></p>
      ${raw(themeScript)}`,
  );
}

/** What this theme does by itself: one line to the cart. It hears of the widget's own adding by the event that themes send. */
const themeScript = `<script>
  const says = document.querySelector('[data-cart-says]');
  const count = async () => { says.textContent = 'Lines in your cart: ' + (await (await fetch('/api/cart/count')).json()).count; };
  document.addEventListener('dj.addToCart', count);
  document.querySelector('[data-product-form]').addEventListener('submit', async (event) => {
    event.preventDefault();
    const { product_id, variant_id, quantity } = Object.fromEntries(new FormData(event.target));
    await fetch('/api/cart', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ product_id, variant_id, quantity }) });
    void count();
  });
</script>`;

function cartPage(room: Room, lines: CartLine[], embed: string): Html {
  const rows = lines.map(
    (line) => html`<li><form action="/cart/change" method="post"><input type="hidden" name="id" value="${line.id}">
      <label>${line.title} <input name="quantity" type="number" min="0" value="${line.quantity}"></label> <button>Change</button>
      ${price(room, exact(line.price).times(line.quantity).toFixed(2))}</form></li>`,
  );
  const body = lines.length
    ? html`<ul>${rows}</ul><form action="/checkout" method="get"><button>Check out</button></form>`
    : html`<p>There is nothing in your cart.</p>`;
  return page(room.store(), 'Cart', html`<h1>Cart</h1>${body}<p><a href="/">Go on shopping</a></p>${raw(embed)}`);
}

function cartView(line: CartLine) {
  return {
    ...{ id: line.id, variant_id: line.variantId, product_id: line.productId, price: line.price },
    product_title: line.title,
    quantity: String(line.quantity),
    properties: line.properties.length === 0 ? '' : JSON.stringify(line.properties),
  };
}
