import { readFileSync } from 'node:fs';
import path from 'node:path';
import { exact } from '../money';
import { type Exchange, sendAsset } from '../web/exchange';
import { type Html, html, raw } from '../web/html';
import type { CartLine } from './carts';
import type { Room } from './platform';
import { page, price } from './shop-page';

/** The checkout, with the one place of it where our checkout extension stands. */
export function checkoutPage(room: Room, lines: CartLine[]): Html {
  const rows = lines.map(
    (line) =>
      html`<li>${line.quantity} × ${line.title} ${price(room, exact(line.price).times(line.quantity).toFixed(2))}</li>`,
  );
  const total = lines.reduce((sum, line) => sum.plus(exact(line.price).times(line.quantity)), exact('4.90'));
  return page(
    room.store(),
    'Checkout',
    html`<h1>Checkout</h1><ul>${rows}</ul>
      <div data-extension-point="Checkout::ProductList::RenderAfter"></div>
      <p>Shipping ${price(room, '4.90')}, in all ${price(room, total.toFixed(2))}, taxes apart.</p>
      <form action="/checkout" method="post"><button>Pay now</button></form>
      ${raw(scripts)}`,
  );
}

const scripts = `<script type="importmap">{"imports":{"shoplazza-extension-ui":"/checkout-extension-ui.js"}}</script>
<script type="module" src="/checkout-extension.js"></script>`;

/** What the platform lends an extension: it puts the component into the place that it names. */
const lent = `export function extend({ extensionPoint, component }) {
  const place = document.querySelector('[data-extension-point="' + extensionPoint + '"]');
  if (place) place.innerHTML = component;
}
`;

export function sendCheckoutScript({ response, parts }: Exchange, extensionDir: string): void {
  const file = path.join(extensionDir, '../tagalong-shoplazza-checkout/src/index.js');
  sendAsset(response, 'text/javascript', parts[0] === 'extension-ui' ? lent : readFileSync(file));
}
