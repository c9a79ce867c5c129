import { type Html, html } from '../../web/html';
import { shownMoney } from '../../web/shown-money';
import { type Answer, ask } from '../stock/ask';
import type { ShownLine } from './cart-json';
import { type CheckoutForm, priceCart } from './checkout';
import { ORDER } from './documents';
import type { Shopper } from './shopper';

/** The one-page checkout: who, where to, how to pay, and the sum to the last coin. */
export function checkoutPage(
  shopper: Shopper,
  lines: readonly ShownLine[],
  form: CheckoutForm,
  problems: readonly string[],
): Html {
  if (lines.length === 0) {
    return html`<h1>Checkout</h1><p>The cart is empty.</p><p><a class="button" href="/collections/all">Continue shopping</a></p>`;
  }
  const { store, market } = shopper;
  const field = (name: keyof CheckoutForm, label: string, more: string, type = 'text') => html`<label
    >${label}<input name="${name}" type="${type}" autocomplete="${more}" value="${form[name]}"
  /></label>`;
  return html`<h1>Checkout</h1>
    ${problems.length > 0 ? html`<ul class="problems" role="alert">${problems.map((one) => html`<li>${one}</li>`)}</ul>` : ''}
    <div class="checkout">
      <form method="post" action="/checkout" id="checkout" novalidate>
        <fieldset>
          <legend>Contact</legend>
          ${field('email', 'E-mail (optional: leave it out to order as a guest)', 'email', 'email')}
          ${field('phone', 'Phone (optional)', 'tel', 'tel')}
        </fieldset>
        <fieldset>
          <legend>Delivery to ${market.name} (${market.countryCode})</legend>
          <div class="pair">
            ${field('firstName', 'First name', 'given-name')} ${field('lastName', 'Last name', 'family-name')}
          </div>
          ${field('address1', 'Address', 'address-line1')}
          <div class="pair">
            ${field('zip', 'Postal code', 'postal-code')} ${field('city', 'City', 'address-level2')}
          </div>
        </fieldset>
        <fieldset>
          <legend>Payment</legend>
          <label class="choice"><input type="radio" name="payment" value="card" ${checked(form.payment !== 'cash')} />
            Practice card (always accepted)</label>
          <label class="choice"><input type="radio" name="payment" value="cash" ${checked(form.payment === 'cash')} />
            Cash on delivery</label>
          <label class="choice"><input type="checkbox" name="test" value="1" ${checked(form.test !== '')} />
            Mark as a test order</label>
        </fieldset>
        <fieldset>
          <legend>Discount</legend>
          ${field('discount', 'Code (WELCOME10, MINUS5 or SHIPFREE)', 'off')}
        </fieldset>
        <div class="acts">
          <button class="quiet" name="do" value="price" formnovalidate>Work out the sum again</button>
          <button class="button" name="do" value="place">Place order</button>
        </div>
      </form>
      <aside aria-label="Summary">
        <form method="post" action="/localization" class="market">
          <input type="hidden" name="return_to" value="/checkout" />
          <label>Market and currency
            <select name="market">
              ${store.markets.map(
                (one) =>
                  html`<option value="${one.handle}" ${one.handle === market.handle ? html`selected` : ''}>${one.name} (${one.currency})</option>`,
              )}
            </select>
          </label>
          <button class="quiet">Change</button>
        </form>
        ${summary(shopper, lines, form.discount)}
      </aside>
    </div>`;
}

export async function thanksPage(shopper: Shopper, id: string): Promise<Html> {
  const { order } = await ask(shopper.world, shopper.store.domain, ORDER, { id });
  const money = (set: Answer) =>
    shownMoney(set.presentmentMoney.amount, set.presentmentMoney.currencyCode, shopper.locale);
  const paid = order.displayFinancialStatus === 'PAID';
  return html`<h1>Thank you</h1>
    <p class="lead">Your order <strong data-order-name>${order.name}</strong> is placed. ${paid ? 'It is paid.' : 'Please pay on delivery.'}</p>
    <ul class="lines">
      ${order.lineItems.nodes.map(
        (line: Answer) => html`<li class="line">
          <span>${line.quantity} × ${line.title}${line.variantTitle ? html`, ${line.variantTitle}` : ''}</span>
          <span class="amount">${money(line.discountedTotalSet)}</span>
        </li>`,
      )}
    </ul>
    <p class="sum"><span>Total</span><span data-order-total>${money(order.totalPriceSet)}</span></p>
    <p data-order-id="${id.split('/').at(-1)}"><a class="button" href="/collections/all">Continue shopping</a></p>`;
}

function summary(shopper: Shopper, lines: readonly ShownLine[], code: string): Html {
  const { market, locale } = shopper;
  const priced = priceCart(shopper, lines, code);
  const row = (label: string, amount: string, sign = '') => html`<p class="sum">
    <span>${label}</span><span>${sign}${shownMoney(amount, market.currency, locale)}</span>
  </p>`;
  return html`<ul class="lines">
      ${lines.map(
        ({ line, variant, whole }) => html`<li class="line ${line.parentKey ? 'child' : ''}">
          <span>${line.quantity} × ${variant.product.title}</span>
          <span class="amount">${shownMoney(whole, market.currency, locale)}</span>
        </li>`,
      )}
    </ul>
    ${row('Subtotal', priced.subtotal.presentment)}
    ${priced.discount.presentment === '0' ? '' : row('Discount', priced.discount.presentment, '−')}
    ${row('Shipping', priced.shipping.presentment)}
    ${row(priced.taxesIncluded ? 'Tax (included)' : 'Tax', priced.tax.presentment)}
    <div class="total">${row('Total', priced.total.presentment)}</div>`;
}

function checked(on: boolean): Html | string {
  return on ? html`checked` : '';
}
