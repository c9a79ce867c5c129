/*
 * Tagalong's add-ons on the product page. Nothing is added without the shopper's own tick, and with no tick
 * this script never touches the theme's way of adding. Product and add-ons go to the cart in one request.
 */
(() => {
  if (window.customElements.get('tagalong-add-ons')) return;
  const addPath = /\/cart\/add(\.js)?$/;
  const plainFetch = window.fetch.bind(window);
  /** Stands in every line that the widget adds. */
  const version = '2';
  let themeFetch;
  /** The shopper's ticks with their moment, kept while the block is redrawn for another variant. */
  const ticked = new Map();
  /** What was written into the fields of an add-on, by the field's id. */
  const written = new Map();
  let busy = false;

  class TagalongAddOns extends HTMLElement {
    constructor() {
      super();
      this.addEventListener('change', (event) => this.follow(event.target));
      this.addEventListener('click', (event) => event.target.matches('.tagalong__without') && this.goWithout());
    }

    connectedCallback() {
      this.watch = new MutationObserver(() => this.wake());
      this.watch.observe(this, { subtree: true, childList: true, attributeFilter: ['disabled'] });
      // Where nobody chose the version of this visitor, the offers stay as they are.
      if (!window.Tagalong) for (const one of this.querySelectorAll('[data-arm=treated]')) one.remove();
      this.wake();
      this.restore();
      this.look();
      document.addEventListener('change', this.followForm);
      document.addEventListener('input', this.followForm);
    }

    disconnectedCallback() {
      this.watch.disconnect();
      document.removeEventListener('change', this.followForm);
      document.removeEventListener('input', this.followForm);
    }

    /** Tells that the offers are here, and which of them stood in view for a second. */
    look() {
      const ids = this.dataset.held ? this.dataset.held.split(',') : this.boxes().map(idOf);
      if (ids.length) tell(this, 'exposed', ids);
      if (this.dataset.held || this.viewed) return;
      const timers = new Map();
      this.viewed = new IntersectionObserver(
        (entries) => {
          for (const { target, isIntersecting } of entries) {
            clearTimeout(timers.get(target));
            if (!isIntersecting) continue;
            const id = idOf(target.querySelector('[data-tagalong-offer]'));
            timers.set(
              target,
              setTimeout(() => tell(this, 'viewed', [id]), 1000),
            );
          }
        },
        { threshold: 0.5 },
      );
      for (const offer of this.querySelectorAll('.tagalong__offer')) this.viewed.observe(offer);
    }

    /** What the shopper did before the block was drawn anew. */
    restore() {
      for (const box of this.boxes()) box.checked = ticked.has(box.id);
      for (const field of this.querySelectorAll('[data-tagalong-input]')) field.value = written.get(field.id) || '';
      this.followQuantity();
    }

    /** Quantity and variant are the theme's fields: they are read where they change. */
    followForm = ({ target }) => {
      const { form, name } = target;
      if (!form || !isOf(form, this)) return;
      if (name === 'quantity') this.followQuantity(parseInt(target.value, 10));
      if (name === 'id' && target.value !== this.dataset.variant && 'varies' in this.dataset) this.redraw(target.value);
    };

    /** Offers that ask for a quantity come and go with it. */
    followQuantity(quantity = this.quantity || 1) {
      this.quantity = quantity;
      for (const offer of this.querySelectorAll('.tagalong__offer')) {
        let answer = 'y';
        for (const step of (offer.dataset.steps || '').split(' ')) {
          const [from, held] = step.split('=');
          if (held && Number(from) <= quantity) answer = held;
        }
        offer.hidden = answer !== 'y';
        const box = offer.querySelector('[data-tagalong-offer]');
        if (offer.hidden && box.checked) {
          box.checked = false;
          ticked.delete(box.id);
        }
        const fields = offer.querySelector('.tagalong__inputs');
        if (fields) fields.hidden = !box.checked;
      }
      this.hidden = !this.querySelector('.tagalong__offer:not([hidden])');
    }

    /**
     * Another variant may have other offers and prices. Most themes draw the section anew, and this block with
     * it; where one does not, the page is asked what it would have shown.
     */
    async redraw(variant) {
      this.dataset.variant = variant;
      await new Promise((resolve) => setTimeout(resolve, 400));
      if (!this.isConnected || this.dataset.variant !== variant) return;
      try {
        const page = await plainFetch(location.pathname + '?variant=' + variant);
        const fresh = new DOMParser().parseFromString(await page.text(), 'text/html').querySelector('tagalong-add-ons');
        if (!fresh || !this.isConnected || this.dataset.variant !== variant) return;
        if (window.Tagalong) window.Tagalong.settle(fresh);
        this.querySelector('fieldset').replaceWith(fresh.querySelector('fieldset'));
        this.wake();
        this.restore();
      } catch {
        // Offline: what stands there stays, and the cart says what it costs.
      }
    }

    /** From here on a tick has its effect, so the boxes may be used. */
    wake() {
      const group = this.querySelector('fieldset[disabled]');
      if (group) group.disabled = false;
    }

    boxes() {
      return [...this.querySelectorAll('[data-tagalong-offer]')];
    }

    chosen() {
      return this.boxes().filter((box) => box.checked);
    }

    follow(box) {
      if (box.matches('[data-tagalong-input]')) written.set(box.id, box.value);
      if (!box.matches('[data-tagalong-offer]')) return;
      this.say('');
      if (box.checked && /warranty|protection/.test(box.dataset.kind)) {
        for (const other of this.chosen()) {
          if (other === box || other.dataset.kind !== box.dataset.kind) continue;
          other.checked = false;
          this.say(this.dataset.textOnePlan);
        }
      }
      for (const one of this.boxes()) {
        if (!one.checked) ticked.delete(one.id);
        else if (!ticked.has(one.id)) {
          ticked.set(one.id, new Date().toISOString());
          tell(this, 'ticked', [idOf(one)]);
        }
      }
      this.followQuantity();
      // Themes that add on a click, without a submit, are met at fetch: only once something is ticked.
      if (themeFetch) return;
      themeFetch = window.fetch;
      window.fetch = fetchWithAddOns;
    }

    say(text, offerWithout) {
      this.querySelector('.tagalong__status').textContent = text;
      this.querySelector('.tagalong__without').hidden = !offerWithout;
    }

    untick() {
      for (const box of this.boxes()) {
        box.checked = false;
        ticked.delete(box.id);
      }
      written.clear();
      this.restore();
    }

    /** The first field that a ticked add-on still needs; the shopper is told which. */
    misses() {
      for (const box of this.chosen()) {
        for (const field of fieldsBeside(box)) {
          if (!('needed' in field.dataset) || field.value.trim()) continue;
          this.say(this.dataset.textFillIn.replace('%s', field.dataset.tagalongInput));
          field.focus();
          return true;
        }
      }
      return false;
    }

    /** After a failure: the product alone, by the theme's own way. */
    goWithout() {
      this.untick();
      this.say('');
      if (this.form && this.form.isConnected) this.form.requestSubmit(this.submitter || undefined);
    }

    /**
     * Posts the product and its add-ons as nested lines; where they cannot be nested (422), as lines linked by
     * their properties alone. Answers the cart's reply, or undefined after telling the shopper.
     */
    async add(wish) {
      busy = true;
      this.say(this.dataset.textAdding);
      let reason;
      try {
        let response = await this.post(wish, true);
        if (response.status === 422) response = await this.post(wish, false);
        const reply = await response.json();
        if (response.ok) {
          tell(this, 'added', this.chosen().map(idOf));
          this.untick();
          this.say(this.dataset.textAdded);
          return reply;
        }
        reason = reply.description;
      } catch {
        // No answer, or none that makes sense: there is no reason to show.
      } finally {
        busy = false;
      }
      this.say(this.dataset.textFailed + (reason ? ' (' + reason + ')' : ''), true);
    }

    post({ id, quantity, properties, more }, nested) {
      const link = crypto.randomUUID(); // keeps equal lines of two purchases apart
      const parent = {
        ...more.line,
        id,
        quantity,
        properties: { ...properties, _tagalong_id: link, _tagalong_v: version },
      };
      const children = this.chosen().map((box) => ({
        id: number(box.dataset.variant),
        quantity: piecesOf(box.dataset.quantity, quantity),
        ...(nested ? { parent_id: id } : {}),
        properties: {
          ...Object.fromEntries(fieldsBeside(box).map((field) => [field.dataset.tagalongInput, field.value.trim()])),
          _tagalong_parent: link,
          _tagalong_add_on: box.dataset.tagalongOffer,
          // The shopper's own tick: when, and the price that stood beside it.
          _tagalong_ticked: ticked.get(box.id),
          _tagalong_price: box.closest('.tagalong__offer').querySelector('.tagalong__price').textContent.trim(),
          _tagalong_v: version,
        },
      }));
      return plainFetch(this.dataset.addUrl, {
        method: 'POST',
        credentials: 'same-origin',
        headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
        body: JSON.stringify({ ...more.request, items: [parent, ...children] }),
      });
    }
  }

  /** Whether the form adds the product that the block stands beside. */
  function isOf(form, block) {
    const product = form.elements['product-id'];
    if (product) return block.dataset.product === product.value;
    const section = form.closest('.shopify-section, section, main');
    return Boolean(section && section.contains(block));
  }

  /** The block with a tick whose product this form adds. */
  function blockFor(form) {
    const blocks = [...document.querySelectorAll('tagalong-add-ons')];
    return blocks.find((block) => isOf(form, block) && block.chosen().length > 0);
  }

  function idOf(box) {
    return box.dataset.tagalongOffer;
  }

  /*
   * What a visitor who allowed it saw and did: ids alone, to the store's pixel and, by the shop itself, to the app. It is
   * sent when there is time; when nobody listens or it is blocked, nothing else changes.
   */
  const told = { exposed: new Set(), viewed: new Set(), ticked: new Set(), added: new Set() };
  function tell(block, step, ids) {
    for (const id of ids) told[step].add(id);
    (window.requestIdleCallback || setTimeout)(() => send(block));
  }

  function send(block) {
    const { Shopify = {}, Tagalong } = window;
    const privacy = Shopify.customerPrivacy;
    try {
      if (!privacy) {
        const features = [{ name: 'consent-tracking-api', version: '0.1' }];
        if (Shopify.loadFeatures)
          Shopify.loadFeatures(features, (error) => error || (Shopify.customerPrivacy && send(block)));
        return;
      }
      if (!privacy.analyticsProcessingAllowed()) return localStorage.removeItem('tagalong-visitor');
      const seen = Object.entries(told)
        .filter(([, ids]) => ids.size)
        .map(([step, ids]) => ({ step, addOns: [...ids] }));
      if (!seen.length) return;
      const visitor = visitorKey();
      // Who was not known when the page was drawn saw the offers as they are, whatever is tried.
      const fresh = 'trying' in block.dataset && !(Tagalong && Tagalong.visitor);
      const message = { v: 1, consent: true, visitor, ...(fresh ? { fresh } : {}), seen };
      for (const ids of Object.values(told)) ids.clear();
      if (Shopify.analytics) Shopify.analytics.publish('tagalong_seen', message);
      navigator.sendBeacon(block.dataset.seenUrl, JSON.stringify(message));
      if (!('trying' in block.dataset) || fresh || block.dataset.trying === visitor) return;
      // By it an order is counted for the version that its shopper saw.
      block.dataset.trying = visitor;
      plainFetch(block.dataset.updateUrl, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ attributes: { _tagalong_visitor: visitor } }),
      });
    } catch {
      // A shop that tells us nothing sells as well.
    }
  }

  /** 16 hex digits of the platform's id of the visitor, or of one of our own where it gives none. */
  function visitorKey() {
    let [, id] = /(?:^|; )_shopify_y=([^;]+)/.exec(document.cookie) || [];
    if (!id) {
      id = localStorage.getItem('tagalong-visitor') || crypto.randomUUID();
      localStorage.setItem('tagalong-visitor', id);
    }
    return [0, 0x9e3779b9].map((seed) => hash(id, seed).toString(16).padStart(8, '0')).join('');
  }

  function hash(text, seed) {
    let h = 0x811c9dc5 ^ seed;
    for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return (h ^ (h >>> 16)) >>> 0;
  }

  function fieldsBeside(box) {
    return [...box.closest('.tagalong__offer').querySelectorAll('[data-tagalong-input]')];
  }

  /** "line" and "order" are one piece, a number is itself, otherwise one for each of the product. */
  function piecesOf(mode, quantity) {
    return mode ? parseInt(mode, 10) || 1 : quantity;
  }

  /** What a form or a request body asks to add; undefined when it is not one product line. */
  function wishOf(fields) {
    const wish = { id: 0, quantity: 1, properties: {}, more: { line: {}, request: {} } };
    for (const [name, value] of fields) {
      const property = /^properties\[(.+)\]$/.exec(name);
      if (typeof value !== 'string') {
        if (value && value.size) return undefined; // a file cannot travel in this request
      } else if (property) wish.properties[property[1]] = value;
      else if (name === 'id') wish.id = number(value);
      else if (name === 'quantity') wish.quantity = Math.max(1, parseInt(value, 10) || 1);
      else if (name === 'selling_plan' && value) wish.more.line.selling_plan = value;
      else if (/^sections/.test(name)) wish.more.request[name] = value;
    }
    return wish.id ? wish : undefined;
  }

  async function onSubmit(event) {
    const form = event.target;
    if (!addPath.test(new URL(form.getAttribute('action') || '', location.href).pathname)) return;
    const block = blockFor(form);
    const wish = block && wishOf(new FormData(form));
    if (!wish) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (busy || block.misses()) return;
    block.form = form;
    block.submitter = event.submitter;
    // Themes of the Dawn family redraw their cart from sections in the reply.
    const cart = document.querySelector('cart-notification, cart-drawer');
    const drawer = cart && cart.renderContents && cart.getSectionsToRender ? cart : undefined;
    if (drawer) {
      wish.more.request.sections = drawer
        .getSectionsToRender()
        .map((section) => section.id)
        .join(',');
      wish.more.request.sections_url = location.pathname;
      if (drawer.setActiveElement) drawer.setActiveElement(document.activeElement);
    }
    const reply = await block.add(wish);
    if (reply) goOn(block, reply, drawer);
  }

  /** Tells the theme, then goes where the theme would go: its drawer, or the cart page. */
  async function goOn(block, reply, drawer) {
    const taken = !(await announce(block, reply, drawer));
    const { after, cartUrl } = block.dataset;
    if (after === 'cart') return location.assign(cartUrl);
    if (drawer) {
      drawer.classList.remove('is-empty');
      return drawer.renderContents({ key: reply.items && reply.items[0].key, ...reply });
    }
    const stays = document.querySelector('[data-cart-type]:not([data-cart-type=page]), product-form-component');
    if (!taken && after !== 'stay' && !stays) location.assign(cartUrl);
  }

  /**
   * Themes of the Horizon family draw the number in their header from the event alone; those with a drawer that is redrawn from
   * sections need no second look at the cart, and would open it later.
   * @returns false when a listener of `tagalong:added` took over
   */
  async function announce(block, reply, drawer) {
    const { items = [], sections } = reply;
    const cart = drawer ? reply : plainFetch(block.dataset.cartUrl + '.js').then((page) => page.json());
    const resource = await Promise.resolve(cart).catch(() => reply);
    const data = { source: 'tagalong', productId: block.dataset.product, sections, itemCount: resource.item_count };
    const detail = { items, sections, data, resource };
    const fire = (name) => block.dispatchEvent(new CustomEvent(name, { bubbles: true, cancelable: true, detail }));
    fire('cart:refresh');
    fire('cart:update');
    if (typeof window.publish === 'function') window.publish('cart-update', { source: 'tagalong', cartData: reply });
    return fire('tagalong:added');
  }

  /** The theme's own request to add one product, with the ticked add-ons beside it. */
  async function fetchWithAddOns(input, init) {
    const theirs = () => themeFetch.call(window, input, init);
    const { body } = init || {};
    if (!body || !addPath.test(new URL(input.url || input, location.href).pathname)) return theirs();
    const wish = !busy && wishOf(fieldsOf(body));
    const adds = (form) => form.elements.id && number(form.elements.id.value) === wish.id && blockFor(form);
    const form = wish && [...document.forms].find(adds);
    if (!form) return theirs();
    const block = blockFor(form);
    if (block.misses()) return new Response('{"status":422}', { status: 422 });
    block.form = form;
    const reply = await block.add(wish);
    if (!reply) return new Response('{"status":422}', { status: 422 });
    announce(block, reply);
    return new Response(JSON.stringify({ ...(reply.items && reply.items[0]), ...reply }), { status: 200 });
  }

  /** Name and value of everything in a request body that adds one line. */
  function fieldsOf(body) {
    if (typeof body !== 'string') return body.forEach ? [...body] : [];
    if (body[0] !== '{') return [...new URLSearchParams(body)];
    const { items = [], ...rest } = JSON.parse(body);
    if (items.length > 1) return [];
    const { properties = {}, ...line } = { ...rest, ...items[0] };
    const own = Object.entries(properties).map(([name, value]) => ['properties[' + name + ']', value]);
    return [...Object.entries(line), ...own].map(([name, value]) => [name, String(value == null ? '' : value)]);
  }

  /** Ids are numbers where a number can hold them exactly. */
  function number(text) {
    return Number.isSafeInteger(Number(text)) ? Number(text) : text;
  }

  document.addEventListener('visitorConsentCollected', () =>
    document.querySelectorAll('tagalong-add-ons').forEach(send),
  );
  window.addEventListener('submit', onSubmit, true);
  window.customElements.define('tagalong-add-ons', TagalongAddOns);
})();
