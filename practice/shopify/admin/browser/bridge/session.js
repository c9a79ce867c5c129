// Session tokens: a fresh one for every call to the app's own server.
import { askShell, shell } from './channel.js';

export const idToken = () => askShell('id-token');

// The bounce page of the app's server: fetch a token, then go where the page says.
export function followReload() {
  const target = new URLSearchParams(location.search).get('shopify-reload');
  if (!target) return;
  const url = new URL(target, location.href);
  if (url.origin !== location.origin) return;
  idToken().then((token) => {
    url.searchParams.set('id_token', token);
    location.replace(url.href);
  });
}

const plainFetch = window.fetch.bind(window);

async function withToken(request, fresh) {
  const headers = new Headers(request.headers);
  if (fresh || !headers.has('authorization')) headers.set('Authorization', `Bearer ${await idToken()}`);
  return new Request(request, { headers });
}

export async function bridgedFetch(input, init) {
  const request = new Request(input, init);
  if (new URL(request.url).origin !== location.origin || !shell) return plainFetch(request);
  const again = request.clone();
  const response = await plainFetch(await withToken(request, false));
  if (!response.headers.has('X-Shopify-Retry-Invalid-Session-Request')) return response;
  return plainFetch(await withToken(again, true));
}
