// What our pages expect of the admin around them (window.shopify and the ui- elements), spoken to Shoplazza's admin.
// Its own library knows four things: a session token, a redirect, a back link, a save bar. The protocol is that library's;
// asking for tokens is not, because of two questions at once it answers only the last. Menu, title bar, notices and the
// picker, which Shoplazza's admin does not have, are drawn here.
(() => {
  const script = document.currentScript;
  const clientId = script.dataset.apiKey ?? '';
  const admin = window.parent === window ? null : window.parent;
  const listeners = new Map();

  const tell = (name, value) => admin?.postMessage({ type: 'shoplazza_app_bridge', name: `APP::${name}`, value }, '*');
  addEventListener('message', (event) => {
    if (event.source !== admin || event.data?.type !== 'shoplazza_app_bridge') return;
    listeners.get(event.data.name)?.(event.data.value);
  });
  tell('ENABLED', { enabled: true });

  // One question at a time: answers carry nothing that says which question they are for.
  let asking = Promise.resolve();
  function idToken() {
    const answer = asking.then(
      () =>
        new Promise((resolve, reject) => {
          if (!admin) return reject(new Error('This page is not inside the Shoplazza admin.'));
          const late = setTimeout(() => reject(new Error('The Shoplazza admin gave no session token.')), 10_000);
          listeners.set('APP::GET_SESSION_TOKEN', (token) => {
            clearTimeout(late);
            if (token) resolve(token);
            else reject(new Error('The Shoplazza admin gave no session token.'));
          });
          tell('GET_SESSION_TOKEN', clientId);
        }),
    );
    asking = answer.catch(() => {});
    return answer;
  }

  // Pages that only fetch a token and go on, or leave the frame.
  if ('bounce' in script.dataset) {
    const to = new URL(new URLSearchParams(location.search).get('to') ?? '/app', location.origin);
    const failed = () => {
      document.body.innerHTML = '<p>Open Tagalong from the apps of your Shoplazza store.</p>';
    };
    if (to.origin !== location.origin || !to.pathname.startsWith('/app')) return addEventListener('load', failed);
    idToken().then((token) => {
      to.searchParams.set('id_token', token);
      location.replace(to);
    }, failed);
    return;
  }
  // A frame may not move the window by itself: where the browser forbids it, the link on the page does.
  if (script.dataset.leaveTo) {
    try {
      window.top.location.href = script.dataset.leaveTo;
    } catch {}
    return;
  }

  // Which store may frame a page is read from its address: without its name, Back and a reload of the frame stay empty.
  const store = storeIn(new URLSearchParams(location.search));
  for (const name of store ? ['pushState', 'replaceState'] : []) {
    const plain = history[name].bind(history);
    history[name] = (state, unused, url) => {
      const to = new URL(url ?? location.href, location.href);
      if (!to.searchParams.has('shop')) to.searchParams.set('shop', store);
      plain(state, unused, to.href);
    };
  }
  function storeIn(query) {
    const claims = (query.get('id_token') ?? '').split('.')[1];
    if (!claims) return query.get('shop');
    const { dest } = JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/')));
    return String(dest).replace('https://', '');
  }

  // Every call of a page carries a token of its own.
  const plainFetch = window.fetch.bind(window);
  window.fetch = async (input, init) => {
    const request = new Request(input, init);
    if (new URL(request.url).origin !== location.origin || !admin) return plainFetch(request);
    const headers = new Headers(request.headers);
    headers.set('authorization', `Bearer ${await idToken()}`);
    return plainFetch(new Request(request, { headers }));
  };

  // Not as an element of the page: the page's own code compares what stands there.
  const style = new CSSStyleSheet();
  style.replaceSync(`
    ui-nav-menu, ui-title-bar { display: block; font: 14px/20px Inter, system-ui, sans-serif; }
    ui-save-bar, ui-title-bar:empty { display: none; }
    .tgb-toasts { position: fixed; inset: auto 0 24px; pointer-events: none; z-index: 600; }
    .tgb-toasts > div { display: grid; justify-items: center; gap: 8px; }
    .tgb-toast { pointer-events: auto; display: flex; gap: 12px; align-items: center; background: #1a1a1a; color: #fff;
      padding: 10px 16px; border-radius: 8px; font: 14px/20px Inter, system-ui, sans-serif; max-width: calc(100vw - 32px); }
    .tgb-toast.error { background: #8e1f0b; }
    .tgb-toast button { font: inherit; color: inherit; background: none; border: 0; padding: 4px; text-decoration: underline; cursor: pointer; }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, style];

  const shadowStyle = `
    :host { display: block; padding: 8px 16px; background: #fff; border-bottom: 1px solid #e3e3e3; }
    nav, header { display: flex; flex-wrap: wrap; gap: 4px 8px; align-items: center; }
    ::slotted(a) { color: #303030; text-decoration: none; padding: 6px 10px; border-radius: 8px; min-height: 20px; }
    ::slotted(a:hover), ::slotted(a[aria-current]) { background: #ebebeb; }
    ::slotted(button) { font: inherit; padding: 6px 12px; border-radius: 8px; border: 1px solid #8a8a8a; background: #fff; cursor: pointer; }
    ::slotted(button[variant=primary]) { background: #303030; color: #fff; border-color: #303030; }
    ::slotted(button[tone=critical]) { color: #8e1f0b; border-color: #8e1f0b; }
    ::slotted([variant=breadcrumb]) { order: -1; }`;

  // Links of the menu and the title bar are the router's to follow: a document load would need a new token.
  function routed(event) {
    const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
    if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey)
      return;
    event.preventDefault();
    link.dispatchEvent(new CustomEvent('shopify:navigate', { bubbles: true, composed: true, cancelable: true }));
  }
  customElements.define(
    'ui-nav-menu',
    class extends HTMLElement {
      connectedCallback() {
        if (this.shadowRoot) return;
        this.attachShadow({
          mode: 'open',
        }).innerHTML = `<style>${shadowStyle}</style><nav aria-label="Tagalong"><slot></slot></nav>`;
        this.addEventListener('click', routed);
        markCurrent();
      }
    },
  );
  // The page has its title already; what it wants to be pressed stands above it.
  customElements.define(
    'ui-title-bar',
    class extends HTMLElement {
      connectedCallback() {
        if (this.shadowRoot) return;
        this.attachShadow({ mode: 'open' }).innerHTML = `<style>${shadowStyle}</style><header><slot></slot></header>`;
        this.addEventListener('click', routed);
      }
    },
  );
  function markCurrent() {
    const links = [...document.querySelectorAll('ui-nav-menu a[href]')];
    const fits = links.filter((link) => {
      const path = link.getAttribute('href');
      return location.pathname === path || (path !== '/app' && location.pathname.startsWith(`${path}/`));
    });
    for (const link of links) link.removeAttribute('aria-current');
    fits.at(-1)?.setAttribute('aria-current', 'page');
  }
  for (const name of ['pushState', 'replaceState']) {
    const plain = history[name].bind(history);
    history[name] = (...given) => {
      plain(...given);
      markCurrent();
    };
  }
  addEventListener('popstate', markCurrent);

  // The admin's own bar; its two buttons press ours.
  const shown = new Set();
  function tellSaveBar() {
    const bar = [...shown].at(-1);
    if (!bar) return tell('CONTEXTUAL_SAVE_BAR::HIDE', { contextualSaveBar: { display: false } });
    const buttons = [...bar.querySelectorAll('button')];
    const save = buttons.find((one) => one.getAttribute('variant') === 'primary') ?? buttons[0];
    const discard = buttons.find((one) => one !== save);
    const looks = (button, text) => ({
      text: button?.textContent.trim() || text,
      disabled: button?.disabled === true,
      loading: button?.hasAttribute('loading') === true,
    });
    listeners.set('APP::CONTEXTUAL_SAVE_BAR::SAVE', () => save?.click());
    listeners.set('APP::CONTEXTUAL_SAVE_BAR::DISCARD', () => discard?.click());
    tell('CONTEXTUAL_SAVE_BAR::SAVE_ACTION', {
      contextualSaveBar: { saveAction: { type: 'primary', ...looks(save, 'Save') } },
    });
    tell('CONTEXTUAL_SAVE_BAR::DISCARD_ACTION', {
      contextualSaveBar: {
        discardAction: {
          type: 'default',
          discardConfirmationModal: bar.hasAttribute('discardConfirmation'),
          ...looks(discard, 'Discard'),
        },
      },
    });
    tell('CONTEXTUAL_SAVE_BAR::SHOW', { contextualSaveBar: { display: true } });
  }
  class SaveBar extends HTMLElement {
    connectedCallback() {
      this.watch = new MutationObserver(() => shown.has(this) && tellSaveBar());
      this.watch.observe(this, { subtree: true, childList: true, attributes: true, characterData: true });
    }
    disconnectedCallback() {
      this.watch?.disconnect();
      this.hide();
    }
    async show() {
      if (shown.has(this)) return;
      shown.add(this);
      tellSaveBar();
      this.dispatchEvent(new Event('show'));
    }
    async hide() {
      if (!shown.delete(this)) return;
      tellSaveBar();
      this.dispatchEvent(new Event('hide'));
    }
  }
  customElements.define('ui-save-bar', SaveBar);

  // What is said aloud must come into a region that is there already; one that comes with its words is often not read. They
  // wait for the first touch or key: the page's own framework would throw out what it did not draw at the start.
  const rooms = Object.assign(document.createElement('div'), { className: 'tgb-toasts' });
  const [said, warned] = ['status', 'alert'].map((role) => {
    const room = document.createElement('div');
    room.setAttribute('role', role);
    rooms.append(room);
    return room;
  });
  const place = () => rooms.isConnected || document.body.append(rooms);
  for (const sign of ['pointerdown', 'keydown']) addEventListener(sign, place, { capture: true });

  const toast = {
    show(message, { isError = false, duration = 5000, action, onAction, onDismiss } = {}) {
      place();
      const box = Object.assign(document.createElement('div'), { className: `tgb-toast${isError ? ' error' : ''}` });
      box.append(Object.assign(document.createElement('span'), { textContent: String(message) }));
      box.end = () => {
        clearTimeout(timer);
        box.remove();
        onDismiss?.();
      };
      if (action) {
        const button = Object.assign(document.createElement('button'), { type: 'button', textContent: action });
        button.onclick = () => {
          box.end();
          onAction?.();
        };
        box.append(button);
      }
      const timer = setTimeout(box.end, duration);
      (isError ? warned : said).append(box);
      return box;
    },
    hide: (box) => box?.end(),
  };

  // Loaded by who needs it.
  const resourcePicker = async (options) => (await import('/shoplazza-picker.js')).pick(options);

  // Pages of the admin itself; our pages name them as the other admin does.
  const plainOpen = window.open.bind(window);
  window.open = (url, ...rest) => {
    const path = /^shopify:\/*admin(\/.*)$/.exec(String(url ?? ''))?.[1];
    if (path === undefined) return plainOpen(url, ...rest);
    tell('REDIRECT', path.replace(/^\/themes\/.*$/, '/themes'));
    return null;
  };

  const quiet = () => Promise.resolve(undefined);
  window.shopify = {
    config: { apiKey: clientId, locale: 'en' },
    environment: { embedded: admin !== null, mobile: false, pos: false },
    ready: Promise.resolve(),
    loading() {},
    idToken,
    toast,
    resourcePicker,
    saveBar: {
      show: async (id) => document.getElementById(id)?.show(),
      hide: async (id) => document.getElementById(id)?.hide(),
      leaveConfirmation: quiet,
    },
    app: { extensions: () => Promise.reject(new Error('Shoplazza does not tell what stands in the theme.')) },
  };
})();
