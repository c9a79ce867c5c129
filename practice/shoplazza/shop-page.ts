import { type Html, html } from '../web/html';
import { shownMoney } from '../web/shown-money';
import type { StoreDoc } from './docs';
import type { Room } from './platform';

export function price(room: Room, amount: string | undefined): string {
  return shownMoney(amount ?? '0', room.store().currency);
}

/** What stands around every page of the shop. */
export function page(store: StoreDoc, title: string, body: Html): Html {
  return html`<!doctype html><html lang="en-US"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title} – ${store.name}</title><style>
      body { font: 16px/24px system-ui, sans-serif; margin: 0 auto; padding: 16px; max-width: 720px; }
      h1 { line-height: 1.2; } .shelf { columns: 2; padding: 0; list-style: none; } .shelf li { padding: 4px 0; }
      .ribbon { margin: -16px -16px 16px; padding: 4px 16px; background: #ffe8a3; color: #4a3a00; font-size: 12px; text-align: center; }
      header { display: flex; justify-content: space-between; gap: 16px; } header a { color: inherit; } button, select, input { font: inherit; padding: 8px; max-width: 100%; }
      @media (max-width: 480px) { .shelf { columns: 1; } }
    </style><script>window.SHOPLAZZA = { routes: { root: '' } };</script></head><body><aside class="ribbon" aria-label="Practice">Practice storefront: nothing here is for sale.</aside>
    <header><a href="/">${store.name}</a><a href="/cart">Cart</a></header><main>${body}</main></body></html>`;
}
