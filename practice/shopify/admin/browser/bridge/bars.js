// ui-title-bar, ui-nav-menu and ui-save-bar are drawn by the admin; here they are only read and clicked.
import { nextNumber, onShell, tell } from './channel.js';
import { wishToGo } from './navigation.js';

export const clickable = new Map();
const handles = new WeakMap();

export function handleOf(element) {
  if (!handles.has(element)) {
    handles.set(element, `e${nextNumber()}`);
  }
  clickable.set(handles.get(element), element);
  return handles.get(element);
}

export const isOn = (element, name) => element.hasAttribute(name) && element.getAttribute(name) !== 'false';

export function buttonOf(element) {
  return {
    handle: handleOf(element),
    label: element.textContent.trim(),
    variant: element.getAttribute('variant') ?? '',
    tone: element.getAttribute('tone') ?? '',
    disabled: isOn(element, 'disabled'),
    loading: isOn(element, 'loading'),
  };
}

// Presses what the admin showed; a link must not load its address in the iframe, the app's router takes it.
export function press(element) {
  if (!element) return;
  let handled = false;
  const last = (event) => {
    handled = event.defaultPrevented;
    event.preventDefault();
  };
  window.addEventListener('click', last, { once: true });
  element.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, composed: true }));
  window.removeEventListener('click', last);
  if (!handled && element.matches('a[href]')) wishToGo(element);
}

onShell('press', ({ handle }) => press(clickable.get(handle)));

export class Mirrored extends HTMLElement {
  connectedCallback() {
    this.watch = new MutationObserver(() => this.mirror());
    this.watch.observe(this, { subtree: true, childList: true, attributes: true, characterData: true });
    this.mirror();
  }
  disconnectedCallback() {
    this.watch?.disconnect();
    this.unmirror?.();
  }
}

export function titleBarOf(element) {
  const own = [...element.children];
  const crumb = own.find((child) => child.getAttribute('variant') === 'breadcrumb');
  return {
    title: element.getAttribute('title') ?? '',
    crumb: crumb ? buttonOf(crumb) : null,
    buttons: own.filter((child) => child.matches('a, button') && child !== crumb).map(buttonOf),
    menus: own
      .filter((child) => child.matches('section'))
      .map((child) => ({
        label: child.getAttribute('label') ?? 'More actions',
        items: [...child.children].map(buttonOf),
      })),
  };
}

customElements.define(
  'ui-title-bar',
  class extends Mirrored {
    mirror() {
      const modal = this.closest('ui-modal');
      if (modal) modal.dressUp?.();
      else tell('title-bar', { bar: titleBarOf(this) });
    }
    unmirror() {
      if (!document.querySelector('ui-title-bar')) tell('title-bar', { bar: null });
    }
  },
);

function mirrorMenu(menu) {
  const items = [...menu.querySelectorAll('a[href], s-link[href]')].map((link) => ({
    path: link.getAttribute('href'),
    label: link.textContent.trim(),
    home: link.getAttribute('rel') === 'home',
  }));
  tell('nav', { items });
}

for (const name of ['ui-nav-menu', 's-app-nav']) {
  customElements.define(
    name,
    class extends Mirrored {
      mirror() {
        mirrorMenu(this);
      }
    },
  );
}
