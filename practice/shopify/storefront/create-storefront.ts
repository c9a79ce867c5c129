import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { readBody, readFields } from '../../web/body';
import { type Exchange, listener, redirect, sendAsset, sendHtml, sendText, setCookie } from '../../web/exchange';
import { type Html, html } from '../../web/html';
import type { World } from '../world';
import { answerAdd, answerCart, answerChange, answerClear, answerUpdate } from './cart-api';
import { shownLines } from './cart-json';
import { isThanksKey, placeOrder, readForm, thanksKey } from './checkout';
import { checkoutPage, thanksPage } from './checkout-pages';
import { layout } from './layout';
import { productObject } from './liquid-objects';
import { cartPage, collectionPage, homePage, productPage, searchPage } from './pages';
import { picture } from './pictures';
import { pixelScript } from './pixel';
import { answerProducts } from './products-json';
import { renderBlocks } from './render-blocks';
import { findProduct, listedCollections, listedProducts, numberOf, type ShelfProduct } from './shelf';
import { LOCALES, type Shopper, shopperOf } from './shopper';
import { themeAsset } from './theme-blocks';

type Answer = (exchange: Exchange, shopper: Shopper) => Promise<void> | void;

/** The practice storefront: a small theme over the store's products, with cart, checkout and the app's blocks. */
export function createStorefront(world: World): RequestListener {
  const to =
    (answer: Answer) =>
    (exchange: Exchange): Promise<void> | void => {
      const shopper = shopperOf(world, exchange);
      if (!shopper) return sendText(exchange.response, 404, 'There is no store yet.');
      return answer(exchange, shopper);
    };
  return listener([
    ['GET', /^\/$/, to(home)],
    ['GET', /^\/collections\/?$/, to(home)],
    ['GET', /^\/collections\/([^/]+)$/, to(collection)],
    ['GET', /^\/products\/([^/]+)$/, to(product)],
    ['GET', /^\/collections\/[^/]+\/products\/([^/]+)$/, to(product)],
    ['GET', /^\/search$/, to(search)],
    ['GET', /^\/products\.json$/, to(answerProducts)],
    ['GET', /^\/cart(?:\.js|\.json)$/, to(answerCart)],
    ['GET', /^\/cart$/, to(cart)],
    ['POST', /^\/cart$/, to(answerUpdate)],
    ['POST', /^\/cart\/add(?:\.js)?$/, to(answerAdd)],
    ['POST', /^\/cart\/change(?:\.js)?$/, to(answerChange)],
    ['GET', /^\/cart\/change$/, to(answerChange)],
    ['POST', /^\/cart\/update(?:\.js)?$/, to(answerUpdate)],
    ['*', /^\/cart\/clear(?:\.js)?$/, to(answerClear)],
    ['GET', /^\/checkout$/, to(checkout)],
    ['POST', /^\/checkout$/, to(place)],
    ['GET', /^\/thank-you\/(\d+)$/, to(thanks)],
    ['POST', /^\/localization$/, to(localize)],
    [
      'GET',
      /^\/pictures\/([\w-]+)\.svg$/,
      ({ response, parts }) => sendAsset(response, 'image/svg+xml', picture(parts[0] ?? '')),
    ],
    ['GET', /^\/theme\/(theme\.css|theme\.js|privacy\.js)$/, theme],
    ['GET', /^\/pixels\/tagalong\.js$/, to(pixel)],
    ['GET', /^\/extensions\/tagalong\/assets\/([\w.-]+)$/, (exchange) => asset(world, exchange)],
    ['*', /^\/(?:apps|a|community|tools)\/.+$/, to(proxied)],
  ]);
}

async function show(
  exchange: Exchange,
  shopper: Shopper,
  title: string,
  main: Html,
  more: { status?: number; template?: string; blocks?: Awaited<ReturnType<typeof renderBlocks>> } = {},
): Promise<void> {
  const { world, store, cart } = shopper;
  const collections = await listedCollections(world, store.domain);
  const path = exchange.url.pathname + exchange.url.search;
  const asked = exchange.url.searchParams.get('store');
  if (asked === store.domain) setCookie(exchange.response, 'store', asked);
  const page = layout(shopper, {
    title,
    main,
    collections,
    count: cart.lines.reduce((count, line) => count + line.quantity, 0),
    blocks: more.blocks ?? (await renderBlocks(shopper, more.template ?? 'page', path, {})),
    path,
  });
  sendHtml(exchange.response, page, more.status ?? 200);
}

async function home(exchange: Exchange, shopper: Shopper): Promise<void> {
  const { world, store } = shopper;
  const [collections, products] = await Promise.all([listedCollections(world, store.domain), listedProducts(shopper)]);
  await show(exchange, shopper, shopper.words.home, homePage(shopper, collections, products), { template: 'index' });
}

async function collection(exchange: Exchange, shopper: Shopper): Promise<void> {
  const handle = exchange.parts[0] ?? '';
  const all = await listedCollections(shopper.world, shopper.store.domain);
  const found =
    all.find((one) => one.handle === handle) ??
    (handle === 'all' ? { id: '', handle, title: 'All products', descriptionHtml: '' } : undefined);
  if (!found) return missing(exchange, shopper);
  const products = (await listedProducts(shopper)).filter(
    (one) => handle === 'all' || one.collections.nodes.some(({ id }) => id === found.id),
  );
  await show(exchange, shopper, found.title, collectionPage(shopper, found, products), { template: 'collection' });
}

