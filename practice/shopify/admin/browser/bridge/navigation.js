// The address inside the iframe and the admin's own address follow each other.
import { onShell, tell } from './channel.js';

const LAUNCH = ['shop', 'host', 'embedded', 'id_token', 'hmac', 'session', 'timestamp', 'locale', 'shopify-reload'];
let appListens = false;

const plainAdd = window.addEventListener.bind(window);
window.addEventListener = (type, ...rest) => {
  if (type === 'shopify:navigate') appListens = true;
  return plainAdd(type, ...rest);
};

export function reportLocation() {
  if (location.pathname.startsWith('/auth/')) return;
  const params = new URLSearchParams(location.search);
  for (const name of LAUNCH) params.delete(name);
  const query = params.toString();
  tell('location', { path: location.pathname + (query ? `?${query}` : '') });
}

for (const name of ['pushState', 'replaceState']) {
  const plain = history[name].bind(history);
  history[name] = (...args) => {
    plain(...args);
    reportLocation();
  };
}
plainAdd('popstate', reportLocation);

// App Bridge announces a wish to navigate on the link itself; the app's router takes it from there.
export function wishToGo(link) {
  if (!appListens) {
    tell('open', { path: link.getAttribute('href') });
    return;
  }
  link.dispatchEvent(new CustomEvent('shopify:navigate', { bubbles: true, composed: true, cancelable: true }));
}

function go(path) {
  const link = document.createElement('a');
  link.setAttribute('href', path);
  link.hidden = true;
  document.body.append(link);
  wishToGo(link);
  link.remove();
}

onShell('navigate', ({ path }) => go(path));

// shopify://admin/... leads to a page of the admin itself.
const plainOpen = window.open.bind(window);
window.open = (url, target, features) => {
  const text = String(url ?? '');
  if (!text.startsWith('shopify:')) return plainOpen(url, target, features);
  tell('admin-page', { path: text.replace(/^shopify:\/*admin/, ''), target });
  return null;
};
document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('a[href^="shopify:"]') : null;
  if (!link) return;
  event.preventDefault();
  window.open(link.getAttribute('href'), link.getAttribute('target') ?? '_top');
});
