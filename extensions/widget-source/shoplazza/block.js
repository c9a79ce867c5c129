import { addWithAddOns } from './cart.js';
import { factsOf, offersFor } from './match.js';
import { isPlan, json, make, money, piecesOf } from './parts.js';

/*
 * Tagalong's add-ons on a Shoplazza product page. Nothing is added without the shopper's own tick (unless the merchant
 * of this store chose otherwise), and with no tick the theme's way of adding is never touched.
 */

class TagalongAddOns extends HTMLElement {
  connectedCallback() {
    try {
      const read = (name) => json(this.querySelector('[data-' + name + ']').textContent);
      this.product = read('product');
      this.words = read('words');
      const { offers = [], preTicked } = read('offers') || {};
      this.known = { offers, ladders: read('ladders') || {} };
      this.preTicked = preTicked === true;
    } catch {
      return; // without what it needs the block stays away, and the product is bought as always
    }
    this.ticks = new Map();
    this.written = new Map();
    this.list = this.querySelector('fieldset');
    this.addEventListener('change', (event) => this.follow(event.target));
    document.addEventListener('change', this.redraw);
    document.addEventListener('input', this.redraw);
    this.draw();
    // Not the shopper's own tick: it has no moment, and no consent is written down for it.
    const kinds = [];
    for (const { offer } of this.preTicked ? this.shown : []) {
      if (isPlan(offer.kind) && kinds.includes(offer.kind)) continue;
      kinds.push(offer.kind);
      this.ticks.set(offer.id, '');
    }
    if (this.preTicked) this.draw();
  }

  disconnectedCallback() {
    document.removeEventListener('change', this.redraw);
    document.removeEventListener('input', this.redraw);
  }

  redraw = ({ target }) => {
    // A tick is not a choice of the theme's: drawn anew, its box would be gone before it is heard.
    if (this.contains(target) || !target.form || target.form !== this.form()) return;
    this.bought = undefined; // another choice is another purchase
    this.remember();
    this.draw();
  };

  /** Keeps what the shopper wrote while rows are drawn anew. */
  remember() {
    for (const field of this.querySelectorAll('[data-tagalong-input]')) this.written.set(field.id, field.value);
  }

  /** The form that adds this product. */
  form() {
    const forms = [...document.forms].filter((form) => form.elements.variant_id || form.elements.id);
    return (
      forms.find((form) => form.elements.product_id && form.elements.product_id.value === this.product.id) || forms[0]
    );
  }

  chosen() {
    const form = this.form();
    const field = form && (form.elements.variant_id || form.elements.id);
    const variants = this.product.variants || [];
    const variant = variants.find((one) => field && one.id === field.value) || variants[0] || {};
    const quantity = (form && form.elements.quantity && parseInt(form.elements.quantity.value, 10)) || 1;
    return { form, variant, quantity: Math.max(1, quantity) };
  }

  draw() {
    const { variant, quantity } = this.chosen();
    const collections = (this.dataset.collections || '').split(' ').filter(Boolean);
    const facts = factsOf(this.product, variant, { collections, language: document.documentElement.lang, quantity });
    this.shown = offersFor(this.known, facts, Date.now() / 1000);
    // What is not offered any more is not bought either.
    for (const id of [...this.ticks.keys()])
      if (!this.shown.some(({ offer }) => offer.id === id)) this.ticks.delete(id);
    const legend = this.list.querySelector('legend');
    this.list.replaceChildren(legend, ...this.shown.map((one) => this.row(one)));
    this.hidden = this.shown.length === 0;
  }

  row({ offer, variantId, cents }) {
    const said = this.said(offer);
    const id = 'tagalong-' + offer.id;
    const row = make('div', 'tagalong__offer');
    const box = Object.assign(make('input', 'tagalong__tick'), {
      type: 'checkbox',
      id,
      checked: this.ticks.has(offer.id),
    });
    box.setAttribute('aria-describedby', id + '-about');
    Object.assign(box.dataset, { tagalongOffer: offer.id, variant: variantId, kind: offer.kind });
    const label = Object.assign(make('label', 'tagalong__label'), { htmlFor: id });
    const pieces = piecesOf(offer.quantity, 1);
    const price = money(cents, offer.currency);
    label.append(
      make('span', 'tagalong__title', said.title),
      make('span', 'tagalong__price', (pieces > 1 ? pieces + ' × ' : '') + price),
    );
    const about = Object.assign(make('div', 'tagalong__about'), { id: id + '-about' });
    if (said.description) about.append(make('p', 'tagalong__description', said.description));
    if (said.terms) {
      const terms = make('details', 'tagalong__terms');
      terms.append(make('summary', '', this.words.terms), make('p', '', said.terms));
      about.append(terms);
    }
    row.append(box, label, about);
    if (!offer.inputs) return row;
    const fields = Object.assign(make('div', 'tagalong__inputs'), { hidden: !box.checked });
    for (const [n, input] of offer.inputs.entries()) fields.append(...this.field(input, id + '-' + n));
    row.append(fields);
    return row;
  }