async function product(exchange: Exchange, shopper: Shopper): Promise<void> {
  const found = await findProduct(shopper, exchange.parts[0] ?? '');
  const chosen = found && chosenVariant(found, exchange.url.searchParams.get('variant'));
  if (!found || !chosen) return missing(exchange, shopper);
  const path = exchange.url.pathname;
  const blocks = await renderBlocks(shopper, 'product', path, { product: productObject(shopper, found, chosen) });
  await show(exchange, shopper, found.title, productPage(shopper, found, chosen, blocks.section), { blocks });
}

function chosenVariant(found: ShelfProduct, id: string | null) {
  const { nodes } = found.variants;
  return nodes.find((one) => numberOf(one.id) === id) ?? nodes.find((one) => one.availableForSale) ?? nodes[0];
}

async function search(exchange: Exchange, shopper: Shopper): Promise<void> {
  const query = (exchange.url.searchParams.get('q') ?? '').trim();
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = (await listedProducts(shopper)).filter((one) => {
    const text = `${one.title} ${one.vendor} ${one.productType} ${one.tags.join(' ')}`.toLowerCase();
    return words.length > 0 && words.every((word) => text.includes(word));
  });
  await show(exchange, shopper, shopper.words.search, searchPage(shopper, query, found), { template: 'search' });
}

async function cart(exchange: Exchange, shopper: Shopper): Promise<void> {
  const page = cartPage(shopper, await shownLines(shopper));
  await show(exchange, shopper, shopper.words.cart, page, { template: 'cart' });
}

async function checkout(exchange: Exchange, shopper: Shopper): Promise<void> {
  const page = checkoutPage(shopper, await shownLines(shopper), readForm({}), []);
  await show(exchange, shopper, shopper.words.checkout, page);
}

async function place(exchange: Exchange, shopper: Shopper): Promise<void> {
  const fields = await readFields(exchange.request);
  const form = readForm(fields);
  const lines = await shownLines(shopper);
  const onlyPrice = fields.do === 'price';
  const placed = onlyPrice ? null : await placeOrder(shopper, lines, form);
  if (placed?.outcome === 'placed') {
    shopper.saveCart({ ...shopper.cart, lines: [], note: '', attributes: {} });
    const id = numberOf(placed.id);
    return redirect(exchange.response, `/thank-you/${id}?key=${thanksKey(shopper.world, id)}`);
  }
  const page = checkoutPage(shopper, lines, form, placed?.problems ?? []);
  await show(exchange, shopper, shopper.words.checkout, page, { status: placed ? 422 : 200 });
}

async function thanks(exchange: Exchange, shopper: Shopper): Promise<void> {
  const id = exchange.parts[0] ?? '';
  if (!isThanksKey(shopper.world, id, exchange.url.searchParams.get('key') ?? '')) return missing(exchange, shopper);
  await show(exchange, shopper, 'Thank you', await thanksPage(shopper, `gid://shopify/Order/${id}`));
}

async function localize(exchange: Exchange, shopper: Shopper): Promise<void> {
  const { market, locale, return_to: back } = await readFields(exchange.request);
  if (shopper.store.markets.some((one) => one.handle === market))
    setCookie(exchange.response, 'market', String(market));
  if ((LOCALES as readonly string[]).includes(String(locale))) setCookie(exchange.response, 'locale', String(locale));
  const path = String(back ?? '/');
  redirect(exchange.response, /^\/(?![/\\])/.test(path) ? path : '/');
}

/** App proxy: forwarded to the app with the platform's signature, cookies left behind. */
async function proxied(exchange: Exchange, shopper: Shopper): Promise<void> {
  const { request, response } = exchange;
  const body = exchange.method === 'GET' ? null : await readBody(request);
  const headers = Object.fromEntries(
    Object.entries(request.headers)
      .filter(([name]) => name !== 'cookie')
      .map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
  const reply = await shopper.world.forwardToApp(shopper.store.domain, {
    method: request.method ?? 'GET',
    url: request.url ?? '/',
    headers,
    body,
    loggedInCustomerId: null,
  });
  if (!reply) return missing(exchange, shopper);
  response.writeHead(reply.status, reply.headers);
  response.end(reply.body);
}

async function missing(exchange: Exchange, shopper: Shopper): Promise<void> {
  const main = html`<h1>Not found</h1><p>This page is not in the shop. <a href="/">To the start</a></p>`;
  await show(exchange, shopper, 'Not found', main, { status: 404, template: '404' });
}

function theme({ response, parts }: Exchange): void {
  const name = parts[0] ?? '';
  const text = readFileSync(new URL(`./browser/${name}`, import.meta.url), 'utf8');
  sendAsset(response, name.endsWith('.css') ? 'text/css' : 'text/javascript', text);
}

function pixel({ response }: Exchange, { world, store }: Shopper): void {
  const settings = world.webPixel(store.domain);
  const script = settings && pixelScript(world.options.extensionDir, settings);
  if (script) sendAsset(response, 'text/javascript', script);
  else sendText(response, 404, 'The app has no web pixel here.');
}

function asset(world: World, { response, parts }: Exchange): void {
  const found = themeAsset(world.options.extensionDir, parts[0] ?? '');
  if (found) sendAsset(response, found.type, found.body);
  else sendText(response, 404, 'The extension has no such asset.');
}
