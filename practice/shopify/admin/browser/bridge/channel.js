// The line between the app (inside the iframe) and the practice admin around it. The modules of this folder are
// joined into one classic script, /app-bridge.js: no two may declare the same name.
export const script = document.currentScript;
export const adminOrigin = new URL(script.src).origin;
export const shell = window.parent === window ? null : window.parent;
const waiting = new Map();
const listeners = new Map();
let counter = 0;

export function nextNumber() {
  counter += 1;
  return counter;
}

export function tell(type, data = {}) {
  shell?.postMessage({ practiceBridge: 1, type, ...data }, adminOrigin);
}

export function askShell(type, data = {}) {
  if (!shell) return Promise.reject(new Error('The app is not inside the practice admin.'));
  const ticket = `${Date.now()}-${nextNumber()}`;
  return new Promise((resolve, reject) => {
    waiting.set(ticket, { resolve, reject });
    tell(type, { ticket, ...data });
  });
}

export function onShell(type, run) {
  listeners.set(type, run);
}

addEventListener('message', (event) => {
  if (event.source !== shell || event.origin !== adminOrigin || event.data?.practiceBridge !== 1) return;
  const { type, ticket, error, value } = event.data;
  if (type !== 'answer') {
    listeners.get(type)?.(event.data);
    return;
  }
  const asked = waiting.get(ticket);
  waiting.delete(ticket);
  if (error) asked?.reject(new Error(error));
  else asked?.resolve(value);
});

// What the admin put into the address at launch; kept for documents that the app loads later by itself.
export function launchParams() {
  const now = new URLSearchParams(location.search);
  const kept = {};
  for (const name of ['shop', 'host', 'locale']) {
    const slot = `practice-bridge:${name}`;
    try {
      if (now.get(name)) sessionStorage.setItem(slot, now.get(name));
      kept[name] = now.get(name) ?? sessionStorage.getItem(slot) ?? undefined;
    } catch {
      kept[name] = now.get(name) ?? undefined;
    }
  }
  return kept;
}
