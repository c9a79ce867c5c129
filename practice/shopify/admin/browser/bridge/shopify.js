// window.shopify, as App Bridge 4 offers it. What a practice platform cannot know answers quietly.
import { adminOrigin, askShell, launchParams, nextNumber, onShell, script, shell, tell } from './channel.js';
import { modal } from './modal.js';
import { reportLocation } from './navigation.js';
import { saveBar } from './save-bar.js';
import { bridgedFetch, followReload, idToken } from './session.js';

const launch = launchParams();
const toasts = new Map();

const toast = {
  show(message, options = {}) {
    const id = `toast-${nextNumber()}`;
    toasts.set(id, options);
    const { duration = 5000, isError = false, action } = options;
    tell('toast', { id, message: String(message), duration, isError, action });
    return id;
  },
  hide: (id) => tell('toast-hide', { id }),
};
onShell('toast-action', ({ id }) => toasts.get(id)?.onAction?.());
onShell('toast-dismiss', ({ id }) => {
  toasts.get(id)?.onDismiss?.();
  toasts.delete(id);
});

async function resourcePicker(options) {
  const { type, multiple = false, query = '', selectionIds = [], filter = {}, action = 'add' } = options;
  const picked = await askShell('picker', { options: { type, multiple, query, selectionIds, filter, action } });
  return picked ? Object.assign(picked, { selection: picked }) : undefined;
}

const meta = document.querySelector('meta[name="shopify-api-key"]');
const ready = shell ? askShell('hello', { title: document.title }) : Promise.resolve({});
const about = (name) => ready.then((told) => told[name]);
const quiet = () => Promise.resolve(undefined);

window.shopify = {
  config: {
    apiKey: script.dataset.apiKey ?? meta?.content ?? '',
    shop: launch.shop,
    host: launch.host,
    locale: launch.locale ?? 'en',
    appOrigins: [],
  },
  origin: adminOrigin,
  ready: ready.then(() => undefined),
  environment: { embedded: shell !== null, mobile: false, pos: false },
  setSignals() {},
  loading: (on) => tell('loading', { on: on !== false }),
  idToken,
  user: () => about('user'),
  toast,
  modal,
  saveBar,
  resourcePicker,
  picker: () => Promise.reject(new Error('The practice admin has no custom picker.')),
  scanner: { capture: () => Promise.reject(new Error('The practice admin has no camera.')) },
  pos: {},
  intents: {
    register: () => () => {},
    invoke: () => Promise.reject(new Error('The practice admin knows no intents.')),
  },
  webVitals: { onReport: quiet },
  support: { registerHandler: quiet },
  reviews: { request: async () => ({ success: false, code: 'merchant-ineligible', message: 'Practice store' }) },
  scopes: {
    query: () => about('scopes'),
    request: async () => ({ result: 'granted-all', detail: await about('scopes') }),
    revoke: async () => ({ detail: await about('scopes') }),
  },
  // Asked anew each time: a merchant changes the theme while the app is open.
  app: { extensions: () => (shell ? askShell('extensions') : Promise.resolve([])) },
  shopifyQL: { available: async () => false },
  tools: { register: () => () => {}, unregister() {} },
  protectedCustomerData: quiet,
};

window.fetch = bridgedFetch;
followReload();
reportLocation();
