import { createServer, type RequestListener } from 'node:http';
import { close, listen } from '../web/listen';
import { createApi } from './api';
import { createPlatform, type PracticePlatform } from './platform';
import type { PracticeOptions, PracticeUrls, World } from './world';

export type Practice = PracticeUrls & {
  world: World;
  platform: PracticePlatform;
  stop(): Promise<void>;
};

/** Starts the practice Shopify: the API, the admin and the storefront, each on a port of its own. */
export async function startPracticeShopify(options: PracticeOptions): Promise<Practice> {
  const platform = createPlatform(options);
  if (options.storeDomain !== undefined) platform.openStore({ domain: options.storeDomain });
  const rooms = {
    admin: later(async () => (await import('./admin/create-admin')).createAdmin(platform.world)),
    storefront: later(async () => (await import('./storefront/create-storefront')).createStorefront(platform.world)),
  };
  const api = createServer(createApi(platform));
  const admin = createServer(rooms.admin);
  const storefront = createServer(rooms.storefront);
  const [apiUrl, adminUrl, storefrontUrl] = await Promise.all([
    listen(api, options.apiPort),
    listen(admin, options.adminPort),
    listen(storefront, options.storefrontPort),
  ]);
  const urls: PracticeUrls = { apiUrl, adminUrl, storefrontUrl };
  platform.setUrls(urls);
  platform.resume();
  return {
    ...urls,
    world: platform.world,
    platform,
    stop: async () => {
      await Promise.all([api, admin, storefront].map(close));
      await platform.stop();
    },
  };
}

/** A listener that is loaded by its first request, so that the start waits for nobody. */
function later(load: () => Promise<RequestListener>): RequestListener {
  let loading: Promise<RequestListener> | null = null;
  return (request, response) => {
    loading ??= load();
    loading.then(
      (listener) => listener(request, response),
      (error) => {
        console.error(error);
        loading = null;
        response.writeHead(500, { 'content-type': 'text/plain' });
        response.end('this part of the practice Shopify did not load');
      },
    );
  };
}