  field({ label, kind, required, choices, maxLength }, id) {
    const field = kind === 'choice' ? make('select') : Object.assign(make('input'), { type: 'text', maxLength });
    for (const choice of kind === 'choice' ? ['', ...choices] : [])
      field.append(Object.assign(make('option', '', choice), { value: choice }));
    Object.assign(field, { id, value: this.written.get(id) || '' });
    Object.assign(field.dataset, { tagalongInput: label }, required ? { needed: '' } : {});
    if (required) field.setAttribute('aria-required', 'true');
    return [Object.assign(make('label', 'tagalong__field', label), { htmlFor: id }), field];
  }

  said(offer) {
    const language = document.documentElement.lang || '';
    const texts = offer.texts || {};
    return { ...offer, ...(texts[language] || texts[language.split('-')[0]] || {}) };
  }

  tick(id, on) {
    if (!on) this.ticks.delete(id);
    else if (!this.ticks.has(id)) this.ticks.set(id, new Date().toISOString());
  }

  follow(box) {
    if (!box.matches('[data-tagalong-offer]')) return;
    this.say('');
    this.tick(box.dataset.tagalongOffer, box.checked);
    if (!this.ticks.size) this.bought = undefined;
    // No second plan of a kind on one product.
    if (box.checked && isPlan(box.dataset.kind)) {
      for (const other of this.querySelectorAll('[data-tagalong-offer]:checked')) {
        if (other === box || other.dataset.kind !== box.dataset.kind) continue;
        other.checked = false;
        this.tick(other.dataset.tagalongOffer, false);
        this.say(this.words.onePlan);
      }
    }
    for (const row of this.querySelectorAll('.tagalong__inputs'))
      row.hidden = !row.parentElement.querySelector('input').checked;
  }

  say(text) {
    this.querySelector('.tagalong__status').textContent = text;
  }

  /** What is ticked, as lines for the cart; null while a field is missing. */
  lines(quantity) {
    const lines = [];
    for (const { offer, variantId, cents } of this.shown.filter((one) => this.ticks.has(one.offer.id))) {
      const row = this.querySelector('[data-tagalong-offer="' + offer.id + '"]').closest('.tagalong__offer');
      const fields = [...row.querySelectorAll('[data-tagalong-input]')];
      const empty = fields.find((field) => 'needed' in field.dataset && !field.value.trim());
      if (empty) {
        this.say(this.words.fillIn.replace('%s', empty.dataset.tagalongInput));
        empty.focus();
        return null;
      }
      lines.push({
        product_id: offer.productId,
        variant_id: variantId,
        quantity: piecesOf(offer.quantity, quantity),
        title: this.said(offer).title,
        properties: {
          ...Object.fromEntries(fields.map((field) => [field.dataset.tagalongInput, field.value.trim()])),
          _tagalong_add_on: offer.id,
          // Whether it follows the product's number in the cart.
          _tagalong_pieces: offer.quantity ? String(piecesOf(offer.quantity, 1)) : 'unit',
          // The shopper's own tick: when, and the price that stood beside it. What is charged is the variant's price.
          ...(this.ticks.get(offer.id) ? { _tagalong_ticked: this.ticks.get(offer.id) } : {}),
          _tagalong_price: money(cents, offer.currency),
        },
      });
    }
    return lines;
  }

  async add() {
    if (this.busy) return;
    this.busy = true;
    try {
      await this.buy();
    } finally {
      this.busy = false;
    }
  }

  async buy() {
    const { form, variant, quantity } = this.chosen();
    const lines = this.lines(quantity);
    if (lines === null) return;
    const properties = {};
    for (const [name, value] of new FormData(form)) {
      const own = /^properties\[(.+)\]$/.exec(name);
      if (own) properties[own[1]] = value;
    }
    this.say(this.words.adding);
    try {
      const { link, missing } = await addWithAddOns(
        { product_id: this.product.id, variant_id: variant.id, quantity, properties },
        lines,
        this.bought,
      );
      // What is missing stays ticked: trying again adds it to the product that is in the cart.
      this.bought = missing.length ? link : undefined;
      const left = missing.map((one) => one.properties._tagalong_add_on);
      for (const id of [...this.ticks.keys()]) if (!left.includes(id)) this.ticks.delete(id);
      if (missing.length) this.remember();
      else this.written.clear();
      this.draw();
      const titles = missing.map((one) => one.title).join(', ');
      this.say(titles ? this.words.missing.replace('%s', titles) : this.words.added);
      document.dispatchEvent(new CustomEvent('dj.addToCart', { bubbles: true }));
    } catch {
      this.say(this.words.failed);
    }
  }
}

window.addEventListener(
  'submit',
  (event) => {
    const block = [...document.querySelectorAll('tagalong-add-ons')].find(
      (one) => one.ticks && one.ticks.size > 0 && one.form() === event.target,
    );
    if (!block) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    void block.add();
  },
  true,
);
if (!window.customElements.get('tagalong-add-ons')) window.customElements.define('tagalong-add-ons', TagalongAddOns);
