import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { type BlockScene, extensionDir, renderBlock } from './render-block';

/**
 * One product page and a cart, small enough to read: what a theme has around the widget. `theme` says how it
 * adds: "form" posts the form, "drawer" listens to the submit and fetches, "click" fetches on the button's click,
 * "sections" has a drawer element that is redrawn from sections in the cart's reply, as themes of the Dawn family do;
 * "components" hears "cart:update" with the number of pieces in the cart and never leaves the page, as those of the Horizon family.
 */
export type SmallShop = {
  url: string;
  scene: BlockScene;
  theme: 'form' | 'drawer' | 'click' | 'sections' | 'components';
  direction: 'ltr' | 'rtl';
  /** how cart/add.js answers: all well, nesting refused, everything refused, no answer that makes sense */
  mood: 'well' | 'no-nesting' | 'sold-out' | 'broken';
  /** the script comes only when this is resolved */
  scriptGate: Promise<void>;
  /** bodies that cart/add.js and the form door got, in order */
  asked: Record<string, unknown>[];
  stop(): Promise<void>;
};

export async function startSmallShop(): Promise<SmallShop> {
  const shop: SmallShop = {
    url: '',
    scene: {},
    theme: 'form',
    direction: 'ltr',
    mood: 'well',
    scriptGate: Promise.resolve(),
    asked: [],
    stop: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://shop');
    const send = (status: number, type: string, body: string) =>
      response.writeHead(status, { 'content-type': `${type}; charset=utf-8` }).end(body);
    if (pathname === '/cart/add.js') {
      const reply = addToCart(shop, JSON.parse(await read(request)));
      return send(reply.status, 'application/json', reply.body);
    }
    if (pathname === '/cart.js') {
      const lines = shop.asked.flatMap((body) => (body.items as Line[] | undefined) ?? []);
      const before = 7;
      const item_count = lines.reduce((sum, line) => sum + (line.quantity ?? 1), before);
      return send(200, 'application/json', JSON.stringify({ item_count }));
    }
    if (pathname === '/cart/add') {
      shop.asked.push({ form: Object.fromEntries(new URLSearchParams(await read(request))) });
      return response.writeHead(303, { location: '/cart' }).end();
    }
    if (pathname === '/cart') return send(200, 'text/html', '<!doctype html><title>Cart</title><h1>Your cart</h1>');
    if (pathname === '/tagalong-product.js') await shop.scriptGate;
    const asset = /^\/tagalong(?:-product)?\.(js|css)$/.exec(pathname);
    if (asset) {
      const text = readFileSync(path.join(extensionDir, 'assets', pathname.slice(1)), 'utf8');
      return send(200, asset[1] === 'js' ? 'text/javascript' : 'text/css', text);
    }
    if (pathname === '/products/lamp') {
      const chosen = searchParams.get('variant') ?? '41';
      return send(200, 'text/html', page(shop, await renderBlock({ ...shop.scene, chosen })));
    }
    return send(404, 'text/plain', 'not here');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  shop.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return shop;
}

type Line = {
  id: number | string;
  quantity?: number;
  parent_id?: number | string;
  properties?: Record<string, string>;
};

function addToCart(
  shop: SmallShop,
  body: { items?: Line[]; id?: unknown; sections?: string },
): { status: number; body: string } {
  shop.asked.push(body);
  const refuse = (description: string) => ({ status: 422, body: JSON.stringify({ status: 422, description }) });
  if (shop.mood === 'broken') return { status: 500, body: '<html>oops</html>' };
  const lines = body.items ?? [body as Line];
  if (shop.mood === 'sold-out' && lines.length > 1) return refuse('All 3 Lamp are in your cart.');
  if (shop.mood === 'no-nesting' && lines.some((line) => line.parent_id !== undefined)) {
    return refuse('Parent line does not match any existing or added lines');
  }
  const items = lines.map((line, n) => ({ ...line, key: `${line.id}:${n}` }));
  const sections = body.sections ? { sections: { [body.sections]: `<p>${items.length} lines</p>` } } : {};
  return { status: 200, body: JSON.stringify(body.items ? { items, ...sections } : items[0]) };
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

const themeScripts = {
  form: '',
  components: `document.querySelector('main').append(document.createElement('product-form-component'));
    document.addEventListener('cart:update', ({ detail }) => {
      document.querySelector('#drawer').textContent = (detail.data.itemCount ?? 0) + ' in the cart';
    });`,
  sections: `customElements.define('cart-drawer', class extends HTMLElement {
      getSectionsToRender() { return [{ id: 'cart-drawer' }]; }
      renderContents(state) { this.innerHTML = state.key + state.sections['cart-drawer']; }
    });
    document.querySelector('#drawer').innerHTML = '<cart-drawer class="is-empty"></cart-drawer>';`,
  drawer: `document.querySelector('form').addEventListener('submit', async (event) => {
      event.preventDefault();
      const { id, quantity } = Object.fromEntries(new FormData(event.target));
      await fetch('/cart/add.js', { method: 'POST', body: JSON.stringify({ items: [{ id, quantity }] }) });
      document.querySelector('#drawer').textContent = 'theme added';
    });
    document.addEventListener('tagalong:added', (event) => {
      document.querySelector('#drawer').textContent = event.detail.items.length + ' lines';
    });`,
  click: `document.querySelector('[name=add]').addEventListener('click', async (event) => {
      event.preventDefault();
      const { id, quantity } = Object.fromEntries(new FormData(document.querySelector('form')));
      const response = await fetch('/cart/add.js', { method: 'POST', body: JSON.stringify({ id, quantity }) });
      document.querySelector('#drawer').textContent = response.ok ? 'added ' + (await response.json()).id : 'refused';
    });`,
};

function page(shop: SmallShop, block: string): string {
  return `<!doctype html>
<html lang="en" dir="${shop.direction}">
<head>
  <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Lamp</title>
  <link rel="stylesheet" href="/tagalong.css">
  <style>input[type="checkbox"] { width: auto; height: auto; } label { display: block; } fieldset { border: 3px solid; padding: 2em; }</style>
  <script src="/tagalong-product.js" defer></script>
</head>
<body${['form', 'components'].includes(shop.theme) ? '' : ' data-cart-type="drawer"'}>
  <main>
    <section>
      <h1>Lamp</h1>
      <form action="/cart/add" method="post">
        <input type="hidden" name="product-id" value="1001">
        <label>Size <select name="id"><option value="41">Small</option><option value="42">Large</option></select></label>
        <label>Quantity <input name="quantity" type="number" min="1" value="1"></label>
        <label>Engraving <input name="properties[Engraving]"></label>
        <button name="add">Add to cart</button>
      </form>
      <div id="block">${block}</div>
      <p id="below">Ships in two days.</p>
    </section>
    <div id="drawer" role="status"></div>
  </main>
  <script>${themeScripts[shop.theme]}</script>
</body>
</html>`;
}
