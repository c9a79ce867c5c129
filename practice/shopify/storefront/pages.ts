import { type Html, html, json, raw } from '../../web/html';
import { shownMoney } from '../../web/shown-money';
import type { ShownLine } from './cart-json';
import { totalOf } from './cart-json';
import { numberOf, type ShelfCollection, type ShelfProduct, type ShelfVariant } from './shelf';
import type { Shopper } from './shopper';

export function homePage(
  shopper: Shopper,
  collections: readonly ShelfCollection[],
  products: readonly ShelfProduct[],
): Html {
  const { store, words } = shopper;
  const pickOf = (one: ShelfCollection) => products.find((p) => p.collections.nodes.some((c) => c.id === one.id));
  const shelves = collections.filter((one) => pickOf(one));
  return html`<section class="hero">
      <h1>${store.name}</h1>
      <p>Good things for the house, the desk and the weather.</p>
    </section>
    <h2>${words.collections}</h2>
    <ul class="grid wide-tiles">
      ${shelves.map(
        (one) => html`<li>
          <a class="tile" href="/collections/${one.handle}">
            <img src="/pictures/${pickOf(one)?.handle}.svg" alt="" width="400" height="400" loading="lazy" />
            <strong>${one.title}</strong>
          </a>
        </li>`,
      )}
    </ul>
    <h2>${words.featured}</h2>
    ${productGrid(shopper, products.filter((_, i) => i % 8 === 0).slice(0, 8))}`;
}

export function collectionPage(shopper: Shopper, collection: ShelfCollection, products: readonly ShelfProduct[]): Html {
  return html`<h1>${collection.title}</h1>
    <div class="lead">${raw(collection.descriptionHtml)}</div>
    ${productGrid(shopper, products)}`;
}

export function searchPage(shopper: Shopper, query: string, products: readonly ShelfProduct[]): Html {
  const { words } = shopper;
  return html`<h1>${words.results} “${query}”</h1>
    ${products.length > 0 ? productGrid(shopper, products) : html`<p>${words.nothing}</p>`}`;
}

/** The product with its form; the app's block stands beside it, in the same section, as themes place it. */
export function productPage(
  shopper: Shopper,
  product: ShelfProduct,
  chosen: ShelfVariant,
  block: Html | undefined,
): Html {
  const { words } = shopper;
  const variants = product.variants.nodes;
  const facts = variants.map((variant) => ({
    id: numberOf(variant.id),
    title: variant.title,
    price: shopper.shown(variant),
    available: variant.availableForSale,
    options: variant.selectedOptions.map(({ value }) => value),
  }));
  const plain = variants.length === 1 && chosen.title === 'Default Title';
  return html`<section class="product shopify-section" id="shopify-section-main">
    <img class="product-picture" src="/pictures/${product.handle}.svg" alt="${product.title}" width="800" height="800" />
    <div class="product-facts">
      <p class="vendor">${product.vendor}</p>
      <h1>${product.title}</h1>
      <p class="price" data-price>${shopper.shown(chosen)}</p>
      <form class="product-form" method="post" action="/cart/add" data-type="add-to-cart-form" id="product-form">
        <input type="hidden" name="id" value="${numberOf(chosen.id)}" />
        <input type="hidden" name="product-id" value="${numberOf(product.id)}" />
        ${plain ? '' : product.options.map((option, i) => optionSelect(option, chosen.selectedOptions[i]?.value))}
        <label>${words.quantity}<input name="quantity" type="number" min="1" value="1" inputmode="numeric" /></label>
        <button class="button wide" name="add" ${chosen.availableForSale ? '' : html`disabled`}>
          ${chosen.availableForSale ? words.add : words.soldOut}
        </button>
      </form>
      ${block}
      <div class="description">${raw(product.descriptionHtml)}</div>
    </div>
    <script type="application/json" data-variants>
      ${json({ variants: facts, add: words.add, soldOut: words.soldOut })}
    </script>
  </section>`;
}

export function cartPage(shopper: Shopper, lines: readonly ShownLine[]): Html {
  const { words, market, locale } = shopper;
  if (lines.length === 0) {
    return html`<h1>${words.cart}</h1><p>${words.empty}</p><p><a class="button" href="/collections/all">${words.continue}</a></p>`;
  }
  return html`<h1>${words.cart}</h1>
    <form method="post" action="/cart/update">
      <ul class="lines">
        ${lines.map(({ line, variant, whole }) => {
          const name =
            variant.title === 'Default Title' ? variant.product.title : `${variant.product.title}, ${variant.title}`;
          // As in most themes, picture and name both lead to the product.
          const at = `/products/${variant.product.handle}?variant=${line.variantId}`;
          return html`<li class="line ${line.parentKey ? 'child' : ''}">
            <a href="${at}" tabindex="-1" aria-hidden="true"><img src="/pictures/${variant.product.handle}.svg" alt="" width="72" height="72" /> </a>
            <div>
              <a href="${at}">${name}</a>
              ${Object.entries(line.properties)
                .filter(([key]) => !key.startsWith('_'))
                .map(([key, value]) => html`<br /><small>${key}: ${value}</small>`)}
            </div>
            <label class="hidden" for="q-${line.key}">${words.quantity}: ${name}</label>
            <input id="q-${line.key}" name="updates[${line.key}]" type="number" min="0" value="${line.quantity}" />
            <span class="amount">${shownMoney(whole, market.currency, locale)}</span>
          </li>`;
        })}
      </ul>
      <div class="cart-foot">
        <p class="sum"><span>${words.subtotal}</span><span>${shownMoney(totalOf(lines), market.currency, locale)}</span></p>
        <p class="small">${words.later}</p>
        <p class="acts"><button class="quiet">${words.apply}</button><button class="button" name="checkout" value="1">${words.checkout}</button></p>
      </div>
    </form>`;
}

function productGrid(shopper: Shopper, products: readonly ShelfProduct[]): Html {
  return html`<ul class="grid">
    ${products.map((product) => {
      const [first] = product.variants.nodes;
      const varies = new Set(product.variants.nodes.map(({ price }) => price)).size > 1;
      return html`<li>
        <a class="tile" href="/products/${product.handle}">
          <img src="/pictures/${product.handle}.svg" alt="" width="400" height="400" loading="lazy" />
          <strong>${product.title}</strong>
          <span>${varies ? `${shopper.words.from} ` : ''}${first ? shopper.shown(first) : ''}</span>
        </a>
      </li>`;
    })}
  </ul>`;
}

function optionSelect(option: { name: string; values: string[] }, chosen: string | undefined): Html {
  return html`<label>${option.name}
    <select data-option>
      ${option.values.map((value) => html`<option ${value === chosen ? html`selected` : ''}>${value}</option>`)}
    </select>
  </label>`;
}
