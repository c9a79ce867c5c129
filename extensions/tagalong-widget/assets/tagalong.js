/*
 * Tagalong's add-ons on the product page. Nothing is added without the shopper's own tick, and with no tick
 * this script never touches the theme's way of adding. Product and add-ons go to the cart in one request.
 */
(() => {
  if (window.customElements.get('tagalong-add-ons')) return;
  const addPath = /\/cart\/add(\.js)?$/;
  const plainFetch = window.fetch;
  let themeFetch;
  /** The shopper's ticks, kept while the theme redraws the block for another variant. */
  const ticked = new Set();
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
      this.wake();
      for (const box of this.boxes()) box.checked = ticked.has(box.id);
    }

    disconnectedCallback() {
      this.watch.disconnect();
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
      if (!box.matches('[data-tagalong-offer]')) return;
      this.say('');
      if (box.checked && /warranty|protection/.test(box.dataset.kind)) {
        for (const other of this.chosen()) {
          if (other === box || other.dataset.kind !== box.dataset.kind) continue;
          other.checked = false;
          this.say(this.dataset.textOnePlan);
        }
      }
      for (const one of this.boxes()) ticked[one.checked ? 'add' : 'delete'](one.id);
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
        properties: { ...properties, _tagalong_id: link, _tagalong_v: '1' },
      };
      const children = this.chosen().map((box) => ({
        id: number(box.dataset.variant),
        quantity,
        ...(nested ? { parent_id: id } : {}),
        properties: { _tagalong_parent: link, _tagalong_add_on: box.dataset.tagalongOffer, _tagalong_v: '1' },
      }));
      return plainFetch.call(window, this.dataset.addUrl, {
        method: 'POST',
        credentials: 'same-origin',
        headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
        body: JSON.stringify({ ...more.request, items: [parent, ...children] }),
      });
    }
  }

  /** The block with a tick whose product this form adds. */
  function blockFor(form) {
    const product = form.elements['product-id'];
    const section = form.closest('.shopify-section, section, main');
    return [...document.querySelectorAll('tagalong-add-ons')].find((block) => {
      const own = product ? block.dataset.product === product.value : section && section.contains(block);
      return own && block.chosen().length > 0;
    });
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
    if (busy) return;
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
  function goOn(block, reply, drawer) {
    const taken = !announce(block, reply);
    const { after, cartUrl } = block.dataset;
    if (after === 'cart') return location.assign(cartUrl);
    if (drawer) {
      drawer.classList.remove('is-empty');
      return drawer.renderContents({ key: reply.items && reply.items[0].key, ...reply });
    }
    const stays = document.querySelector('[data-cart-type=drawer], [data-cart-type=notification]');
    if (!taken && after !== 'stay' && !stays) location.assign(cartUrl);
  }

  /** @returns false when a listener of `tagalong:added` took over */
  function announce(block, reply) {
    const { items = [], sections } = reply;
    const data = { source: 'tagalong', productId: block.dataset.product, sections };
    const fire = (name) =>
      block.dispatchEvent(
        new CustomEvent(name, { bubbles: true, cancelable: true, detail: { items, sections, data } }),
      );
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

  window.addEventListener('submit', onSubmit, true);
  window.customElements.define('tagalong-add-ons', TagalongAddOns);
})();
