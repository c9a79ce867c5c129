/*
 * Tagalong in the cart, on its page and in any drawer: add-ons stay in step with their products, leave with them, and
 * are offered once more beside lines that have none. It watches the cart's own requests and changes none of
 * them; whatever fails here, the cart works as it did.
 */
(() => {
  const home = document.querySelector('tagalong-cart');
  if (!home || home.awake) return;
  home.awake = true;
  const { cartUrl, updateUrl, changeUrl, addUrl, onCartPage } = home.dataset;
  const version = '2';
  const places =
    '[data-tagalong-place], cart-drawer, #CartDrawer, #cart-drawer, cart-items-component, form[action$="/cart"], form[action$="/cart/update"]';
  const modes = JSON.parse(home.querySelector('[data-modes]').textContent);
  let offers = settled(home.querySelector('template').content);
  const status = home.querySelector('[role=status]');
  let wait;
  let lastRefused = '';
  let busy = false;

  /** Where something is tried, the version of this visitor; without a word on who they are, the offers as they are. */
  function settled(content) {
    if (window.Tagalong) window.Tagalong.settle(content);
    for (const one of content.querySelectorAll('[data-arm=treated][hidden]')) one.remove();
    for (const line of content.querySelectorAll('.tagalong-cart__line')) {
      if (!line.querySelector('.tagalong__offer')) line.remove();
    }
    return content;
  }

  async function call(url, body) {
    const response = await fetch(url + '.js', {
      method: body ? 'POST' : 'GET',
      credentials: 'same-origin',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const reply = await response.json();
    if (response.ok) return reply;
    throw Object.assign(new Error(reply.description || reply.message), { status: response.status });
  }

  /**
   * What must change so that every add-on has as many pieces as it should: by line key, the quantity. An add-on whose
   * product left has none; of two of the same on one line, or of two that an order has once, the first stays.
   */
  function corrections(items) {
    const pieces = {};
    for (const { properties, quantity } of items) {
      const id = properties && properties._tagalong_id;
      if (id) pieces[id] = (pieces[id] || 0) + quantity;
    }
    const groups = {};
    for (const item of items) {
      const { _tagalong_parent: parent, _tagalong_add_on: addOn } = item.properties || {};
      if (!parent) continue;
      const of = modes[addOn] === 'order' && pieces[parent] ? addOn : parent + addOn;
      groups[of] ||= { mode: modes[addOn], of: pieces[parent] || 0, items: [] };
      groups[of].items.push(item);
    }
    const updates = {};
    for (const { mode, of, items: own } of Object.values(groups)) {
      const want = of && mode ? parseInt(mode, 10) || 1 : of;
      if (own.reduce((sum, item) => sum + item.quantity, 0) === want) continue;
      own.forEach(({ key, quantity }, i) => {
        const right = i ? 0 : want;
        if (right !== quantity) updates[key] = right;
      });
    }
    return updates;
  }

  /** Something for the page that is loaded next, or what was left for this one. */
  function kept(name, value) {
    try {
      if (value !== undefined) sessionStorage.setItem('tagalong-' + name, value);
      return sessionStorage.getItem('tagalong-' + name);
    } catch {
      // Where the browser keeps nothing, this page does without.
    }
  }

  /** What the shop would not do is not asked again, also not by the page that is loaded next, where that can be kept. */
  function refused(asked) {
    if (asked) lastRefused = asked;
    return kept('refused', asked) || lastRefused;
  }

  /** Looks at the cart once it has been quiet for a moment. */
  function lookSoon() {
    clearTimeout(wait);
    wait = setTimeout(look, 60);
  }

  async function look() {
    if (busy) return lookSoon();
    busy = true;
    try {
      const { items, item_count: before } = await call(cartUrl);
      const updates = corrections(items);
      const asked = JSON.stringify(updates);
      if (asked === '{}') {
        if (document.querySelector(places)) await offerAgain();
      } else if (asked !== refused()) {
        const cart = await call(updateUrl, { updates });
        const isRefused = JSON.stringify(corrections(cart.items)) === asked;
        if (isRefused) refused(asked);
        if (!isRefused || cart.item_count !== before) tell(cart);
      }
    } catch {
      // The next change of the cart is another chance.
    } finally {
      busy = false;
    }
  }

  /**
   * The theme draws its cart anew. Its page is loaded again: themes redraw lines there and leave the sum as it was, and what
   * the shopper sees must be what they pay.
   */
  function tell(cart) {
    for (const name of ['cart:refresh', 'cart:update']) {
      const detail = { cart, resource: cart, data: { source: 'tagalong', itemCount: cart.item_count } };
      document.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
    }
    if (typeof window.publish === 'function') window.publish('cart-update', { source: 'tagalong', cartData: cart });
    if (onCartPage) return location.reload();
    for (const one of document.querySelectorAll('cart-items, cart-drawer-items')) {
      if (one.onCartUpdate) one.onCartUpdate();
    }
    countAgain();
  }

  /** The number in the header of themes of the Dawn family: they draw it with their own changes only. */
  async function countAgain() {
    const bubble = document.querySelector('#cart-icon-bubble');
    const fresh = bubble && (await part(cartUrl + '?section_id=cart-icon-bubble', '.shopify-section').catch(() => {}));
    if (fresh) bubble.innerHTML = fresh.innerHTML;
  }

  /** A piece of a page as the shop would draw it now. */
  async function part(url, selector) {
    const page = await fetch(url);
    return new DOMParser().parseFromString(await page.text(), 'text/html').querySelector(selector);
  }

  /** The offers of the cart as it is now, drawn by the shop itself. */
  async function offerAgain() {
    const fresh = await part(cartUrl, 'tagalong-cart template');
    if (fresh) offers = settled(fresh.content);
    place();
  }

  /** Puts each offer beside its line: next to the link to its product, or below the cart where no such link is. */
  function place() {
    for (const cart of document.querySelectorAll(places)) {
      for (const old of cart.querySelectorAll('.tagalong-cart__line')) {
        if (!offers.querySelector('[data-key="' + old.dataset.key + '"]')) old.remove();
      }
      for (const line of offers.children) {
        if (cart.querySelector('.tagalong-cart__line[data-key="' + line.dataset.key + '"]')) continue;
        const links = [...cart.querySelectorAll('a[href*="variant=' + line.dataset.variant + '"]')];
        // A picture leads to the product as well; its link holds nothing to read.
        const link = links.find((one) => one.textContent.trim());
        (link ? link.parentElement : cart).append(document.importNode(line, true));
      }
    }
  }

  async function add(button) {
    const line = button.closest('.tagalong-cart__line');
    const shown = line.querySelector('.tagalong-cart__said');
    const { key, link } = line.dataset;
    busy = button.disabled = true;
    try {
      const id = link || crypto.randomUUID();
      let parent = key;
      if (!link) {
        const { items } = await call(cartUrl);
        const { properties, quantity } = items.find((item) => item.key === key);
        const marked = { ...properties, _tagalong_id: id, _tagalong_v: version };
        const cart = await call(changeUrl, { id: key, quantity, properties: marked });
        parent = cart.items.find((item) => (item.properties || {})._tagalong_id === id).key;
      }
      const properties = {
        _tagalong_parent: id,
        _tagalong_add_on: button.dataset.addOn,
        _tagalong_ticked: new Date().toISOString(),
        _tagalong_price: button.dataset.price,
        _tagalong_v: version,
      };
      const { variant } = button.dataset;
      // A number where a number can hold the id exactly.
      const exact = Number.isSafeInteger(Number(variant)) ? Number(variant) : variant;
      const item = { id: exact, quantity: Number(button.dataset.pieces), properties };
      try {
        await call(addUrl, { items: [{ ...item, parent_line_key: parent }] });
      } catch (refused) {
        // Where lines cannot be nested, they are linked by their properties alone.
        if (refused.status !== 422) throw refused;
        await call(addUrl, { items: [item] });
      }
      status.textContent = home.dataset.textAdded;
      if (onCartPage) kept('said', status.textContent);
      tell(await call(cartUrl));
    } catch (error) {
      shown.textContent = home.dataset.textFailed + (error.status ? ' (' + error.message + ')' : '');
      button.disabled = false;
    } finally {
      busy = false;
    }
  }

  document.addEventListener('click', ({ target }) => {
    const button = target.closest && target.closest('.tagalong-cart__add');
    if (button) add(button);
  });
  // Themes that redraw their cart throw away what was put beside its lines.
  new MutationObserver(() => {
    if (offers.children.length) place();
  }).observe(document.body, { subtree: true, childList: true });
  // Every way a theme changes the cart is a request, whatever it is made with.
  new PerformanceObserver((list) => {
    if (list.getEntries().some(({ name }) => /\/cart\/(add|change|update|clear)\b/.test(name))) lookSoon();
  }).observe({ type: 'resource' });
  if (onCartPage) {
    lookSoon();
    // Said again by the page that was loaded anew: who hears the screen heard it cut off.
    const said = kept('said');
    if (said) {
      kept('said', '');
      setTimeout(() => {
        status.textContent = said;
      }, 500);
    }
  }
  place();
})();
