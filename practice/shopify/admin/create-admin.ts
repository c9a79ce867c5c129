import type { RequestListener } from 'node:http';
import { readFields } from '../../web/body';
import { type Exchange, listener, redirect, sendAsset, sendHtml, sendJson, sendText } from '../../web/exchange';
import { type Html, html } from '../../web/html';
import { themeBlocks } from '../storefront/theme-blocks';
import type { StoreInfo, World } from '../world';
import { bridgeScript, isShellFile, shellFile } from './bridge-script';
import { ABOUT } from './documents';
import { launchUrl } from './launch';
import { type Act, actOnOrder } from './order-acts';
import { orderPage, ordersPage } from './order-pages';
import { pickable } from './picker';
import { productsPage } from './product-page';
import { appFrame, document, type Place, shellPage } from './shell-page';
import { isPlaced, themePage } from './theme-page';

const ACTS: readonly string[] = ['pay', 'fulfil', 'refund-line', 'refund-all', 'cancel', 'add-one'] satisfies Act[];

/** The practice admin: lists the stores, shows the app in its iframe, and lets a merchant act on orders. */
export function createAdmin(world: World): RequestListener {
  const withStore = (run: (exchange: Exchange, store: StoreInfo) => Promise<void> | void) => (exchange: Exchange) => {
    const store = world.stores().find((one) => one.handle === exchange.parts[0]);
    if (!store) return sendText(exchange.response, 404, 'There is no such practice store.');
    return run(exchange, store);
  };
  const show = (exchange: Exchange, store: StoreInfo, place: Place, title: string, main: Html) =>
    sendHtml(exchange.response, shellPage({ store, place, title, storefrontUrl: world.urls().storefrontUrl, main }));

  return listener([
    ['GET', /^\/$/, ({ response }) => sendHtml(response, document('Stores', storeList(world)))],
    ['GET', /^\/app-bridge\.js$/, ({ response }) => sendAsset(response, 'text/javascript', bridgeScript())],
    ['GET', /^\/shell\/([\w.-]+)$/, shell],
    ['GET', /^\/store\/([^/]+)\/?$/, ({ response, parts }) => redirect(response, `/store/${parts[0]}/apps/tagalong`)],
    ['GET', /^\/store\/([^/]+)\/apps\/tagalong(\/.*)?$/, withStore((exchange, store) => app(world, exchange, store))],
    [
      'GET',
      /^\/store\/([^/]+)\/launch$/,
      withStore(({ response, url }, store) =>
        sendJson(response, { url: launchUrl(world, store, url.searchParams.get('path') ?? '/') }),
      ),
    ],
    [
      'GET',
      /^\/store\/([^/]+)\/session-token$/,
      withStore((exchange, store) => {
        if (!isOwnPage(exchange)) return sendText(exchange.response, 403, 'Only the practice admin itself may ask.');
        return sendJson(exchange.response, { token: world.sessionToken(store.domain) });
      }),
    ],
    [
      'GET',
      /^\/store\/([^/]+)\/about$/,
      withStore(async ({ response }, store) => sendJson(response, await about(world, store))),
    ],
    [
      'GET',
      /^\/store\/([^/]+)\/picker$/,
      withStore(async ({ response, url }, store) => {
        const { type, query } = Object.fromEntries(url.searchParams);
        sendJson(response, { items: await pickable(world, store.domain, type ?? 'product', query ?? '') });
      }),
    ],
    [
      'GET',
      /^\/store\/([^/]+)\/orders$/,
      withStore(async (exchange, store) => {
        const { searchParams } = exchange.url;
        const main = await ordersPage(world, store, searchParams.get('q') ?? '', searchParams.get('after'));
        show(exchange, store, 'orders', 'Orders', main);
      }),
    ],
    ['GET', /^\/store\/([^/]+)\/orders\/(\d+)$/, withStore((exchange, store) => order(exchange, store, null))],
    ['POST', /^\/store\/([^/]+)\/orders\/(\d+)\/([\w-]+)$/, withStore(act)],
    [
      'GET',
      /^\/store\/([^/]+)\/products$/,
      withStore(async (exchange, store) => {
        show(
          exchange,
          store,
          'products',
          'Products',
          await productsPage(world, store, exchange.url.searchParams.get('after')),
        );
      }),
    ],
    [
      'GET',
      /^\/store\/([^/]+)\/themes\/current\/editor$/,
      withStore((exchange, store) => show(exchange, store, 'theme', 'Theme editor', themePage(world, store))),
    ],
    ['POST', /^\/store\/([^/]+)\/themes\/current\/editor$/, withStore(placeBlock)],
  ]);

  async function placeBlock(exchange: Exchange, store: StoreInfo): Promise<void> {
    if (!isOwnPage(exchange)) return sendText(exchange.response, 403, 'This is not a button.');
    const fields = await readFields(exchange.request);
    world.placeBlock(store.domain, String(fields.block ?? ''), fields.do === 'place');
    redirect(exchange.response, `/store/${store.handle}/themes/current/editor`);
  }

  async function order(exchange: Exchange, store: StoreInfo, problem: string | null): Promise<void> {
    const page = await orderPage(world, store, exchange.parts[1] ?? '', problem);
    if (!page) return sendText(exchange.response, 404, 'There is no such order.');
    show(exchange, store, 'orders', 'Order', page);
  }

  async function act(exchange: Exchange, store: StoreInfo): Promise<void> {
    const [, number = '', name = ''] = exchange.parts;
    if (!isOwnPage(exchange) || !ACTS.includes(name)) return sendText(exchange.response, 403, 'This is not a button.');
    const { line } = await readFields(exchange.request);
    try {
      await actOnOrder(world, store.domain, `gid://shopify/Order/${number}`, name as Act, String(line ?? ''));
    } catch (error) {
      return order(exchange, store, `The platform refused: ${error instanceof Error ? error.message : error}`);
    }
    redirect(exchange.response, `/store/${store.handle}/orders/${number}`);
  }
}

