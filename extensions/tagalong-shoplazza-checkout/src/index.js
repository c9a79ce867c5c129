// Written by `npm run widget` from extensions/widget-source/shoplazza; change it there.
// What stands in the cart.

const root = () =>
  ((window.SHOPLAZZA && window.SHOPLAZZA.routes && window.SHOPLAZZA.routes.root) || '').replace(/\/$/, '');

/** A line's own properties as one record, however the cart writes them: nothing, JSON, pairs, a record. */
function lineProperties({ properties }) {
  try {
    const value = typeof properties === 'string' ? JSON.parse(properties || '{}') : properties || {};
    return (Array.isArray(value) ? Object.fromEntries(value.map((one) => [one.name, one.value])) : value) || {};
  } catch {
    return {};
  }
}

/** Its lines, each with its properties as `own`. */
async function readCart() {
  const { cart } = await (await fetch(root() + '/api/cart', { credentials: 'same-origin' })).json();
  return cart.line_items.map((line) => ({ ...line, own: lineProperties(line) }));
}


/*
 * In the checkout, under the list of products: which add-on belongs to which product, and a warning where an add-on lost
 * its product, for there nothing can take it out. Nothing is sold here: the platform does not count anew what is added at
 * this point, and a price that changes after it was read is no consent. Where the cart cannot be read, nothing is shown.
 */
const words = {
  en: {
    heading: 'Add-ons in your order',
    belongs: '%s, for %s',
    lost: '%s has no product in your order any more, and will be charged.',
    change: 'Change your cart',
  },
  de: {
    heading: 'Extras in deiner Bestellung',
    belongs: '%s, für %s',
    lost: '%s gehört zu keinem Produkt deiner Bestellung mehr und wird trotzdem berechnet.',
    change: 'Warenkorb ändern',
  },
  fr: {
    heading: 'Options de votre commande',
    belongs: '%s, pour %s',
    lost: '%s n’a plus de produit dans votre commande et sera facturé.',
    change: 'Modifier le panier',
  },
};
const titleOf = (line) => line.product_title || line.title || '';

function make(tag, words, ...titles) {
  const element = document.createElement(tag);
  element.textContent = titles.reduce((text, title) => text.replace('%s', () => title), words);
  return element;
}

class TagalongCheckout extends HTMLElement {
  connectedCallback() {
    void this.show();
    try {
      window.CheckoutAPI.store.onPricesChange(() => void this.show());
    } catch {
      // Without it, what stood in the cart when the page opened is shown.
    }
  }

  async show() {
    try {
      this.draw(await readCart());
    } catch {
      this.replaceChildren();
    }
  }

  draw(lines) {
    const say = words[(document.documentElement.lang || 'en').split('-')[0]] || words.en;
    const products = new Map(lines.map((line) => [line.own._tagalong_id, line]));
    const addOns = lines.filter((line) => line.own._tagalong_add_on);
    this.replaceChildren();
    if (addOns.length === 0) return;
    const heading = make('h2', say.heading);
    const list = document.createElement('ul');
    const lost = [];
    for (const line of addOns) {
      const product = line.own._tagalong_parent && products.get(line.own._tagalong_parent);
      if (product) list.append(make('li', say.belongs, titleOf(line), titleOf(product)));
      else lost.push(this.warning(say, titleOf(line)));
    }
    this.append(heading, ...(list.childElementCount ? [list] : []), ...lost);
  }

  warning(say, title) {
    const warning = make('p', say.lost, title);
    warning.setAttribute('role', 'alert');
    const way = make('a', say.change);
    way.href = root() + '/cart';
    warning.append(' ', way);
    return warning;
  }
}

if (!window.customElements.get('tagalong-checkout'))
  window.customElements.define('tagalong-checkout', TagalongCheckout);

import { extend } from 'shoplazza-extension-ui';

// An element of its own: it comes alive however the platform puts the words below into the page.
extend({
  extensionPoint: 'Checkout::ProductList::RenderAfter',
  component: '<tagalong-checkout></tagalong-checkout>',
});
