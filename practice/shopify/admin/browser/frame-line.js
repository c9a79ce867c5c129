// The admin's end of the line to the app in the iframe: only that frame, only the app's origin.
export const facts = JSON.parse(document.querySelector('#shell-facts').textContent);
export const frame = document.querySelector('#app');
const answers = new Map();

/** What the admin does when the app says `type`; the returned value is the answer, if the app asked for one. */
export function onApp(type, run) {
  answers.set(type, run);
}

export function tellApp(type, data = {}) {
  frame.contentWindow?.postMessage({ practiceBridge: 1, type, ...data }, facts.appOrigin);
}

addEventListener('message', async (event) => {
  if (event.source !== frame.contentWindow || event.origin !== facts.appOrigin) return;
  if (event.data?.practiceBridge !== 1) return;
  const { type, ticket, ...data } = event.data;
  try {
    const value = await answers.get(type)?.(data);
    if (ticket) tellApp('answer', { ticket, value });
  } catch (error) {
    if (ticket) tellApp('answer', { ticket, error: String(error?.message ?? error) });
  }
});

export async function fetchJson(path) {
  const response = await fetch(facts.root + path, { headers: { accept: 'application/json' } });
  if (!response.ok) throw new Error(`The practice admin answered ${response.status}.`);
  return response.json();
}

/** A small element maker: tag, properties, children. */
export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}