function app(world: World, { response, parts, url }: Exchange, store: StoreInfo): void {
  const appPath = `/app${parts[1] ?? ''}${url.search}`;
  const page = shellPage({
    store,
    place: 'app',
    title: 'Tagalong',
    storefrontUrl: world.urls().storefrontUrl,
    main: appFrame(),
    app: { appUrl: world.options.appUrl, path: appPath },
  });
  sendHtml(response, page);
}

/** What App Bridge tells the app about its surroundings. */
async function about(world: World, store: StoreInfo): Promise<Record<string, unknown>> {
  const reply = await world.execute(store.domain, ABOUT);
  const scopes: { handle: string }[] = reply.data?.currentAppInstallation?.accessScopes ?? [];
  const granted = scopes.map(({ handle }) => handle);
  return {
    user: { id: 1, name: 'Practice Merchant', email: store.email, accountAccess: 'Account Owner' },
    scopes: { granted, required: granted, optional: [] },
    extensions: [
      {
        handle: 'tagalong-widget',
        type: 'theme_app_extension',
        activations: themeBlocks(world.options.extensionDir).map((block) => ({
          handle: block.handle,
          name: block.schema.name,
          target: block.schema.target,
          ...(isPlaced(store, block)
            ? {
                status: 'active',
                activations: [{ target: block.schema.target, themeId: 'gid://shopify/OnlineStoreTheme/1' }],
              }
            : { status: 'available', activations: [] }),
        })),
      },
    ],
  };
}

function storeList(world: World): Html {
  return html`<aside class="ribbon" aria-label="Practice">Practice platform: a stand-in for development. Stores, people and money here are made up.</aside>
    <header class="top"><span class="brand">Practice admin</span></header>
    <main id="main">
      <div class="page-head"><h1>Practice stores</h1></div>
      <div class="card">
        <ul>
          ${world.stores().map(
            (store) =>
              html`<li>
                <a href="/store/${store.handle}/apps/tagalong">${store.name}</a> (${store.domain}, ${store.currency},
                ${store.installed ? 'app installed' : 'app not installed'}) · <a href="/store/${store.handle}/orders">orders</a>
              </li>`,
          )}
        </ul>
      </div>
    </main>`;
}

function shell({ response, parts }: Exchange): void {
  const name = parts[0] ?? '';
  if (!isShellFile(name)) sendText(response, 404, 'Nothing lives at this address.');
  else sendAsset(response, name.endsWith('.css') ? 'text/css' : 'text/javascript', shellFile(name));
}

/** Browsers say where a request comes from; a page of another origin may neither fetch tokens nor press buttons. */
function isOwnPage({ request }: Exchange): boolean {
  const site = request.headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin';
}
